"""The core of the bot in virtual time: its rows, actions, stages, hearing and outbox, with python-telegram-bot left out.

What `tests.simulation` proves of the whole App, this proves of many more lives, since nothing is rendered, nothing waits, and
time jumps from one thing to the next.

    clock.py      true time, and a wall clock that may be wrong
    wire.py       Telegram: chats, updates that wait, what goes wrong on the way; and the record of all of it
    process.py    the bot's process: fetch → store → handle → tick → relay, dying between any two steps
    agenda.py     when there is more to do
    hand.py       one stored update on its way through the real routes
    people.py     people in general; members.py and supporters.py: their habits
    founding.py   a village from nothing, straight into the rows
    weather.py    what goes wrong, planned from the seed
    judge.py      the invariants, as a table; case.py and *_judged.py: how each is read from record and rows
    telling.py    one seed from beginning to end
    __main__.py   many seeds: `python -m tests.simulation.core --members 25 --days 20 --seeds 0-1999`

Same seed, same trace.
"""
