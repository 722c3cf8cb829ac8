"""Groups: made by a leader, approved by the operator, changed without asking anybody twice, seen by who leads them."""

from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import event
from sqlmodel import Session, col, select

from bot.actions.groups import overview
from bot.actions.groups.notices import KINDS
from bot.actions.outgoing import Later, Withdrawn
from bot.actions.terms import Terms
from bot.rules.vocabulary import CheckinState, Preset, Role, ShownAs
from bot.texts.messages import Message
from handlers.delivery.rendering import Screen, render
from storage.database import Database
from storage.tables import Cadence, Checkin, Enrolment, Expected, Group, Membership, Outgoing, Person
from tests import builders
from tests.actions.groups_stage import DANA, LEE, MAYA, OPERATOR, led, link_of, member, somebody
from tests.talking import BOT_NAME, Town


@pytest.fixture
def town(database: Database) -> Town:
    return Town(database)


def cadence(database: Database) -> Cadence:
    return database.read_now(lambda s: s.exec(select(Cadence).where(col(Cadence.group_id).is_not(None))).one())


def planned(database: Database, tg_id: int) -> datetime | None:
    def look(session: Session) -> datetime | None:
        who = session.exec(select(Person).where(Person.tg_hash == session.info["keyring"].hash_id(tg_id))).one()
        return session.exec(select(Enrolment).where(Enrolment.person_id == who.id)).one().next_at

    return database.read_now(look)


def notices(town: Town, kind: str) -> list[Message | Withdrawn | Later]:
    """What the outbox's rows of one kind would say now."""

    def load(session: Session) -> list[Message | Withdrawn | Later]:
        rows = session.exec(select(Outgoing).where(Outgoing.kind == kind).order_by(col(Outgoing.id))).all()
        return [KINDS[kind].load(session, row, town.now) for row in rows]

    return town.database.read_now(load)


def said(message: Message | Withdrawn | Later) -> Screen:
    assert isinstance(message, Message), message
    return render(message, "en")


async def test_a_group_has_a_link_with_a_qr_code_after_three_answers(town: Town, database: Database) -> None:
    dana = await led(town)
    assert "Monday, Wednesday, and Friday at 9:00" in dana.text
    assert f"https://t.me/{BOT_NAME}?start={link_of(database)}" in dana.screens[1].text
    assert dana.screens[1].photo is not None and dana.screens[1].photo.startswith(b"\x89PNG")


async def test_the_link_in_the_database_is_sealed_and_found_by_its_hash(town: Town, database: Database) -> None:
    await led(town)
    token = link_of(database).removeprefix("j_")
    assert len(token) == 22
    raw = database.read_now(lambda s: s.connection().exec_driver_sql("SELECT name, link, link_hash FROM groups").one())
    assert all(token.encode() not in bytes(str(part), "utf-8") for part in raw)


async def test_a_leader_without_a_zone_is_asked_for_it_first(town: Town, database: Database) -> None:
    dana = somebody(town, DANA, "Dana", zone=None)
    await dana.types("/newgroup")
    await dana.types("Berlin")
    await dana.taps("Yes")
    await dana.types("Morning circle")
    await dana.taps("Sober house")
    await dana.types("8:30")
    await dana.taps("Yes, make it")
    group = database.read_now(lambda s: s.exec(select(Group)).one())
    assert group.zone == "Europe/Berlin"
    assert cadence(database).times == (time(8, 30), time(21))


@pytest.mark.parametrize("name", ["", " ", "x" * 41, "t.me/spam", "\u202eevil"])
async def test_a_name_that_cannot_be_shown_is_asked_again(town: Town, database: Database, name: str) -> None:
    dana = somebody(town, DANA, "Dana")
    await dana.types("/newgroup")
    await dana.types(name or "\u200b")
    assert "1 to 40 characters" in dana.text
    await dana.types("Morning circle")
    assert "Early recovery" in dana.buttons


@pytest.mark.parametrize("name", ['Zoë\'s "circle" <b>&', "🌅" * 40, "دایره صبح", "x"])
async def test_a_name_with_quotes_emoji_or_another_script_is_shown_as_given(
    town: Town, database: Database, name: str
) -> None:
    dana = await led(town, name=name)
    assert database.read_now(lambda s: s.exec(select(Group)).one().name) == name
    await dana.types("/group")
    assert "nobody was asked yet" in dana.text
    await dana.taps("Change")
    await dana.taps("Name")
    await dana.types("Another & one")
    assert database.read_now(lambda s: s.exec(select(Group)).one().name) == "Another & one"
    assert "Another &amp; one" in dana.text


async def test_a_template_tapped_after_half_an_hour_starts_again(town: Town, database: Database) -> None:
    dana = somebody(town, DANA, "Dana")
    await dana.types("/newgroup")
    await dana.types("Morning circle")
    town.pass_by(minutes=31)
    await dana.taps("Aftercare")
    assert "What is the group called?" in dana.text
    assert database.read_now(lambda s: s.exec(select(Group)).all()) == []


async def test_a_second_tap_on_the_hour_makes_no_second_group(town: Town, database: Database) -> None:
    dana = somebody(town, DANA, "Dana")
    await dana.types("/newgroup")
    await dana.types("Morning circle")
    await dana.taps("Aftercare")
    hour = dana.buttons["9:00"]
    await dana.sends(hour)
    await dana.sends(hour)
    assert len(database.read_now(lambda s: s.exec(select(Group)).all())) == 1
    assert "Morning circle is ready." in dana.text
    assert f"?start={link_of(database)}" in dana.screens[1].text


async def test_another_hour_tapped_after_it_was_made_starts_again(town: Town) -> None:
    dana = somebody(town, DANA, "Dana")
    await dana.types("/newgroup")
    await dana.types("Morning circle")
    await dana.taps("Aftercare")
    hours = dana.buttons
    await dana.sends(hours["9:00"])
    await dana.sends(hours["8:00"])
    assert "What is the group called?" in dana.text
    await dana.sends(hours["9:00"])  # another is being set up
    assert "What is the group called?" in dana.text


async def test_the_hour_of_a_group_made_half_an_hour_ago_starts_again(town: Town) -> None:
    dana = somebody(town, DANA, "Dana")
    await dana.types("/newgroup")
    await dana.types("Morning circle")
    await dana.taps("Aftercare")
    hour = dana.buttons["9:00"]
    await dana.sends(hour)
    town.pass_by(minutes=30)
    await dana.sends(hour)
    assert "What is the group called?" in dana.text


async def test_a_new_leader_waits_for_the_operator(database: Database) -> None:
    town = Town(database, terms=Terms(approve_leaders=True, operator_chat_id=OPERATOR))
    dana = await led(town)
    assert "I'll write to you then" in dana.text
    asked = said(notices(town, "grp-approval")[0])
    assert "Dana" in asked.text
    operator = town.person(OPERATOR, "Op")
    operator.screens = [asked]
    stranger = town.person(5, "Eve")
    await stranger.sends(operator.buttons["Approve"])
    assert stranger.toast == "This button belongs to another chat."
    assert database.read_now(lambda s: s.exec(select(Group)).one().approved_at) is None
    await operator.taps("Approve")
    assert database.read_now(lambda s: s.exec(select(Group)).one().approved_at) == town.now
    dana.screens = [said(notices(town, "grp-approved")[0])]
    await dana.taps("Invite")
    assert f"?start={link_of(database)}" in dana.text
    await dana.types("/newgroup")  # once approved, a leader needs no second word
    await dana.types("Evening circle")
    await dana.taps("Aftercare")
    await dana.taps("18:00")
    assert "Evening circle is ready" in dana.text


async def test_without_an_operator_nobody_waits_for_a_word(database: Database) -> None:
    dana = await led(Town(database, terms=Terms(approve_leaders=True)))
    assert "Morning circle is ready" in dana.text


async def test_a_declined_leader_is_told_and_the_group_closes(database: Database) -> None:
    town = Town(database, terms=Terms(approve_leaders=True, operator_chat_id=OPERATOR))
    dana = await led(town)
    operator = town.person(OPERATOR, "Op")
    operator.screens = [said(notices(town, "grp-approval")[0])]
    decline, approve = operator.buttons["Decline"], operator.buttons["Approve"]
    await operator.sends(decline)
    await operator.sends(approve)  # too late: it stays as it was decided
    assert "Declined" in operator.text
    assert "said no" in said(notices(town, "grp-declined")[0]).text
    await dana.types("/group")
    assert "You're in no group" in dana.text


async def test_the_old_link_dies_with_a_new_one(town: Town, database: Database) -> None:
    dana = await led(town)
    old = link_of(database)
    await dana.types("/group")
    await dana.taps("New link")
    await dana.taps("Yes, a new link")
    new = link_of(database)
    assert new != old
    assert new in dana.screens[1].text
    maya = somebody(town, MAYA, "Maya")
    await maya.types(f"/start {old}")
    assert "no longer works" in maya.text
    await maya.types(f"/start {new}")
    await maya.taps("OK, I agree")
    assert "Morning circle" in maya.text


async def test_a_stranger_cannot_see_or_change_a_group(town: Town, database: Database) -> None:
    dana = await led(town)
    await dana.types("/group")
    buttons = list(dana.buttons.values())
    await dana.taps("Change")
    buttons += dana.buttons.values()
    await dana.taps("Days")
    buttons += dana.buttons.values()
    eve = somebody(town, 5, "Eve")
    before = cadence(database), link_of(database)
    for data in buttons:
        eve.screens, eve.toast = [], None
        await eve.sends(data)
        assert not eve.screens
        assert str(eve.toast) == "This button belongs to another chat.", data
    assert (cadence(database), link_of(database)) == before


async def test_a_member_sees_their_own_part_and_not_the_leaders_page(town: Town, database: Database) -> None:
    dana = await led(town)
    await dana.types("/group")
    change, members = dana.buttons["Change"], dana.buttons["Members"]
    maya = await member(town, MAYA, "Maya")
    await maya.types("/group")
    assert "led by Dana" in maya.text and "Dana sees your name" in maya.text
    for data in (change, members):
        await maya.sends(data)
        assert maya.toast == "This button belongs to another chat."
    await maya.taps("Only count me")
    assert "counted without your name" in maya.text


async def test_the_leader_sees_names_only_of_those_who_chose_it(town: Town, database: Database) -> None:
    dana = await led(town)
    await member(town, MAYA, "Maya")
    await member(town, LEE, "Lee", shown="Join, only count me")
    await dana.types("/group")
    await dana.taps("Members")
    assert "Maya" in dana.text and "Lee" not in dana.text and "One is only counted" in dana.text


@pytest.mark.parametrize(
    ("state", "counted"),
    [
        (CheckinState.ANSWERED, (1, 1)),
        (CheckinState.QUEUED, (0, 1)),
        (CheckinState.SENT, (0, 1)),
        (CheckinState.MISSED, (0, 1)),
        (CheckinState.PAUSED, (0, 0)),
        (CheckinState.UNSENT, (0, 0)),
        (None, (0, 0)),
    ],
)
async def test_paused_and_unsent_look_like_neither(
    town: Town, database: Database, state: CheckinState | None, counted: tuple[int, int]
) -> None:
    await led(town)
    await member(town, MAYA, "Maya")

    def add(session: Session) -> overview.Today:
        group = session.exec(select(Group)).one()
        if state is not None:
            row = session.exec(select(Enrolment)).one()
            session.add(
                Checkin(person_id=row.person_id, cadence_id=row.cadence_id, on=builders.TODAY, slot=0, state=state,
                        zone="Etc/UTC", planned_at=town.now)
            )  # fmt: skip
            session.flush()
        return overview.today(session, group, now=town.now)

    seen = database.write_now(add)
    assert (seen.answered, seen.asked) == counted
    assert [one.name for one in seen.waiting] == (["Maya"] if counted == (0, 1) else [])


async def test_an_answer_in_another_group_at_the_same_minute_counts_here_too(town: Town, database: Database) -> None:
    await led(town)
    await member(town, MAYA, "Maya")

    def add(session: Session) -> tuple[int, int]:
        group, row = session.exec(select(Group)).one(), session.exec(select(Enrolment)).one()
        maya = session.get(Person, row.person_id)
        assert maya is not None
        other = builders.cadence(session, maya)
        for planned_at in (town.now, town.now + timedelta(hours=1)):
            builders.checkin(
                session, maya, other, slot=planned_at.hour, state=CheckinState.ANSWERED, planned_at=planned_at
            )
        seen = overview.today(session, group, now=town.now)
        return seen.answered, seen.asked

    assert database.write_now(add) == (1, 1)


async def test_a_change_is_saved_only_with_save_and_tells_each_member_once(town: Town, database: Database) -> None:
    dana = await led(town)
    await member(town, MAYA, "Maya")
    before = planned(database, MAYA)
    await dana.types("/group")
    await dana.taps("Change")
    await dana.taps("Days")
    await dana.taps("✓ Mon")
    await dana.taps("✓ Wed")
    await dana.taps("Thu")
    assert cadence(database).days == {0, 2, 4}
    assert planned(database, MAYA) == before
    await dana.taps("Save")
    assert dana.toast == "Saved. I'll tell one person."
    assert cadence(database).days == {3, 4}
    assert planned(database, MAYA) == builders.NOW + timedelta(days=3)
    told = notices(town, "grp-rhythm")
    assert len(told) == 1
    assert "now checks in Thursday and Friday at 9:00" in said(told[0]).text


async def test_a_superseded_change_is_not_told(town: Town, database: Database) -> None:
    dana = await led(town)
    await member(town, MAYA, "Maya")
    for label in ("Tue", "Thu"):
        await dana.types("/group")
        await dana.taps("Change")
        await dana.taps("Days")
        await dana.taps(label)
        await dana.taps("Save")
    first, second = notices(town, "grp-rhythm")
    assert isinstance(first, Withdrawn)
    assert "Monday to Friday" in said(second).text


async def test_a_change_waits_for_the_end_of_a_members_quiet_hours(town: Town, database: Database) -> None:
    dana = await led(town)
    await member(town, MAYA, "Maya")
    town.now = builders.NOW.replace(hour=23)
    await dana.types("/group")
    await dana.taps("Change")
    await dana.taps("Days")
    await dana.taps("Tue")
    await dana.taps("Save")
    told = notices(town, "grp-rhythm")[0]
    assert isinstance(told, Later) and told.at == datetime(2026, 3, 3, 7, tzinfo=builders.UTC)


async def test_the_last_day_cannot_be_taken_away(town: Town, database: Database) -> None:
    dana = await led(town)
    await dana.types("/group")
    await dana.taps("Change")
    await dana.taps("Days")
    for label in ("✓ Mon", "✓ Wed", "✓ Fri"):
        await dana.taps(label)
    await dana.taps("Save")
    assert dana.toast == "At least one day, please."
    assert cadence(database).days == {0, 2, 4}


async def test_at_most_three_hours(town: Town, database: Database) -> None:
    dana = await led(town)
    await dana.types("/group")
    await dana.taps("Change")
    await dana.taps("Hours")
    await dana.taps("7:00")
    await dana.taps("21:00")
    await dana.taps("12:00")
    assert dana.toast == "One to three hours work."
    await dana.types("8:00 1pm and later")
    assert "one to three hours" in dana.text
    await dana.types("8:00, 1pm")
    await dana.taps("Save")
    assert cadence(database).times == (time(8), time(13))


async def test_a_member_keeps_their_own_hour_when_the_group_moves(town: Town, database: Database) -> None:
    dana = await led(town)
    await member(town, MAYA, "Maya", keep="12:00")
    await dana.types("/group")
    await dana.taps("Change")
    await dana.taps("Hours")
    await dana.types("18:00")
    await dana.taps("Save")
    assert planned(database, MAYA) == builders.NOW.replace(hour=12)


async def test_moving_the_hour_never_asks_twice_on_one_date_and_slot(town: Town, database: Database) -> None:
    dana = await led(town)
    await member(town, MAYA, "Maya")

    def opened(session: Session) -> None:
        row = session.exec(select(Enrolment)).one()
        session.add(
            Checkin(person_id=row.person_id, cadence_id=row.cadence_id, on=builders.TODAY, slot=0, zone="Etc/UTC",
                    state=CheckinState.SENT, planned_at=town.now, sent_at=town.now,
                    deadline_at=town.now + timedelta(hours=12))
        )  # fmt: skip

    database.write_now(opened)
    town.pass_by(hours=1)
    await dana.types("/group")
    await dana.taps("Change")
    await dana.taps("Hours")
    await dana.types("18:00")
    await dana.taps("Save")
    assert planned(database, MAYA) == datetime(
        2026, 3, 4, 18, tzinfo=builders.UTC
    )  # not tonight: today has had its one
    checkin = database.read_now(lambda s: s.exec(select(Checkin)).one())
    assert checkin.deadline_at == builders.NOW + timedelta(hours=12)  # the open one keeps its deadline


async def test_what_would_tell_supporters_sooner_waits_for_the_members_tap(town: Town, database: Database) -> None:
    dana = await led(town)
    maya = await member(town, MAYA, "Maya")
    await member(town, LEE, "Lee")

    def support(session: Session) -> None:
        one = session.exec(select(Person).where(Person.tg_hash == session.info["keyring"].hash_id(MAYA))).one()
        builders.support(session, one, builders.person(session, "Sam"))

    database.write_now(support)
    await dana.types("/group")
    await dana.taps("Change")
    await dana.taps("Days")
    await dana.taps("Tue")
    await dana.taps("Save")
    tuesday, wednesday = builders.NOW + timedelta(days=1), builders.NOW + timedelta(days=2)
    assert (planned(database, MAYA), planned(database, LEE)) == (wednesday, tuesday)
    for_maya, for_lee = notices(town, "grp-rhythm")
    assert "Use the new one" not in town_buttons(for_lee)
    maya.screens = [said(for_maya)]
    assert "Nothing changes for you unless you say so" in maya.text
    use, keep = maya.buttons["Use the new one"], maya.buttons["Keep mine"]
    await maya.sends(keep)
    assert planned(database, MAYA) == wednesday
    await maya.sends(use)
    assert planned(database, MAYA) == tuesday


def town_buttons(message: Message | Withdrawn | Later) -> set[str]:
    keyboard = said(message).keyboard
    lines = getattr(keyboard, "inline_keyboard", ())
    return {one.text for line in lines for one in line}


async def test_a_shorter_window_waits_for_the_members_tap_too(town: Town, database: Database) -> None:
    dana = await led(town)
    await member(town, MAYA, "Maya")

    def support(session: Session) -> None:
        one = session.exec(select(Person).where(Person.tg_hash == session.info["keyring"].hash_id(MAYA))).one()
        builders.support(session, one, builders.person(session, "Sam"))

    database.write_now(support)
    for label, own in (("6 hours", 12 * 60), ("18 hours", None)):
        await dana.types("/group")
        await dana.taps("Change")
        await dana.taps("Time to answer")
        await dana.taps(label)
        assert database.read_now(lambda s: s.exec(select(Enrolment)).one().own_window_minutes) == own


async def test_more_check_ins_a_day_wait_for_the_members_tap_too(town: Town, database: Database) -> None:
    dana = await led(town)
    maya = await member(town, MAYA, "Maya", keep="12:00")
    await member(town, LEE, "Lee")

    def support(session: Session) -> None:
        one = session.exec(select(Person).where(Person.tg_hash == session.info["keyring"].hash_id(MAYA))).one()
        builders.support(session, one, builders.person(session, "Sam"))

    database.write_now(support)
    town.pass_by(hours=4)
    await dana.types("/group")
    await dana.taps("Change")
    await dana.taps("Hours")
    await dana.types("14:00, 20:00")
    await dana.taps("Save")
    noon, afternoon = builders.NOW.replace(day=4, hour=12), builders.NOW.replace(hour=14)
    assert (planned(database, MAYA), planned(database, LEE)) == (noon, afternoon)
    maya.screens = [said(notices(town, "grp-rhythm")[0])]
    assert "14:00 and 20:00" in maya.text and "Nothing changes for you unless you say so" in maya.text
    use = maya.buttons["Use the new one"]
    await maya.taps("Keep mine")
    assert planned(database, MAYA) == noon
    await maya.sends(use)
    assert planned(database, MAYA) == afternoon


async def test_an_hour_of_ones_own_outlives_more_check_ins_a_day_and_their_end(town: Town, database: Database) -> None:
    dana = await led(town)
    await member(town, MAYA, "Maya", keep="12:00")

    def support(session: Session) -> None:
        one = session.exec(select(Person).where(Person.tg_hash == session.info["keyring"].hash_id(MAYA))).one()
        builders.support(session, one, builders.person(session, "Sam"))

    database.write_now(support)
    for hours in ("8:00, 20:00", "18:00"):
        await dana.types("/group")
        await dana.taps("Change")
        await dana.taps("Hours")
        await dana.types(hours)
        await dana.taps("Save")
        assert planned(database, MAYA) == builders.NOW.replace(hour=12)


async def test_a_new_suggestion_changes_nobody_who_does_not_tap(town: Town, database: Database) -> None:
    dana = await led(town)
    maya = await member(town, MAYA, "Maya")
    await dana.types("/group")
    await dana.taps("Change")
    await dana.taps("Suggestion")
    await dana.taps("Watchful")

    def preset(session: Session) -> Preset:
        return session.exec(select(Person).where(Person.tg_hash == session.info["keyring"].hash_id(MAYA))).one().preset

    assert database.read_now(preset) is Preset.STANDARD
    maya.screens = [said(notices(town, "grp-preset-proposed")[0])]
    await maya.taps("Use it")
    assert database.read_now(preset) is Preset.WATCHFUL


async def test_leaving_ends_the_questions_at_once_and_can_go_on_alone(town: Town, database: Database) -> None:
    await led(town)
    maya = await member(town, MAYA, "Maya", keep="12:00")

    def opened(session: Session) -> None:
        row = session.exec(select(Enrolment)).one()
        who, rhythm = session.get(Person, row.person_id), session.get(Cadence, row.cadence_id)
        assert who is not None and rhythm is not None
        builders.checkin(session, who, rhythm)

    database.write_now(opened)
    await maya.types("/group")
    await maya.taps("Leave")
    await maya.taps("Yes, leave")
    checkin = database.read_now(lambda s: s.exec(select(Checkin)).one())
    assert (checkin.state, checkin.deadline_at) == (CheckinState.PAUSED, None)
    assert planned(database, MAYA) is None
    await maya.taps("Keep asking me")
    mine = database.read_now(lambda s: s.exec(select(Enrolment).where(col(Enrolment.ended_at).is_(None))).one())
    assert mine.next_at == builders.NOW.replace(hour=12)


async def test_who_left_can_come_back_by_the_link(town: Town, database: Database) -> None:
    await led(town)
    maya = await member(town, MAYA, "Maya")
    await maya.types("/group")
    await maya.taps("Leave")
    await maya.taps("Yes, leave")
    await maya.types(f"/start {link_of(database)}")
    await maya.taps("Join, only count me")
    await maya.taps("9:00 is fine")
    rows = database.read_now(lambda s: s.exec(select(Membership).where(Membership.role == Role.MEMBER)).all())
    assert [(row.left_at, row.shown_as) for row in rows] == [(None, ShownAs.COUNTED)]
    assert planned(database, MAYA) == builders.NOW + timedelta(days=2)


async def test_a_closed_group_says_so_on_every_old_button(town: Town, database: Database) -> None:
    dana = await led(town)
    await dana.types("/group")
    await dana.taps("Change")
    database.write_now(lambda s: setattr(s.exec(select(Group)).one(), "closed_at", town.now))
    await dana.taps("Days")
    assert dana.text == "Morning circle is closed."


async def test_a_leader_can_check_in_with_their_own_group(town: Town, database: Database) -> None:
    dana = await led(town)
    await dana.taps("I'll check in too")
    await dana.taps("Join, show my name")
    await dana.taps("9:00 is fine")
    roles = database.read_now(lambda s: {row.role for row in s.exec(select(Membership)).all()})
    assert roles == {Role.LEADER, Role.MEMBER}
    await dana.types("/group")
    await dana.taps("My own part")
    assert "Dana sees your name" in dana.text


async def test_another_command_ends_the_setting_up(town: Town, database: Database) -> None:
    dana = somebody(town, DANA, "Dana")
    await dana.types("/newgroup")
    await dana.types("/cancel")
    assert database.read_now(lambda s: s.exec(select(Expected)).all()) == []


async def test_a_whole_group_is_planned_anew_with_a_few_questions_to_the_database(
    town: Town, database: Database
) -> None:
    dana = await led(town)

    def fill(session: Session) -> None:
        rhythm = session.exec(select(Cadence)).one()
        group = session.exec(select(Group)).one()
        for number in range(60):
            who = builders.person(session, f"M{number}", tg_id=5000 + number)
            builders.enrolment(session, who, rhythm)
            session.add(Membership(group_id=group.id or 0, person_id=who.id or 0, role=Role.MEMBER, joined_at=town.now))

    database.write_now(fill)
    asked: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    await dana.types("/group")
    await dana.taps("Change")
    await dana.taps("Hours")
    await dana.types("18:00")
    asked.clear()
    await dana.taps("Save")
    assert sum(statement.startswith("SELECT") for statement in asked) < 20
    days = {row.next_on for row in database.read_now(lambda s: s.exec(select(Enrolment)).all())}
    assert days == {date(2026, 3, 2)}
