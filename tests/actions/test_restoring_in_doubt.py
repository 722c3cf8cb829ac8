"""Without `revoked.log`, or where it may not say all: nobody is asked for anybody before the member says so."""

from collections.abc import Callable

import pytest

from bot.actions.alerts import sos, steering
from bot.actions.supporters import confirming, ending, sharing
from bot.actions.supporters.ending import Farewell
from bot.rules.consent import Choice
from bot.rules.vocabulary import SupportState
from bot.texts import catalogue
from bot.texts.messages import Message
from storage import sequence
from storage.queries import groups, supports
from storage.tables import (
    Alert,
    Group,
    Sharing,
    Support,
)
from tests.actions.alerts_stage import HOUR
from tests.actions.restoring_stage import Drill, a_group, drill, tools

__all__ = ["drill", "tools"]


def without_a_log(drill: Drill) -> None:
    (drill.folder / "revoked.log").unlink()


def without_a_mark(drill: Drill) -> None:
    (drill.folder / sequence.FILE_NAME).unlink()


def with_a_log_that_ends_before(drill: Drill) -> None:
    log = drill.folder / "revoked.log"
    log.write_text(log.read_text().splitlines(keepends=True)[0])


@pytest.mark.parametrize("lose", [without_a_log, without_a_mark, with_a_log_that_ends_before])
def test_without_the_log_nobody_is_asked_before_the_member_says_so(drill: Drill, lose: Callable[[Drill], None]) -> None:
    drill.stage.member("Maya")
    drill.stage.supporter("Sam")
    drill.stage.supporter("Ana")
    drill.stage.now += HOUR
    sam, ana = (one.id for one in drill.rows(Support))
    drill.stage.does("Maya", sharing.save, sam, Choice.REACH_OUT)
    drill.back_up()
    drill.stage.does("Maya", ending.remove, ana, Farewell.SILENT)
    lose(drill)
    done = drill.restore()
    assert (done.known, done.done.confirming >= 1) == (False, True)
    assert {one.state for one in drill.rows(Support, ended_at=None)} == {SupportState.ACCEPTED}
    assert drill.rows(Sharing, revoked_at=None) == []
    drill.stage.now += HOUR
    drill.stage.does("Maya", sos.sos)
    assert drill.rows(Alert) == []
    assert ("Maya", "crisis-card-unconfirmed") in drill.read()
    assert drill.stage.does("Maya", steering.tell).show.kind == "waits-for-a-yes"


@pytest.mark.parametrize("answers", [{"mood": 4, "craving": 1}, {"craving": 9}, {"used": True}])
def test_a_finished_check_in_says_truly_why_nobody_is_told(drill: Drill, answers: dict[str, int]) -> None:
    drill.stage.member("Maya")
    drill.stage.supporter("Sam")
    drill.back_up()
    without_a_mark(drill)
    drill.restore()
    line = drill.stage.settle("Maya", **answers)
    said = catalogue.plain(Message(line.kind, {**line.values, "until": ""}), "en")
    assert "you have no supporter" not in said
    assert "I wait until you say in /supporters" in said


def test_a_member_who_confirms_has_that_supporter_again(drill: Drill) -> None:

    maya = drill.stage.member("Maya")
    drill.stage.supporter("Sam")
    drill.back_up()
    without_a_mark(drill)
    drill.restore()
    [sam] = drill.rows(Support)
    drill.stage.does("Maya", confirming.confirm, sam.id)
    drill.stage.does("Maya", sharing.save, sam.id, Choice.REASON_WITH_USE)
    drill.stage.does("Maya", sos.sos)
    assert [one.member_id for one in drill.rows(Alert)] == [maya]
    assert drill.stage.database.read_now(lambda s: supports.in_force(s, sam.id)) != []


def test_without_the_log_every_link_is_a_new_one(drill: Drill) -> None:
    _, link = a_group(drill)
    drill.back_up()
    without_a_mark(drill)
    drill.restore()
    assert drill.stage.database.read_now(lambda session: groups.by_link(session, link)) is None
    [group] = drill.rows(Group)
    assert group.link not in (None, link)


def test_a_named_leader_is_confirmed_anew_and_asked_last_again(drill: Drill) -> None:
    drill.stage.member("Maya")
    drill.stage.supporter("Dana", choice=None, is_leader=True)
    drill.back_up()
    without_a_mark(drill)
    drill.restore()
    [dana] = drill.rows(Support)
    reply = drill.stage.does("Maya", confirming.confirm, dana.id)
    assert reply.show.kind == "supporter-leader"
    drill.stage.does("Maya", steering.tell)
    assert len(drill.rows(Alert)) == 1
