"""A member whose group is gone, or goes on without them: their check-in stays theirs, on the same days and at the same hours."""

from datetime import datetime

from sqlmodel import Session

from bot.actions.checkins import scheduling
from bot.actions.checkins.pausing import pause_open
from bot.actions.checkins.settling import asked_next
from bot.rules import cadence as rules
from bot.rules.vocabulary import Role
from bot.texts.messages import Message, Reply
from storage.queries import checkins, groups
from storage.queries.checkins import Enrolled
from storage.tables import Enrolment, Group, Person


def on_their_own(session: Session, person: Person, group: Group, *, now: datetime) -> bool:
    """The rhythm a member has in the group becomes their own; False where they keep just one they had already.

    An open check-in stays open, and today's is not asked twice.
    """
    before = groups.cadence_of(session, group.id or 0)
    left = checkins.enrolment(session, person.id or 0, before.id or 0)
    if left is None or left.ended_at is not None:
        return False
    _end(left, now=now)
    own = scheduling.own_cadence(session, person)
    row = checkins.enrolment(session, person.id or 0, own.id or 0)
    if own.days and row is not None and row.ended_at is None:
        return False
    had = scheduling.rhythm(before, left)
    own.days, own.times, own.reminders = had.days, had.times, list(before.reminders)
    own.window_minutes = left.own_window_minutes or before.window_minutes
    row = scheduling.take_part(session, person, own)
    row.own_times = None
    if person.zone is not None:  # else they have not finished joining
        of_both = (checkins.last_opened(session, person.id or 0, cadence.id or 0) for cadence in (own, before))
        after = max((one for one in of_both if one is not None), default=None)
        scheduling.put(row, rules.next_occasion(had, zone=scheduling.zone_of(person), now=now, after=after))
    return True


def keep(session: Session, person: Person, id_: int, *, now: datetime) -> Reply:
    """[Keep my check-in]: it has gone on since the group was left behind; say when the next one comes."""
    if _left_behind(session, person, id_) is None:
        return Reply(toast=Message("not-yours"))
    if _own(session, person) is None:
        return Reply(show=Message("grp-go-on-over"))
    return Reply(show=Message("grp-go-on", {"until": asked_next(session, person, now=now)}))


def stop(session: Session, person: Person, id_: int, *, now: datetime) -> Reply:
    """[Stop]: no more questions of one's own; /checkin and SOS work all the same."""
    if _left_behind(session, person, id_) is None:
        return Reply(toast=Message("not-yours"))
    own = _own(session, person)
    if own is not None:
        _end(own.enrolment, now=now)
        pause_open(session, person, cadence_id=own.cadence.id)
    before = groups.cadence_of(session, id_)
    pause_open(session, person, cadence_id=before.id)
    session.flush()
    return Reply(show=Message("grp-stopped", {"until": asked_next(session, person, now=now)}))


def _left_behind(session: Session, person: Person, id_: int) -> Group | None:
    """The group, where this person was a member of it and is no longer, or it is closed."""
    group = groups.by_id(session, id_)
    row = groups.membership(session, id_, person.id or 0, Role.MEMBER)
    if group is None or row is None or (row.left_at is None and group.closed_at is None):
        return None
    return group


def _own(session: Session, person: Person) -> Enrolled | None:
    mine = checkins.enrolled(session, person.id or 0)
    return next((one for one in mine if one.group is None and one.cadence.days), None)


def _end(enrolment: Enrolment, *, now: datetime) -> None:
    enrolment.ended_at, enrolment.next_at, enrolment.next_on, enrolment.next_slot = now, None, None, None
