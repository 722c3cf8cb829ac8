"""A support ends, by either side, at once; and the order of the list."""

import pytest
from sqlmodel import Session, col

from bot.actions.alerts import advance_due, opening
from bot.actions.outgoing import Withdrawn
from bot.actions.presence import Visitor
from bot.actions.supporters import KINDS, ending, listing, supporting
from bot.actions.supporters.ending import Farewell
from bot.rules.consent import Choice
from bot.rules.vocabulary import AlertKind, AlertState, OutboxState, Priority, Signal, SupportState
from bot.texts.messages import Message, Reply
from storage.queries import outbox
from storage.tables import Alert, Outgoing, Person, Sharing, Support
from tests.actions.supporters_play import accepted, confirmed, sharing_with
from tests.actions.supporters_stage import ANA, MAYA, SAM, Stage, kind, known, labels, value, words
from tests.builders import NOW, TODAY

AS_ANA = Visitor(ANA, "Ana", None, "en")


@pytest.fixture(autouse=True)
def maya(stage: Stage) -> int:
    return stage.joined(MAYA, "Maya")


def waiting_kinds(stage: Stage, tg_id: int) -> list[str]:
    return [said.kind for said in stage.waiting(KINDS, tg_id) if isinstance(said, Message)]


@pytest.mark.parametrize("farewell", Farewell)
def test_removing_is_in_force_at_once_and_revokes_what_was_shared(stage: Stage, farewell: Farewell) -> None:
    support = sharing_with(stage, Choice.REACH_OUT)
    assert value(stage.act(MAYA, ending.remove, support, farewell), "farewell") == farewell.value
    (row,) = stage.rows(Support)
    assert (row.state, row.ended_at, row.kept_listed) == (SupportState.ENDED, stage.now, farewell is Farewell.LISTED)
    assert {share.revoked_at for share in stage.rows(Sharing)} == {stage.now}


@pytest.mark.parametrize(
    ("farewell", "told"), [(Farewell.TELL, ["support-ended"]), (Farewell.SILENT, []), (Farewell.LISTED, [])]
)
def test_a_removed_supporter_learns_what_the_member_chose(stage: Stage, farewell: Farewell, told: list[str]) -> None:
    support = sharing_with(stage, Choice.REACH_OUT)
    stage.act(MAYA, ending.remove, support, farewell)
    assert waiting_kinds(stage, SAM) == told


def test_what_was_not_yet_delivered_about_this_member_is_withdrawn(stage: Stage, maya: int) -> None:
    support = sharing_with(stage, Choice.REACH_OUT)
    sam = known(stage, SAM)
    assert sam is not None

    def queue(session: Session) -> None:
        for member, name in ((maya, "hers"), (maya + 100, "another's")):
            outbox.enqueue(
                session, "support-told", sam.id, now=stage.now, dedupe=name, priority=Priority.ALERT, ids={"member": member}
            )  # fmt: skip

    stage.write(queue)
    stage.act(MAYA, ending.remove, support, Farewell.SILENT)
    states = {row.dedupe: row.state for row in stage.rows(Outgoing, col(Outgoing.recipient_id) == sam.id)}
    assert states.pop("another's") is OutboxState.WAITING
    assert set(states.values()) == {OutboxState.WITHDRAWN}


def test_a_second_tap_and_other_buttons_of_an_ended_support_say_so(stage: Stage) -> None:
    support = confirmed(stage)
    stage.act(MAYA, ending.remove, support, Farewell.TELL)
    assert kind(stage.act(MAYA, ending.remove, support, Farewell.TELL)) == "support-over"
    assert kind(stage.act(MAYA, listing.one, support)) == "support-over"
    assert waiting_kinds(stage, SAM) == ["support-ended"]


def test_only_the_member_removes_and_only_the_supporter_stops(stage: Stage) -> None:
    support = confirmed(stage)
    stage.joined(ANA, "Ana")
    for stranger in (SAM, ANA):
        assert stage.act(stranger, ending.remove, support, Farewell.SILENT) == Reply(toast=Message("not-yours"))
    for stranger in (MAYA, ANA):
        assert stage.act(stranger, ending.stop, support) == Reply(toast=Message("not-yours"))
    assert stage.rows(Support)[0].ended_at is None


def test_a_supporter_who_stops_is_not_asked_any_more_and_the_member_is_told(stage: Stage) -> None:
    support = sharing_with(stage, Choice.REACH_OUT)
    assert kind(stage.act(SAM, ending.stop, support)) == "people-stopped"
    assert stage.rows(Support)[0].state is SupportState.ENDED
    assert waiting_kinds(stage, MAYA) == ["support-stopped"]
    assert kind(stage.act(SAM, ending.stop, support)) == "support-over"


def test_who_is_kept_listed_sees_the_name_alone(stage: Stage) -> None:
    support = sharing_with(stage, Choice.REASON_WITH_USE)
    stage.act(MAYA, ending.remove, support, Farewell.LISTED)
    assert value(stage.act(SAM, supporting.page), "entries") == ((support, "Maya"),)
    assert words(stage.act(SAM, supporting.one, support)) == "Maya"


def test_who_is_kept_listed_can_leave_without_a_word_to_the_member(stage: Stage) -> None:
    support = confirmed(stage)
    stage.act(MAYA, ending.remove, support, Farewell.LISTED)
    assert kind(stage.act(SAM, ending.stop, support)) == "people-stopped"
    assert waiting_kinds(stage, MAYA) == []
    assert kind(stage.act(SAM, supporting.page)) == "people-none"


def test_who_comes_back_is_listed_once(stage: Stage) -> None:
    stage.act(MAYA, ending.remove, confirmed(stage), Farewell.LISTED)
    again = accepted(stage)
    assert value(stage.act(SAM, supporting.page), "entries") == ((again, "Maya"),)


def test_a_goodbye_is_not_said_to_who_came_back_meanwhile(stage: Stage) -> None:
    stage.act(MAYA, ending.remove, confirmed(stage), Farewell.TELL)
    accepted(stage)
    assert stage.waiting(KINDS, SAM) == [Withdrawn("together again")]


def test_the_others_move_up_when_one_leaves(stage: Stage) -> None:
    sam, ana = confirmed(stage), confirmed(stage, AS_ANA)
    assert value(stage.act(MAYA, listing.one, ana), "position") == 2
    stage.act(MAYA, ending.remove, sam, Farewell.SILENT)
    assert value(stage.act(MAYA, listing.one, ana), "position") == 1


def test_moving_up_changes_who_is_asked_first(stage: Stage) -> None:
    sam, ana = accepted(stage), accepted(stage, AS_ANA)
    assert labels(stage.act(MAYA, listing.move_up, ana, 2))[:2] == ["1 · Ana: confirm", "2 · Sam: confirm"]
    assert {row.id: row.position for row in stage.rows(Support)} == {sam: 2, ana: 1}


def test_the_same_move_up_tapped_twice_moves_once(stage: Stage) -> None:
    accepted(stage)
    accepted(stage, AS_ANA)
    third = accepted(stage, Visitor(2000, "Lee"))
    stage.act(MAYA, listing.move_up, third, 3)
    stage.act(MAYA, listing.move_up, third, 3)
    assert stage.rows(Support, col(Support.id) == third)[0].position == 2


@pytest.mark.parametrize("position", [0, 1, 2, 7])
def test_a_button_that_saw_another_position_moves_nobody(stage: Stage, position: int) -> None:
    accepted(stage)
    accepted(stage, AS_ANA)
    third = accepted(stage, Visitor(2000, "Lee"))
    stage.act(MAYA, listing.move_up, third, position)
    assert [row.position for row in stage.rows(Support)] == [1, 2, 3]


@pytest.mark.parametrize("who", ["the member", "the supporter"])
def test_an_alert_under_way_turns_to_the_next_person_at_once(stage: Stage, maya: int, who: str) -> None:
    first = sharing_with(stage, Choice.REACH_OUT)
    sharing_with(stage, Choice.REACH_OUT, AS_ANA)
    alert = asking(stage, maya)
    assert pages(stage) == [("Sam", OutboxState.WAITING)]
    if who == "the member":
        stage.act(MAYA, ending.remove, first, Farewell.SILENT)
    else:
        stage.act(SAM, ending.stop, first)
    assert pages(stage) == [("Sam", OutboxState.WITHDRAWN), ("Ana", OutboxState.WAITING)]
    assert stage.rows(Alert, col(Alert.id) == alert)[0].state is AlertState.ASKING


def asking(stage: Stage, maya: int) -> int:
    """An alert whose hold is over."""

    def whole(session: Session) -> int:
        member = session.get(Person, maya)
        assert member is not None
        alert = opening.open_alert(
            session, member, on=TODAY, kind=AlertKind.HARD, signals=(Signal.HIGH,), hold_until_at=NOW, now=NOW
        )  # fmt: skip
        assert alert is not None
        advance_due(session, now=NOW)
        return alert.id or 0

    return stage.write(whole)


def pages(stage: Stage) -> list[tuple[str, OutboxState]]:
    names = {row.id: row.name for row in stage.rows(Person)}
    return [(names[row.recipient_id], row.state) for row in stage.rows(Outgoing, col(Outgoing.kind) == "alert-page")]
