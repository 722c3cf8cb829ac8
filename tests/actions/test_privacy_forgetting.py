"""/forget: said first, done at once, for everybody, and provably."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col

from bot.actions import alerts, dispatch, operator
from bot.actions.alerts import answering, sos
from bot.actions.outgoing import Delivered, Parcel
from bot.actions.privacy import KINDS, forgetting
from bot.actions.supporters import ending
from bot.actions.supporters.ending import Farewell
from bot.rules.vocabulary import AlertState, CheckinState, InboxState, OutboxState, Role
from bot.texts.messages import Message, Reply
from storage import revocations, rotation
from storage.database import Database
from storage.queries import chats, inbox, traces
from storage.revocations import Revoked, RevokedLog
from storage.tables import (
    Alert,
    ChatMessage,
    Checkin,
    Enrolment,
    Group,
    Incoming,
    Membership,
    Outgoing,
    Person,
)
from tests import builders, lives
from tests.actions.alerts_stage import Stage as Alerts
from tests.actions.supporters_stage import MAYA, SAM, Stage, kind, words
from tests.builders import NOW, id_of


@pytest.fixture
def house(database: Database) -> Alerts:
    return Alerts(database)


def sure(stage: Stage, tg_id: int) -> Reply:
    stage.act(tg_id, forgetting.ask)
    stage.act(tg_id, forgetting.ask_again)
    return stage.act(tg_id, forgetting.forget)


def gone(house: Alerts, name: str) -> Reply:
    house.does(name, forgetting.ask_again)
    reply = house.does(name, forgetting.forget)
    assert reply.show.kind == "forgotten"
    assert isinstance(reply, Reply)
    return reply


def messages(database: Database, wanted: str) -> list[Outgoing]:
    return database.read_now(lambda s: list(s.scalars(sa.select(Outgoing).where(col(Outgoing.kind) == wanted))))


def said(database: Database, row: Outgoing) -> Message:
    message = database.read_now(lambda session: KINDS[row.kind].load(session, row, NOW))
    assert isinstance(message, Message)
    return message


def test_forgetting_takes_two_steps_that_change_nothing(stage: Stage) -> None:
    stage.joined(MAYA, "Maya")
    assert kind(stage.act(MAYA, forgetting.ask)) == "forget-ask"
    assert kind(stage.act(MAYA, forgetting.ask_again)) == "forget-sure"
    assert kind(stage.act(MAYA, forgetting.keep)) == "forget-kept"
    assert len(stage.rows(Person)) == 1


def test_a_tap_on_erase_without_the_question_before_it_asks_first(stage: Stage) -> None:
    stage.joined(MAYA, "Maya")
    assert kind(stage.act(MAYA, forgetting.forget)) == "forget-ask"
    assert len(stage.rows(Person)) == 1


@pytest.mark.parametrize(("later", "gone"), [(timedelta(minutes=29, seconds=59), True), (timedelta(minutes=30), False)])
def test_the_second_question_stands_for_half_an_hour(stage: Stage, later: timedelta, gone: bool) -> None:
    stage.joined(MAYA, "Maya")
    stage.act(MAYA, forgetting.ask_again)
    stage.now += later
    assert kind(stage.act(MAYA, forgetting.forget)) == ("forgotten" if gone else "forget-ask")
    assert bool(stage.rows(Person)) is not gone


def test_the_first_step_says_who_will_notice(house: Alerts) -> None:
    house.member("Maya")
    house.supporter("Sam")
    house.member("Lee")
    house.supporter("Maya", of="Lee")
    house.settle("Maya", used=True)
    text = words(house.does("Maya", forgetting.ask))
    assert "Sam" in text and "Lee" in text and "right now" in text


def test_every_table_that_can_name_a_person_is_filled_by_a_whole_life(database: Database) -> None:
    assert database.write_now(lambda session: lives.missing(session, lives.full(session))) == set()


def test_nothing_of_a_whole_life_is_left(database: Database) -> None:
    def live(session: Session) -> None:
        forgetting.ask_again(session, lives.full(session), now=NOW)

    database.write_now(live)
    before = database.read_now(lambda session: traces.of(session, lives.MAYA))
    assert {"people.tg_hash", "people.tg_id", "checkins.person_id", "disclosures.viewer_id"} <= set(before)
    others = database.read_now(lambda session: traces.of(session, lives.LEE))

    def forget(session: Session) -> None:
        who = session.scalars(sa.select(Person).order_by(col(Person.id)).limit(1)).one()
        forgetting.forget(session, who, now=NOW)

    database.write_now(forget)
    assert database.read_now(lambda session: traces.of(session, lives.MAYA)) == {}
    named = database.read_now(lambda session: session.scalars(sa.select(Outgoing.kind)).all())  # type: ignore[call-overload]
    assert list(named) == ["supporter-gone"]
    left = database.read_now(lambda session: traces.of(session, lives.LEE))
    assert left["people.tg_hash"] == others["people.tg_hash"] == 1


CANARY = "canary"
OF_THE_GROUP = {"groups.name", "groups.link"}  # the group's own, which its people keep


def with_canaries(session: Session) -> Person:
    """A whole life, with a word of Maya's in every sealed column of every row that is hers."""
    maya = lives.full(session)
    forgetting.ask_again(session, maya, now=NOW)
    waiting = Incoming(update_id=2, person_hash=maya.tg_hash, body="{}", received_at=NOW)
    session.add(waiting)
    session.flush()
    for column in rotation.sealed_columns():
        table = column.table
        whose = [one == maya.id for one in traces.person_columns(table)]
        whose += [table.c.id == maya.id] if table.name == "people" else []
        whose += [table.c.person_hash == maya.tg_hash] if table.name == "inbox" else []
        if table.name == "patterns":
            whose.append(sa.true())
        if whose and str(column) != "people.tg_id":
            value = str(lives.MAYA) if str(column) == "people.tg_id" else f"{CANARY} {column}"
            session.execute(sa.update(table).where(sa.or_(*whose)).values({column: value}))
    session.expire_all()
    return maya


def canaries(session: Session) -> set[str]:
    """The sealed columns in which a canary is found, opened."""
    return {
        str(column)
        for column in rotation.sealed_columns()
        if any(CANARY in value for value in session.scalars(sa.select(column).where(column.is_not(None))))
    }


def sealed_bytes(session: Session) -> dict[str, list[bytes]]:
    raw = {one: sa.type_coerce(one, sa.LargeBinary) for one in rotation.sealed_columns()}
    return {
        str(one): [bytes(value) for value in session.scalars(sa.select(plain).where(one.is_not(None)))]
        for one, plain in raw.items()
    }


def forget_maya(session: Session) -> None:
    maya = session.scalars(sa.select(Person).order_by(col(Person.id)).limit(1)).one()
    forgetting.forget(session, maya, now=NOW)


def test_no_canary_of_any_sealed_column_is_left_in_any_table(database: Database) -> None:
    database.write_now(lambda session: with_canaries(session).id)
    sung = database.read_now(canaries)
    every = {str(column) for column in rotation.sealed_columns()}
    assert every - sung == {"people.tg_id", "checkins.extra", "engine.key_check", *OF_THE_GROUP} - sung
    database.write_now(forget_maya)
    # An update of hers that waits is emptied when it is handled, a moment later; nothing else is left.
    assert database.read_now(canaries) == {"inbox.body"}
    database.write_now(lambda session: inbox.close(session, 2, InboxState.HANDLED))
    assert database.read_now(canaries) == set()
    assert database.read_now(lambda session: traces.of(session, lives.MAYA)) == {}


def test_nothing_that_was_written_is_left_in_the_bytes_of_the_database(sqlite_url: str, keyring: Any) -> None:
    """Sealed as it is, it must not even stay as unreadable bytes: pages are overwritten when rows go, and so is the journal."""
    database = Database.open(sqlite_url, keyring, inline=True)
    path = Path(sqlite_url.removeprefix("sqlite:///"))
    database.write_now(lambda session: with_canaries(session).id)
    before = database.read_now(sealed_bytes)
    on_disk = b"".join(file.read_bytes() for file in path.parent.glob("alongside.db*"))
    hers = {value for values in before.values() for value in values if keyring.open(value).startswith(CANARY)}
    assert len(hers) > 10 and all(value in on_disk for value in hers)
    database.write_now(forget_maya)
    database.write_now(lambda session: inbox.close(session, 2, InboxState.HANDLED))
    database.close()
    on_disk = b"".join(file.read_bytes() for file in path.parent.glob("alongside.db*"))
    assert [value for value in hers if value in on_disk] == []


# Races: it happens at the worst moment.


def claimed(house: Alerts) -> list[Parcel]:
    """What is being sent at this very moment."""
    house.database.write_now(lambda session: alerts.advance_due(session, now=house.now))
    return house.database.write_now(
        lambda session: dispatch.claim(session, kinds=alerts.KINDS, now=house.now, epoch=1, limit=50)
    )


def arrives(house: Alerts, parcel: Parcel) -> bool:
    return house.database.write_now(
        lambda session: dispatch.record(session, parcel, Delivered(99, house.now), kinds=alerts.KINDS, now=house.now)
    )


def test_forgotten_while_an_alert_is_being_sent_leaves_nothing_and_its_button_is_nobodys(house: Alerts) -> None:
    house.member("Maya")
    house.supporter("Sam")
    house.settle("Maya", used=True)
    house.flow()
    house.now += timedelta(minutes=2)
    (parcel,) = [one for one in claimed(house) if one.kind == "alert-page"]
    alert = house.alert().id
    gone(house, "Maya")
    assert not arrives(house, parcel)
    assert house.database.read_now(lambda session: session.scalars(sa.select(Alert)).all()) == []
    assert house.does("Sam", answering.acknowledge, alert).toast.kind == "not-yours"
    assert [row.ids for row in messages(house.database, "forgotten-closed")] == [
        {"edit": None}
    ]  # Sam reads that it is closed


def test_a_supporter_forgotten_while_they_are_being_asked_gives_way_to_the_next(house: Alerts) -> None:
    house.member("Maya")
    house.supporter("Sam")
    house.supporter("Ana")
    house.settle("Maya", used=True)
    house.flow()
    house.now += timedelta(minutes=2)
    (parcel,) = [one for one in claimed(house) if one.kind == "alert-page"]
    gone(house, "Sam")
    assert not arrives(house, parcel)
    assert ("Ana", "alert-page") in house.flow()


def test_the_operator_can_erase_themselves_and_goes_on_hearing_of_trouble(stage: Stage) -> None:
    """Where reports go is a setting, and no row: the person is gone, the operator is not."""
    stage.joined(MAYA, "Maya")
    sure(stage, MAYA)
    stage.write(lambda session: operator.tell(session, "token-refused", now=stage.now))
    (parcel,) = stage.write(
        lambda session: dispatch.claim(session, kinds=operator.KINDS, now=stage.now, epoch=1, limit=5, operator=MAYA)
    )
    assert (parcel.chat_id, parcel.kind) == (MAYA, "operator-notice")
    assert stage.rows(Person) == []


def test_two_taps_on_erase_are_one(house: Alerts) -> None:
    house.member("Maya")
    gone(house, "Maya")
    assert house.database.read_now(lambda session: session.scalars(sa.select(Person)).all()) == []


def test_every_id_of_a_message_that_names_a_person_is_known_to_be_one() -> None:
    """Whoever puts a person into a message under a new word has to say so, or it outlives them."""
    words = set()
    for file in Path("bot/actions").rglob("*.py"):
        for ids in re.findall(r"ids=\{([^}]*)\}", file.read_text("utf-8")):
            words |= set(re.findall(r'"(\w+)":', ids))
    words |= {"by", "whom"}  # as keywords of `asking.tell`
    assert words - set(traces.NAMING) == NOT_PEOPLE


NOT_PEOPLE = {
    *("about", "anew", "detail", "edit", "encouragement", "forced", "goes_on", "group", "message", "newest", "preset"),
    *("on", "promised", "request", "row", "signals", "support", "until", "version", "what", "why", "word", "from"),
}


def test_whoever_was_asked_reads_that_it_is_closed_and_nothing_names_the_member(house: Alerts) -> None:
    house.member("Maya")
    house.supporter("Sam")
    house.settle("Maya", used=True)
    house.wait(timedelta(minutes=3))
    page = house.step("Sam").message_id
    gone(house, "Maya")
    assert [(row.ids, row.alert_id) for row in messages(house.database, "forgotten-closed")] == [({"edit": page}, None)]
    assert said(house.database, messages(house.database, "forgotten-closed")[0]).kind == "forgotten-closed"


def test_who_had_taken_it_up_hears_that_it_is_closed(house: Alerts) -> None:
    house.member("Maya")
    house.supporter("Sam")
    house.settle("Maya", used=True)
    house.wait(timedelta(minutes=3))
    house.does("Sam", answering.acknowledge, house.alert().id)
    gone(house, "Maya")
    assert [row.ids for row in messages(house.database, "forgotten-closed")] == [{"edit": None}]


def test_an_alert_that_a_forgotten_supporter_had_taken_up_goes_on(house: Alerts) -> None:
    house.member("Maya")
    house.supporter("Sam")
    house.supporter("Ana")
    house.settle("Maya", used=True)
    house.wait(timedelta(minutes=3))
    house.does("Sam", answering.acknowledge, house.alert().id)
    house.flow()
    gone(house, "Sam")
    assert (house.alert().state, house.alert().acknowledged_by) == (AlertState.ASKING, None)
    assert ("Ana", "alert-page") in house.flow()
    house.does("Ana", answering.acknowledge, house.alert().id)
    assert house.alert().state is AlertState.ACKNOWLEDGED


def test_an_sos_that_a_forgotten_supporter_was_on_goes_on(house: Alerts) -> None:
    house.member("Maya")
    house.supporter("Sam")
    house.supporter("Ana")
    house.does("Maya", sos.sos)
    house.flow()
    house.does("Sam", answering.acknowledge, house.alert().id)
    gone(house, "Sam")
    assert (house.alert().state, house.alert().acknowledged_by) == (AlertState.ASKING, None)
    assert ("Ana", "sos-page") in house.wait(timedelta(minutes=11))


def test_an_alert_whose_only_supporter_is_forgotten_ends_and_the_member_knows(house: Alerts) -> None:
    house.member("Maya")
    house.supporter("Sam")
    house.settle("Maya", used=True)
    house.wait(timedelta(minutes=3))
    house.does("Sam", answering.acknowledge, house.alert().id)
    house.flow()
    gone(house, "Sam")
    seen = house.walk(timedelta(hours=14))
    assert house.alert().state is AlertState.EXHAUSTED
    assert ("Maya", "alert-exhausted") in seen


@pytest.mark.parametrize(("others", "left"), [((), 0), (("Ana",), 1)])
def test_the_member_of_a_forgotten_supporter_learns_how_many_are_left_and_no_name(
    house: Alerts, others: tuple[str, ...], left: int
) -> None:
    house.member("Maya")
    for name in ("Sam", *others):
        house.supporter(name)
    gone(house, "Sam")
    message = said(house.database, messages(house.database, "supporter-gone")[0])
    assert message.values == {"left": left}


@pytest.mark.parametrize(
    ("kind", "state", "dedupe"),
    [
        ("alert-waiting", AlertState.ASKING, "waiting:{alert}:{sam}:1"),
        ("alert-ended", AlertState.RESOLVED, "ended:{alert}"),
    ],
)
def test_a_message_that_names_somebody_who_is_gone_is_withdrawn_and_holds_up_nobody(
    house: Alerts, kind: str, state: AlertState, dedupe: str
) -> None:
    """One that was put in by whoever still thought them there."""
    house.member("Maya")
    house.supporter("Sam")
    sam = house.people["Sam"]
    house.settle("Maya", used=True)
    gone(house, "Sam")
    alert = house.alert().id or 0

    def late(session: Session) -> None:
        session.add(
            Outgoing(
                dedupe=dedupe.format(alert=alert, sam=sam), recipient_id=house.people["Maya"], kind=kind, ids={"by": sam},
                alert_id=alert, priority=1, created_at=NOW, not_before_at=NOW,
            )
        )  # fmt: skip

    house.database.write_now(late)
    house.change(Alert, alert, state=state)
    house.flow()
    states = {row.dedupe: row.state for row in messages(house.database, kind)}
    assert states[dedupe.format(alert=alert, sam=sam)] == "withdrawn"


def a_group(session: Session, *people: Person) -> Group:
    group = builders.group(session, approved_at=NOW, link="token", link_hash="0" * 32)
    rhythm = builders.cadence(session, group)
    for who, role in zip(people, (Role.LEADER, Role.MEMBER, Role.CO_LEADER), strict=False):
        session.add(Membership(group_id=id_of(group), person_id=id_of(who), role=role, joined_at=NOW))
    if len(people) > 1:
        builders.enrolment(
            session, people[1], rhythm, next_at=NOW + timedelta(hours=1), next_on=NOW.date(), next_slot=0
        )
        builders.checkin(session, people[1], rhythm)
    return group


def dana_forgets(database: Database, *others: str) -> None:
    def play(session: Session) -> None:
        dana = builders.person(session, "Dana", tg_id=MAYA)
        a_group(session, dana, *(builders.person(session, name) for name in others))
        forgetting.ask_again(session, dana, now=NOW)
        forgetting.forget(session, dana, now=NOW)

    database.write_now(play)


def test_a_leader_s_group_goes_to_the_co_leader(database: Database) -> None:
    dana_forgets(database, "Lee", "Ana")
    group, roles = database.read_now(
        lambda s: (
            s.scalars(sa.select(Group)).one(),
            s.scalars(sa.select(Membership).where(col(Membership.left_at).is_(None))).all(),
        )
    )
    assert group.closed_at is None and sorted(row.role for row in roles) == [Role.LEADER, Role.MEMBER]
    assert said(database, messages(database, "group-yours")[0]).values == {"group": "Morning circle"}


def test_a_leader_s_group_without_a_co_leader_closes_and_its_people_are_told(stage: Stage) -> None:
    dana_forgets(stage.database, "Lee")
    (group,) = stage.rows(Group)
    assert group.closed_at == NOW and group.link is None
    assert [row.recipient_id for row in messages(stage.database, "grp-ended")] == [stage.rows(Person)[0].id]


def test_a_member_of_a_closed_group_goes_on_by_themselves_and_the_open_check_in_with_them(stage: Stage) -> None:
    dana_forgets(stage.database, "Lee")
    assert [row.ended_at for row in stage.rows(Enrolment)] == [NOW, None]
    assert [row.state for row in stage.rows(Checkin)] == [CheckinState.SENT]


@pytest.mark.parametrize(("age", "deleted"), [(timedelta(hours=47, minutes=59), True), (timedelta(hours=48), False)])
def test_the_chat_s_messages_of_the_last_two_days_are_deleted(stage: Stage, age: timedelta, deleted: bool) -> None:
    maya = stage.joined(MAYA, "Maya")

    def talk(session: Session) -> None:
        chats.remember(session, maya, 11, now=NOW - age)
        session.add(
            Outgoing(
                dedupe="x", recipient_id=maya, kind="settings", priority=2, created_at=NOW - age, not_before_at=NOW,
                sent_at=NOW - age, message_id=12, state=OutboxState.SENT,
            )
        )  # fmt: skip

    stage.write(talk)
    reply = sure(stage, MAYA)
    assert reply.deletes == ((11, 12) if deleted else ())
    assert stage.rows(ChatMessage) == []


def test_who_was_forgotten_can_begin_again_as_a_stranger(stage: Stage) -> None:
    first = stage.joined(MAYA, "Maya")
    sure(stage, MAYA)
    assert stage.joined(MAYA, "Maya") != first


def test_forgetting_leaves_a_keyed_hash_to_be_written_before_the_commit(stage: Stage, tmp_path: Path) -> None:
    log = RevokedLog(tmp_path / "revoked.log")
    seen: list[int] = []
    stage.joined(MAYA, "Maya")

    def before(session: Session) -> None:
        seen.append(len(revocations.noted(session)))
        log.before_commit(session)

    stage.database.before_commit = before
    sure(stage, MAYA)
    (entry,) = log.entries()
    assert seen[-1] == 1 and entry.what is Revoked.FORGOTTEN
    assert entry.hashes == (stage.database.keyring.hash_id(MAYA),)
    assert str(MAYA) not in (tmp_path / "revoked.log").read_text()


def test_where_the_line_cannot_be_written_nothing_is_erased(stage: Stage, tmp_path: Path) -> None:
    stage.joined(MAYA, "Maya")
    stage.database.before_commit = RevokedLog(tmp_path).before_commit  # a directory is no file
    stage.act(MAYA, forgetting.ask_again)
    with pytest.raises(IsADirectoryError):
        stage.act(MAYA, forgetting.forget)
    assert len(stage.rows(Person)) == 1


def test_who_ends_a_support_leaves_a_line_for_both(stage: Stage, tmp_path: Path) -> None:
    log = RevokedLog(tmp_path / "revoked.log")
    stage.database.before_commit = log.before_commit
    maya, sam = stage.joined(MAYA, "Maya"), stage.joined(SAM, "Sam")

    def choose(session: Session) -> int:
        one = builders.support(session, session.get(Person, maya), session.get(Person, sam))  # type: ignore[arg-type]
        session.add(lives._shared(id_of(one)))
        return id_of(one)

    stage.act(MAYA, ending.remove, stage.write(choose), Farewell.SILENT)
    hashes = tuple(stage.database.keyring.hash_id(one) for one in (MAYA, SAM))
    assert [(one.what, one.hashes) for one in log.entries()] == [(Revoked.SHARING, hashes), (Revoked.SUPPORT, hashes)]
