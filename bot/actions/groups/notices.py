"""What groups put into the outbox: the operator's question, its answer, and what a leader's change means to a member."""

from datetime import datetime

from sqlmodel import Session

from bot.actions.checkins.scheduling import nights, rhythm, zone_of
from bot.actions.checkins.settling import asked_next
from bot.actions.groups import encouraging, resting, standing_notices
from bot.actions.outgoing import Kind, Later, Withdrawn
from bot.rules.cadence import quiet_ends_at
from bot.rules.vocabulary import Preset
from bot.texts.messages import Message, Value, When
from storage.queries import checkins, groups, people
from storage.queries.checkins import Enrolled
from storage.tables import Outgoing, Person


def _load_approval(session: Session, row: Outgoing, now: datetime) -> Message | Withdrawn:
    """The operator reads who asks: they are to decide whether they know them."""
    group = groups.by_id(session, row.ids["group"])
    if group is None or group.approved_at or group.closed_at:
        return Withdrawn("decided")
    leader = groups.leaders(session, row.ids["group"])[0]
    handle = leader.username or "none"
    return Message("grp-approval", {"id": group.id, "group": group.name, "leader": leader.name, "handle": handle})


def _load_approved(session: Session, row: Outgoing, now: datetime) -> Message | Withdrawn:
    group = groups.by_id(session, row.ids["group"])
    if group is None or group.approved_at is None:
        return Withdrawn("state")
    return Message("grp-approved", {"id": group.id, "group": group.name})


def _load_declined(session: Session, row: Outgoing, now: datetime) -> Message | Withdrawn:
    group = groups.by_id(session, row.ids["group"])
    return Message("grp-declined", {"group": group.name}) if group is not None else Withdrawn("gone")


def _load_rhythm(session: Session, row: Outgoing, now: datetime) -> Message | Withdrawn | Later:
    """The newest change only, outside quiet hours; with a question where it holds only after a tap."""
    person = people.by_id(session, row.recipient_id or 0)
    known = _known(session, person, row)
    if known is None or known.group is None or known.cadence.version != row.ids["version"]:
        return Withdrawn("superseded")
    if (night := _night(person, known, now)) is not None:
        return night
    enrolment, cadence = known.enrolment, known.cadence
    held = any(kept is not None for kept in (enrolment.own_days, enrolment.own_window_minutes, enrolment.kept_times))
    values: dict[str, Value | When | Message] = {
        "id": known.group.id,
        "group": known.group.name,
        "days": cadence.days,
        "times": rhythm(cadence, enrolment).times if enrolment.kept_times is None else cadence.times,
        "window": cadence.window_minutes // 60,
        "until": asked_next(session, person, now=now),
    }
    return Message("grp-rhythm-held" if held else "grp-rhythm", values)


def _load_preset(session: Session, row: Outgoing, now: datetime) -> Message | Withdrawn | Later:
    person = people.by_id(session, row.recipient_id or 0)
    known = _known(session, person, row)
    proposed = Preset(row.ids["preset"])
    if known is None or known.group is None or known.group.preset is not proposed or person.preset is proposed:
        return Withdrawn("superseded")
    if (night := _night(person, known, now)) is not None:
        return night
    values: dict[str, Value | When | Message] = {
        "id": known.group.id,
        "group": known.group.name,
        "preset": proposed.value,
        "proposed": Message(f"preset-{proposed}"),
        "mine": Message(f"preset-{person.preset}"),
    }
    return Message("grp-preset-proposed", values)


def _known(session: Session, person: Person, row: Outgoing) -> Enrolled | None:
    mine = checkins.enrolled(session, person.id or 0)
    return next((one for one in mine if one.group is not None and one.group.id == row.ids["group"]), None)


def _night(person: Person, known: Enrolled, now: datetime) -> Later | None:
    """Nothing but SOS rings in quiet hours."""
    if not nights(person, rhythm(known.cadence, known.enrolment).times).covers(now):
        return None
    return Later(quiet_ends_at(now, zone=zone_of(person), quiet_from=person.quiet_from, quiet_to=person.quiet_to))


KINDS = {
    "grp-approval": Kind(_load_approval),
    "grp-approved": Kind(_load_approved),
    "grp-declined": Kind(_load_declined),
    "grp-rhythm": Kind(_load_rhythm, at_most_once=True),
    "grp-preset-proposed": Kind(_load_preset, at_most_once=True),
    **standing_notices.KINDS,
    **encouraging.KINDS,
    **resting.KINDS,
}
