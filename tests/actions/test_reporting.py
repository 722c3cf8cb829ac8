"""[Report a person] on invitations, alerts and encouragements: the operator learns who and where, never what."""

import re

import pytest
from sqlmodel import Session, select

from bot.actions.terms import Terms
from bot.rules.vocabulary import AlertKind, AlertState, Role, StepState
from storage.database import Database
from storage.queries import people
from storage.tables import Alert, AlertStep, Outgoing, Support
from tests import builders
from tests.actions.groups_stage import (
    DANA,
    LEE,
    MAYA,
    OPERATOR,
    deliver,
    led,
    link_of,
    member,
    roles_of,
    somebody,
)  # fmt: skip
from tests.actions.test_groups_words import WORDS, writes
from tests.talking import Phone, Town

SAM = 44


@pytest.fixture
def town(database: Database) -> Town:
    return Town(database, terms=Terms(operator_chat_id=OPERATOR))


def reports(town: Town) -> list[dict[str, object]]:
    return [
        dict(row.ids)
        for row in town.database.read_now(
            lambda s: s.exec(select(Outgoing).where(Outgoing.kind == "operator-report")).all()
        )
    ]


def id_of(town: Town, tg_id: int) -> int | None:
    found = town.database.read_now(lambda session: people.by_telegram_id(session, tg_id))
    return found.id if found else None


async def encouraged(town: Town) -> Phone:
    dana = await led(town)
    maya = await member(town, MAYA, "Maya")
    await writes(dana)
    deliver(town, maya)
    return maya


async def test_reporting_an_encouragement_reaches_the_operator_with_ids_and_kinds_only(
    town: Town, database: Database
) -> None:
    maya, operator = await encouraged(town), town.person(OPERATOR, "Op")
    await maya.taps("Report a person")
    assert "Not a word that was written" in maya.text and "Dana isn't told" in maya.text
    assert reports(town) == []
    await maya.taps("Yes, report")
    assert "I can't promise what" in maya.text
    [told] = deliver(town, operator)["Op"]
    assert f"Person {id_of(town, MAYA)} reports person {id_of(town, DANA)}" in told
    assert not re.search(f"Dana|Maya|Morning|{re.escape(WORDS)}", told)
    assert roles_of(database, MAYA) == {Role.MEMBER}


async def test_report_and_leave_ends_both_in_the_same_breath(town: Town, database: Database) -> None:
    maya = await encouraged(town)
    await maya.taps("Report a person")
    await maya.taps("Report and leave")
    assert [screen.text[:5] for screen in maya.screens] == ["Thank", "You l"]
    assert len(reports(town)) == 1
    assert roles_of(database, MAYA) == set()


async def test_a_second_tap_reports_nothing_twice(town: Town, database: Database) -> None:
    maya = await encouraged(town)
    await maya.taps("Report a person")
    report = maya.buttons["Yes, report"]
    await maya.sends(report)
    await maya.sends(report)
    assert len(reports(town)) == 1


@pytest.mark.parametrize("about", ["alert", "encouragement", "co-lead"])
@pytest.mark.parametrize("row", [2**31, 10**42])
async def test_a_number_that_no_row_can_have_is_refused_like_any_other(
    town: Town, database: Database, about: str, row: int
) -> None:
    maya = await encouraged(town)
    await maya.sends(f"report:{about}:{row}")
    assert maya.toast is not None
    await maya.sends(f"report-send:{about}:{row}:stay")
    assert maya.toast
    assert reports(town) == []


async def test_no_dont_reports_nothing(town: Town, database: Database) -> None:
    maya = await encouraged(town)
    await maya.taps("Report a person")
    await maya.taps("No, don't")
    assert maya.text == "Okay, nothing was reported."
    assert reports(town) == []


async def test_without_an_operator_nobody_is_promised_a_reader_and_leaving_still_works(database: Database) -> None:
    town = Town(database)
    maya = await encouraged(town)
    await maya.taps("Report a person")
    assert "Nobody reads reports" in maya.text
    assert "Yes, report" not in maya.buttons
    await maya.taps("Leave the group")
    assert reports(town) == []
    assert roles_of(database, MAYA) == set()


def asked(town: Town, *, asks: int = 1) -> tuple[Phone, str]:
    """Sam, whom an alert of Maya's asked, and what [Report a person] on it says back."""
    sam = somebody(town, SAM, "Sam")
    somebody(town, MAYA, "Maya")

    def add(session: Session) -> int | None:
        maya, supporter = people.by_telegram_id(session, MAYA), people.by_telegram_id(session, SAM)
        assert maya is not None and supporter is not None
        builders.support(session, maya, supporter)
        alert = Alert(member_id=maya.id or 0, on=builders.TODAY, kind=AlertKind.ASKED, state=AlertState.ASKING,
                      opened_at=builders.NOW)  # fmt: skip
        session.add(alert)
        session.flush()
        session.add(AlertStep(alert_id=alert.id or 0, recipient_id=supporter.id or 0, position=1, asks=asks,
                              state=StepState.ASKED, asked_at=builders.NOW))  # fmt: skip
        return alert.id

    return sam, f"report:alert:{town.database.write_now(add)}"


async def test_a_supporter_may_report_whose_alert_it_was_and_stop_being_there(town: Town, database: Database) -> None:
    sam, report = asked(town)
    await sam.sends(report)
    assert "Report Maya?" in sam.text.replace("\u2068", "").replace("\u2069", "")
    await sam.taps("Report and stop")
    assert [(one["person"], one["about"]) for one in reports(town)] == [(id_of(town, MAYA), "alert")]
    support = database.read_now(lambda session: session.exec(select(Support)).one())
    assert support.ended_at is not None


async def test_whoever_was_not_asked_by_an_alert_learns_nothing_of_it(town: Town, database: Database) -> None:
    sam, report = asked(town, asks=0)
    eve = somebody(town, 5, "Eve")
    for phone in (sam, eve):
        await phone.sends(report)
        assert phone.screens == []
        assert phone.toast == "This button belongs to another chat."


async def test_a_groups_invitation_can_be_reported_before_joining(town: Town, database: Database) -> None:
    await led(town)
    maya = somebody(town, MAYA, "Maya")
    await maya.types(f"/start {link_of(database)}")
    await maya.taps("OK, I agree")
    await maya.taps("Report a person")
    await maya.taps("Yes, report")
    assert [(one["person"], one["about"]) for one in reports(town)] == [(id_of(town, DANA), "group-link")]


async def test_a_supporters_invitation_can_be_reported_by_somebody_of_whom_nothing_is_kept(
    town: Town, database: Database
) -> None:
    maya = somebody(town, MAYA, "Maya", agreed=True)
    await maya.types("/supporters")
    await maya.taps("Ask someone")
    link = re.search(r"s_[A-Za-z0-9_-]{22}", " ".join(screen.text for screen in maya.screens))
    assert link is not None
    sam = town.person(SAM, "Sam")
    await sam.types(f"/start {link[0]}")
    await sam.taps("Report a person")
    assert "Report Maya?" in sam.text.replace("\u2068", "").replace("\u2069", "")
    await sam.taps("Yes, report")
    assert [(one["reporter"], one["person"]) for one in reports(town)] == [(0, id_of(town, MAYA))]
    assert id_of(town, SAM) is None
    assert "hasn't joined" in deliver(town, town.person(OPERATOR, "Op"))["Op"][0]


async def test_the_question_whether_to_lead_too_can_be_reported(town: Town, database: Database) -> None:
    dana = await led(town)
    lee = await member(town, LEE, "Lee")
    await dana.types("/group")
    for label in ("Members", "Lee", "Ask to lead it too"):
        await dana.taps(label)
    deliver(town, lee)
    await lee.taps("Report a person")
    await lee.taps("Yes, report")
    assert [one["about"] for one in reports(town)] == ["co-lead"]
