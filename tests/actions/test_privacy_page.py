"""/privacy: what it says is what the rows say; and the chat is cleared of what may be cleared."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from bot.actions.alerts import answering, sos
from bot.actions.privacy import clearing, page
from bot.rules.consent import Choice
from bot.rules.vocabulary import Level, Role, ShownAs
from storage.database import Database
from storage.queries import chats
from storage.tables import ChatMessage, Checkin, Disclosure, Membership, Person
from tests import builders
from tests.actions.alerts_stage import Stage as Alerts
from tests.actions.supporters_stage import MAYA, SAM, Stage, kind, labels, words
from tests.builders import NOW, id_of


@pytest.fixture
def house(database: Database) -> Alerts:
    return Alerts(database)


def looked(
    stage: Stage, maya: int, sam: int, count: int, *, what: str = "alert-page", level: Level = Level.REASON
) -> None:
    def look(session: Session) -> None:
        for number in range(count):
            at = NOW - timedelta(days=number)
            session.add(Disclosure(member_id=maya, viewer_id=sam, what=what, level=level, at=at))

    stage.write(look)


@pytest.mark.parametrize(
    ("choice", "said"),
    [(Choice.REACH_OUT, "only that you could use a word"), (Choice.REASON_WITHOUT_USE, "never that you used"),
     (Choice.REASON_WITH_USE, "including if you used")],
)  # fmt: skip
def test_the_page_says_for_each_supporter_what_they_may_read(house: Alerts, choice: Choice, said: str) -> None:
    house.member("Maya")
    house.supporter("Sam", choice=choice)
    text = words(house.does("Maya", page.show))
    assert "Sam" in text and said in text


def test_without_a_supporter_it_says_that_nobody_hears(stage: Stage) -> None:
    stage.joined(MAYA, "Maya")
    assert "Nobody" in words(stage.act(MAYA, page.show))


@pytest.mark.parametrize(("shown", "said"), [(ShownAs.NAME, "your name"), (ShownAs.COUNTED, "without your name")])
def test_the_page_says_how_each_group_s_leader_sees_them(stage: Stage, shown: ShownAs, said: str) -> None:
    def join(session: Session) -> None:
        maya, dana = builders.person(session, "Maya", tg_id=MAYA), builders.person(session, "Dana", tg_id=SAM)
        group = builders.group(session, approved_at=NOW)
        for who, role, as_ in ((dana, Role.LEADER, ShownAs.NAME), (maya, Role.MEMBER, shown)):
            session.add(Membership(group_id=id_of(group), person_id=id_of(who), role=role, shown_as=as_, joined_at=NOW))

    stage.write(join)
    text = words(stage.act(MAYA, page.show))
    assert "Dana</b>, leading Morning circle" in text and said in text


def test_the_page_leads_to_all_that_can_be_done(stage: Stage) -> None:
    stage.joined(MAYA, "Maya")
    shown = labels(stage.act(MAYA, page.show))
    assert {"Who read what", "What I keep", "Who hears from me", "A copy for me", "Clear this chat", "Erase me"} <= set(
        shown
    )


def test_it_says_how_long_each_thing_is_kept(stage: Stage) -> None:
    stage.joined(MAYA, "Maya")
    text = words(stage.act(MAYA, page.kept))
    assert "90 days" in text and "2 years" in text and "365 days" in text and "Backups" in text


def test_who_was_asked_stands_in_the_record_with_what_they_read(house: Alerts) -> None:
    house.member("Maya")
    house.supporter("Sam")
    house.settle("Maya", used=True)
    house.wait(timedelta(minutes=3))
    assert "Sam read that you could use a word, and why" in words(house.does("Maya", page.read, skip=0))


def test_an_sos_stands_in_the_record(house: Alerts) -> None:
    house.member("Maya")
    house.supporter("Sam")
    house.does("Maya", sos.sos)
    house.flow()
    assert "Sam read that you needed someone right away" in words(house.does("Maya", page.read, skip=0))


def test_nobody_having_read_anything_is_said(stage: Stage) -> None:
    stage.joined(MAYA, "Maya")
    assert kind(stage.act(MAYA, page.read, skip=0)) == "privacy-no-looks"


@pytest.mark.parametrize(("count", "more"), [(page.LOOKS_AT_ONCE, False), (page.LOOKS_AT_ONCE + 1, True)])
def test_the_record_comes_a_page_at_a_time_the_newest_first(stage: Stage, count: int, more: bool) -> None:
    looked(stage, stage.joined(MAYA, "Maya"), stage.joined(SAM, "Sam"), count)
    reply = stage.act(MAYA, page.read, skip=0)
    assert words(reply).splitlines()[2].startswith("9:00: Sam")
    assert ("Earlier" in labels(reply)) is more
    if more:
        assert words(stage.act(MAYA, page.read, skip=page.LOOKS_AT_ONCE)).count("Sam") == 1


def test_the_record_says_nothing_of_other_people_s_looks(stage: Stage) -> None:
    looked(stage, stage.joined(MAYA, "Maya"), stage.joined(SAM, "Sam"), 1)
    assert kind(stage.act(SAM, page.read, skip=0)) == "privacy-no-looks"


def test_a_look_of_a_sort_it_does_not_know_is_said_plainly(stage: Stage) -> None:
    looked(stage, stage.joined(MAYA, "Maya"), stage.joined(SAM, "Sam"), 1, what="something-new")
    assert "Sam read a message about you" in words(stage.act(MAYA, page.read, skip=0))


@pytest.mark.parametrize(("age", "gone"), [(timedelta(hours=47, minutes=59), (11,)), (timedelta(hours=48), ())])
def test_clearing_the_chat_deletes_what_telegram_still_lets_us(
    stage: Stage, age: timedelta, gone: tuple[int, ...]
) -> None:
    maya = stage.joined(MAYA, "Maya")
    stage.write(lambda session: chats.remember(session, maya, 11, now=NOW - age))
    assert stage.act(MAYA, clearing.clear).deletes == gone


def test_the_pinned_card_stays(stage: Stage) -> None:
    maya = stage.joined(MAYA, "Maya", pinned_message=10)
    stage.write(lambda session: chats.remember(session, maya, 10, now=NOW))
    stage.write(lambda session: chats.remember(session, maya, 11, now=NOW))
    assert stage.act(MAYA, clearing.clear).deletes == (11,)


def test_a_message_is_deleted_once(stage: Stage) -> None:
    maya = stage.joined(MAYA, "Maya")
    stage.write(lambda session: chats.remember(session, maya, 11, now=NOW))
    stage.act(MAYA, clearing.clear)
    assert stage.act(MAYA, clearing.clear).deletes == ()
    assert stage.rows(ChatMessage) == []


def test_clearing_changes_nothing_that_is_kept(house: Alerts) -> None:
    house.member("Maya")
    house.supporter("Sam")
    checkin = house.checkin("Maya", craving=8)
    house.does("Maya", clearing.clear)
    found = house.database.read_now(lambda session: session.get(Checkin, checkin))
    assert found is not None and found.craving == 8


def test_what_somebody_in_need_waits_for_stays_in_the_supporter_s_chat(house: Alerts) -> None:
    house.member("Maya")
    house.supporter("Sam")
    house.settle("Maya", used=True)
    house.wait(timedelta(minutes=3))
    page_id = house.step("Sam").message_id
    assert house.does("Sam", clearing.clear).deletes == ()
    house.does("Sam", answering.acknowledge, house.alert().id)
    house.does("Sam", answering.talked, house.alert().id)
    assert page_id in house.does("Sam", clearing.clear).deletes


def test_the_member_can_clear_their_own_alerts_away(house: Alerts) -> None:
    house.member("Maya")
    house.supporter("Sam")
    house.settle("Maya", used=True)
    house.wait(timedelta(minutes=3))
    assert len(house.does("Maya", clearing.clear).deletes) > 0
    assert house.database.read_now(lambda session: session.get(Person, house.people["Maya"])) is not None
