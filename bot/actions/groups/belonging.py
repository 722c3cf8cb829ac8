"""A member's own say in a group: how they are seen, and leaving. Nobody is told that somebody left."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Session

from bot.actions.checkins import scheduling
from bot.actions.checkins.pausing import leave_open
from bot.actions.groups import overview
from bot.actions.groups.access import permitted
from bot.actions.supporters import ending
from bot.rules.permissions import Action
from bot.rules.templates import EVERY_DAY
from bot.rules.vocabulary import Role, ShownAs
from bot.texts.messages import Message, Reply, Values, When
from storage.queries import checkins, groups, offers, people
from storage.tables import Membership, Person, Support


def show_as(session: Session, person: Person, id_: int, shown_as: ShownAs, *, now: datetime) -> Reply:
    """[Show my name] / [Only count me], from the next look of the leader on."""
    row = _membership(session, person, id_)
    if isinstance(row, Reply):
        return row
    row.shown_as = shown_as
    return overview.as_member(session, person, id_, now=now)


def ask_leave(session: Session, person: Person, id_: int, *, now: datetime) -> Reply:
    row = _membership(session, person, id_)
    if isinstance(row, Reply):
        return row
    group = groups.by_id(session, id_)
    assert group is not None
    named = _named(session, person, id_)
    if named is not None:
        values: Values = {"id": id_, "group": group.name, "name": people.by_id(session, named.supporter_id).name}
        return Reply(show=Message("grp-ask-leave-named", values))
    return Reply(show=Message("grp-ask-leave", {"id": id_, "group": group.name}))


class Named(StrEnum):
    """What becomes of the leader whom the member named to be asked last. Nobody is told either way."""

    KEPT = "kept"
    ENDED = "ended"
    UNSAID = "unsaid"


def leave(session: Session, person: Person, id_: int, *, named: Named = Named.ENDED, now: datetime) -> Reply:
    """No more questions from this group, from this moment on: an open check-in of it is neither answered nor missed.

    One that another group of theirs asked at the same hour stays open for that one. UNSAID asks first, where the named
    leader leads this group.
    """
    row = _membership(session, person, id_)
    if isinstance(row, Reply):
        return row
    group = groups.by_id(session, id_)
    assert group is not None and person.id is not None
    support = _named(session, person, id_)
    if support is not None and named is Named.UNSAID:
        return ask_leave(session, person, id_, now=now)
    if support is not None and named is Named.ENDED:
        ending.end(session, support, now=now)
    cadence = groups.cadence_of(session, id_)
    enrolment = checkins.enrolment(session, person.id, cadence.id or 0)
    row.left_at = now
    groups.note_left(session, id_, person, now=now)
    if enrolment is not None:
        enrolment.ended_at, enrolment.next_at, enrolment.next_on, enrolment.next_slot = now, None, None, None
        session.flush()
        leave_open(session, person, enrolment.cadence_id)
    session.flush()
    alone = not checkins.enrolled(session, person.id)
    return Reply(show=Message("grp-left-alone" if alone else "grp-left", {"id": id_, "group": group.name}))


def keep_alone(session: Session, person: Person, id_: int, *, now: datetime) -> Reply:
    """[Keep asking me]: the hour the person had in the group they left becomes their own, every day."""
    assert person.id is not None
    row = groups.membership(session, id_, person.id, Role.MEMBER)
    if row is None or row.left_at is None:
        return Reply(toast=Message("not-yours"))
    before = groups.cadence_of(session, id_)
    enrolment = checkins.enrolment(session, person.id, before.id or 0)
    cadence = scheduling.own_cadence(session, person)
    if not cadence.days:
        cadence.days = EVERY_DAY
        cadence.times = scheduling.rhythm(before, enrolment).times
    scheduling.enrol(session, person, cadence, own_times=None, now=now)
    session.flush()
    planned_at = checkins.next_planned(session, person.id)
    assert planned_at is not None
    when = When(scheduling.local(planned_at, person), scheduling.local(now, person).date())
    return Reply(show=Message("grp-kept-alone", {"when": when}))


def _named(session: Session, person: Person, id_: int) -> Support | None:
    """The leader whom this member named, where it is this group that they lead."""
    named = offers.named_leader(session, person.id or 0)
    return named if named is not None and groups.roles(session, id_, named.supporter_id) & set(groups.LEADING) else None


def _membership(session: Session, person: Person, id_: int) -> Membership | Reply:
    """The person's live row as a member of this group, or what to say instead."""
    group = permitted(session, person, id_, Action.LEAVE_GROUP)
    if isinstance(group, Reply):
        return group
    row = groups.membership(session, id_, person.id or 0, Role.MEMBER)
    return row if row is not None and row.left_at is None else Reply(toast=Message("not-yours"))
