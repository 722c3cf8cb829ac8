"""The restore drill: an older backup brings back nobody who is gone and nothing that was taken back, and alarms nobody."""

from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import col

from bot.actions import dispatch
from bot.actions.alerts import answering, sos, steering
from bot.actions.groups import belonging, links
from bot.actions.kinds import KINDS
from bot.actions.privacy import forgetting
from bot.actions.supporters import absence, ending, sharing
from bot.actions.supporters.ending import Farewell
from bot.commands.restore import put_back
from bot.rules.consent import Choice
from bot.rules.vocabulary import AlertState, CheckinState, Role
from storage import backup, migrations
from storage.backup import FOLDER
from storage.database import Database
from storage.encryption import Keyring
from storage.queries import groups, traces
from storage.queries.engine import engine_row
from storage.restoring import RestoreTrouble
from storage.sequence import Sequence
from storage.tables import (
    Alert,
    Cadence,
    Checkin,
    Enrolment,
    Incoming,
    Lease,
    Membership,
    Person,
    Sharing,
    Support,
)
from tests import builders, lives
from tests.actions.alerts_stage import DAY, HOUR
from tests.actions.restoring_stage import Drill, a_group, drill, tools
from tests.builders import NOW
from tests.conftest import make_keyring
from tests.storage.test_upgrading import made_at, rows

__all__ = ["drill", "tools"]


def test_whoever_erased_themselves_after_the_backup_stays_erased(drill: Drill) -> None:
    drill.stage.member("Maya")
    drill.stage.supporter("Sam")
    drill.back_up()
    drill.stage.does("Maya", forgetting.ask_again)
    drill.stage.does("Maya", forgetting.forget)
    done = drill.restore()
    assert done.known
    assert done.done.replayed.forgotten == 1
    assert drill.stage.database.read_now(lambda session: traces.of(session, 1001)) == {}
    assert [one.name for one in drill.rows(Person)] == ["Sam"]


def test_whoever_came_back_after_erasing_themselves_is_still_there(drill: Drill) -> None:
    drill.stage.member("Maya")
    drill.stage.does("Maya", forgetting.ask_again)
    drill.stage.does("Maya", forgetting.forget)
    drill.stage.now += HOUR
    drill.stage.person("Maya", tg_id=1001, joined_at=drill.stage.now)
    drill.back_up()
    assert drill.restore().done.replayed.forgotten == 0
    assert len(drill.rows(Person)) == 1


def test_no_revoked_consent_and_no_ended_support_comes_back(drill: Drill) -> None:
    drill.stage.member("Maya")
    for name in ("Sam", "Ana", "Lee"):
        drill.stage.supporter(name)
    drill.stage.now += HOUR
    drill.back_up()
    sam, ana, lee = (one.id for one in drill.rows(Support))
    drill.stage.does("Maya", ending.remove, sam, Farewell.SILENT)
    drill.stage.does("Maya", sharing.save, ana, Choice.REACH_OUT)
    done = drill.restore()
    assert (done.done.replayed.ended, done.known) == (1, True)
    assert {one.id for one in drill.rows(Support, ended_at=None)} == {ana, lee}
    in_force = {one.support_id for one in drill.rows(Sharing, revoked_at=None)}
    assert in_force == {lee}, "what Ana might read was changed since, and is not known any more"


def test_a_consent_given_at_the_moment_at_which_an_older_one_ended_stays(drill: Drill) -> None:
    drill.stage.member("Maya")
    drill.stage.supporter("Sam")
    drill.stage.now += HOUR
    [sam] = drill.rows(Support)
    drill.stage.does("Maya", sharing.save, sam.id, Choice.REACH_OUT)
    drill.back_up()
    assert drill.restore().done.replayed.revoked == 0
    assert drill.rows(Sharing, revoked_at=None) != []


def test_being_told_of_absence_is_revoked_apart_from_what_alerts_tell(drill: Drill) -> None:
    drill.stage.member("Maya")
    drill.stage.supporter("Sam")
    [sam] = drill.rows(Support)
    drill.stage.does("Maya", absence.choose, sam.id, tell=True)
    drill.stage.now += HOUR
    drill.back_up()
    drill.stage.does("Maya", absence.choose, sam.id, tell=False)
    assert drill.restore().done.replayed.revoked == 1
    assert {one.purpose.value for one in drill.rows(Sharing, revoked_at=None)} == {"alert"}


def test_who_left_a_group_is_not_in_it_again_and_is_asked_on_their_own(drill: Drill) -> None:
    group_id, _ = a_group(drill)
    drill.stage.now += HOUR
    drill.back_up()
    drill.stage.does("Maya", belonging.leave, group_id)
    assert drill.restore().done.replayed.left == 1
    [row] = drill.rows(Membership, role=Role.MEMBER)
    assert row.left_at is not None
    [asked] = [one for one in drill.rows(Enrolment) if one.ended_at is None]
    [cadence] = drill.rows(Cadence, id=asked.cadence_id)
    assert (cadence.group_id, asked.next_at) == (None, NOW + DAY)


def test_who_came_back_to_the_group_is_still_in_it(drill: Drill) -> None:
    group_id, _ = a_group(drill)
    drill.stage.now += HOUR
    drill.stage.does("Maya", belonging.leave, group_id)
    drill.stage.now += HOUR
    drill.stage.change(
        Membership, (group_id, drill.stage.people["Maya"], Role.MEMBER), left_at=None, joined_at=drill.stage.now
    )
    drill.back_up()
    assert drill.restore().done.replayed.left == 0


def test_a_link_that_was_replaced_stays_dead(drill: Drill) -> None:
    group_id, link = a_group(drill)
    drill.back_up()
    drill.stage.does("Dana", links.make_new, group_id, bot_name="bot")
    assert drill.restore().done.replayed.links == 1
    assert drill.stage.database.read_now(lambda session: groups.by_link(session, link)) is None


def test_an_open_alert_ends_interrupted_and_the_member_is_asked(drill: Drill) -> None:
    drill.stage.member("Maya")
    drill.stage.supporter("Sam")
    drill.stage.does("Maya", steering.tell)
    drill.stage.flow()
    drill.back_up()
    done = drill.restore()
    [alert] = drill.rows(Alert)
    assert (alert.state, alert.next_at, done.done.interrupted) == (AlertState.INTERRUPTED, None, 1)
    read = drill.read()
    assert ("Maya", "alert-interrupted") in read
    assert [kind for name, kind in read if name == "Sam"] == ["alert-closed", "restored"]


def test_an_open_sos_ends_too_and_nobody_reads_that_all_is_well(drill: Drill) -> None:
    drill.stage.member("Maya")
    drill.stage.supporter("Sam")
    drill.stage.does("Maya", sos.sos)
    drill.stage.flow()
    drill.stage.does("Sam", answering.acknowledge, drill.stage.alert().id)
    drill.back_up()
    drill.restore()
    assert drill.stage.alert().state is AlertState.INTERRUPTED
    assert [kind for name, kind in drill.read() if name == "Sam"] == ["alert-closed", "restored"]


def test_what_was_due_is_unsent_and_the_next_one_lies_ahead(drill: Drill) -> None:
    maya = drill.stage.member("Maya")
    drill.stage.checkin(state=CheckinState.SENT)
    drill.stage.change(Checkin, 1, deadline_at=NOW + HOUR, remind_at=NOW + HOUR)
    drill.stage.change(Enrolment, 1, next_at=NOW + DAY, next_on=(NOW + DAY).date(), next_slot=0)
    drill.back_up()
    drill.stage.now = NOW + 3 * DAY + HOUR
    done = drill.restore()
    checkins = drill.rows(Checkin)
    assert [one.state for one in checkins] == [CheckinState.UNSENT] * 4
    assert [one for one in checkins if one.deadline_at or one.remind_at or one.settle_at] == []
    [enrolment] = drill.rows(Enrolment, person_id=maya)
    assert enrolment.next_at == NOW + 4 * DAY
    assert done.done.unsent == 1
    assert drill.waiting() == [("restored", maya)]


def test_half_finished_answers_raise_no_alert_days_later(drill: Drill) -> None:
    drill.stage.member("Maya")
    drill.stage.supporter("Sam")
    drill.stage.checkin(state=CheckinState.ANSWERED, craving=10, settle_at=NOW + timedelta(minutes=10))
    drill.back_up()
    drill.restore()
    [checkin] = drill.rows(Checkin)
    assert checkin.settle_at is None
    assert checkin.settled_at is not None
    assert {kind for _, kind in drill.read()} == {"restored"}


def test_days_missed_before_and_after_do_not_add_up_to_silence(drill: Drill) -> None:
    drill.stage.member("Maya")
    drill.stage.supporter("Sam")
    drill.stage.miss()
    drill.back_up()
    drill.stage.now = NOW + 3 * DAY
    drill.restore()
    drill.stage.miss()
    assert drill.rows(Alert) == []


def test_without_a_restore_those_days_would_have(drill: Drill) -> None:
    drill.stage.member("Maya")
    drill.stage.supporter("Sam")
    drill.stage.miss()
    drill.stage.now = NOW + 3 * DAY
    drill.stage.miss()
    assert len(drill.rows(Alert)) == 1


def test_what_waited_is_dropped_and_old_claims_are_void(drill: Drill) -> None:
    drill.stage.member("Maya")
    drill.stage.supporter("Sam")
    drill.stage.does("Maya", sos.sos)
    drill.stage.database.write_now(lambda s: dispatch.claim(s, kinds=KINDS, now=NOW, epoch=1, limit=1))
    drill.stage.wrote("Maya")
    drill.stage.database.write_now(lambda s: s.add(Lease(name="bot", holder="old", epoch=7, until_at=NOW + DAY)))
    drill.back_up()
    done = drill.restore()
    assert (done.done.expired, done.done.set_aside) == (3, 1)
    assert {one.state.value for one in drill.rows(Incoming)} == {"set_aside"}
    [lease] = drill.rows(Lease)
    assert lease.epoch > 7 and lease.until_at < NOW
    assert {kind for kind, _ in drill.waiting()} == {"alert-interrupted", "restored"}


def test_no_id_is_given_out_a_second_time(drill: Drill) -> None:
    drill.stage.member("Maya")
    drill.back_up()
    lost = drill.stage.person("Lee")
    drill.restore()
    assert drill.stage.person("Ana") > lost


def test_where_the_lost_database_gave_out_more_than_that_it_is_asked(drill: Drill) -> None:
    drill.stage.member("Maya")
    drill.back_up()
    lost = drill.stage.person("Lee", id=5_000_000)
    if drill.stage.database.is_sqlite:
        drill.restore()
        assert drill.stage.person("Ana") > lost


def test_what_was_there_is_kept(drill: Drill) -> None:
    drill.stage.member("Maya")
    drill.back_up()
    drill.stage.member("Lee")
    kept = drill.restore().kept
    assert kept is not None
    assert kept.name.startswith("before-restore-")
    drill.copy = kept
    drill.restore()
    assert sorted(one.name for one in drill.rows(Person)) == ["Lee", "Maya"]


def test_twice_does_no_harm(drill: Drill) -> None:
    drill.stage.member("Maya")
    drill.stage.supporter("Sam")
    drill.back_up()
    drill.stage.does("Sam", forgetting.ask_again)
    drill.stage.does("Sam", forgetting.forget)
    assert drill.restore().known
    again = drill.restore()
    assert (again.known, again.done.replayed.forgotten) == (True, 1)
    assert [one.name for one in drill.rows(Person)] == ["Maya"]


def test_after_a_restore_the_folder_and_the_database_agree(drill: Drill) -> None:
    drill.stage.member("Maya")
    drill.back_up()
    drill.restore()
    assert not drill.stage.database.read_now(Sequence(drill.folder).is_older)
    mark = Sequence(drill.folder).mark()
    assert mark is not None
    assert mark.number == drill.stage.database.read_now(lambda session: engine_row(session).sequence)


def test_a_backup_of_an_older_schema_is_brought_up_to_date(sqlite_url: str, keyring: Keyring, tmp_path: Path) -> None:
    database = Database.open(sqlite_url, keyring, inline=True)
    database.write_now(lives.full)
    database.close()
    old = tmp_path / "old" / "backup.db"
    made_at("0001", f"sqlite:///{old}", rows(sqlite_url))
    done = put_back(old, url=sqlite_url, data_dir=tmp_path, keyring=keyring, now=NOW)
    assert (done.upgraded, done.copy.version) == (True, "0001")
    database = Database.open(sqlite_url, keyring)
    assert migrations.current_version(database) == migrations.head_version()
    assert database.read_now(lambda s: s.scalars(sa.select(col(Person.name)).order_by(col(Person.id))).all()) == [
        "Maya",
        "Sam",
        "Lee",
    ]
    database.close()


def test_keys_that_do_not_fit_are_refused_and_nothing_changes(drill: Drill) -> None:
    drill.stage.member("Maya")
    drill.back_up()
    drill.stage.member("Lee")
    drill.keyring, own = make_keyring(2), drill.keyring
    assert drill.copy is not None
    with pytest.raises(RestoreTrouble, match="The key file is not the one"):
        put_back(drill.copy, url=drill.url, data_dir=drill.folder, keyring=drill.keyring, now=NOW)
    drill.keyring = own
    assert len(drill.rows(Person)) == 2


def test_a_damaged_copy_is_refused(drill: Drill) -> None:
    drill.stage.member("Maya")
    drill.back_up()
    assert drill.copy is not None
    whole = drill.copy.read_bytes()
    drill.copy.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(RestoreTrouble, match="is damaged"):
        put_back(drill.copy, url=drill.url, data_dir=drill.folder, keyring=drill.keyring, now=NOW)
    assert len(drill.rows(Person)) == 1


def test_a_damaged_database_is_kept_as_it_lies_and_replaced(sqlite_url: str, keyring: Keyring, tmp_path: Path) -> None:
    database = Database.open(sqlite_url, keyring)
    database.write_now(lambda session: builders.person(session, "Maya"))
    database.close()
    copy = backup.make(sqlite_url, tmp_path / FOLDER, now=NOW).file
    file = tmp_path / "alongside.db"
    file.write_bytes(b"SQLite format 3\0" + b"\xff" * 9000)
    done = put_back(copy, url=sqlite_url, data_dir=tmp_path, keyring=keyring, now=NOW)
    assert done.kept is not None and done.kept.read_bytes() == b"SQLite format 3\0" + b"\xff" * 9000
    database = Database.open(sqlite_url, keyring)
    assert database.read_now(lambda s: s.scalars(sa.select(col(Person.name))).all()) == ["Maya"]
    database.close()
