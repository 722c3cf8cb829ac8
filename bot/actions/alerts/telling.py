"""What a supporter reads about an alert: who, why (only what is shared), how to reach them.

Composed when the message is claimed, from the consent in force then. Nothing here decides whether it may leave.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from bot.actions.alerts import circle
from bot.rules.consent import Reason, Told
from bot.rules.days import Day, past_before
from bot.rules.vocabulary import Signal, Wish
from bot.texts.messages import Message, Values
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
    return compose(
        kind,
        member,
        told,
        alert_id=alert.id,
        quiet_days=circle.quiet_run(session, alert).days if _of_silence(told) else 0,
        facts=[*_wish(alert, companion), *_facts(session, alert, told)],
        reach=reach(member, companion.support.member_route),
    )


def compose(
    kind: str,
    member: Person,
    told: Told,
    *,
    alert_id: int | None = None,
    quiet_days: int = 0,
    facts: Sequence[Message] = (),
    reach: Message,
) -> Message:
    """The message from what may be told; the example that a member sees before they choose is composed here, too.

    `facts`: lines that stand below the reasons. Whether they may be told was decided before.
    """
    lines = [Message(f"reason-{reason}") for reason in told.reasons if reason not in _unsaid(told)]
    return Message(
        kind,
        {
            "alert": alert_id,
            "name": member.name,
            "opening": _opening(member, told, quiet_days=quiet_days),
            "why": Message("why", {"lines": (*lines, *facts)}) if lines or facts else "",
            "reach": reach,
        },
    )


def reach(person: Person, route: str) -> Message:
    """How somebody may be reached, by the route they chose; without a name or number for it, as the two agreed."""
    if route == "telegram" and person.username:
        return Message("reach-telegram", {"link": f"t.me/{person.username}"})
    if route == "phone" and person.phone:
        return Message("reach-phone", {"phone": person.phone})
    return Message("reach-as-agreed")


def _unsaid(told: Told) -> set[Reason]:
    """Reasons without a line of their own: the opening says them, or another line already does."""
    strain = {Reason.STRONG} if Reason.STRAIN in told.reasons else set()
    after_use = {Reason.AFTER_USE} if Reason.USED in told.reasons else set()
    return {*QUIET, Reason.SOS, *strain, *after_use}


def _of_silence(told: Told) -> bool:
    return any(reason in QUIET for reason in told.reasons)


def _opening(member: Person, told: Told, *, quiet_days: int) -> Message:
    if _of_silence(told):
        return Message("opening-quiet", {"name": member.name, "days": quiet_days})
    return Message("opening", {"name": member.name})


def wished(wish: Wish) -> Message:
    """What the member asks for, in the words they saw before they were sent."""
    return Message(f"wish-{wish}")


def _wish(alert: Alert, companion: Companion) -> list[Message]:
    """Told to supporters whatever they may read besides, never to a leader."""
    return [wished(alert.wish)] if alert.wish is not None and not companion.support.is_leader else []


def _facts(session: Session, alert: Alert, told: Told) -> list[Message]:
    """Ratings and note, as far as they are shared and there are any."""
    checkin = session.get(Checkin, alert.checkin_id) if told.note and alert.checkin_id is not None else None
    return facts(
        told,
        _read(session, alert) if told.mood or told.craving else Facts(),
        note=checkin.note if checkin is not None else None,
    )


@dataclass(frozen=True)
class Facts:
    """A day's ratings, as far as they were answered, and the member's usual craving, once it is known."""

    mood: int | None = None
    craving: int | None = None
    usual: float | None = None


def facts(told: Told, known: Facts, *, note: str | Message | None) -> list[Message]:
    """The lines with what is shared of a day's ratings and note."""
    mood, craving = known.mood if told.mood else None, known.craving if told.craving else None
    lines = []
    if mood is not None or craving is not None:
        usual = -1 if known.usual is None else f"{known.usual:g}"
        values: Values = {"mood": mood or 0, "craving": -1 if craving is None else craving, "usual": usual}
        lines.append(Message("ratings", values))
    return [*lines, Message("their-note", {"note": note})] if told.note and note else lines


def _read(session: Session, alert: Alert) -> Facts:
    known = days.up_to(session, alert.member_id, alert.on)
    today = next((day for day in known if day.on == alert.on), Day(alert.on))
    return Facts(today.mood, today.craving, past_before(alert.on, known).usual)


def only_reach_out(session: Session, alert: Alert, companion: Companion | None, *, now: datetime) -> bool:
    """Whether this supporter may learn nothing but that a word would help: then every end reads the same, too."""
    if companion is None:
        return True
    told = circle.told(session, alert, companion, now=now)
    return told is None or told.only_reach_out
