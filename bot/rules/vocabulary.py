"""The words of the product, one per thing, as the code, the tables and the texts spell them.

Stored values never change once released: a renamed word would orphan rows.
"""

from enum import IntEnum, StrEnum


class Preset(StrEnum):
    """How soon a member wants their supporters asked (DESIGN §3.3)."""

    GENTLE = "gentle"
    STANDARD = "standard"
    WATCHFUL = "watchful"


class Signal(StrEnum):
    """A named reason for an alert, in the order in which reasons are listed."""

    USED = "USED"
    HIGH = "HIGH"
    JUMP = "JUMP"
    AFTER_USE = "AFTER_USE"
    STRAIN = "STRAIN"
    LOW_MOOD = "LOW_MOOD"
    QUIET = "QUIET"
    ASKED = "ASKED"
    SOS = "SOS"


class AlertKind(StrEnum):
    """What an alert is at its highest: decides its ladder, its hold and its words."""

    USED = "used"
    HARD = "hard"  # tier 2: HIGH, JUMP, AFTER_USE, STRAIN, LOW_MOOD
    QUIET = "quiet"
    ASKED = "asked"
    SOS = "sos"


class CheckinState(StrEnum):
    """Where one check-in stands (DESIGN §3.2)."""

    QUEUED = "queued"
    SENT = "sent"
    ANSWERED = "answered"
    MISSED = "missed"
    PAUSED = "paused"
    UNSENT = "unsent"


class Question(StrEnum):
    """The steps of a check-in, in the order they are asked; `step` of a check-in is the one being asked now."""

    START = "start"
    MOOD = "mood"
    CRAVING = "craving"
    USED = "used"
    NOTE = "note"
    DONE = "done"


class UseQuestion(StrEnum):
    """How often a member is asked whether they drank or used."""

    DAILY = "daily"
    WEEKLY = "weekly"
    HARD = "hard"  # only when craving is 5 or more
    OFF = "off"


class AlertState(StrEnum):
    """`held`: nobody was asked yet (hold or announcement). `asking`, `acknowledged`: live. The others are ends."""

    HELD = "held"
    ASKING = "asking"
    ACKNOWLEDGED = "acknowledged"
    RESOLVED = "resolved"
    CANCELLED = "cancelled"
    WITHDRAWN = "withdrawn"
    EXHAUSTED = "exhausted"
    INTERRUPTED = "interrupted"


LIVE_ALERT_STATES = (AlertState.HELD, AlertState.ASKING, AlertState.ACKNOWLEDGED)


class StepState(StrEnum):
    """Where one person on an alert's ladder stands."""

    WAITING = "waiting"
    ASKED = "asked"
    ACKNOWLEDGED = "acknowledged"
    DECLINED = "declined"
    UNREACHABLE = "unreachable"  # blocked the bot, or the account is gone
    DROPPED = "dropped"  # no longer a supporter, or nothing left that they may be told


class Wish(StrEnum):
    """What a member asks a supporter for, beyond a word."""

    CALL_WITH_ME = "call_with_me"  # stay with me while I ring a helpline


class Outcome(StrEnum):
    """What came of an alert, as the member or the supporter said it, or as the ladder ended."""

    TALKED = "talked"
    NOT_REACHED = "not_reached"
    STILL_WORRIED = "still_worried"
    NO_LONGER_NEEDED = "no_longer_needed"
    CHECKED_IN = "checked_in"
    OK_NOW = "ok_now"
    MISTAKE = "mistake"
    SAFE_NOT_USING_BOT = "safe_not_using_bot"
    AWAY = "away"
    DIED = "died"


class SupportState(StrEnum):
    """`accepted`: the supporter said yes, the member has not yet confirmed who it was."""

    ACCEPTED = "accepted"
    CONFIRMED = "confirmed"
    ENDED = "ended"


class Proposal(StrEnum):
    """What a new member is proposed to set up, in this order, one a day."""

    SUPPORTER = "supporter"
    SHARING = "sharing"  # what a confirmed supporter would read
    NIGHTS = "nights"  # quiet hours


class Level(StrEnum):
    """How much one supporter is told about one signal, rising."""

    NOTHING = "nothing"
    REACH_OUT = "reach_out"
    REASON = "reason"
    RATINGS = "ratings"
    NOTE = "note"


class Purpose(StrEnum):
    """What a supporter may be told something for. Each is a consent of its own."""

    ALERT = "alert"
    OUT_OF_REACH = "out_of_reach"  # that I cannot write to the member, and again can; nothing more
    CHECKED_IN = "checked_in"  # that the member has checked in today; nothing more


class Fading(StrEnum):
    """How far the bot has stepped back from a member it does not hear from (DESIGN §3.2)."""

    UNREMINDED = "unreminded"  # still asked at their hour, once
    WEEKLY = "weekly"  # one short line a week, which is no check-in
    UNASKED = "unasked"  # nothing, until they write


class Role(StrEnum):
    MEMBER = "member"
    LEADER = "leader"
    CO_LEADER = "co_leader"


class ShownAs(StrEnum):
    """What a group's leader sees of a member: the name, or only that they count."""

    NAME = "name"
    COUNTED = "counted"


class Priority(IntEnum):
    """What leaves first when everything is due at once."""

    SOS = 0
    ALERT = 1  # alerts and every notice about them
    REPLY = 2
    PROMPT = 3
    REMINDER = 4
    RECAP = 5


class OutboxState(StrEnum):
    WAITING = "waiting"
    CLAIMED = "claimed"
    SENT = "sent"
    WITHDRAWN = "withdrawn"  # consent, state or recipient changed before it left
    EXPIRED = "expired"
    REFUSED = "refused"  # Telegram will not take it (blocked, deleted, or invalid)
    UNCERTAIN = "uncertain"  # at most once: perhaps delivered, not sent again


class InboxState(StrEnum):
    UNHANDLED = "unhandled"
    HANDLED = "handled"
    SET_ASIDE = "set_aside"
