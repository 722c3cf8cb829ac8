"""The supporter's own page: what it says is true. Their hours, their days off, and how each may reach the other."""

from datetime import date, time, timedelta

import pytest
from sqlmodel import Session

from bot.actions import zones
from bot.actions.alerts import promises
from bot.actions.help import leaving
from bot.actions.presence import Visitor
from bot.actions.supporters import hours, listing, reaching, resting, supporting
from bot.actions.supporters.reaching import Route
from bot.rules.consent import Choice
from bot.texts.messages import Message, Reply
from storage.queries import people
from storage.tables import Availability, Person, Support
from tests.actions.supporters_play import AS_SAM, accepted, confirmed, sharing_with
from tests.actions.supporters_stage import ANA, MAYA, SAM, Stage, kind, known, labels, moment, words
from tests.builders import cadence, enrolment


@pytest.fixture(autouse=True)
def maya(stage: Stage) -> int:
    return stage.joined(MAYA, "Maya", username="maya_here")


@pytest.fixture
def asked_daily(stage: Stage, maya: int) -> None:
    def whole(session: Session) -> None:
        who = session.get(Person, maya)
        assert who is not None
        enrolment(session, who, cadence(session, who))

    stage.write(whole)


def availability(stage: Stage) -> Availability:
    (row,) = stage.rows(Availability)
    return row


def test_somebody_on_nobodys_list_is_told_so(stage: Stage) -> None:
    assert kind(stage.act(MAYA, supporting.page)) == "people-none"


def test_before_the_member_confirmed_nothing_more_is_said(stage: Stage) -> None:
    support = accepted(stage)
    assert kind(stage.act(SAM, supporting.one, support)) == "people-waiting"


@pytest.mark.usefixtures("asked_daily")
def test_the_page_says_what_they_would_read(stage: Stage) -> None:
    support = sharing_with(stage, Choice.REACH_OUT)
    said = words(stage.act(SAM, supporting.one, support))
    assert "You'd be asked to reach out, without a reason." in said
    assert "I am not asking" not in said


@pytest.mark.usefixtures("asked_daily")
def test_the_page_does_not_tell_whether_uses_are_shared(stage: Stage) -> None:
    first = sharing_with(stage, Choice.REASON_WITH_USE)
    second = sharing_with(stage, Choice.REASON_WITHOUT_USE, Visitor(ANA, "Ana"))
    assert words(stage.act(SAM, supporting.one, first)) == words(stage.act(ANA, supporting.one, second))


@pytest.mark.usefixtures("asked_daily")
@pytest.mark.parametrize(("until_on", "resting"), [(date(2026, 3, 1), False), (date(2026, 3, 2), True)])
def test_a_pause_is_not_covered_up(stage: Stage, maya: int, until_on: date, resting: bool) -> None:
    support = sharing_with(stage, Choice.REACH_OUT)

    def pause(session: Session) -> None:
        who = session.get(Person, maya)
        assert who is not None
        who.paused_until_on = until_on

    stage.write(pause)
    said = words(stage.act(SAM, supporting.one, support))
    assert ("I am not asking Maya how they are at the moment." in said) is resting


def test_a_member_without_a_rhythm_is_not_said_to_be_asked(stage: Stage) -> None:
    support = sharing_with(stage, Choice.REACH_OUT)
    assert "I am not asking Maya" in words(stage.act(SAM, supporting.one, support))


def test_a_stranger_sees_nothing_of_it(stage: Stage) -> None:
    support = confirmed(stage)
    stage.joined(ANA, "Ana")
    for stranger in (MAYA, ANA):
        assert stage.act(stranger, supporting.one, support) == Reply(toast=Message("not-yours"))


def test_not_today_ends_with_the_next_days_quiet_hours(stage: Stage) -> None:
    accepted(stage)
    assert "tomorrow at 7:00" in words(stage.act(SAM, resting.not_today))
    assert availability(stage).off_until_at == moment(7) + timedelta(days=1)
    assert kind(stage.act(SAM, supporting.page)) == "people-off"


def test_a_day_off_is_over_at_its_last_instant(stage: Stage) -> None:
    accepted(stage)
    stage.act(SAM, resting.not_today)
    stage.now = moment(7) + timedelta(days=1)
    assert kind(stage.act(SAM, supporting.page)) == "people"


@pytest.mark.parametrize("days", resting.BREAKS)
def test_a_break_lasts_as_long_as_chosen_and_can_end_early(stage: Stage, days: int) -> None:
    accepted(stage)
    stage.act(SAM, resting.take_break, days)
    assert availability(stage).off_until_at == moment(7) + timedelta(days=days)
    stage.act(SAM, resting.come_back)
    assert availability(stage).off_until_at is None


@pytest.mark.parametrize("days", [0, 1, 365])
def test_a_forged_break_is_none(stage: Stage, days: int) -> None:
    accepted(stage)
    assert stage.act(SAM, resting.take_break, days) == hours.NONE_OF_YOURS
    assert availability(stage).off_until_at is None


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("23-6", (time(23), time(6))),
        ("10pm to 6:30", (time(22), time(6, 30))),
        ("from 21h until 7", (time(21), time(7))),
        ("none", (time(0), time(0))),
    ],
)
def test_quiet_hours_are_understood_as_typed(stage: Stage, text: str, kept: tuple[time, time]) -> None:
    accepted(stage)
    stage.act(SAM, hours.ask_quiet)
    assert kind(stage.answer(SAM, hours.hear_quiet, text)) == "hours"
    assert (availability(stage).quiet_from, availability(stage).quiet_to) == kept


@pytest.mark.parametrize("text", ["late", "22", "22-22", "25-7", "1-2-3"])
def test_unclear_hours_get_an_example_and_the_question_stays_open(stage: Stage, text: str) -> None:
    accepted(stage)
    stage.act(SAM, hours.ask_quiet)
    assert kind(stage.answer(SAM, hours.hear_quiet, text)) == "hours-quiet-unclear"
    assert kind(stage.answer(SAM, hours.hear_quiet, "22-7")) == "hours"


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Madrid", "Europe/Madrid"),
        ("new york", "America/New_York"),
        ("10:00", "Europe/Berlin"),
        ("11:31", None),
        ("x", None),
    ],
)
def test_a_zone_is_found_by_a_city_or_by_the_clock(stage: Stage, text: str, zone: str | None) -> None:
    accepted(stage)
    stage.act(SAM, hours.ask_zone)
    reply = stage.answer(SAM, hours.hear_zone, text)
    assert kind(reply) == ("hours" if zone else "hours-zone-unclear")
    assert availability(stage).zone == (zone or "Etc/UTC")


def test_hours_on_a_clock_of_their_own_stay_when_the_person_moves(stage: Stage) -> None:
    accepted(stage)
    stage.act(SAM, hours.ask_zone)
    stage.answer(SAM, hours.hear_zone, "Madrid")
    for city, kept in (("Europe/London", "Europe/London"), ("America/New_York", "America/New_York")):
        assert _moves(stage, city)
        assert availability(stage).zone == kept
    stage.write(lambda session: setattr(_sam(session), "zone", "Asia/Tokyo"))
    assert _moves(stage, "Europe/Paris")
    assert availability(stage).zone == "America/New_York"


def _moves(stage: Stage, zone: str) -> bool:
    return stage.write(lambda session: zones.keep(session, _sam(session), zone, now=stage.now))


def _sam(session: Session) -> Person:
    found = people.by_telegram_id(session, SAM)
    assert found is not None
    return found


def test_the_second_look_waits_for_the_hours_given_as_a_supporter(stage: Stage) -> None:
    accepted(stage)
    stage.act(SAM, hours.ask_zone)
    stage.answer(SAM, hours.hear_zone, "Tokyo")
    stage.write(lambda session: setattr(_sam(session), "zone", "Europe/London"))
    sam = _id(stage)
    woken = stage.read(lambda session: promises.supporter_wakes_at(session, sam, moment(14)))
    assert woken == moment(22)  # 7:00 in Tokyo, where it is 23:00 now


def _id(stage: Stage) -> int:
    found = known(stage, SAM)
    assert found is not None
    assert found.id is not None
    return found.id


@pytest.mark.parametrize("limit", [*hours.LIMITS, None])
def test_the_weekly_limit_is_kept(stage: Stage, limit: int | None) -> None:
    accepted(stage)
    stage.act(SAM, hours.set_limit, limit)
    assert availability(stage).weekly_limit == limit


@pytest.mark.parametrize(
    ("text", "kept"), [("3", 3), ("two", 2), ("7", 7), ("none", None), ("No limit", None), ("4", 5), ("0", 5), ("x", 5)]
)
def test_the_weekly_limit_may_be_typed(stage: Stage, text: str, kept: int | None) -> None:
    accepted(stage)
    stage.act(SAM, hours.ask_limit)
    said = stage.answer(SAM, hours.hear_limit, text)
    assert availability(stage).weekly_limit == kept
    assert kind(said) == ("hours-limit-unclear" if kept == 5 else "hours")


@pytest.mark.parametrize(("text", "days"), [("7", 7), ("3 days", 3), ("14", 14), ("5", None), ("a while", None)])
def test_a_break_may_be_typed(stage: Stage, text: str, days: int | None) -> None:
    accepted(stage)
    stage.act(SAM, resting.ask_break)
    said = stage.answer(SAM, resting.hear_break, text)
    until = availability(stage).off_until_at
    assert until == (moment(7) + timedelta(days=days) if days else None)
    assert kind(said) == ("break-set" if days else "break-unclear")


@pytest.mark.parametrize(
    ("text", "shown"),
    [("telegram", "t.me/maya_here"), ("My Telegram name", "t.me/maya_here"), ("+44 7700 900123", "+447700900123")],
)
def test_a_way_to_be_reached_may_be_typed(stage: Stage, text: str, shown: str) -> None:
    support = confirmed(stage)
    stage.act(MAYA, reaching.ask, support)
    stage.answer(MAYA, reaching.hear_route, text)
    assert shown in words(stage.act(SAM, supporting.one, support))


def test_an_unclear_way_gets_an_example(stage: Stage) -> None:
    stage.act(MAYA, reaching.ask, confirmed(stage))
    assert kind(stage.answer(MAYA, reaching.hear_route, "by pigeon")) == "route-unclear"


def test_a_number_can_be_replaced_by_another(stage: Stage) -> None:
    support = confirmed(stage)
    stage.act(MAYA, reaching.choose, support, Route.PHONE)
    stage.answer(MAYA, reaching.hear_number, "+441111111")
    assert "Another number" in labels(stage.act(MAYA, reaching.choose, support, Route.PHONE))
    stage.act(MAYA, reaching.ask_number, support)
    stage.answer(MAYA, reaching.hear_number, "+442222222")
    assert "+442222222" in words(stage.act(SAM, supporting.one, support))


def test_a_supporter_who_closed_the_chat_is_said_to_be_out_of_reach(stage: Stage) -> None:
    support = confirmed(stage)
    stage.write(lambda session: setattr(_sam(session), "blocked_at", stage.now))
    assert "I can't reach Sam at the moment" in words(stage.act(MAYA, listing.one, support))


@pytest.mark.parametrize("limit", [0, 4, 99])
def test_a_forged_limit_is_refused(stage: Stage, limit: int) -> None:
    accepted(stage)
    assert stage.act(SAM, hours.set_limit, limit) == hours.NONE_OF_YOURS
    assert availability(stage).weekly_limit == 5


def test_who_supports_nobody_has_no_hours_to_change(stage: Stage) -> None:
    for step in (hours.page, hours.keep, hours.ask_quiet, hours.ask_zone, hours.ask_limit, resting.not_today):
        assert stage.act(MAYA, step) == hours.NONE_OF_YOURS
    assert stage.rows(Availability) == []


def test_each_side_chooses_its_own_way_to_be_reached(stage: Stage) -> None:
    support = confirmed(stage)
    stage.act(MAYA, reaching.choose, support, Route.TELEGRAM)
    assert "t.me/maya_here" in words(stage.act(SAM, supporting.one, support))
    assert "t.me/sam_here" not in words(stage.act(MAYA, listing.one, support))
    stage.act(SAM, reaching.choose, support, Route.TELEGRAM)
    assert "t.me/sam_here" in words(stage.act(MAYA, listing.one, support))


def test_a_telegram_name_that_is_gone_is_not_shown(stage: Stage, maya: int) -> None:
    support = confirmed(stage)
    stage.act(MAYA, reaching.choose, support, Route.TELEGRAM)

    def rename(session: Session) -> None:
        who = session.get(Person, maya)
        assert who is not None
        who.username = None

    stage.write(rename)
    assert "t.me" not in words(stage.act(SAM, supporting.one, support))
    assert stage.act(MAYA, reaching.choose, support, Route.TELEGRAM) == Reply(toast=Message("route-no-username"))
    assert "My Telegram name" not in labels(stage.act(MAYA, reaching.ask, support))


@pytest.mark.parametrize(("typed", "kept"), [("+44 7700 900123", "+447700900123"), ("(030) 123-456", "030123456")])
def test_a_number_is_asked_for_once_and_kept(stage: Stage, typed: str, kept: str) -> None:
    support = confirmed(stage)
    assert kind(stage.act(MAYA, reaching.choose, support, Route.PHONE)) == "route-ask-phone"
    assert kind(stage.answer(MAYA, reaching.hear_number, typed)) == "route-phone-kept"
    assert kept in words(stage.act(SAM, supporting.one, support))
    assert kind(stage.act(MAYA, reaching.choose, support, Route.PHONE)) == "route-set"


@pytest.mark.parametrize("typed", ["soon", "12345", "1234567890123456", "tel:1234567"])
def test_what_is_no_number_gets_an_example(stage: Stage, typed: str) -> None:
    stage.act(MAYA, reaching.choose, confirmed(stage), Route.PHONE)
    assert kind(stage.answer(MAYA, reaching.hear_number, typed)) == "route-phone-unclear"


def test_only_ones_own_contact_counts(stage: Stage) -> None:
    support = confirmed(stage)
    stage.act(MAYA, reaching.choose, support, Route.PHONE)
    assert kind(stage.act(MAYA, reaching.hear_contact, "+491234567", is_own=False)) == "route-phone-of-other"
    assert kind(stage.act(MAYA, reaching.hear_contact, "+491234567", is_own=True)) == "route-phone-kept"
    maya = known(stage, MAYA)
    assert maya is not None
    assert maya.phone == "+491234567"


def test_a_contact_nobody_asked_for_is_not_kept(stage: Stage) -> None:
    confirmed(stage)
    reply = stage.act(MAYA, reaching.hear_contact, "+491234567", is_own=True)
    maya = known(stage, MAYA)
    assert maya is not None
    assert maya.phone is None
    assert kind(reply) == "media"


def test_a_number_that_comes_after_the_end_is_not_kept(stage: Stage) -> None:
    support = confirmed(stage)
    stage.act(SAM, reaching.choose, support, Route.PHONE)

    def end(session: Session) -> None:
        row = session.get(Support, support)
        assert row is not None
        row.ended_at = stage.now

    stage.write(end)
    assert kind(stage.answer(SAM, reaching.hear_number, "+491234567")) == "support-over-here"
    sam = known(stage, SAM)
    assert sam is not None
    assert sam.phone is None


def test_a_stranger_cannot_choose_for_the_two(stage: Stage) -> None:
    support = confirmed(stage, AS_SAM)
    stage.joined(ANA, "Ana")
    for step in (reaching.ask, reaching.ask_number):
        assert stage.act(ANA, step, support) == Reply(toast=Message("not-yours"))
    assert stage.act(ANA, reaching.choose, support, Route.BOT) == Reply(toast=Message("not-yours"))


def test_cancel_keeps_what_was_saved(stage: Stage) -> None:
    stage.act(MAYA, reaching.choose, confirmed(stage), Route.PHONE)
    assert kind(stage.act(MAYA, leaving.cancel)) == "cancelled-keyboard"
    assert kind(stage.act(MAYA, reaching.hear_contact, "+491234567", is_own=True)) == "media"
