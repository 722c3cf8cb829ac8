"""What a supporter is told: chosen by the member, shown before, kept in a ledger that only grows."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col

from bot.actions.alerts import telling
from bot.actions.outgoing import Withdrawn
from bot.actions.supporters import KINDS, listing, seeing, sharing
from bot.rules.consent import CHOICES, VALID_FOR, Choice
from bot.rules.vocabulary import AlertKind, AlertState, CheckinState, Level, Signal
from bot.texts import catalogue
from bot.texts.messages import Message, Reply
from storage.queries import circle
from storage.tables import Alert, Person, Sharing
from tests.actions.supporters_play import accepted, confirmed, sharing_with
from tests.actions.supporters_stage import ANA, MAYA, SAM, Stage, kind, labels, value, words
from tests.builders import NOW, TODAY, cadence, checkin, id_of


@pytest.fixture(autouse=True)
def maya(stage: Stage) -> int:
    return stage.joined(MAYA, "Maya")


def in_force(stage: Stage) -> dict[Signal, Level]:
    return {row.signal: row.level for row in stage.rows(Sharing, col(Sharing.revoked_at).is_(None))}


def test_nothing_is_chosen_beforehand(stage: Stage) -> None:
    support = confirmed(stage)
    assert stage.rows(Sharing) == []
    assert value(stage.act(MAYA, listing.one, support), "choice") == "none"
    assert labels(stage.act(MAYA, listing.page))[0] == "1 · Sam: choose"


@pytest.mark.parametrize("choice", Choice)
def test_looking_at_a_choice_saves_nothing(stage: Stage, choice: Choice) -> None:
    support = confirmed(stage)
    assert labels(stage.act(MAYA, sharing.preview, support, choice)) == ["Save", "Back"]
    assert stage.rows(Sharing) == []


@pytest.mark.parametrize("choice", Choice)
def test_saving_writes_one_row_for_each_signal_for_a_year(stage: Stage, choice: Choice) -> None:
    support = confirmed(stage)
    stage.act(MAYA, sharing.save, support, choice)
    rows = stage.rows(Sharing)
    assert {row.signal: row.level for row in rows} == dict(CHOICES[choice])
    assert {(row.wording, row.since_at, row.until_at) for row in rows} == {
        (sharing.WORDING, stage.now, stage.now + VALID_FOR)
    }
    assert labels(stage.act(MAYA, listing.page))[0] == "1 · Sam"


def test_another_choice_revokes_the_old_rows_and_adds_new_ones(stage: Stage) -> None:
    support = sharing_with(stage, Choice.REASON_WITH_USE)
    before = stage.rows(Sharing)
    stage.now += timedelta(days=1)
    stage.act(MAYA, sharing.save, support, Choice.REACH_OUT)
    after = stage.rows(Sharing)
    assert len(after) == 2 * len(before)
    assert [(row.id, row.level, row.until_at, row.revoked_at) for row in after[: len(before)]] == [
        (row.id, row.level, row.until_at, stage.now) for row in before
    ]
    assert in_force(stage) == dict(CHOICES[Choice.REACH_OUT])


def test_a_second_tap_on_save_adds_nothing(stage: Stage) -> None:
    support = sharing_with(stage, Choice.REACH_OUT)
    rows, said = stage.rows(Sharing), stage.waiting(KINDS, SAM)
    assert kind(stage.act(MAYA, sharing.save, support, Choice.REACH_OUT)) == "sharing-saved"
    assert stage.rows(Sharing) == rows
    assert stage.waiting(KINDS, SAM) == said


@pytest.mark.parametrize(
    ("before_its_end", "renewed"), [(timedelta(days=30, seconds=1), False), (timedelta(days=30), True)]
)
def test_saving_the_same_again_renews_it_in_its_last_thirty_days(
    stage: Stage, before_its_end: timedelta, renewed: bool
) -> None:
    support = sharing_with(stage, Choice.REACH_OUT)
    stage.now += VALID_FOR - before_its_end
    stage.act(MAYA, sharing.save, support, Choice.REACH_OUT)
    assert (stage.rows(Sharing)[-1].since_at == stage.now) is renewed


def test_nobody_chooses_before_they_confirmed(stage: Stage) -> None:
    support = accepted(stage)
    for step in (sharing.choose, listing.one):
        assert kind(stage.act(MAYA, step, support)) == "support-accepted"
    assert kind(stage.act(MAYA, sharing.save, support, Choice.REACH_OUT)) == "support-accepted"
    assert stage.rows(Sharing) == []


def test_only_the_member_chooses(stage: Stage) -> None:
    support = confirmed(stage)
    stage.joined(ANA, "Ana")
    for stranger in (SAM, ANA):
        assert stage.act(stranger, sharing.save, support, Choice.REASON_WITH_USE) == Reply(toast=Message("not-yours"))
    assert stage.rows(Sharing) == []


def test_the_supporter_is_shown_what_a_message_would_look_like(stage: Stage) -> None:
    sharing_with(stage, Choice.REASON_WITH_USE)
    assert [said.kind for said in stage.waiting(KINDS, SAM) if isinstance(said, Message)] == [
        "support-confirmed",
        "support-told",
    ]


def test_what_the_supporter_is_shown_does_not_tell_whether_uses_are_shared(stage: Stage) -> None:
    support = sharing_with(stage, Choice.REASON_WITH_USE)
    with_use = stage.waiting(KINDS, SAM)[-1]
    stage.act(MAYA, sharing.save, support, Choice.REASON_WITHOUT_USE)
    assert stage.waiting(KINDS, SAM)[-1] == with_use


def test_only_the_newest_choice_is_told(stage: Stage) -> None:
    support = sharing_with(stage, Choice.REASON_WITH_USE)
    stage.act(MAYA, sharing.save, support, Choice.REACH_OUT)
    assert len(stage.waiting(KINDS, SAM)) == 2  # that they were confirmed, and this


def test_revoked_consent_is_not_explained_any_more(stage: Stage) -> None:
    sharing_with(stage, Choice.REACH_OUT)

    def revoke(session: Session) -> None:
        for row in session.scalars(sa.select(Sharing)):
            row.revoked_at = stage.now

    stage.write(revoke)
    assert stage.waiting(KINDS, SAM)[-1] == Withdrawn("consent")


def a_checkin(stage: Stage, person_id: int) -> int:
    def whole(session: Session) -> int:
        who = session.get(Person, person_id)
        assert who is not None
        return id_of(checkin(session, who, cadence(session, who)))

    return stage.write(whole)


def test_who_sees_this_names_everybody_by_what_they_would_read(stage: Stage, maya: int) -> None:
    sharing_with(stage, Choice.REASON_WITHOUT_USE)
    said = words(stage.act(MAYA, seeing.who_sees, a_checkin(stage, maya)))
    assert "Sam: why, but never that you used." in said


def test_who_sees_this_leaves_out_whom_nothing_was_shared_with(stage: Stage, maya: int) -> None:
    confirmed(stage)
    assert kind(stage.act(MAYA, seeing.who_sees, a_checkin(stage, maya))) == "who-sees-nobody"


def test_who_sees_this_answers_only_about_ones_own(stage: Stage, maya: int) -> None:
    sharing_with(stage, Choice.REACH_OUT)
    assert stage.act(SAM, seeing.who_sees, a_checkin(stage, maya)) == Reply(toast=Message("not-yours"))


def two_quiet_days(session: Session, maya: int) -> None:
    who = session.get(Person, maya)
    assert who is not None
    rhythm = cadence(session, who)
    for on in (TODAY - timedelta(days=1), TODAY):
        checkin(session, who, rhythm, on=on, state=CheckinState.MISSED)


@pytest.mark.parametrize("choice", Choice)
@pytest.mark.parametrize(("shown", "signals"), [("hard", ("USED", "HIGH")), ("quiet", ("QUIET",))])
def test_the_message_shown_is_the_message_that_would_come(
    stage: Stage, maya: int, choice: Choice, shown: str, signals: tuple[str, ...]
) -> None:
    support = sharing_with(stage, choice)

    def real(session: Session) -> Message | None:
        two_quiet_days(session, maya)
        companion = circle.companions(session, maya)[0]
        alert = Alert(
            member_id=maya, on=TODAY, kind=AlertKind.HARD, signals=list(signals), state=AlertState.ASKING, opened_at=NOW
        )  # fmt: skip
        return telling.page(session, "alert-page", alert, companion, now=stage.now)

    page = stage.write(real)
    assert page is not None
    promised = value(stage.act(MAYA, sharing.preview, support, choice), shown)
    assert catalogue.html(promised) == catalogue.html(page)
