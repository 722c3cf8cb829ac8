"""What a member types: taken where it is plain, met with a specific word where it is not, and never lost."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from bot.actions import conversation
from bot.actions.checkins import answering, noting
from bot.rules.vocabulary import CheckinState, Question
from bot.texts import catalogue
from bot.texts.messages import Message, Reply
from storage.database import Database
from storage.tables import Cadence, Checkin, Expected, Person
from tests import builders
from tests.builders import NOW

MINUTE = timedelta(minutes=1)
STARTED = {"state": CheckinState.ANSWERED, "answered_at": NOW, "settle_at": NOW + 10 * MINUTE}


def opened(session: Session, step: Question = Question.START, **more: Any) -> tuple[Person, Checkin]:
    """A check-in whose prompt has come (START), or that stands at a question."""
    who = builders.person(session)
    rhythm = builders.cadence(session, who)
    builders.enrolment(session, who, rhythm)
    began = STARTED if step is not Question.START else {}
    return who, builders.checkin(session, who, rhythm, live_message=7, step=step, **{**began, **more})


def say(session: Session, who: Person, text: str, *, minutes: int = 1) -> Reply:
    hearers: dict[str, conversation.Hear] = {noting.NOTE: noting.hear, "hour": heard_as_an_hour}
    return conversation.hear(session, who, text, hearers=hearers, now=NOW + minutes * MINUTE)


def heard_as_an_hour(session: Session, person: Person, expected: Expected, text: str, now: datetime) -> Reply:
    return Reply(show=Message("hour-unclear"))


def shown(reply: Reply) -> str:
    assert reply.show is not None
    return reply.show.kind


def words(reply: Reply) -> str:
    assert reply.show is not None
    return catalogue.plain(reply.show, "en")


@pytest.mark.parametrize("step", [Question.START, Question.MOOD, Question.CRAVING, Question.USED, Question.NOTE])
def test_several_answers_at_once_are_taken_at_any_question(database: Database, step: Question) -> None:
    def story(session: Session) -> None:
        who, checkin = opened(session, step)
        assert shown(say(session, who, "no, pull 7, mood 4")) == "checkin-note"
        assert (checkin.mood, checkin.craving, checkin.used) == (4, 7, False)

    database.write_now(story)


def test_an_answer_that_names_its_question_corrects_it_while_another_is_open(database: Database) -> None:
    def story(session: Session) -> None:
        who, checkin = opened(session, Question.USED, mood=2, craving=7)
        assert shown(say(session, who, "mood 3")) == "checkin-used"
        assert (checkin.mood, checkin.craving, checkin.used) == (3, 7, None)

    database.write_now(story)


@pytest.mark.parametrize(
    ("step", "text", "fresh"),
    [(Question.MOOD, "3", False), (Question.USED, "mood 3", True), (Question.NOTE, "4 7 no", True)],
)
def test_what_leaves_the_question_as_it_was_asks_it_anew_or_nothing_would_show(
    database: Database, step: Question, text: str, *, fresh: bool
) -> None:
    def story(session: Session) -> None:
        who, _ = opened(session, step)
        assert say(session, who, text).fresh is fresh

    database.write_now(story)


@pytest.mark.parametrize("step", [Question.START, Question.MOOD, Question.CRAVING, Question.USED, Question.NOTE])
def test_here_is_enough_at_any_question(database: Database, step: Question) -> None:
    def story(session: Session) -> None:
        who, checkin = opened(session, step)
        assert shown(say(session, who, "I'm here")).startswith("saved")
        assert (checkin.step, checkin.note) == (Question.DONE, None)

    database.write_now(story)


@pytest.mark.parametrize(
    ("step", "text", "says"),
    [
        (Question.MOOD, "7", "Mood goes from 1 to 5"),
        (Question.CRAVING, "11", "the pull from 0 to 10"),
        (Question.CRAVING, "7 or 8", "nearer, 7 or 8?"),
        (Question.CRAVING, "no", "here I need a number"),
        (Question.USED, "3", "“Yes”, “no” or “skip”"),
        (Question.USED, "4 7 purple", "“purple”, so I kept none of it"),
        (Question.MOOD, "meh", "1 is very low, 5 is good"),
        (Question.START, "huh?", "“4 7 no” says"),
    ],
)
def test_what_cannot_be_read_is_met_with_what_would_work(
    database: Database, step: Question, text: str, says: str
) -> None:
    def story(session: Session) -> None:
        who, checkin = opened(session, step)
        reply = say(session, who, text)
        assert says in words(reply)
        assert (checkin.step, checkin.mood, checkin.craving, checkin.used) == (step, None, None, None)
        assert reply.checkin_id == checkin.id, "the question's buttons stand under the hint"

    database.write_now(story)


def test_words_that_are_no_answer_can_be_kept_as_a_note(database: Database) -> None:
    def story(session: Session) -> None:
        who, checkin = opened(session, Question.MOOD)
        hint = say(session, who, "I had a hard night")
        assert hint.show is not None and hint.show.values["keeps"] == "yes"
        kept = noting.keep(session, who, builders.id_of(checkin), message_id=9, now=NOW + 2 * MINUTE)
        assert (shown(kept), kept.at, kept.toast) == ("checkin-mood", 9, Message("note-kept-toast"))
        assert (checkin.note, checkin.step) == ("I had a hard night", Question.MOOD)
        again = noting.keep(session, who, builders.id_of(checkin), message_id=9, now=NOW + 2 * MINUTE)
        assert (again.toast, checkin.note) == (Message("note-gone-toast"), "I had a hard night")

    database.write_now(story)


def test_words_are_not_held_where_another_question_waits_or_they_are_too_many(database: Database) -> None:
    def story(session: Session) -> None:
        who, _ = opened(session, Question.MOOD)
        long = say(session, who, "word " * answering.NOTE_AT_MOST)
        conversation.expect(session, who, "other", now=NOW + MINUTE)
        waiting = say(session, who, "I had a hard night")
        assert [one.show.values["keeps"] for one in (long, waiting) if one.show] == ["no", "no"]

    database.write_now(story)


@pytest.mark.parametrize("text", ["no", "Nothing.", "that's all", "skip", "done"])
def test_no_to_anything_to_add_finishes_and_is_no_note(database: Database, text: str) -> None:
    def story(session: Session) -> None:
        who, checkin = opened(session, Question.NOTE)
        assert shown(say(session, who, text)).startswith("saved")
        assert checkin.note is None

    database.write_now(story)


def test_yes_to_anything_to_add_is_asked_what(database: Database) -> None:
    def story(session: Session) -> None:
        who, checkin = opened(session, Question.NOTE)
        assert shown(say(session, who, "yes")) == "hint-note"
        assert (checkin.note, checkin.step) == (None, Question.NOTE)

    database.write_now(story)


@pytest.mark.parametrize(("asked_after", "answers"), [(-1, True), (1, False)])
def test_a_text_answers_the_question_that_was_asked_last(database: Database, asked_after: int, answers: bool) -> None:
    def story(session: Session) -> None:
        who, checkin = opened(session, Question.CRAVING)
        conversation.expect(session, who, "hour", now=NOW + asked_after * MINUTE)
        assert (shown(say(session, who, "7", minutes=2)) == "checkin-used") is answers
        assert (checkin.craving == 7) is answers

    database.write_now(story)


@pytest.mark.parametrize(("text", "answers"), [("4 7 no", True), ("here", True), ("4", False), ("at noon", False)])
def test_beside_a_prompt_not_yet_started_only_what_is_plain_is_its_answer(
    database: Database, text: str, answers: bool
) -> None:
    def story(session: Session) -> None:
        who, checkin = opened(session)
        conversation.expect(session, who, "hour", now=NOW - MINUTE)
        assert (shown(say(session, who, text)) == "hour-unclear") is not answers
        assert (checkin.state is CheckinState.ANSWERED) is answers

    database.write_now(story)


@pytest.mark.parametrize(
    ("text", "kind"),
    [("7", "checkin-done"), ("4 7 no", "checkin-done"), ("here", "checkin-done"), ("hello", "hint-nothing-open")],
)
def test_answers_after_todays_is_done_lead_to_changing_it_or_how_i_am_now(
    database: Database, text: str, kind: str
) -> None:
    def story(session: Session) -> None:
        who, checkin = opened(session, Question.DONE, mood=3, settle_at=None)
        assert shown(say(session, who, text)) == kind
        assert checkin.mood == 3

    database.write_now(story)


def test_an_answer_typed_late_counts_for_yesterdays_checkin(database: Database) -> None:
    def story(session: Session) -> None:
        who, checkin = opened(session, state=CheckinState.MISSED, deadline_at=None, remind_at=None)
        say(session, who, "4 7 no", minutes=24 * 60)
        assert (checkin.state, checkin.mood) == (CheckinState.ANSWERED, 4)

    database.write_now(story)


@pytest.mark.parametrize(
    ("state", "step"), [(CheckinState.ANSWERED, Question.USED), (CheckinState.MISSED, Question.START)]
)
def test_once_today_is_answered_nothing_typed_changes_what_is_over(
    database: Database, state: CheckinState, step: Question
) -> None:
    """Yesterday's, left at its third question, kept what was tapped; today's is done; "4 7 no" is of now."""

    def story(session: Session) -> None:
        who, yesterdays = opened(
            session, step, state=state, mood=2, settle_at=None, settled_at=NOW, deadline_at=None, remind_at=None
        )
        todays = done_on_the_next_day(session, who, yesterdays)
        assert shown(say(session, who, "4 7 no", minutes=25 * 60)) == "checkin-done"
        assert (yesterdays.mood, yesterdays.craving, todays.mood) == (2, None, 3)

    database.write_now(story)


def test_a_prompt_that_still_waits_takes_a_typed_answer_beside_a_newer_one(database: Database) -> None:
    def story(session: Session) -> None:
        who, waiting = opened(session)
        done_on_the_next_day(session, who, waiting)
        say(session, who, "4 7 no", minutes=25 * 60)
        assert (waiting.state, waiting.mood) == (CheckinState.ANSWERED, 4)

    database.write_now(story)


def done_on_the_next_day(session: Session, who: Person, before: Checkin) -> Checkin:
    cadence = session.get_one(Cadence, before.cadence_id)
    at = before.planned_at + timedelta(days=1)
    return builders.checkin(
        session, who, cadence, on=before.on + timedelta(days=1), planned_at=at, state=CheckinState.ANSWERED, answered_at=at,
        step=Question.DONE, mood=3, deadline_at=None, remind_at=None,
    )  # fmt: skip


def test_who_sends_what_i_cannot_hear_or_see_is_asked_whether_it_is_urgent(database: Database) -> None:
    def story(session: Session) -> None:
        who, _ = opened(session)
        reply = conversation.media(session, who, caption="look", now=NOW)
        assert reply.show == Message("media", {"supporter": "", "notes": "yes"})
        builders.support(session, who, builders.person(session, "Sam"))
        named = conversation.media(session, who, now=NOW)
        assert named.show is not None and named.show.values["supporter"] == "Sam"

    database.write_now(story)


def test_the_words_beside_a_picture_are_screened_like_every_text(database: Database) -> None:
    def story(session: Session) -> None:
        who, _ = opened(session)
        said = conversation.media(session, who, caption="I want to die", now=NOW)
        assert said == conversation.hear(session, who, "I want to die", hearers={}, now=NOW)
        assert said.show is None or said.show.kind != "media"

    database.write_now(story)


@pytest.mark.parametrize(
    ("step", "kind"),
    [(Question.CRAVING, "note-kept"), (Question.NOTE, "saved-calm-alone"), (Question.DONE, "saved-calm-alone")],
)
def test_just_a_note_is_typed_and_kept_with_todays_checkin(database: Database, step: Question, kind: str) -> None:
    def story(session: Session) -> None:
        who, checkin = opened(session, step)
        assert shown(noting.ask(session, who, now=NOW + MINUTE)) == "note-ask"
        assert shown(say(session, who, "a long day", minutes=2)) == kind
        assert checkin.note == "a long day"
        assert checkin.step is (Question.DONE if step is not Question.CRAVING else step)

    database.write_now(story)


def test_just_a_note_begins_a_checkin_where_today_has_none(database: Database) -> None:
    def story(session: Session) -> None:
        who = builders.person(session)
        noting.ask(session, who, now=NOW)
        assert shown(say(session, who, "a long day")) == "note-kept"
        (checkin,) = session.scalars(sa.select(Checkin)).all()
        assert (checkin.note, checkin.step, checkin.slot) == ("a long day", Question.START, 10)

    database.write_now(story)


def test_a_note_that_is_too_long_to_be_kept_says_how_long_it_may_be(database: Database) -> None:
    def story(session: Session) -> None:
        who, checkin = opened(session, Question.CRAVING, note="x" * 10)
        noting.ask(session, who, now=NOW + MINUTE)
        reply = say(session, who, "y" * answering.NOTE_AT_MOST, minutes=2)
        assert reply.show == Message("note-too-long", {"length": 1011, "most": 1000})
        assert checkin.note == "x" * 10

    database.write_now(story)
