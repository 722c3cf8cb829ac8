"""How fast, and with how much memory, beside a named reference measured in the same run.

    python -m tests.benchmarks                  all of them, some minutes
    python -m tests.benchmarks taps alert       some; --list names them
    python -m tests.benchmarks --rounds 5       more rounds, for a busy machine

One table comes out: what was measured, ours, the reference, ours ÷ reference, the target, whether it is met. Every figure is
the median of its rounds; its spread (smallest to largest) stands below the table, and whatever lies within that spread says
nothing. Performance is reported, not tested: the exit code is 0 unless a benchmark itself breaks, and no test run collects
this folder. Wants Linux (/proc), two cores and nothing else running; everything stays on loopback and in a folder of its own.

    figures      what a benchmark hands back, and the table
    processes    the stand-in, the bot and the reference bot as processes of their own
    standin      the stand-in for Telegram, with many members who tap
    bare_bot     the reference: python-telegram-bot with nothing of ours
    seeding      a database with many members
    jumping      an event loop whose time jumps to the next timer, for the reference that knows no clock of ours
    taps · alert · due · idle · relay · memory       the benchmarks
"""
