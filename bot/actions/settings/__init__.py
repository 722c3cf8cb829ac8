"""What a person sets for themselves: their hours, zone, nights, questions, how soon supporters are told, and pauses."""

from bot.actions.settings.pausing import KINDS

__all__ = ["KINDS"]
