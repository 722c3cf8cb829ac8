"""The real bot in virtual time, among people with habits and bad weather; afterwards a judge reads what they did and saw.

    world.py     the village (the whole App in process), whose bot can die at any commit, send or fetch, and start again
    people.py    members and supporters: what each does about what their phone shows, and when
    weather.py   what goes wrong, planned from the seed
    judge.py     the invariants, read from the record alone; it shares no rule with the bot
    telling.py   one seed from beginning to end
    __main__.py  many seeds: `python -m tests.simulation --seeds 0-199`

Same seed, same trace.
"""
