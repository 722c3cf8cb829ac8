"""A check-in's life where taps, the clock and the night meet (DESIGN §3.2)."""

from datetime import time, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from bot.actions.checkins import answering, beginning, opening, postponing, scheduling, settling, silence
from bot.actions.checkins.kinds import KINDS
from bot.actions.outgoing import Withdrawn
from bot.rules.vocabulary import CheckinState, Question
from bot.texts.messages import Message
from storage.database import Database
from storage.queries.engine import engine_row
from storage.tables import Checkin, Enrolment, Outgoing, Person
from tests import builders
from tests.builders import NOW, TODAY

HOUR, MINUTE, DAY = timedelta(hours=1), timedelta(minutes=1), timedelta(days=1)


def sent(session: Session, **more: Any) -> tuple[Person, Checkin]:
    who = builders.person(session)
    rhythm = builders.cadence(session, who)
    builders.enrolment(session, who, rhythm, next_at=NOW + DAY)
    return who, builders.checkin(session, who, rhythm, live_message=7, **more)


def only(session: Session) -> Checkin:
    return session.scalars(sa.select(Checkin)).one()


def judge(session: Session, at: timedelta) -> None:
    engine_row(session).heard_until_at = NOW + at
    session.flush()
    silence.judge_due(session, now=NOW + at)


@pytest.mark.parametrize("state", [CheckinState.MISSED, CheckinState.UNSENT])
def test_a_missed_or_unsent_checkin_is_answered_by_the_first_tap(database: Database, state: CheckinState) -> None:
    def story(session: Session) -> None:
        who, checkin = sent(session, state=state, deadline_at=None, remind_at=None)
        answering.start(session, who, builders.id_of(checkin), message_id=7, now=NOW)
        assert (checkin.state, checkin.answered_at) == (CheckinState.ANSWERED, NOW)

    database.write_now(story)


@pytest.mark.parametrize("first", ["start", "skip", "here"])
def test_after_start_a_skip_or_here_no_deadline_is_ever_judged(database: Database, first: str) -> None:
    def story(session: Session) -> None:
        who, checkin = sent(session)
        number = builders.id_of(checkin)
        match first:
            case "start":
                answering.start(session, who, number, message_id=7, now=NOW + HOUR)
            case "skip":
                answering.answer(session, who, number, Question.MOOD, None, message_id=7, now=NOW + HOUR)
            case "here":
                answering.here(session, who, number, message_id=7, now=NOW + HOUR)
        judge(session, 13 * HOUR)
        builders.heard(session, NOW + 13 * HOUR)
        silence.remind_due(session, now=NOW + 13 * HOUR)
        assert checkin.state is CheckinState.ANSWERED
        assert not session.scalars(sa.select(Outgoing).where(Outgoing.kind == "checkin-reminder")).all()  # type: ignore[arg-type]

    database.write_now(story)


def test_later_is_a_sign_of_life_and_no_answer(database: Database) -> None:
    def story(session: Session) -> None:
        who, checkin = sent(session, next_opens_at=NOW + DAY)
        who.last_sign_at = NOW + HOUR  # every tap leaves one
        postponing.postpone(session, who, builders.id_of(checkin), tonight=False, message_id=7, now=NOW + HOUR)
        judge(session, 13 * HOUR)
        assert (checkin.state, checkin.sign_of_life) == (CheckinState.MISSED, True)

    database.write_now(story)


def test_later_holds_nothing_open_once_the_next_one_has_opened(database: Database) -> None:
    def story(session: Session) -> None:
        who, checkin = sent(session, next_opens_at=NOW + 11 * HOUR, deadline_at=NOW + 11 * HOUR)
        row = session.scalars(sa.select(Enrolment)).one()
        row.opened_on, row.opened_slot = checkin.on, 1  # the tap was stored in time, and handled only now
        reply = postponing.postpone(
            session, who, builders.id_of(checkin), tonight=False, message_id=7, now=NOW + 13 * HOUR
        )
        assert checkin.deadline_at == NOW + 11 * HOUR
        assert reply.toast is not None and reply.toast.kind == "checkin-later-toast"

    database.write_now(story)


def test_later_asks_again_at_its_hour_and_then_waits_to_its_deadline(database: Database) -> None:
    def story(session: Session) -> None:
        who, checkin = sent(session, next_opens_at=NOW + DAY)
        postponing.postpone(session, who, builders.id_of(checkin), tonight=True, message_id=7, now=NOW + 2 * HOUR)
        builders.heard(session, NOW + 11 * HOUR - MINUTE)
        silence.remind_due(session, now=NOW + 11 * HOUR - MINUTE)
        assert not session.scalars(sa.select(Outgoing)).all()
        builders.heard(session, NOW + 11 * HOUR)
        silence.remind_due(session, now=NOW + 11 * HOUR)
        (row,) = session.scalars(sa.select(Outgoing)).all()
        assert (row.kind, row.expires_at) == ("checkin-reminder", NOW + 12 * HOUR)
        assert checkin.remind_at is None
        judge(session, 12 * HOUR - MINUTE)
        assert checkin.state is CheckinState.SENT

    database.write_now(story)


def test_what_is_half_finished_is_judged_when_the_next_one_opens(database: Database) -> None:
    def story(session: Session) -> None:
        who = builders.person(session)
        rhythm = builders.cadence(session, who, times=(time(9), time(9, 5)))
        scheduling.enrol(session, who, rhythm, own_times=None, now=NOW - HOUR)
        opening.open_due(session, now=NOW)
        checkin = only(session)
        answering.answer(session, who, builders.id_of(checkin), Question.MOOD, 2, message_id=7, now=NOW + 4 * MINUTE)
        session.flush()
        opening.open_due(session, now=NOW + 5 * MINUTE)
        session.expire_all()
        assert settling.settle_due(session, now=NOW + 5 * MINUTE) == 1
        assert checkin.settled_at == NOW + 5 * MINUTE

    database.write_now(story)


def test_any_later_change_settles_it_again(database: Database) -> None:
    def story(session: Session) -> None:
        who, checkin = sent(session)
        number = builders.id_of(checkin)
        answering.here(session, who, number, message_id=7, now=NOW)
        assert checkin.settled_at == NOW
        answering.change(session, who, number, message_id=7, now=NOW + HOUR)
        answering.answer(session, who, number, Question.MOOD, 1, message_id=7, now=NOW + HOUR)
        assert checkin.settle_at == NOW + HOUR + 10 * MINUTE
        settling.settle_due(session, now=NOW + HOUR + 10 * MINUTE)
        assert checkin.settled_at == NOW + HOUR + 10 * MINUTE

    database.write_now(story)


@pytest.mark.parametrize(("own_hour", "rings"), [(time(21, 59), False), (time(22), True)])
def test_a_late_prompt_becomes_unsent_in_quiet_hours_unless_the_own_hour_lies_there(
    database: Database, own_hour: time, rings: bool
) -> None:
    def story(session: Session) -> None:
        who = builders.person(session)
        scheduling.enrol(session, who, builders.cadence(session, who, times=(own_hour,)), own_times=None, now=NOW)
        opening.open_due(session, now=NOW.replace(hour=22))
        (row,) = session.scalars(sa.select(Outgoing)).all()
        said = KINDS["checkin-hello"].load(session, row, NOW.replace(hour=22))
        assert isinstance(said, Message) is rings
        if isinstance(said, Withdrawn):
            gone = KINDS["checkin-hello"].on_withdrawn
            assert gone is not None
            gone(session, row, NOW.replace(hour=22))
            assert only(session).state is CheckinState.UNSENT

    database.write_now(story)


def test_a_reminder_that_is_late_into_the_night_is_dropped(database: Database) -> None:
    def story(session: Session) -> None:
        _, checkin = sent(session, deadline_at=NOW + DAY, remind_at=NOW.replace(hour=21, minute=59))
        builders.heard(session, NOW.replace(hour=21, minute=59))
        silence.remind_due(session, now=NOW.replace(hour=21, minute=59))
        (row,) = session.scalars(sa.select(Outgoing)).all()
        load = KINDS["checkin-reminder"].load
        assert isinstance(load(session, row, NOW.replace(hour=21, minute=59)), Message)
        assert isinstance(load(session, row, NOW.replace(hour=22)), Withdrawn)
        assert checkin.state is CheckinState.SENT

    database.write_now(story)


def test_a_checkin_on_an_off_day_is_an_extra_one(database: Database) -> None:
    def story(session: Session) -> None:
        who = builders.person(session)
        rhythm = builders.cadence(session, who, days=frozenset({1}))  # Tuesdays; today is a Monday
        scheduling.enrol(session, who, rhythm, own_times=None, now=NOW)
        beginning.begin(session, who, now=NOW)
        checkin = only(session)
        assert (checkin.slot, checkin.on, checkin.cadence_id) == (10, TODAY, rhythm.id)
        row = opening.open_due(session, now=NOW + DAY)
        assert row == 1, "Tuesday is asked all the same"

    database.write_now(story)


def test_without_a_cadence_an_own_one_without_days_is_made(database: Database) -> None:
    def story(session: Session) -> None:
        who = builders.person(session)
        beginning.begin(session, who, now=NOW)
        cadence = scheduling.own_cadence(session, who)
        assert (only(session).cadence_id, cadence.days, cadence.times) == (cadence.id, frozenset(), ())

    database.write_now(story)


def test_a_second_extra_checkin_has_a_slot_of_its_own(database: Database) -> None:
    def story(session: Session) -> None:
        who, _ = sent(session, state=CheckinState.ANSWERED, step=Question.DONE)
        for minutes in (1, 2):
            beginning.extra(session, who, now=NOW + minutes * MINUTE)
        slots = session.scalars(sa.select(Checkin.slot).order_by(Checkin.slot)).all()  # type: ignore[call-overload]
        assert slots == [0, 10, 11]

    database.write_now(story)


def test_checkin_goes_on_with_one_that_is_half_finished(database: Database) -> None:
    def story(session: Session) -> None:
        who, checkin = sent(session, state=CheckinState.ANSWERED, step=Question.CRAVING, mood=3)
        said = beginning.begin(session, who, now=NOW + HOUR)
        assert said.show == Message("checkin-craving", {"checkin": checkin.id})
        assert (said.fresh, said.checkin_id) == (True, checkin.id)

    database.write_now(story)


def test_checkin_after_a_paused_one_still_finds_what_was_answered_today(database: Database) -> None:
    def story(session: Session) -> None:
        who, checkin = sent(session, state=CheckinState.ANSWERED, step=Question.DONE)
        rhythm = scheduling.own_cadence(session, who)
        builders.checkin(
            session,
            who,
            rhythm,
            slot=1,
            state=CheckinState.PAUSED,
            deadline_at=None,
            remind_at=None,
            planned_at=NOW + HOUR,
        )
        said = beginning.begin(session, who, now=NOW + 2 * HOUR)
        assert said.show == Message("checkin-done", {"checkin": checkin.id, "today": "yes"})

    database.write_now(story)
