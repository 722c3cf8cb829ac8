"""A member's answer to what their leader changed or proposed. Without a tap, everything stays as it was for them."""

from datetime import datetime

from sqlmodel import Session

from bot.actions.checkins import scheduling
from bot.actions.checkins.settling import asked_next
from bot.actions.groups.access import permitted
from bot.rules.permissions import Action
from bot.rules.vocabulary import Preset
from bot.texts.messages import Message, Reply, Value, When
from storage.queries import checkins
from storage.queries.checkins import Enrolled
from storage.tables import Person


def rhythm(session: Session, person: Person, id_: int, *, yes: bool, now: datetime) -> Reply:
    """[Use the new rhythm] / [Keep mine]."""
    known = _enrolled(session, person, id_)
    if isinstance(known, Reply):
        return known
    if yes:
        known.enrolment.own_days = known.enrolment.own_window_minutes = known.enrolment.kept_times = None
        scheduling.plan_next(session, person, known, now=now)
        session.flush()
    values: dict[str, Value | When | Message] = {
        "days": scheduling.rhythm(known.cadence, known.enrolment).days,
        "until": asked_next(session, person, now=now),
    }
    return Reply(show=Message("grp-adopted" if yes else "grp-kept", values))


def preset(session: Session, person: Person, id_: int, proposed: Preset, *, now: datetime) -> Reply:
    """[Use it]. Of an older proposal, the tap means what its message said."""
    known = _enrolled(session, person, id_)
    if isinstance(known, Reply):
        return known
    person.preset = proposed
    return Reply(show=Message("preset-changed", {"preset": Message(f"preset-{proposed}")}))


def keep_preset(session: Session, person: Person, *, now: datetime) -> Reply:
    return Reply(show=Message("preset-kept", {"preset": Message(f"preset-{person.preset}")}))


def _enrolled(session: Session, person: Person, id_: int) -> Enrolled | Reply:
    group = permitted(session, person, id_, Action.LEAVE_GROUP)
    if isinstance(group, Reply):
        return group
    mine = checkins.enrolled(session, person.id or 0)
    found = next((one for one in mine if one.group is not None and one.group.id == id_), None)
    return found or Reply(toast=Message("not-yours"))
