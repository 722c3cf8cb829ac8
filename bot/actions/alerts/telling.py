"""What a supporter reads about an alert: who, why (only what is shared), how to reach them.

Composed when the message is claimed, from the consent in force then. Nothing here decides whether it may leave.
"""

from datetime import datetime

from sqlmodel import Session

from bot.actions.alerts import circle
from bot.rules.consent import Reason, Told
from bot.rules.days import Day, past_before
from bot.rules.vocabulary import Signal
from bot.texts.messages import Message
from storage.queries import days, people
from storage.queries.circle import Companion
from storage.tables import Alert, Checkin, Person

QUIET = (Reason.QUIET, Reason.QUIET_AFTER_USE)


def page(
    session: Session,
    kind: str,
    alert: Alert,
    companion: Companion,
    *,
    now: datetime,
    signals: tuple[Signal, ...] | None = None,
) -> Message | None:
    """The message of one kind to one supporter; None where nothing is left that they may read."""
    told = circle.told(session, alert, companion, now=now, signals=signals)
    if told is None:
        return None
    member = people.by_id(session, alert.member_id)
    return Message(
        kind,
        {
            "alert": alert.id,
            "name": member.name,
            "opening": _opening(session, alert, member, told),
            "why": _why(session, alert, told),
            "reach": reach(member, companion),
        },
    )


def reach(member: Person, companion: Companion) -> Message:
    """How this supporter may reach the member, as the member chose it."""
    if companion.support.member_route == "telegram" and member.username:
        return Message("reach-telegram", {"link": f"t.me/{member.username}"})
    if companion.support.member_route == "phone" and member.phone:
        return Message("reach-phone", {"phone": member.phone})
    return Message("reach-as-agreed")


def _opening(session: Session, alert: Alert, member: Person, told: Told) -> Message:
    if any(reason in QUIET for reason in told.reasons):
        return Message("opening-quiet", {"name": member.name, "days": circle.quiet_run(session, alert).days})
    return Message("opening", {"name": member.name})


def _why(session: Session, alert: Alert, told: Told) -> Message | str:
    """The reasons, ratings and note, below a blank line; nothing for who is only asked to reach out."""
    lines = [Message(f"reason-{reason}") for reason in told.reasons if reason not in (Reason.QUIET, Reason.SOS)]
    if told.ratings and (ratings := _ratings(session, alert)) is not None:
        lines.append(ratings)
    if told.note and (note := _note(session, alert)) is not None:
        lines.append(note)
    if not lines:
        return ""
    together = lines[0]
    for line in lines[1:]:
        together = Message("two-lines", {"first": together, "then": line})
    return Message("why", {"lines": together})


def _ratings(session: Session, alert: Alert) -> Message | None:
    known = days.up_to(session, alert.member_id, alert.on)
    today = next((day for day in known if day.on == alert.on), Day(alert.on))
    if today.mood is None and today.craving is None:
        return None
    usual = past_before(alert.on, known).usual
    return Message(
        "ratings",
        {
            "mood": today.mood or 0,
            "craving": -1 if today.craving is None else today.craving,
            "usual": -1 if usual is None else f"{usual:g}",
        },
    )


def _note(session: Session, alert: Alert) -> Message | None:
    checkin = session.get(Checkin, alert.checkin_id) if alert.checkin_id is not None else None
    return Message("their-note", {"note": checkin.note}) if checkin is not None and checkin.note else None


def only_reach_out(session: Session, alert: Alert, companion: Companion | None, *, now: datetime) -> bool:
    """Whether this supporter may learn nothing but that a word would help: then every end reads the same, too."""
    if companion is None:
        return True
    told = circle.told(session, alert, companion, now=now)
    return told is None or told.only_reach_out
