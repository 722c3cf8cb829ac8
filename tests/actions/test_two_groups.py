"""A member of two groups: one check-in at a shared hour, which serves both, also when they leave one of them."""

from datetime import time, timedelta

import sqlalchemy as sa
from sqlmodel import Session

from bot.actions.checkins import answering, opening, scheduling
from bot.actions.groups import belonging, overview, resting
from bot.rules.vocabulary import CheckinState, Role
from storage.database import Database
from storage.tables import Checkin, Group, Membership, Outgoing, Person
from tests import builders
from tests.builders import NOW

HOUR = timedelta(hours=1)


def in_two(session: Session, *hours: time) -> tuple[Person, list[Group]]:
    """Maya in the circle and in the house, each at its hour, asked at nine."""
    maya = builders.person(session)
    both = [builders.group(session, name, approved_at=NOW) for name in ("Morning circle", "Oak House")]
    for group, at in zip(both, hours, strict=True):
        session.add(Membership(group_id=group.id or 0, person_id=maya.id or 0, role=Role.MEMBER, joined_at=NOW))
        scheduling.enrol(session, maya, builders.cadence(session, group, times=(at,)), own_times=None, now=NOW - HOUR)
    opening.open_due(session, now=NOW)
    return maya, both


def only(session: Session) -> Checkin:
    return session.scalars(sa.select(Checkin)).one()


def delivered(session: Session) -> Checkin:
    opening.delivered(session, builders.id_of(only(session)), sent_at=NOW, message_id=7)
    return only(session)


def answered_in(session: Session, group: Group) -> tuple[int, int]:
    seen = overview.today(session, group, now=NOW + HOUR)
    return seen.answered, seen.asked


def test_at_a_shared_hour_there_is_one_check_in_and_both_leaders_see_that_it_is_answered(database: Database) -> None:
    def story(session: Session) -> None:
        maya, both = in_two(session, time(9), time(9))
        checkin = delivered(session)
        assert [answered_in(session, group) for group in both] == [(0, 1), (0, 1)]
        answering.here(session, maya, builders.id_of(checkin), message_id=7, now=NOW + HOUR)
        assert [answered_in(session, group) for group in both] == [(1, 1), (1, 1)]

    database.write_now(story)


def test_at_other_hours_each_leader_sees_only_what_their_group_asked(database: Database) -> None:
    def story(session: Session) -> None:
        maya, both = in_two(session, time(9), time(18))
        answering.here(session, maya, builders.id_of(delivered(session)), message_id=7, now=NOW + HOUR)
        assert [answered_in(session, group) for group in both] == [(1, 1), (0, 0)]

    database.write_now(story)


def test_who_leaves_the_group_that_asked_keeps_the_check_in_they_share_with_the_other(database: Database) -> None:
    def story(session: Session) -> None:
        maya, (circle, house) = in_two(session, time(9), time(9))
        checkin = delivered(session)
        deadline = checkin.deadline_at
        belonging.leave(session, maya, circle.id or 0, now=NOW + HOUR)
        assert (checkin.state, checkin.deadline_at) == (CheckinState.SENT, deadline)
        assert checkin.next_opens_at == NOW + 24 * HOUR
        assert answered_in(session, house) == (0, 1)
        opening.open_due(session, now=NOW + 24 * HOUR)
        prompts = session.scalars(sa.select(Outgoing).where(Outgoing.kind == "checkin-hello")).all()  # type: ignore[arg-type]
        assert len(prompts) == 2

    database.write_now(story)


def test_who_leaves_the_group_that_asked_at_another_hour_is_asked_no_more(database: Database) -> None:
    def story(session: Session) -> None:
        maya, (circle, _) = in_two(session, time(9), time(18))
        checkin = delivered(session)
        belonging.leave(session, maya, circle.id or 0, now=NOW + HOUR)
        assert (checkin.state, checkin.deadline_at, checkin.remind_at) == (CheckinState.PAUSED, None, None)

    database.write_now(story)


def test_leaving_the_other_group_leaves_the_shared_check_in_alone(database: Database) -> None:
    def story(session: Session) -> None:
        maya, (circle, house) = in_two(session, time(9), time(9))
        checkin = delivered(session)
        belonging.leave(session, maya, house.id or 0, now=NOW + HOUR)
        assert checkin.state is CheckinState.SENT
        assert answered_in(session, circle) == (0, 1)

    database.write_now(story)


def test_a_group_that_pauses_leaves_the_shared_check_in_to_the_other(database: Database) -> None:
    def story(session: Session) -> None:
        _, (circle, house) = in_two(session, time(9), time(9))
        dana = builders.person(session, "Dana")
        session.add(Membership(group_id=circle.id or 0, person_id=dana.id or 0, role=Role.LEADER, joined_at=NOW))
        checkin = delivered(session)
        resting.begin(session, dana, circle.id or 0, 3, now=NOW + HOUR)
        assert checkin.state is CheckinState.SENT
        assert answered_in(session, house) == (0, 1)

    database.write_now(story)
