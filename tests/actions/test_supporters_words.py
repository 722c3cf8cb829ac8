"""[Send a word]: short, private, answered once, never left in doubt, and as easily declined."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col

from bot.actions import conversation
from bot.actions.alerts import answering, sos, steering
from bot.actions.kinds import KINDS
from bot.actions.outgoing import Later, Withdrawn
from bot.actions.supporters import ending, words
from bot.actions.terms import Terms
from bot.rules.consent import Choice
from bot.texts.messages import Message, Reply
from handlers.delivery.rendering import render
from handlers.routes import HEARERS
from storage.queries import alerts, people
from storage.tables import Outgoing, Person, SentWord
from tests.actions.supporters_play import accepted, sharing_with
from tests.actions.supporters_stage import ANA, MAYA, SAM, Stage, kind, labels, moment, value
from tests.actions.supporters_stage import words as said_by

SECRET = "I keep thinking of you"


@pytest.fixture(autouse=True)
def maya(stage: Stage) -> int:
    return stage.joined(MAYA, "Maya")


@pytest.fixture
def support(stage: Stage) -> int:
    return sharing_with(stage, Choice.REACH_OUT)


def says(stage: Stage, tg_id: int, text: str) -> Reply:
    """A typed text, through the screen that every text goes through."""
    return stage.act(tg_id, conversation.hear, text, hearers=HEARERS)


def sends(stage: Stage, support: int, text: str = SECRET, *, by: int = SAM) -> Reply:
    stage.act(by, words.ask, support)
    said = says(stage, by, text)
    return stage.act(by, words.send_held) if kind(said) == "word-ready" else said


def announced(stage: Stage, tg_id: int, kind_: str = "word") -> list[Message | Withdrawn | Later]:
    """What the outbox would say of this kind to this person now."""
    rows = [row for row in rows_for(stage, tg_id) if row.kind == kind_]
    return stage.read(lambda session: [KINDS[kind_].load(session, row, stage.now) for row in rows])


def rows_for(stage: Stage, tg_id: int) -> list[Outgoing]:
    def whole(session: Session) -> list[Outgoing]:
        who = people.by_telegram_id(session, tg_id)
        assert who is not None
        wanted = sa.select(Outgoing).where(col(Outgoing.recipient_id) == who.id, col(Outgoing.state) == "waiting")
        return list(session.scalars(wanted.order_by(col(Outgoing.id))))

    return stage.read(whole)


def newest(stage: Stage) -> int:
    return max(one.id or 0 for one in stage.rows(SentWord))


def test_a_word_is_announced_without_a_trace_of_what_it_says(stage: Stage, support: int) -> None:
    assert said_by(sends(stage, support)) == "On its way to Maya."
    (said,) = announced(stage, MAYA)
    assert isinstance(said, Message)
    assert render(said, "en").text == "Sam left you a few words."
    assert SECRET in said_by(stage.act(MAYA, words.read, newest(stage)))


def test_a_word_is_encrypted_at_rest(stage: Stage, support: int) -> None:
    sends(stage, support)
    (kept,) = stage.read(lambda session: list(session.execute(sa.text("SELECT text FROM sent_words")).scalars()))
    assert SECRET not in str(kept)


@pytest.mark.parametrize(("length", "passed"), [(300, True), (301, False)])
def test_a_word_has_up_to_300_characters(stage: Stage, support: int, length: int, passed: bool) -> None:
    reply = sends(stage, support, "x" * length)
    assert kind(reply) == ("word-sent" if passed else "word-too-long")
    assert len(stage.rows(SentWord)) == passed
    if not passed:
        assert kind(says(stage, SAM, "shorter")) == "word-ready"  # the question stays open


def test_one_answer_comes_back_and_no_second_one(stage: Stage, support: int) -> None:
    sends(stage, support)
    word = newest(stage)
    assert "Answer" in labels(stage.act(MAYA, words.read, word))
    stage.act(MAYA, words.ask_answer, word)
    says(stage, MAYA, "Thank you")
    assert kind(stage.act(MAYA, words.send_held)) == "word-sent"
    assert "Answer" not in labels(stage.act(MAYA, words.read, word))
    assert stage.act(MAYA, words.ask_answer, word) == Reply(toast=Message("word-answered"))
    answer = newest(stage)
    shown = stage.act(SAM, words.read, answer)
    assert "Thank you" in said_by(shown)
    assert "Answer" not in labels(shown)
    assert stage.act(SAM, words.ask_answer, answer) == Reply(toast=Message("word-answered"))


def test_both_sides_can_send_one(stage: Stage, support: int) -> None:
    sends(stage, support, by=MAYA)
    assert len(announced(stage, SAM)) == 1


def test_at_most_three_words_a_day_go_one_way_and_answers_come_on_top(stage: Stage, support: int) -> None:
    for _ in range(words.A_DAY_AT_MOST):
        assert kind(sends(stage, support)) == "word-sent"
    assert kind(stage.act(SAM, words.ask, support)) == "word-enough"
    last = newest(stage)
    for _ in range(words.A_DAY_AT_MOST):
        sends(stage, support, by=MAYA)
    stage.act(MAYA, words.ask_answer, last)
    says(stage, MAYA, "Thank you")
    assert kind(stage.act(MAYA, words.send_held)) == "word-sent"
    stage.now += timedelta(days=1)
    assert kind(stage.act(SAM, words.ask, support)) == "word-ask"


@pytest.mark.parametrize(("after", "there"), [(timedelta(days=3, seconds=-1), True), (timedelta(days=3), False)])
def test_a_word_is_gone_after_three_days(stage: Stage, support: int, after: timedelta, there: bool) -> None:
    sends(stage, support)
    word = newest(stage)
    stage.now += after
    assert kind(stage.act(MAYA, words.read, word)) == ("word-shown" if there else "word-gone")
    stage.act(SAM, words.ask, support)
    assert bool(stage.rows(SentWord)) is there


def test_words_of_self_harm_bring_the_card_and_stay_until_the_person_says_so(stage: Stage, support: int) -> None:
    stage.act(MAYA, words.ask, support)
    reply = says(stage, MAYA, "I want to die")
    assert [one.kind for one in reply.also] == ["word-kept-here"]
    assert [row.kind for row in stage.rows(Outgoing) if row.kind == "crisis-card"] == ["crisis-card"]
    assert stage.rows(SentWord) == []
    assert kind(stage.act(MAYA, words.send_held)) == "word-sent"
    assert [row.text for row in stage.rows(SentWord)] == ["I want to die"]
    assert kind(stage.act(MAYA, words.send_held)) == "word-gone"


def test_a_word_leaves_only_after_a_yes_to_what_it_says(stage: Stage, support: int) -> None:
    stage.act(SAM, words.ask, support)
    assert SECRET in said_by(says(stage, SAM, SECRET))
    assert stage.rows(SentWord) == []
    assert "better so" in said_by(says(stage, SAM, "better so"))
    assert kind(says(stage, SAM, "yes")) == "word-sent"
    assert [row.text for row in stage.rows(SentWord)] == ["better so"]


def test_a_no_keeps_the_word_here(stage: Stage, support: int) -> None:
    stage.act(SAM, words.ask, support)
    says(stage, SAM, SECRET)
    assert kind(says(stage, SAM, "no")) == "word-not-passed"
    assert stage.rows(SentWord) == []


def test_a_support_that_ended_before_the_yes_takes_the_word_nowhere(stage: Stage, support: int) -> None:
    stage.act(SAM, words.ask, support)
    says(stage, SAM, SECRET)
    stage.act(MAYA, ending.remove, support, ending.Farewell.SILENT)
    assert kind(stage.act(SAM, words.send_held)) == "support-over-here"
    assert stage.rows(SentWord) == []


def test_what_is_kept_here_can_stay_here(stage: Stage, support: int) -> None:
    stage.act(MAYA, words.ask, support)
    says(stage, MAYA, "I want to die")
    assert kind(stage.act(MAYA, words.keep_held)) == "word-not-passed"
    assert kind(stage.act(MAYA, words.send_held)) == "word-gone"


def test_a_word_waits_for_the_morning_and_its_writer_is_told(stage: Stage, support: int) -> None:
    stage.now = moment(23)
    reply = sends(stage, support)
    assert "I'll pass it on tomorrow at 7:00." in said_by(reply)
    assert announced(stage, MAYA) == [Later(moment(7) + timedelta(days=1))]


@pytest.mark.parametrize("ask", [steering.tell, sos.sos])
def test_during_an_alert_a_word_rings_at_once(stage: Stage, support: int, ask: Callable[..., Reply], maya: int) -> None:
    stage.now = moment(21, 59)
    stage.act(MAYA, ask)
    stage.now = moment(23)
    assert kind(sends(stage, support)) == "word-sent"
    (said,) = announced(stage, MAYA)
    assert isinstance(said, Message)


def test_an_alert_leads_to_a_word_for_who_was_asked_and_for_nobody_else(stage: Stage, support: int, maya: int) -> None:
    stage.act(MAYA, steering.tell)
    alert = stage.write(lambda session: alerts.live(session, maya))
    assert alert is not None
    assert kind(stage.act(SAM, words.ask_in_alert, alert.id)) == "word-ask"
    stage.joined(ANA, "Ana")
    assert stage.act(ANA, words.ask_in_alert, alert.id) == Reply(toast=Message("not-yours"))
    assert "Send a word" in labels(stage.act(SAM, answering.acknowledge, alert.id))


def test_whoever_wants_no_more_words_gets_none_and_the_writer_is_told(stage: Stage, support: int) -> None:
    stage.act(SAM, words.ask, support)
    stage.act(MAYA, words.mute, support, yes=True)
    says(stage, SAM, SECRET)
    assert kind(stage.act(SAM, words.send_held)) == "word-no-words"
    assert stage.rows(SentWord) == []
    assert kind(stage.act(SAM, words.ask, support)) == "word-no-words"
    assert kind(stage.act(MAYA, words.ask, support)) == "word-ask"  # the other direction stays open
    stage.act(MAYA, words.mute, support, yes=False)
    assert kind(stage.act(SAM, words.ask, support)) == "word-ask"


def test_a_word_muted_on_its_way_does_not_arrive_and_the_writer_is_told(stage: Stage, support: int) -> None:
    sends(stage, support)
    stage.act(MAYA, words.mute, support, yes=True)
    assert announced(stage, MAYA) == [Withdrawn("muted")]
    (row,) = [one for one in rows_for(stage, MAYA) if one.kind == "word"]
    hook = KINDS["word"].on_withdrawn
    assert hook is not None
    stage.write(lambda session: hook(session, row, stage.now))
    (said,) = announced(stage, SAM, "word-undelivered")
    assert isinstance(said, Message)
    assert "It didn't arrive." in render(said, "en").text


def test_after_an_end_a_word_is_taken_back_and_nothing_more_is_said(stage: Stage, support: int) -> None:
    sends(stage, support)
    stage.act(MAYA, ending.remove, support, ending.Farewell.SILENT)
    assert announced(stage, MAYA) == [Withdrawn("gone")]
    (row,) = [one for one in rows_for(stage, MAYA) if one.kind == "word"]
    hook = KINDS["word"].on_withdrawn
    assert hook is not None
    stage.write(lambda session: hook(session, row, stage.now))
    assert announced(stage, SAM, "word-undelivered") == []
    assert kind(stage.act(SAM, words.ask, support)) == "support-over"


def test_somebody_out_of_reach_is_said_to_be(stage: Stage, support: int, maya: int) -> None:
    def block(session: Session) -> None:
        who = session.get(Person, maya)
        assert who is not None
        who.blocked_at = stage.now

    stage.write(block)
    assert kind(stage.act(SAM, words.ask, support)) == "word-out-of-reach"


def test_a_report_reaches_the_operator_without_what_was_written(stage: Stage, support: int) -> None:
    sends(stage, support)
    for _ in range(2):
        said = stage.act(MAYA, words.report, newest(stage), terms=Terms(operator_chat_id=9))
        assert "I'm letting who runs this bot know" in said_by(said)
    (row,) = [one for one in stage.rows(Outgoing) if one.kind == "word-report"]
    assert row.recipient_id is None
    told = stage.read(lambda session: KINDS["word-report"].load(session, row, stage.now))
    assert isinstance(told, Message)
    text = render(told, "en").text
    assert SECRET not in text
    assert "Sam" not in text


def test_where_nobody_reads_reports_that_is_said(stage: Stage, support: int) -> None:
    sends(stage, support)
    assert "Nobody reads reports" in said_by(stage.act(MAYA, words.report, newest(stage), terms=Terms()))
    assert not [one for one in stage.rows(Outgoing) if one.kind == "word-report"]


def test_nobody_else_reads_answers_mutes_or_reports_a_word(stage: Stage, support: int) -> None:
    sends(stage, support)
    stage.joined(ANA, "Ana")
    word, mine = newest(stage), Reply(toast=Message("not-yours"))
    for step in (words.read, words.ask_answer):
        assert stage.act(ANA, step, word) == mine
        assert stage.act(SAM, step, word) == mine  # its writer neither
    for stranger in (ANA, SAM):
        assert stage.act(stranger, words.report, word, terms=Terms()) == mine
    assert stage.act(ANA, words.mute, support, yes=True) == mine
    assert stage.act(ANA, words.ask, support) == mine


def test_before_the_member_confirmed_nobody_sends_words(stage: Stage) -> None:
    support = accepted(stage)
    assert stage.act(SAM, words.ask, support) == Reply(toast=Message("not-yours"))


def test_a_word_shows_what_was_typed_and_no_markup(stage: Stage, support: int) -> None:
    sends(stage, support, "<b>x</b> & { $name }")
    assert value(stage.act(MAYA, words.read, newest(stage)), "text") == "<b>x</b> & { $name }"
