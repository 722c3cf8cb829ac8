"""The real bot in virtual time, among people with habits and bad weather; afterwards a judge reads what they did and saw.

    world.py      the village (the whole App in process), whose bot can die at any commit, send or fetch, and start again
    mortal.py     its process, and the points at which it may end
    wall.py       its wall clock, which may be wrong
    people.py     members and supporters: what each does about what their phone shows, and when
    plans.py      the queue of what they are going to do, also for the core
    errands.py    what they do of their own accord
    settling.py   how they are brought together · town.py  who chose whom
    weather.py    what goes wrong, planned from the seed
    judge.py      the table of invariants; case.py the record, invariants.py and row_checks.py the checks
    narrating.py  what happened, counted and told
    telling.py    one seed from beginning to end
    __main__.py   many seeds: `./alongside simulate --seeds 0-199`

Same seed, same trace.
"""
