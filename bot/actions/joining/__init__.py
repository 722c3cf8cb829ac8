"""Joining in three screens: what this is, the hour, the first check-in. Nothing is stored before somebody agreed."""

from bot.actions.joining import pinning, proposing

KINDS = {**pinning.KINDS, **proposing.KINDS}

__all__ = ["KINDS"]
