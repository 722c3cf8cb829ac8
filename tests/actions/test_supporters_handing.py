"""Handing over: nothing changes before the member's yes, and both sides can read where it stands."""

from datetime import timedelta

import pytest

from bot.actions.presence import Visitor
from bot.actions.supporters import KINDS, ending, handing, listing, practice, sharing, supporting
from bot.rules.consent import Choice
from bot.rules.vocabulary import SupportState
from bot.texts.messages import Message, Reply
from storage.tables import Outgoing, Support
from tests.actions.supporters_play import accepted, confirmed, sharing_with
from tests.actions.supporters_stage import ANA, MAYA, SAM, Stage, kind, labels, words

AS_ANA = Visitor(ANA, "Ana", None, "en")


@pytest.fixture(autouse=True)
def maya(stage: Stage) -> int:
    return stage.joined(MAYA, "Maya")


def told(stage: Stage, tg_id: int) -> list[str]:
    return [one.kind for one in stage.waiting(KINDS, tg_id) if isinstance(one, Message)]


def proposed(stage: Stage) -> int:
    support = sharing_with(stage, Choice.REACH_OUT)
    stage.act(SAM, handing.ask, support)
    stage.act(SAM, handing.propose, support)
    return support


def row(stage: Stage, support: int) -> Support:
    return next(one for one in stage.rows(Support) if one.id == support)


def test_looking_at_handing_over_asks_nobody(stage: Stage) -> None:
    support = sharing_with(stage, Choice.REACH_OUT)
    assert "nothing changes before they say yes" in words(stage.act(SAM, handing.ask, support))
    assert "hand-over" not in told(stage, MAYA)


def test_a_wish_to_hand_over_changes_nothing_and_both_can_read_so(stage: Stage) -> None:
    support = proposed(stage)
    assert row(stage, support).state is SupportState.CONFIRMED
    assert "hand-over" in told(stage, MAYA)
    assert "you are still on their list" in words(stage.act(SAM, supporting.one, support))
    assert "Sam asked to hand over." in words(stage.act(MAYA, listing.one, support))
    assert "The hand-over" in labels(stage.act(MAYA, listing.one, support))


def test_a_second_tap_asks_the_member_once(stage: Stage) -> None:
    support = proposed(stage)
    stage.now += timedelta(minutes=1)
    stage.act(SAM, handing.propose, support)
    assert told(stage, MAYA).count("hand-over") == 1


def test_with_the_members_yes_the_chosen_one_takes_the_place(stage: Stage) -> None:
    support = proposed(stage)
    sharing_with(stage, Choice.REACH_OUT, Visitor(2001, "Jo"))
    other = sharing_with(stage, Choice.REACH_OUT, AS_ANA)
    assert "Ana instead" in labels(stage.act(MAYA, handing.look, support))
    assert "Ana has that place" in words(stage.act(MAYA, handing.to, support, other))
    assert row(stage, support).ended_at is not None
    assert row(stage, other).position == 1
    assert told(stage, SAM)[-1] == "hand-over-agreed"
    assert kind(stage.act(MAYA, handing.to, support, other)) == "support-over"


def test_somebody_new_is_asked_and_nothing_changes_until_they_are_in_place(stage: Stage) -> None:
    support = proposed(stage)
    assert kind(stage.act(MAYA, handing.to_someone_new, support, bot_name="alongside_bot")) == "invite-made"
    other = confirmed(stage, AS_ANA)
    assert row(stage, support).ended_at is None
    saved = stage.act(MAYA, sharing.save, other, Choice.REACH_OUT)
    assert [one.kind for one in saved.also] == ["hand-over-ready"]
    assert "Sam isn't asked any more" in words(stage.act(MAYA, handing.let_go, support))
    assert row(stage, support).ended_at is not None


def test_not_yet_keeps_it_as_it_was_and_tells_the_supporter(stage: Stage) -> None:
    support = proposed(stage)
    assert "Sam stays on your list" in words(stage.act(MAYA, handing.keep, support))
    assert row(stage, support).handing_over_at is None
    assert told(stage, SAM)[-1] == "hand-over-not-yet"
    assert kind(stage.act(MAYA, handing.let_go, support)) == "hand-over-closed"
    assert row(stage, support).ended_at is None


def test_who_is_not_confirmed_or_hands_over_too_is_no_follower(stage: Stage) -> None:
    support = proposed(stage)
    waiting = accepted(stage, AS_ANA)
    assert labels(stage.act(MAYA, handing.look, support)) == ["Ask someone new", "Not yet", "Let Sam go"]
    assert kind(stage.act(MAYA, handing.to, support, waiting)) == "hand-over"
    assert row(stage, support).ended_at is None


def test_a_supporter_may_still_stop_while_the_question_is_open(stage: Stage) -> None:
    support = proposed(stage)
    stage.act(SAM, ending.stop, support)
    assert "hand-over" not in told(stage, MAYA)
    assert kind(stage.act(MAYA, handing.look, support)) == "support-over"


def test_only_the_supporter_proposes_and_only_the_member_agrees(stage: Stage) -> None:
    support = proposed(stage)
    stage.joined(ANA, "Ana")
    mine = Reply(toast=Message("not-yours"))
    assert stage.act(MAYA, handing.propose, support) == mine
    for stranger in (SAM, ANA):
        for step in (handing.look, handing.let_go, handing.keep):
            assert stage.act(stranger, step, support) == mine
    unconfirmed = accepted(stage, Visitor(2001, "Jo"))
    assert stage.act(2001, handing.propose, unconfirmed) == mine


def test_a_practice_alert_rings_as_a_message_of_its_own_and_counts_toward_nothing(stage: Stage) -> None:
    accepted(stage)
    stage.act(SAM, practice.send)
    stage.act(SAM, practice.send)
    said = [one for one in stage.waiting(KINDS, SAM) if isinstance(one, Message)]
    assert [one.kind for one in said] == ["practice-alert"]
    assert all(one.alert_id is None for one in stage.rows(Outgoing))
    assert "Nobody was told just now." in words(stage.act(SAM, practice.answer))


def test_practice_says_how_to_let_an_alert_through_a_silent_phone(stage: Stage) -> None:
    accepted(stage)
    said = words(stage.act(SAM, practice.through_silence))
    assert all(one in said for one in ("iPhone", "Android", "Do Not Disturb"))


def test_who_supports_nobody_has_nothing_to_practise(stage: Stage) -> None:
    assert stage.act(MAYA, practice.send) == practice.NONE_OF_YOURS
