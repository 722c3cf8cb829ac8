"""Time off: not today, a break, and coming back. Nobody is left believing that somebody is asked who is not."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col

from bot.actions.alerts import steering
from bot.actions.outgoing import Later
from bot.actions.presence import Visitor
from bot.actions.supporters import KINDS, hours, listing, resting, supporting
from bot.rules.consent import Choice
from bot.rules.vocabulary import AlertKind, OutboxState, StepState
from bot.texts.messages import Message
from handlers.delivery.rendering import render
from storage.queries import alerts
from storage.tables import Alert, AlertStep, Outgoing, Support
from tests.actions.supporters_play import accepted, sharing_with
from tests.actions.supporters_stage import ANA, MAYA, SAM, Stage, kind, moment, words

AS_ANA = Visitor(ANA, "Ana", None, "en")


@pytest.fixture(autouse=True)
def maya(stage: Stage) -> int:
    return stage.joined(MAYA, "Maya")


def told(stage: Stage, tg_id: int) -> list[str]:
    return [one.kind for one in stage.waiting(KINDS, tg_id) if isinstance(one, Message)]


def sent(stage: Stage, kind_: str) -> None:
    """What waits of this kind has left."""

    def whole(session: Session) -> None:
        session.execute(sa.update(Outgoing).where(col(Outgoing.kind) == kind_).values(state=OutboxState.SENT))

    stage.write(whole)


def reached(stage: Stage, maya: int) -> None:
    """The message of the member's alert has reached the first who was asked."""

    def whole(session: Session) -> None:
        alert = alerts.live(session, maya)
        assert alert is not None
        step = alerts.steps(session, alert.id)[0]
        step.message_id, step.asked_at = 5, stage.now

    stage.write(whole)


def resting_message(stage: Stage) -> str:
    found = next(
        one for one in stage.waiting(KINDS, MAYA) if isinstance(one, Message) and one.kind == "support-resting"
    )
    return render(found, "en").text


def test_not_today_ends_with_the_next_morning_and_tells_nobody(stage: Stage) -> None:
    sharing_with(stage, Choice.REACH_OUT)
    before = told(stage, MAYA)
    assert "tomorrow at 7:00" in words(stage.act(SAM, resting.not_today))
    assert told(stage, MAYA) == before


def test_not_today_does_not_shorten_a_break(stage: Stage) -> None:
    sharing_with(stage, Choice.REACH_OUT)
    stage.act(SAM, resting.take_break, 7)
    assert "9 March" in words(stage.act(SAM, resting.not_today))


def test_a_break_is_told_to_the_member_who_has_nobody_else(stage: Stage) -> None:
    sharing_with(stage, Choice.REACH_OUT)
    said = words(stage.act(SAM, resting.take_break, 3))
    assert "I'm telling Maya that you aren't asked until then." in said
    text = resting_message(stage)
    assert "I won't ask them before Thursday at 7:00" in text
    assert "Until then I'd have nobody else to ask." in text


def test_a_break_names_who_is_asked_instead_and_not_who_rests_too(stage: Stage) -> None:
    sharing_with(stage, Choice.REACH_OUT)
    sharing_with(stage, Choice.REACH_OUT, AS_ANA)
    stage.act(SAM, resting.take_break, 3)
    assert "Until then I'd ask Ana." in resting_message(stage)
    stage.act(ANA, resting.not_today)
    assert "nobody else" in resting_message(stage)


def test_a_member_who_has_not_confirmed_them_is_not_told_of_a_break(stage: Stage) -> None:
    accepted(stage)
    assert "I'm telling" not in words(stage.act(SAM, resting.take_break, 3))
    assert "support-resting" not in told(stage, MAYA)


def test_a_break_is_told_in_the_morning_of_a_member_who_sleeps(stage: Stage) -> None:
    sharing_with(stage, Choice.REACH_OUT)
    stage.now = moment(23)
    stage.act(SAM, resting.take_break, 3)
    assert stage.waiting(KINDS, MAYA)[-1] == Later(moment(7) + timedelta(days=1))


def test_who_comes_back_before_it_was_told_leaves_no_message_behind(stage: Stage) -> None:
    sharing_with(stage, Choice.REACH_OUT)
    stage.act(SAM, resting.take_break, 3)
    stage.act(SAM, resting.come_back)
    assert {"support-resting", "support-back"}.isdisjoint(told(stage, MAYA))


def test_a_member_who_read_of_the_break_learns_that_it_is_over(stage: Stage) -> None:
    sharing_with(stage, Choice.REACH_OUT)
    stage.act(SAM, resting.take_break, 3)
    sent(stage, "support-resting")
    stage.act(SAM, resting.come_back)
    assert "support-back" in told(stage, MAYA)


def test_coming_back_from_a_break_that_is_over_tells_nothing(stage: Stage) -> None:
    sharing_with(stage, Choice.REACH_OUT)
    stage.act(SAM, resting.take_break, 3)
    sent(stage, "support-resting")
    stage.now += timedelta(days=4)
    stage.act(SAM, resting.come_back)
    assert "support-back" not in told(stage, MAYA)


@pytest.mark.parametrize("rest", [lambda stage: stage.act(SAM, resting.not_today),
                                  lambda stage: stage.act(SAM, resting.take_break, 3)])  # fmt: skip
def test_what_a_resting_supporter_was_asked_goes_on_to_the_next_person(stage: Stage, rest: object, maya: int) -> None:
    sharing_with(stage, Choice.REACH_OUT)
    sharing_with(stage, Choice.REACH_OUT, AS_ANA)

    stage.act(MAYA, steering.tell)
    reached(stage, maya)
    rest(stage)  # type: ignore[operator]
    states = [step.state for step in stage.rows(AlertStep)]
    assert states == [StepState.DECLINED, StepState.ASKED]


def test_the_members_page_says_until_when_somebody_is_not_asked(stage: Stage) -> None:
    support = sharing_with(stage, Choice.REACH_OUT)
    assert "won't ask them" not in words(stage.act(MAYA, listing.one, support))
    stage.act(SAM, resting.not_today)
    assert "Sam has time off, so I won't ask them before tomorrow at 7:00." in words(
        stage.act(MAYA, listing.one, support)
    )
    stage.act(SAM, resting.come_back)
    stage.now = moment(23)
    assert "Sam has quiet time until tomorrow at 7:00." in words(stage.act(MAYA, listing.one, support))


def test_the_weekly_limit_is_shown_to_both_once_it_is_reached(stage: Stage, maya: int) -> None:
    support = sharing_with(stage, Choice.REACH_OUT)
    stage.act(SAM, hours.set_limit, 1)
    assert kind(stage.act(SAM, supporting.page)) == "people"

    stage.act(MAYA, steering.tell)
    reached(stage, maya)
    reply = stage.act(SAM, supporting.page)
    assert kind(reply) == "people-full"
    assert "9 March" in words(reply)
    assert "asked as often as they can this week" in words(stage.act(MAYA, listing.one, support))
    stage.now += timedelta(days=7)
    assert kind(stage.act(SAM, supporting.page)) == "people"


@pytest.mark.parametrize(
    ("kind_", "counts"),
    [(AlertKind.HARD, True), (AlertKind.ASKED, True), (AlertKind.QUIET, True), (AlertKind.USED, False), (AlertKind.SOS, False)],
)  # fmt: skip
def test_the_weekly_limit_counts_every_alert_over_all_members_but_sos_and_use(
    stage: Stage, maya: int, kind_: AlertKind, counts: bool
) -> None:
    sharing_with(stage, Choice.REACH_OUT)
    stage.joined(ANA, "Ana")
    sharing_with(stage, Choice.REACH_OUT, member=ANA)
    stage.act(SAM, hours.set_limit, 1)
    stage.act(MAYA, steering.tell)
    reached(stage, maya)
    stage.write(lambda session: session.execute(sa.update(Alert).values(kind=kind_)))
    assert kind(stage.act(SAM, supporting.page)) == ("people-full" if counts else "people")
    of_ana = max(row.id or 0 for row in stage.rows(Support))
    assert ("as often as they can" in words(stage.act(ANA, listing.one, of_ana))) is counts
