"""Joining a group by its link: what it is, who leads it, what they would see, and the choice how to be seen."""

from datetime import datetime

from sqlmodel import Session

from bot.actions import conversation, journal
from bot.actions.checkins import scheduling
from bot.actions.joining import starting
from bot.rules.vocabulary import Role, ShownAs
from bot.texts.messages import Message, Reply, Value
from storage.queries import checkins, groups
from storage.tables import Enrolment, Group, Membership, Person


def look(session: Session, person: Person, token: str, *, now: datetime) -> Reply:
    """The group behind a link, before anything is joined. Whoever is in it already goes on where they were."""
    group = groups.by_link(session, token)
    if group is None:
        return Reply(show=Message("link-dead"))
    assert group.id is not None and person.id is not None
    if Role.MEMBER in groups.roles(session, group.id, person.id):
        return starting.go_on(session, person, now=now, known=True)
    cadence = groups.cadence_of(session, group.id)
    leads = [one.name for one in groups.leaders(session, group.id)]
    values: dict[str, Value | Message] = {
        "group": group.name,
        "leader": tuple(leads),
        "days": cadence.days,
        "times": cadence.times,
        "preset": Message(f"preset-{group.preset}"),
        "proposed": "yes" if _adopts(session, person) else "no",
        "token": token,
    }
    return Reply(show=Message("join-group", values))


def join(session: Session, person: Person, token: str, shown_as: ShownAs, *, now: datetime) -> Reply:
    """[Join]: a member from now on; asked once the hour and the zone are known."""
    group = groups.by_link(session, token)
    if group is None:
        return Reply(show=Message("link-dead"))
    assert group.id is not None and person.id is not None
    if Role.MEMBER in groups.roles(session, group.id, person.id):
        return starting.go_on(session, person, now=now, known=True)
    if _adopts(session, person):
        person.preset = group.preset
    _take_part(session, person, group, shown_as, now=now)
    enrolment = _enrol_unplanned(session, person, group)
    return starting.ask_group_hour(session, person, enrolment, now=now)


def decline(session: Session, person: Person, *, now: datetime) -> Reply:
    """[Not now]: nothing is joined; the bot works without a group, too."""
    conversation.drop_expected(session, person)
    return Reply(show=Message("join-declined"))


def _adopts(session: Session, person: Person) -> bool:
    """The group's preset is a proposal to somebody new; whoever was asked before keeps their own."""
    assert person.id is not None
    return not checkins.enrolled(session, person.id)


def _take_part(session: Session, person: Person, group: Group, shown_as: ShownAs, *, now: datetime) -> None:
    assert group.id is not None and person.id is not None
    row = groups.membership(session, group.id, person.id, Role.MEMBER)
    if row is None:
        row = Membership(group_id=group.id, person_id=person.id, role=Role.MEMBER, joined_at=now)
        session.add(row)
    row.shown_as, row.left_at, row.joined_at = shown_as, None, now
    session.flush()
    journal.note(session, "joined-group", why=shown_as.value, person=person.id)


def _enrol_unplanned(session: Session, person: Person, group: Group) -> Enrolment:
    assert group.id is not None
    cadence = groups.cadence_of(session, group.id)
    return scheduling.take_part(session, person, cadence)
