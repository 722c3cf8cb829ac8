"""Groups: made by a leader, joined by a link, seen by those who lead them, left by anybody at any time."""

from bot.actions.groups.notices import KINDS

__all__ = ["KINDS"]
