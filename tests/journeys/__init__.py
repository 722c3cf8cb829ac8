"""Whole stories: the bot as its own process, over HTTP, against the stand-in that owns the time."""
