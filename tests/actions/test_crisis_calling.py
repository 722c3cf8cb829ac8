"""What makes calling hard: other ways to reach somebody, and a supporter who stays while they ring."""

import pytest

from bot.actions.alerts import answering, crisis, steering
from bot.rules.consent import Choice
from bot.rules.vocabulary import AlertKind, Wish
from bot.texts import catalogue
from bot.texts.messages import Message
from handlers.delivery.rendering import render
from storage.database import Database
from tests.actions.alerts_stage import MINUTE, Stage

WISH = catalogue.plain(Message("wish-call_with_me"))


@pytest.fixture
def stage(database: Database) -> Stage:
    made = Stage(database)
    made.member(country="US")
    made.supporter("Sam", choice=Choice.REACH_OUT)
    made.supporter("Ana", choice=Choice.REACH_OUT)
    return made


def read(stage: Stage, name: str) -> str:
    return catalogue.plain(stage.said(name))


def verbs(message: Message) -> list[str]:
    keyboard = render(message, "en").keyboard
    return [str(button.callback_data).split(":")[0] for row in keyboard.inline_keyboard for button in row]  # type: ignore[union-attr]


@pytest.mark.parametrize("action", [crisis.crisis_card, crisis.card_alone, crisis.show_card])
def test_every_card_that_was_asked_for_offers_what_makes_calling_hard(stage: Stage, action: object) -> None:
    stage.does("Maya", action)
    stage.flow()
    assert "calling-hard" in verbs(stage.said("Maya"))


def test_where_calling_is_hard_the_lines_to_write_to_are_shown_and_no_other(stage: Stage) -> None:
    told = catalogue.plain(stage.does("Maya", crisis.calling_hard).show)
    assert "call or text 988" in told
    assert "988lifeline.org" in told
    assert "911" not in told


def test_where_there_is_nothing_to_write_to_a_directory_is_shown(stage: Stage) -> None:
    stage.member("Gero", country="DE")
    said = stage.does("Gero", crisis.calling_hard).show
    assert said.kind == "calling-hard-directory"
    assert "befrienders.org" in catalogue.plain(said)


def test_where_only_a_line_about_substances_can_be_written_to_the_directory_stands_beside_it(stage: Stage) -> None:
    stage.member("Zola", country="ZA")
    told = catalogue.plain(stage.does("Zola", crisis.calling_hard).show)
    assert "text 32312" in told
    assert "befrienders.org" in told


def test_somebody_without_supporters_is_not_offered_to_call_with_one(stage: Stage) -> None:
    stage.member("Lone", country="US")
    assert "call-with" not in verbs(stage.does("Lone", crisis.calling_hard).show)
    assert "call-with" in verbs(stage.does("Maya", crisis.calling_hard).show)


def test_the_member_reads_the_very_words_before_they_are_sent(stage: Stage) -> None:
    assert WISH in catalogue.plain(stage.does("Maya", crisis.call_with).show)
    assert stage.flow() == []


def test_a_supporter_is_asked_at_once_and_reads_the_wish_whatever_they_may_know_besides(stage: Stage) -> None:
    stage.does("Maya", steering.tell, wish=Wish.CALL_WITH_ME)
    assert ("Sam", "alert-page") in stage.flow()
    assert stage.alert().kind is AlertKind.ASKED
    assert WISH in read(stage, "Sam")


def test_who_is_asked_next_reads_it_too(stage: Stage) -> None:
    stage.does("Maya", steering.tell, wish=Wish.CALL_WITH_ME)
    stage.flow()
    stage.does("Sam", answering.decline, stage.alert().id)
    stage.flow()
    assert WISH in read(stage, "Ana")


def test_without_the_wish_nobody_reads_it(stage: Stage) -> None:
    stage.does("Maya", steering.tell)
    stage.flow()
    assert WISH not in read(stage, "Sam")


def test_a_leader_who_is_asked_never_reads_it(stage: Stage) -> None:
    stage.supporter("Dana", choice=None, is_leader=True)
    stage.does("Maya", steering.tell, wish=Wish.CALL_WITH_ME)
    stage.walk(180 * MINUTE, 30 * MINUTE)
    assert WISH not in read(stage, "Dana")


def test_during_an_alert_those_who_were_asked_learn_of_the_wish_at_once(stage: Stage) -> None:
    stage.does("Maya", steering.tell)
    stage.flow()
    stage.does("Maya", steering.tell, wish=Wish.CALL_WITH_ME)
    assert ("Sam", "alert-more") in stage.flow()
    assert WISH in read(stage, "Sam")
    stage.does("Maya", steering.tell, wish=Wish.CALL_WITH_ME)
    assert ("Sam", "alert-more") not in stage.flow()
