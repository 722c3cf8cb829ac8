"""What the bot decides, as pure functions: values and `now` in, frozen dataclasses out.

Nothing here reads a clock, a database or the network, and nothing imports beyond the standard library.
"""
