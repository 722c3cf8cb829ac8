"""What people do with a few taps of their own accord, by the words on the buttons: change, stop, invite, leave, look.

An errand begins with what they type; each step is a label (a regular expression of all of it) that they tap once it shows,
or "type:…". One that does not go on within half an hour is given up, as people do.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

GIVEN_UP_AFTER = timedelta(minutes=30)
TYPES = "type:"
HOURS = ("7:00", "8:00", "9:00", "12:00", "18:00", "21:00")
# Zones whose clocks change, in both halves of the world, at night and at midnight; and some that never do.
ZONES = {
    "London": "Europe/London",
    "Berlin": "Europe/Berlin",
    "New York": "America/New_York",
    "Los Angeles": "America/Los_Angeles",
    "Sydney": "Australia/Sydney",
    "Auckland": "Pacific/Auckland",
    "Santiago": "America/Santiago",
    "Havana": "America/Havana",
    "Kathmandu": "Asia/Kathmandu",
    "Honolulu": "Pacific/Honolulu",
    "Apia": "Pacific/Apia",
}
CITIES = tuple(ZONES)
LEVELS = ("Just reach out", "Why, never that I used", "Why, even if I used")


@dataclass(frozen=True)
class Errand:
    """`likely`: how often somebody does it, a day."""

    name: str
    likely: float
    steps: tuple[str, ...]


ERASES = "Erase everything"
INVITE = Errand("invite", 0.03, (f"{TYPES}/supporters", "Ask someone"))
OF_MEMBERS = (
    Errand("sos", 0.012, (f"{TYPES}/sos",)),
    Errand("look in", 0.04, (f"{TYPES}/checkin",)),
    Errand("correct", 0.05, (f"{TYPES}/checkin", "Change it")),
    Errand("how I am now", 0.02, (f"{TYPES}/checkin", "How I am now")),
    Errand("hello", 0.02, (f"{TYPES}hello",)),
    Errand("a note", 0.01, (f"{TYPES}a long day, but I am here",)),
    Errand("hour", 0.03, (f"{TYPES}/settings", "My hour", "HOUR")),
    Errand("zone", 0.03, (f"{TYPES}/settings", "My clock", f"{TYPES}CITY", "Yes")),
    Errand("nights", 0.01, (f"{TYPES}/settings", "Quiet hours", "23:00 to 8:00")),
    Errand("quiet days", 0.01, (f"{TYPES}/settings", "Quiet days", "1 day|2 days")),
    Errand("pause", 0.03, (f"{TYPES}/pause", r"[1-7] days?", "Tell nobody|Tell them")),
    Errand("resume", 0.04, (f"{TYPES}/resume",)),
    Errand(
        "share", 0.03,
        (f"{TYPES}/supporters", r"[12] · \w+", "What they read", "Just reach out|Why, .*", "Save"),
    ),
    Errand("remove", 0.015, (f"{TYPES}/supporters", r"[12] · \w+", "Remove", "Say nothing|Tell them|Keep them listed")),
    Errand("order", 0.01, (f"{TYPES}/supporters", r"2 · \w+", "Move up")),
    INVITE,
    Errand("copy", 0.01, (f"{TYPES}/export", "Send it")),
    Errand("forget", 0.006, (f"{TYPES}/forget", "Go on", ERASES)),
    Errand("look", 0.03, (f"{TYPES}LOOK",)),
)  # fmt: skip
OF_SUPPORTERS = (
    Errand("not today", 0.02, (f"{TYPES}/people", "Not today")),
    Errand("break", 0.01, (f"{TYPES}/people", "I need a break", r"\d+ days")),
    Errand("back", 0.03, (f"{TYPES}/people", "I'm back")),
    Errand("nights", 0.01, (f"{TYPES}/people", "My hours", "Quiet hours", f"{TYPES}23-6")),
    Errand("stop", 0.006, (f"{TYPES}/people", r"[A-Z]\w+", "Stop", "Yes, stop")),
    Errand("forget", 0.003, (f"{TYPES}/forget", "Go on", ERASES)),
    Errand("look", 0.02, (f"{TYPES}LOOK",)),
)
JOIN = Errand(
    "join", 0, (f"{TYPES}/start", "OK, I agree", "HOUR", f"{TYPES}CITY", "Yes", "See you then")
)  # fmt: skip
LOOKS = ("/progress", "/privacy", "/help", "/settings", "/people", "/supporters", "/cancel")


class Underway:
    """One errand on somebody's way; `next_label` says what they tap of what shows now."""

    def __init__(self, errand: Errand, chance: Random, now: datetime) -> None:
        self._steps = [_filled(step, chance) for step in errand.steps]
        self._until = now + GIVEN_UP_AFTER

    def over(self, now: datetime) -> bool:
        return not self._steps or now >= self._until

    def words(self) -> str | None:
        """What they type now; None: they wait for a button."""
        if self._steps and self._steps[0].startswith(TYPES):
            return self._steps.pop(0).removeprefix(TYPES)
        return None

    def next_label(self, labels: tuple[str, ...]) -> str | None:
        """The button they wait for, if it is among these."""
        if not self._steps or self._steps[0].startswith(TYPES):
            return None
        found = next((label for label in labels if re.fullmatch(self._steps[0], label)), None)
        if found is not None:
            del self._steps[0]
        return found


def _filled(step: str, chance: Random) -> str:
    step = step.replace("HOUR", re.escape(chance.choice(HOURS))).replace("CITY", chance.choice(CITIES))
    return step.replace("LOOK", chance.choice(LOOKS))
