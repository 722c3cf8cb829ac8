"""How long anything is kept. Everything else stays as long as its person does, and goes with /forget."""

from datetime import datetime, timedelta
from enum import StrEnum


class Kept(StrEnum):
    NOTES = "notes"
    RATINGS = "ratings"
    ALERTS = "alerts"
    LOOKS = "looks"  # who read what
    SENT = "sent"
    RECEIVED = "received"
    CHAT = "chat"
    LINKS = "links"
    QUESTIONS = "questions"
    OUTAGES = "outages"
    WORDS = "words"


DAY = timedelta(days=1)
KEPT_FOR: dict[Kept, timedelta] = {
    Kept.NOTES: 90 * DAY,
    Kept.RATINGS: 730 * DAY,
    Kept.ALERTS: 365 * DAY,  # counted from their end; a live one stays
    Kept.LOOKS: 365 * DAY,
    Kept.SENT: 30 * DAY,  # that a message was sent, never its words
    Kept.RECEIVED: 7 * DAY,  # that an update came: Telegram repeats none older than a day
    Kept.CHAT: 2 * DAY,  # Telegram lets us delete no older ones
    Kept.LINKS: 30 * DAY,  # counted from when they stopped working
    Kept.QUESTIONS: DAY,  # likewise
    Kept.OUTAGES: 365 * DAY,
    Kept.WORDS: 0 * DAY,  # passed on between two people: counted from when they expired
}
EACH = DAY  # how often what is old is removed
APART = 7 * DAY  # between two rounds; a clock that says more is not believed at once


def is_plausible(last_at: datetime | None, *, now: datetime) -> bool:
    """Say whether what is old by `now` may be removed: the round before was within a week, and not in the future.

    A clock that jumps ahead by years would make everything old. So the first round after such a step (or after a long
    stop, which looks the same) removes nothing; the next one, a day later, believes the clock. None: there was no round.
    """
    return last_at is None or last_at <= now <= last_at + APART
