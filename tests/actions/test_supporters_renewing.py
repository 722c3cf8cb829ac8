"""A year of consent: asked again 30, 7 and 1 days before; unanswered it falls to "reach out", never to silence, and is told."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col

from bot.actions.alerts import circle
from bot.actions.supporters import absence, ending, finer, listing, renewing, seeing, sharing
from bot.actions.supporters.ending import Farewell
from bot.rules import consent_draft
from bot.rules.consent import VALID_FOR, Choice, next_asking_at
from bot.rules.vocabulary import Level, Purpose, Signal
from bot.texts import catalogue
from storage.database import Database
from storage.queries import supports
from storage.queries.schedule import next_asking_about_consent
from storage.tables import Enrolment, Outgoing, Sharing
from tests.actions.supporters_stage import words
from tests.actions.weeks import DAY, HOUR, SECOND, Weeks, of
from tests.builders import NOW

ASKED_ON = [335, 358, 364]
HARD = (Signal.USED, Signal.HIGH)


@pytest.fixture
def weeks(database: Database) -> Weeks:
    """Nobody is asked how they are: only what Maya agreed to grows old. She chose today, at nine."""
    made = Weeks(database)
    made.write(lambda session: session.execute(sa.update(Enrolment).values(next_at=None, ended_at=NOW)))
    agreed(made, Choice.REASON_WITH_USE)
    return made


def agreed(weeks: Weeks, choice: Choice) -> None:
    def again(session: Session) -> None:
        supports.share(session, weeks.support_id, sharing.PLAIN[choice], wording=sharing.WORDING, now=weeks.now)

    weeks.write(again)


def almost_a_year(weeks: Weeks, *, left: timedelta = 31 * DAY) -> None:
    weeks.now = NOW + VALID_FOR - left
    weeks.settle()


def may_read(weeks: Weeks) -> dict[Signal, Level]:
    return weeks.write(lambda session: circle.levels(supports.in_force(session, weeks.support_id), now=weeks.now))


def newest(weeks: Weeks, purpose: Purpose = Purpose.ALERT) -> int:
    return weeks.write(
        lambda session: max(row.id or 0 for row in supports.in_force(session, weeks.support_id, purpose=purpose))
    )


def kept(weeks: Weeks, purpose: Purpose = Purpose.ALERT, *, id_: int | None = None) -> Any:
    return weeks.acts(renewing.keep, weeks.support_id, purpose, newest(weeks, purpose) if id_ is None else id_)


@pytest.mark.parametrize("before", [30, 7, 1, 0])
def test_the_instants_at_which_a_word_is_due_are_four(before: int) -> None:
    until_at = NOW + VALID_FOR
    at = until_at - before * DAY
    assert next_asking_at(until_at, after=at - SECOND) == at
    assert next_asking_at(until_at, after=at) != at


def test_nothing_is_due_once_it_is_over() -> None:
    assert next_asking_at(NOW, after=NOW) is None


def test_over_a_year_it_is_asked_three_times_and_then_told(weeks: Weeks) -> None:
    almost_a_year(weeks)
    read = weeks.walk(40 * DAY)
    assert of(read, "renew-alert") == [(day, "Maya") for day in ASKED_ON]
    assert of(read, "lapsed-alert") == [(365, "Maya")]
    assert [who for _, who, _ in read if who == "Sam"] == []
    assert weeks.write(next_asking_about_consent) is None


@pytest.mark.parametrize(("left", "level"), [(SECOND, Level.REASON), (timedelta(0), Level.REACH_OUT)])
def test_unanswered_it_falls_to_reach_out_and_never_to_silence(weeks: Weeks, left: timedelta, level: Level) -> None:
    """At the very instant, whether or not anything was asked or told."""
    weeks.now = NOW + VALID_FOR - left
    assert set(may_read(weeks).values()) == {level}


def test_every_page_says_truly_what_holds_after_the_year(weeks: Weeks) -> None:
    weeks.now = NOW + VALID_FOR
    assert "only asked to reach out" in words(weeks.acts(listing.one, weeks.support_id))
    lines = weeks.write(lambda session: seeing.lines(session, weeks.maya(session), now=weeks.now))
    assert [line.kind for line in lines] == ["who-sees-reach-out"]


@pytest.mark.parametrize("asked", ASKED_ON)
def test_keep_it_holds_for_another_year_from_then_on(weeks: Weeks, asked: int) -> None:
    almost_a_year(weeks)
    weeks.walk((asked - 334) * DAY + HOUR)
    assert kept(weeks).show.kind == "renew-kept"
    assert of(weeks.walk(40 * DAY), "renew-alert", "lapsed-alert") == []
    assert set(may_read(weeks).values()) == {Level.REASON}
    rows = weeks.write(lambda session: session.scalars(sa.select(Sharing).order_by(col(Sharing.id))).all())
    assert (
        len(rows) == 2 * 8 + 8
    )  # what the stage began with, what was chosen, and what was kept: the ledger only grows
    assert rows[-1].until_at - rows[-1].since_at == VALID_FOR


def test_who_answers_after_the_end_can_still_have_it_back(weeks: Weeks) -> None:
    almost_a_year(weeks)
    weeks.walk(35 * DAY)
    assert kept(weeks).show.kind == "renew-kept"
    assert set(may_read(weeks).values()) == {Level.REASON}


def test_a_button_below_what_has_changed_since_renews_nothing(weeks: Weeks) -> None:
    almost_a_year(weeks)
    weeks.walk(2 * DAY)
    old = newest(weeks)
    agreed(weeks, Choice.REACH_OUT)
    assert kept(weeks, id_=old).show.kind == "renew-over"
    assert set(may_read(weeks).values()) == {Level.REACH_OUT}


def test_choosing_again_meanwhile_is_an_answer(weeks: Weeks) -> None:
    almost_a_year(weeks)
    weeks.walk(2 * DAY)
    weeks.acts(sharing.save, weeks.support_id, Choice.REASON_WITH_USE)
    assert of(weeks.walk(40 * DAY), "renew-alert", "lapsed-alert") == []


def test_who_was_away_is_asked_once_about_what_came_meanwhile(weeks: Weeks) -> None:
    weeks.now = NOW + VALID_FOR - 5 * DAY  # the bot was down over two of the three
    assert of(weeks.walk(HOUR), "renew-alert") == [(360, "Maya")]
    assert of(weeks.walk(5 * DAY), "renew-alert") == [(364, "Maya")]


def test_it_waits_for_the_members_morning(weeks: Weeks) -> None:
    weeks.now = NOW + 14 * HOUR
    agreed(weeks, Choice.REASON_WITH_USE)
    weeks.now += VALID_FOR - 30 * DAY
    weeks.settle()
    assert of(weeks.read, "renew-alert") == []
    assert of(weeks.walk(9 * HOUR), "renew-alert") == [(335, "Maya")]


def test_who_only_asks_to_reach_out_is_asked_too_and_nothing_falls(weeks: Weeks) -> None:
    agreed(weeks, Choice.REACH_OUT)
    almost_a_year(weeks)
    read = weeks.walk(40 * DAY)
    assert of(read, "renew-alert") == [(day, "Maya") for day in ASKED_ON]
    assert of(read, "lapsed-alert") == []


def test_what_is_asked_again_shows_the_very_messages(weeks: Weeks) -> None:
    shares = consent_draft.chosen(consent_draft.read("bdbbbbcb"))
    weeks.write(lambda session: supports.share(session, weeks.support_id, shares, wording=finer.WORDING, now=weeks.now))
    almost_a_year(weeks, left=30 * DAY)

    def load(session: Session) -> str:
        row = session.scalars(sa.select(Outgoing).where(col(Outgoing.kind) == "renew-alert")).one()
        said = renewing.KINDS[row.kind].load(session, row, weeks.now)
        return catalogue.plain(said)  # type: ignore[arg-type]

    text = weeks.write(load)
    assert text.splitlines()[0].startswith("It's nearly a year since you chose")
    assert "Craving 8, usually 3. Mood 2 of 5." in text and "I haven't heard from Maya" in text
    assert "tomorrow" not in text and "only ask them to reach out" in text


def test_nothing_is_asked_about_who_is_no_longer_on_the_list(weeks: Weeks) -> None:
    almost_a_year(weeks)
    weeks.acts(ending.remove, weeks.support_id, Farewell.SILENT)
    assert of(weeks.walk(40 * DAY), "renew-alert", "lapsed-alert") == []
    assert weeks.write(next_asking_about_consent) is None


def test_a_question_that_waits_is_withdrawn_when_the_support_ends(weeks: Weeks) -> None:
    weeks.now = NOW + VALID_FOR - 30 * DAY
    weeks.write(lambda session: renewing.ask_due(session, now=weeks.now, limit=9))
    weeks.acts(ending.remove, weeks.support_id, Farewell.SILENT)
    weeks.settle()
    assert of(weeks.read, "renew-alert") == []


def test_what_is_told_of_being_out_of_reach_is_asked_again_and_then_ends(weeks: Weeks) -> None:
    weeks.acts(absence.choose, weeks.support_id, tell=True)
    almost_a_year(weeks)
    read = weeks.walk(40 * DAY)
    assert of(read, "renew-out_of_reach") == [(day, "Maya") for day in ASKED_ON]
    assert of(read, "lapsed-out_of_reach") == [(365, "Maya")]
    assert kept(weeks, Purpose.OUT_OF_REACH).show.kind == "renew-kept"
    assert weeks.write(next_asking_about_consent) == weeks.now + VALID_FOR - 30 * DAY


def test_many_that_are_due_are_asked_a_batch_at_a_time(weeks: Weeks) -> None:
    weeks.acts(absence.choose, weeks.support_id, tell=True)
    weeks.now = NOW + VALID_FOR - 30 * DAY
    asked = [weeks.write(lambda session: renewing.ask_due(session, now=weeks.now, limit=1)) for _ in range(3)]
    assert asked == [1, 1, 0]
