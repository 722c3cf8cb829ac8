"""Bugs that a careless author might have written, put in one at a time, in a test run only: does anything notice?

    patching.py    a change of source text, swapped into the running functions and taken back
    bug.py         what a seeded bug is
    outbox_bugs.py, silence_bugs.py, …   the bugs, by what they spoil; `catalogue` lists them all
    catching.py    lives under a bug, until a judge or a crash point notices
    __main__.py    `python -m tests.seeded_bugs`: which of them are noticed, by what, and at which seed

A change whose text is no longer found in the bot's source fails loudly, so that no bug ends unseeded.
"""
