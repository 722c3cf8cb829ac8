"""A member whom Telegram refuses: out of reach after 48 h, and only then does anybody hear of it who may."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from bot.actions import presence, reach
from bot.actions.presence import Visitor
from bot.actions.supporters import absence, ending, listing, supporting
from bot.rules.consent import VALID_FOR
from bot.rules.vocabulary import Fading, Purpose
from bot.texts.messages import Reply
from storage.database import Database
from storage.queries import supports
from storage.queries.engine import engine_row
from storage.tables import Person
from tests.actions.supporters_stage import kind, labels, shown, value
from tests.actions.weeks import DAY, HOUR, MAYA, SECOND, Weeks, of
from tests.builders import NOW

TWO_DAYS = 48 * HOUR


def agreed(weeks: Weeks, *, tell: bool = True) -> None:
    shown(weeks.acts(absence.choose, weeks.support_id, tell=tell))


def closes_the_chat(weeks: Weeks) -> None:
    weeks.closed.add(MAYA)
    weeks.write(lambda session: presence.blocked(session, Visitor(MAYA, "Maya"), now=weeks.now))


def opens_the_chat(weeks: Weeks) -> None:
    weeks.closed.clear()
    weeks.write(lambda session: presence.unblocked(session, Visitor(MAYA, "Maya"), now=weeks.now))


@pytest.mark.parametrize(("after", "told"), [(TWO_DAYS - SECOND, []), (TWO_DAYS, [(2, "Sam")])])
def test_supporters_hear_once_48_hours_after_the_first_refusal(
    database: Database, after: timedelta, told: list[tuple[int, str]]
) -> None:
    weeks = Weeks(database)
    agreed(weeks)
    closes_the_chat(weeks)
    assert of(weeks.walk(after), "member-unreachable") == told


def test_the_line_comes_once_however_long_it_lasts(database: Database) -> None:
    weeks = Weeks(database)
    agreed(weeks)
    closes_the_chat(weeks)
    assert [(who, kind) for _, who, kind in weeks.walk(60 * DAY)] == [("Sam", "member-unreachable")]


def test_a_message_that_telegram_refuses_starts_the_48_hours(database: Database) -> None:
    weeks = Weeks(database)
    agreed(weeks)
    weeks.closed.add(MAYA)
    assert of(weeks.walk(3 * DAY), "member-unreachable") == [(2, "Sam")]


@pytest.mark.parametrize("tell", [None, False])
def test_without_the_members_agreement_nobody_hears_of_it(database: Database, tell: bool | None) -> None:
    weeks = Weeks(database)
    if tell is not None:
        agreed(weeks, tell=tell)
    closes_the_chat(weeks)
    assert weeks.walk(5 * DAY) == []


def test_what_was_agreed_and_taken_back_does_not_count(database: Database) -> None:
    weeks = Weeks(database)
    agreed(weeks)
    agreed(weeks, tell=False)
    closes_the_chat(weeks)
    assert weeks.walk(3 * DAY) == []


@pytest.mark.parametrize(("ago", "told"), [(VALID_FOR - TWO_DAYS - SECOND, 1), (VALID_FOR - TWO_DAYS, 0)])
def test_the_agreement_holds_for_a_year(database: Database, ago: timedelta, told: int) -> None:
    weeks = Weeks(database)
    weeks.now = NOW - ago
    agreed(weeks)
    weeks.now = NOW
    closes_the_chat(weeks)
    assert len(of(weeks.walk(TWO_DAYS), "member-unreachable")) == told


def test_the_agreement_is_apart_from_what_an_alert_tells(database: Database) -> None:
    weeks = Weeks(database)

    def counts(session: Session) -> tuple[int, int]:
        return tuple(
            len(supports.in_force(session, weeks.support_id, purpose=one))
            for one in (Purpose.ALERT, Purpose.OUT_OF_REACH)
        )  # type: ignore[return-value]

    before = weeks.write(counts)
    agreed(weeks)
    assert weeks.write(counts) == (before[0], 1)
    agreed(weeks, tell=False)
    assert weeks.write(counts) == (before[0], 0)


def test_an_end_of_the_support_ends_the_agreement(database: Database) -> None:
    weeks = Weeks(database)
    agreed(weeks)
    weeks.acts(ending.remove, weeks.support_id, ending.Farewell.SILENT)
    left = weeks.write(lambda session: supports.in_force(session, weeks.support_id, purpose=Purpose.OUT_OF_REACH))
    assert not left


def test_whoever_opens_the_chat_again_before_is_not_out_of_reach(database: Database) -> None:
    weeks = Weeks(database)
    agreed(weeks)
    closes_the_chat(weeks)
    weeks.walk(DAY)
    opens_the_chat(weeks)
    weeks.walk(DAY)
    closes_the_chat(weeks)
    assert not of(weeks.walk(TWO_DAYS - SECOND), "member-unreachable")


def test_supporters_who_read_it_read_silently_that_it_is_over(database: Database) -> None:
    weeks = Weeks(database)
    agreed(weeks)
    closes_the_chat(weeks)
    weeks.walk(3 * DAY)
    opens_the_chat(weeks)
    weeks.settle()
    assert weeks.read[-1] == (3, "Sam", "member-reachable")
    assert absence.KINDS["member-reachable"].silent


def test_prompts_come_back_when_the_chat_is_open_again(database: Database) -> None:
    weeks = Weeks(database)
    closes_the_chat(weeks)
    assert weeks.walk(3 * DAY) == []
    opens_the_chat(weeks)
    assert of(weeks.walk(DAY), "checkin-hello") == [(4, "Maya")]


def test_a_member_out_of_reach_who_writes_is_welcomed_back(database: Database) -> None:
    weeks = Weeks(database)
    closes_the_chat(weeks)
    weeks.walk(3 * DAY + HOUR)
    weeks.closed.clear()
    weeks.writes()
    assert weeks.read == [(3, "Maya", "welcome-back")]
    assert not reach.is_lost(weeks.state())


def test_a_short_block_is_passed_over_in_silence(database: Database) -> None:
    weeks = Weeks(database)
    closes_the_chat(weeks)
    weeks.walk(DAY + HOUR)
    weeks.closed.clear()
    weeks.writes()
    assert not of(weeks.read, "welcome-back")


def test_nobody_is_told_of_somebody_reported_as_away_or_as_having_died(database: Database) -> None:
    weeks = Weeks(database)
    agreed(weeks)
    weeks.set(silent_at=NOW)
    closes_the_chat(weeks)
    assert weeks.walk(3 * DAY) == []
    assert reach.is_lost(weeks.state())


def test_nobody_counts_as_out_of_reach_before_we_could_have_heard_them(database: Database) -> None:
    weeks = Weeks(database)
    closes_the_chat(weeks)

    def heard(session: Session, until: timedelta) -> int:
        engine_row(session).heard_until_at = NOW + until
        session.flush()
        return reach.lose_due(session, now=NOW + 3 * DAY)

    assert weeks.write(lambda session: heard(session, TWO_DAYS - SECOND)) == 0
    assert weeks.write(lambda session: heard(session, TWO_DAYS)) == 1


def page(weeks: Weeks) -> list[str]:
    reply: Reply = weeks.acts(supporting.one, weeks.support_id, who=weeks.sam_id)
    return [line.kind for line in value(shown(reply), "lines")]


@pytest.mark.parametrize(
    ("row", "resting"),
    [
        ({}, False),
        ({"fading": Fading.UNREMINDED}, False),
        ({"fading": Fading.WEEKLY}, True),
        ({"fading": Fading.UNASKED}, True),
        ({"blocked_at": NOW, "lost_at": NOW + TWO_DAYS}, False),
        ({"blocked_at": NOW}, True),
    ],
)
def test_a_supporters_page_says_truly_whether_the_member_is_asked(
    database: Database, row: dict[str, object], *, resting: bool
) -> None:
    weeks = Weeks(database)
    weeks.set(**row)
    assert ("people-resting" in page(weeks)) is resting


def test_the_member_reads_the_very_lines_before_agreeing_and_neither_is_chosen_for_them(database: Database) -> None:
    weeks = Weeks(database)
    reply = shown(weeks.acts(absence.ask, weeks.support_id))
    assert (kind(reply), value(reply, "chosen")) == ("absence-ask", "no")
    assert [value(reply, name).kind for name in ("line", "back")] == ["member-unreachable", "member-reachable"]
    agreed(weeks)
    assert value(weeks.acts(absence.ask, weeks.support_id), "chosen") == "yes"


def test_the_supporters_page_of_the_member_leads_there(database: Database) -> None:
    weeks = Weeks(database)
    assert "If you can't reach me" in labels(weeks.acts(listing.one, weeks.support_id))


def test_only_the_member_may_agree(database: Database) -> None:
    weeks = Weeks(database)

    def by_sam(session: Session) -> Reply:
        sam = session.get(Person, weeks.sam_id)
        assert sam is not None
        return absence.choose(session, sam, weeks.support_id, tell=True, now=NOW)

    reply = weeks.write(by_sam)
    assert reply.toast is not None and reply.toast.kind == "not-yours"
