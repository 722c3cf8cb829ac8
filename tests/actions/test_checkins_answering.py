"""A member answers: each tap is kept at once, whoever taps is checked anew, and the next question follows."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from bot.actions import conversation
from bot.actions.checkins import answering, beginning, opening, postponing, scheduling, settling, showing, silence
from bot.actions.checkins.kinds import KINDS
from bot.actions.outgoing import Withdrawn
from bot.rules.vocabulary import CheckinState, OutboxState, Question, UseQuestion
from bot.texts.messages import Message, Reply
from storage.database import Database
from storage.tables import Cadence, Checkin, Outgoing, Person
from tests import builders
from tests.builders import NOW, TODAY

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def opened(session: Session, **more: Any) -> tuple[Person, Checkin]:
    who = builders.person(session)
    return who, builders.checkin(session, who, builders.cadence(session, who), live_message=7, **more)


def shown(reply: Reply) -> str:
    assert reply.show is not None
    return reply.show.kind


def tap(session: Session, who: Person, checkin: Checkin, question: Question, value: int | None) -> str:
    return shown(answering.answer(session, who, builders.id_of(checkin), question, value, message_id=7, now=NOW))


def say(session: Session, who: Person, text: str) -> Reply:
    return conversation.hear(session, who, text, hearers={}, now=NOW)


def test_the_questions_follow_one_another_and_every_tap_is_kept(database: Database) -> None:
    def story(session: Session) -> None:
        who, checkin = opened(session)
        assert shown(answering.start(session, who, builders.id_of(checkin), message_id=7, now=NOW)) == "checkin-mood"
        assert checkin.state is CheckinState.ANSWERED
        assert tap(session, who, checkin, Question.MOOD, 4) == "checkin-craving"
        assert tap(session, who, checkin, Question.CRAVING, 2) == "checkin-used"
        assert tap(session, who, checkin, Question.USED, 0) == "checkin-note"
        assert (checkin.mood, checkin.craving, checkin.used) == (4, 2, False)
        done = answering.finish(session, who, builders.id_of(checkin), message_id=7, now=NOW)
        assert shown(done).startswith("saved-calm")
        assert (checkin.settled_at, checkin.settle_at, checkin.step) == (NOW, None, Question.DONE)

    database.write_now(story)


def test_every_step_can_be_skipped_and_skipped_is_blank(database: Database) -> None:
    def story(session: Session) -> None:
        who, checkin = opened(session)
        for question in (Question.MOOD, Question.CRAVING, Question.USED):
            tap(session, who, checkin, question, None)
        assert (checkin.mood, checkin.craving, checkin.used, checkin.step) == (None, None, None, Question.NOTE)

    database.write_now(story)


def test_the_first_tap_ends_reminders_and_deadline(database: Database) -> None:
    def story(session: Session) -> None:
        who, checkin = opened(session)
        answering.start(session, who, builders.id_of(checkin), message_id=7, now=NOW)
        assert (checkin.deadline_at, checkin.remind_at) == (None, None)
        assert checkin.settle_at == NOW + timedelta(minutes=10)

    database.write_now(story)


def test_a_checkin_left_half_finished_is_judged_after_ten_minutes(database: Database) -> None:
    def story(session: Session) -> None:
        who, checkin = opened(session)
        tap(session, who, checkin, Question.MOOD, 1)
        assert settling.settle_due(session, now=NOW + timedelta(minutes=9, seconds=59)) == 0
        assert settling.settle_due(session, now=NOW + timedelta(minutes=10)) == 1
        assert checkin.settled_at == NOW + timedelta(minutes=10)

    database.write_now(story)


def test_a_second_tap_on_the_same_question_corrects_the_first(database: Database) -> None:
    def story(session: Session) -> None:
        who, checkin = opened(session)
        tap(session, who, checkin, Question.MOOD, 1)
        tap(session, who, checkin, Question.CRAVING, 3)
        assert tap(session, who, checkin, Question.MOOD, 5) == "checkin-used"
        assert checkin.mood == 5

    database.write_now(story)


def test_nobody_answers_somebody_elses_checkin(database: Database) -> None:
    def story(session: Session) -> None:
        _, checkin = opened(session)
        stranger = builders.person(session, "Jo")
        reply = answering.answer(session, stranger, builders.id_of(checkin), Question.MOOD, 1, message_id=1, now=NOW)
        assert reply.show is None
        assert reply.toast is not None
        assert (checkin.mood, checkin.state) == (None, CheckinState.SENT)

    database.write_now(story)


@pytest.mark.parametrize(("days", "counts"), [(1, True), (2, False)])
def test_an_answer_counts_until_the_day_after(database: Database, days: int, counts: bool) -> None:
    def story(session: Session) -> None:
        who, checkin = opened(session, on=TODAY - days * DAY, state=CheckinState.MISSED)
        said = tap(session, who, checkin, Question.MOOD, 4)
        assert (checkin.mood == 4) is counts
        assert (said == "checkin-closed") is not counts

    database.write_now(story)


def test_here_answers_it_all_with_one_tap(database: Database) -> None:
    def story(session: Session) -> None:
        who, checkin = opened(session)
        reply = answering.here(session, who, builders.id_of(checkin), message_id=7, now=NOW)
        assert shown(reply).startswith("saved-calm")
        assert (checkin.state, checkin.mood, checkin.settled_at) == (CheckinState.ANSWERED, None, NOW)

    database.write_now(story)


def test_after_five_times_here_the_next_one_asks_for_mood_once(database: Database) -> None:
    def story(session: Session) -> None:
        who = builders.person(session)
        rhythm = builders.cadence(session, who)
        said = []
        for day in range(7):
            checkin = builders.checkin(session, who, rhythm, on=TODAY + day * DAY)
            here = answering.here(session, who, builders.id_of(checkin), message_id=7, now=NOW + day * DAY)
            said.append(shown(here))
        assert [kind for kind in said if kind == "checkin-mood-once"] == ["checkin-mood-once"]
        assert said.index("checkin-mood-once") == 5

    database.write_now(story)


def sixth_here(session: Session) -> tuple[Person, Checkin]:
    """Somebody who is being asked for mood, once, after "I'm here" five times."""
    who, checkin = opened(session)
    who.here_run = answering.HERE_BEFORE_MOOD
    assert shown(answering.here(session, who, builders.id_of(checkin), message_id=7, now=NOW)) == "checkin-mood-once"
    return who, checkin


def test_the_mood_that_was_asked_for_once_is_all_that_was_wanted(database: Database) -> None:
    def story(session: Session) -> None:
        who, checkin = sixth_here(session)
        assert tap(session, who, checkin, Question.MOOD, 4).startswith("saved")
        assert (checkin.mood, checkin.step, who.here_run) == (4, Question.DONE, 0)

    database.write_now(story)


def test_the_mood_that_was_asked_for_once_can_be_skipped_or_answered_with_here_again(database: Database) -> None:
    def story(session: Session) -> None:
        who, checkin = sixth_here(session)
        assert shown(say(session, who, "here")).startswith("saved")
        assert (checkin.mood, who.here_run) == (None, 0)
        checkin.step = Question.START
        who.here_run = answering.HERE_BEFORE_MOOD
        answering.here(session, who, builders.id_of(checkin), message_id=7, now=NOW)
        assert tap(session, who, checkin, Question.MOOD, None).startswith("saved")

    database.write_now(story)


def test_here_tapped_twice_on_one_checkin_counts_once(database: Database) -> None:
    def story(session: Session) -> None:
        who, checkin = opened(session)
        for _ in range(3):
            answering.here(session, who, builders.id_of(checkin), message_id=7, now=NOW)
        assert who.here_run == 1

    database.write_now(story)


def test_starting_a_checkin_ends_the_run_of_heres(database: Database) -> None:
    def story(session: Session) -> None:
        who, checkin = opened(session)
        who.here_run = answering.HERE_BEFORE_MOOD
        answering.start(session, who, builders.id_of(checkin), message_id=7, now=NOW)
        assert shown(answering.here(session, who, builders.id_of(checkin), message_id=7, now=NOW)).startswith("saved")

    database.write_now(story)


def test_typed_answers_fill_the_open_question(database: Database) -> None:
    def story(session: Session) -> None:
        who, checkin = opened(session)
        assert shown(say(session, who, "4 7 no")) == "checkin-note"
        assert (checkin.mood, checkin.craving, checkin.used) == (4, 7, False)
        assert shown(say(session, who, "a long day")).startswith("saved")
        assert checkin.note == "a long day"

    database.write_now(story)


def test_one_number_answers_the_question_that_is_open_and_no_other(database: Database) -> None:
    def story(session: Session) -> None:
        who, checkin = opened(session)
        say(session, who, "3")
        assert (checkin.mood, checkin.craving) == (3, None)
        say(session, who, "7")
        assert (checkin.mood, checkin.craving) == (3, 7)
        say(session, who, "skip")
        assert (checkin.used, checkin.step) == (None, Question.NOTE)

    database.write_now(story)


def test_a_wrong_answer_gets_an_example_and_the_question_stays_open(database: Database) -> None:
    def story(session: Session) -> None:
        who, checkin = opened(session)
        say(session, who, "3")
        assert shown(say(session, who, "eleven")) == "hint-craving"
        assert (checkin.step, checkin.craving) == (Question.CRAVING, None)

    database.write_now(story)


def test_text_that_answers_nothing_is_met_with_what_would_help(database: Database) -> None:
    def story(session: Session) -> None:
        who = builders.person(session)
        assert shown(say(session, who, "hello?")) == "hint-nothing-open"

    database.write_now(story)


def test_a_note_that_is_too_long_is_not_cut_and_the_question_stays_open(database: Database) -> None:
    def story(session: Session) -> None:
        who, checkin = opened(session, state=CheckinState.ANSWERED, step=Question.NOTE, answered_at=NOW)
        assert shown(say(session, who, "x" * (answering.NOTE_AT_MOST + 1))) == "note-too-long"
        assert (checkin.note, checkin.step) == (None, Question.NOTE)
        say(session, who, "x" * answering.NOTE_AT_MOST)
        assert checkin.note == "x" * answering.NOTE_AT_MOST

    database.write_now(story)


def test_who_turned_the_use_question_off_is_not_asked(database: Database) -> None:
    def story(session: Session) -> None:
        who, checkin = opened(session)
        who.use_question = UseQuestion.OFF
        tap(session, who, checkin, Question.MOOD, 3)
        assert tap(session, who, checkin, Question.CRAVING, 9) == "checkin-note"

    database.write_now(story)


def test_a_skipped_use_question_counts_as_asked_that_week(database: Database) -> None:
    def story(session: Session) -> None:
        who, checkin = opened(session)
        who.use_question = UseQuestion.WEEKLY
        assert tap(session, who, checkin, Question.CRAVING, 2) == "checkin-used"
        tap(session, who, checkin, Question.USED, None)
        rhythm = session.get(Cadence, checkin.cadence_id)
        assert rhythm is not None
        after = [builders.checkin(session, who, rhythm, on=TODAY + days * DAY) for days in (6, 7)]
        asked = [
            shown(
                answering.answer(
                    session, who, builders.id_of(one), Question.CRAVING, 2, message_id=7, now=NOW + (6 + n) * DAY
                )
            )
            for n, one in enumerate(after)
        ]
        assert asked == ["checkin-note", "checkin-used"]

    database.write_now(story)


def test_yesterdays_checkin_that_is_done_is_not_called_todays(database: Database) -> None:
    def story(session: Session) -> None:
        who, checkin = opened(session, on=TODAY - DAY, state=CheckinState.ANSWERED, step=Question.DONE)
        again = answering.start(session, who, builders.id_of(checkin), message_id=7, now=NOW)
        assert again.show == Message("checkin-done", {"checkin": checkin.id, "today": "no"})

    database.write_now(story)


def test_an_old_later_button_shows_where_it_was_tapped_how_the_check_in_stands(database: Database) -> None:
    def story(session: Session) -> None:
        who, checkin = opened(session)
        answering.here(session, who, builders.id_of(checkin), message_id=7, now=NOW)
        later = postponing.later(session, who, builders.id_of(checkin), message_id=5, now=NOW)
        assert (shown(later), later.at) == ("checkin-done", 5)
        chosen = postponing.postpone(session, who, builders.id_of(checkin), tonight=False, message_id=6, now=NOW)
        assert (shown(chosen), chosen.at) == ("checkin-done", 6)

    database.write_now(story)


def test_later_on_a_check_in_that_was_missed_says_that_nothing_waits(database: Database) -> None:
    def story(session: Session) -> None:
        who, checkin = opened(session, state=CheckinState.MISSED, deadline_at=None, remind_at=None)
        later = postponing.later(session, who, builders.id_of(checkin), message_id=7, now=NOW)
        assert (shown(later), later.toast) == ("checkin-start", Message("checkin-later-toast"))

    database.write_now(story)


def test_later_moves_reminder_and_deadline_and_answers_nothing(database: Database) -> None:
    def story(session: Session) -> None:
        who, checkin = opened(session, next_opens_at=NOW + DAY)
        postponing.postpone(session, who, builders.id_of(checkin), tonight=True, message_id=7, now=NOW)
        assert checkin.state is CheckinState.SENT
        assert (checkin.remind_at, checkin.deadline_at) == (NOW + 11 * HOUR, NOW + 12 * HOUR)

    database.write_now(story)


@pytest.mark.parametrize(("next_in", "waits_for"), [(2, 2), (30, 12)])
def test_later_waits_at_most_to_the_next_opening_as_it_is_planned_now(
    database: Database, next_in: int, waits_for: int
) -> None:
    def story(session: Session) -> None:
        who = builders.person(session)
        rhythm = builders.cadence(session, who)
        builders.enrolment(session, who, rhythm, next_at=NOW + next_in * HOUR)
        checkin = builders.checkin(session, who, rhythm, next_opens_at=NOW + DAY, deadline_at=NOW + HOUR)
        postponing.postpone(session, who, builders.id_of(checkin), tonight=True, message_id=7, now=NOW)
        assert checkin.deadline_at == NOW + waits_for * HOUR

    database.write_now(story)


def test_later_in_the_night_promises_no_reminder_and_says_how_long_it_waits(database: Database) -> None:
    def story(session: Session) -> None:
        who, checkin = opened(session, next_opens_at=NOW + DAY)
        late = NOW + 12 * HOUR
        reply = postponing.postpone(session, who, builders.id_of(checkin), tonight=False, message_id=7, now=late)
        assert (shown(reply), checkin.remind_at, checkin.deadline_at) == ("checkin-kept-open", None, late + 2 * HOUR)

    database.write_now(story)


def test_later_withdraws_a_reminder_that_was_about_to_leave(database: Database) -> None:
    def story(session: Session) -> None:
        who, checkin = opened(session)
        builders.heard(session, NOW + HOUR)
        silence.remind_due(session, now=NOW + HOUR)
        assert len(waiting(session, "checkin-reminder")) == 1
        postponing.postpone(session, who, builders.id_of(checkin), tonight=False, message_id=7, now=NOW + HOUR)
        assert waiting(session, "checkin-reminder") == []

    database.write_now(story)


def test_checkin_when_todays_is_done_offers_change_or_now(database: Database) -> None:
    def story(session: Session) -> None:
        who, checkin = opened(session, state=CheckinState.ANSWERED, step=Question.DONE, answered_at=NOW)
        assert shown(beginning.begin(session, who, now=NOW)) == "checkin-done"
        assert shown(beginning.extra(session, who, now=NOW)) == "checkin-mood"
        extras = session.scalars(sa.select(Checkin).where(Checkin.id != checkin.id)).all()  # type: ignore[arg-type]
        assert [(extra.slot, extra.on) for extra in extras] == [(10, TODAY)]

    database.write_now(story)


def test_an_early_checkin_takes_todays_place(database: Database) -> None:

    def story(session: Session) -> None:
        who = builders.person(session)
        scheduling.enrol(session, who, builders.cadence(session, who), own_times=None, now=NOW - HOUR)
        assert shown(beginning.begin(session, who, now=NOW - HOUR)) == "checkin-mood"
        assert opening.open_due(session, now=NOW) == 0
        (checkin,) = session.scalars(sa.select(Checkin)).all()
        assert (checkin.slot, checkin.on, checkin.state) == (0, TODAY, CheckinState.ANSWERED)

    database.write_now(story)


def test_a_member_without_a_cadence_can_check_in_all_the_same(database: Database) -> None:
    def story(session: Session) -> None:
        who = builders.person(session)
        assert shown(beginning.begin(session, who, now=NOW)) == "checkin-mood"

    database.write_now(story)


def test_an_answer_withdraws_the_prompt_and_the_reminder_still_under_way(database: Database) -> None:

    def story(session: Session) -> None:
        who = builders.person(session)
        scheduling.enrol(session, who, builders.cadence(session, who), own_times=None, now=NOW - HOUR)
        opening.open_due(session, now=NOW)
        beginning.begin(session, who, now=NOW)
        session.expire_all()
        assert [row.state for row in session.scalars(sa.select(Outgoing)).all()] == [OutboxState.WITHDRAWN]

    database.write_now(story)


def test_saved_values_are_shown_to_their_owner_only(database: Database) -> None:
    def story(session: Session) -> None:
        who, checkin = opened(session, state=CheckinState.ANSWERED, step=Question.DONE, mood=2, craving=9, used=None)
        reply = showing.show(session, who, builders.id_of(checkin), message_id=7, now=NOW)
        assert reply.show is not None
        assert (reply.show.values["mood"], reply.show.values["craving"], reply.show.values["used"]) == (2, 9, "skip")
        stranger = builders.person(session, "Jo")
        assert showing.show(session, stranger, builders.id_of(checkin), message_id=7, now=NOW).show is None

    database.write_now(story)


def waiting(session: Session, kind: str) -> list[Outgoing]:
    session.flush()
    session.expire_all()
    rows = session.scalars(sa.select(Outgoing).where(Outgoing.kind == kind)).all()  # type: ignore[arg-type]
    return [row for row in rows if row.state is OutboxState.WAITING]


def test_shown_values_are_hidden_again_after_a_minute_by_an_instant_in_the_database(database: Database) -> None:
    def story(session: Session) -> None:
        who, checkin = opened(session, state=CheckinState.ANSWERED, step=Question.DONE, mood=4)
        showing.show(session, who, builders.id_of(checkin), message_id=5, now=NOW)
        (row,) = waiting(session, showing.HIDE)
        assert row.not_before_at == NOW + timedelta(minutes=1)
        kind = KINDS[showing.HIDE]
        assert kind.edits is not None and kind.edits(session, row) == 5
        said = kind.load(session, row, NOW + timedelta(minutes=1))
        assert isinstance(said, Message) and said.kind.startswith("saved-calm")

    database.write_now(story)


def test_showing_again_starts_the_minute_anew_and_hiding_ends_it(database: Database) -> None:
    def story(session: Session) -> None:
        who, checkin = opened(session, state=CheckinState.ANSWERED, step=Question.DONE, mood=4)
        showing.show(session, who, builders.id_of(checkin), message_id=5, now=NOW)
        showing.show(session, who, builders.id_of(checkin), message_id=5, now=NOW + timedelta(seconds=40))
        assert [row.not_before_at for row in waiting(session, showing.HIDE)] == [NOW + timedelta(seconds=100)]
        assert shown(showing.hide(session, who, builders.id_of(checkin), now=NOW)).startswith("saved-calm")
        assert waiting(session, showing.HIDE) == []

    database.write_now(story)


def test_the_hiding_leaves_a_message_alone_that_asks_again_by_then(database: Database) -> None:
    def story(session: Session) -> None:
        who, checkin = opened(session, state=CheckinState.ANSWERED, step=Question.DONE, mood=4)
        showing.show(session, who, builders.id_of(checkin), message_id=5, now=NOW)
        answering.change(session, who, builders.id_of(checkin), message_id=5, now=NOW)
        (row,) = waiting(session, showing.HIDE)
        assert isinstance(KINDS[showing.HIDE].load(session, row, NOW), Withdrawn)

    database.write_now(story)


def test_who_is_paused_is_told_until_when_and_not_see_you_tomorrow(database: Database) -> None:
    def story(session: Session) -> None:
        who, checkin = opened(session)
        who.paused_from_on, who.paused_until_on = TODAY, TODAY + 2 * DAY
        said = settling.saved(session, who, checkin, now=NOW)
        assert said.values["until"].kind == "quiet-until"  # type: ignore[union-attr]

    database.write_now(story)


def test_an_open_checkin_can_be_answered_after_travelling_back_over_midnight(database: Database) -> None:
    def story(session: Session) -> None:
        who, checkin = opened(session)
        who.zone = "Pacific/Pago_Pago"  # where it is still the day before
        assert shown(answering.start(session, who, builders.id_of(checkin), message_id=7, now=NOW)) == "checkin-mood"

    database.write_now(story)
