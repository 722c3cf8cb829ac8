"""After a calm check-in: a supporter, sharing, quiet hours; one a day, each skippable, never beside an alert or at night."""

from datetime import timedelta
from typing import cast

import pytest
from sqlmodel import Session, select

from bot.actions import dispatch
from bot.actions.kinds import KINDS
from bot.actions.outgoing import Delivered
from bot.rules.vocabulary import AlertKind, AlertState, Level, Proposal, Signal
from handlers.delivery.rendering import Screen, render
from storage.database import Database
from storage.tables import Alert, Cadence, Person, Sharing
from tests import builders
from tests.talking import Phone, Town

CALM, HEAVY = "4 2 no", "1 9 no"


@pytest.fixture
def town(database: Database) -> Town:
    return Town(database, now=builders.NOW)


async def member(town: Town) -> Phone:
    maya = await town.person(1).types("/start")
    await maya.taps("OK, I agree")
    await maya.taps("8:00")
    await maya.types("London")
    return await maya.taps("Yes")


async def checks_in(maya: Phone, answers: str = CALM) -> Phone:
    await maya.types("/checkin")
    if "How I am now" in maya.buttons:
        await maya.taps("How I am now")
    await maya.types(answers)
    return await maya.taps("Finish")


def proposed(town: Town) -> Screen | None:
    """What leaves the outbox for the member a moment later, as far as it is a proposal."""
    now = town.now + timedelta(seconds=5)

    def leave(session: Session) -> Screen | None:
        parcels = dispatch.claim(session, kinds=KINDS, now=now, epoch=1, limit=50, operator=None)
        for number, parcel in enumerate(parcels):
            dispatch.record(session, parcel, Delivered(100 + number, now), kinds=KINDS, now=now)
        found = [render(parcel.message, "en") for parcel in parcels if parcel.kind == "proposal"]
        assert len(found) <= 1
        return found[0] if found else None

    return town.database.write_now(leave)


def labels(screen: Screen | None) -> list[str]:
    assert screen is not None and screen.keyboard is not None
    return [one.text for line in screen.keyboard.inline_keyboard for one in line]  # type: ignore[union-attr]


def with_sam(town: Town, *, chosen: bool) -> None:
    def add(session: Session) -> None:
        maya = session.exec(select(Person)).one()
        support = builders.support(session, maya, builders.person(session, "Sam", tg_id=2))
        if chosen:
            until = builders.NOW + timedelta(days=365)
            session.add(
                Sharing(support_id=builders.id_of(support), signal=Signal.HIGH, level=Level.REASON, wording="1",
                        since_at=builders.NOW, until_at=until)
            )  # fmt: skip

    town.database.write_now(add)


async def test_the_first_check_in_is_followed_by_the_proposal_of_a_supporter(town: Town) -> None:
    maya = await checks_in(await member(town))
    assert "Nobody will be alerted yet" in maya.text
    shown = proposed(town)
    assert labels(shown) == ["Ask someone", "Not now"]


async def test_a_proposal_makes_no_sound() -> None:
    assert KINDS["proposal"].silent


async def test_at_most_one_thing_is_proposed_a_day(town: Town) -> None:
    maya = await checks_in(await member(town))
    assert proposed(town) is not None
    await checks_in(maya)
    assert proposed(town) is None
    town.pass_by(days=1)
    await checks_in(maya)
    assert "Change it" in labels(proposed(town))


async def test_each_thing_is_proposed_once(town: Town) -> None:
    maya = await member(town)
    seen = []
    for _ in range(5):
        await checks_in(maya)
        seen.append(proposed(town))
        town.pass_by(days=1)
    assert [one is not None for one in seen] == [True, True, False, False, False]


@pytest.mark.parametrize(("what", "where"), [(Proposal.SUPPORTER, "/supporters"), (Proposal.NIGHTS, "/settings")])
async def test_every_proposal_can_be_skipped_and_says_where_it_is_found_later(
    town: Town, what: Proposal, where: str
) -> None:
    maya = await member(town)
    await maya.sends(f"prop-skip:{what}")
    assert where in maya.text


async def test_a_confirmed_supporter_who_would_read_nothing_brings_the_proposal_of_sharing(town: Town) -> None:
    maya = await member(town)
    with_sam(town, chosen=False)
    await checks_in(maya)
    shown = proposed(town)
    assert shown is not None and "Sam" in shown.text
    assert labels(shown) == ["Choose", "Not now"]


async def test_once_sharing_is_chosen_it_is_not_proposed(town: Town) -> None:
    maya = await member(town)
    with_sam(town, chosen=True)
    await checks_in(maya)
    assert "Change it" in labels(proposed(town))


async def test_a_link_that_waits_for_an_answer_is_not_followed_by_the_proposal_to_make_one(town: Town) -> None:
    maya = await member(town)
    await maya.types("/supporters")
    await maya.taps("Ask someone")
    await checks_in(maya)
    assert "Change it" in labels(proposed(town))


async def test_a_heavy_day_is_followed_by_no_proposal_but_by_the_way_to_somebody(town: Town) -> None:
    maya = await checks_in(await member(town), HEAVY)
    assert proposed(town) is None
    assert "I need someone now" in maya.buttons
    assert "/supporters" in maya.text


@pytest.mark.parametrize("kind", [AlertKind.SOS, AlertKind.ASKED, AlertKind.HARD])
async def test_on_a_day_with_an_alert_nothing_is_proposed(town: Town, kind: AlertKind) -> None:
    maya = await member(town)

    def alert(session: Session) -> None:
        person = session.exec(select(Person)).one()
        session.add(
            Alert(member_id=cast("int", person.id), on=town.now.date(), kind=kind, state=AlertState.RESOLVED,
                  opened_at=town.now, ended_at=town.now)
        )  # fmt: skip

    town.database.write_now(alert)
    await checks_in(maya)
    assert proposed(town) is None
    town.pass_by(days=1)
    await checks_in(maya)
    assert proposed(town) is not None


async def test_on_the_day_an_alert_ended_nothing_is_proposed(town: Town) -> None:
    maya = await member(town)

    def alert(session: Session) -> None:
        person = session.exec(select(Person)).one()
        session.add(
            Alert(member_id=cast("int", person.id), on=town.now.date() - timedelta(days=2), kind=AlertKind.QUIET,
                  state=AlertState.RESOLVED, opened_at=town.now - timedelta(days=1), ended_at=town.now)
        )  # fmt: skip

    town.database.write_now(alert)
    await checks_in(maya)
    assert proposed(town) is None


async def test_an_alert_between_the_check_in_and_the_proposal_holds_it_back(town: Town) -> None:
    maya = await checks_in(await member(town))
    await maya.types("/sos")

    def alert(session: Session) -> None:
        person = session.exec(select(Person)).one()
        session.add(
            Alert(member_id=cast("int", person.id), on=town.now.date(), kind=AlertKind.SOS, state=AlertState.ASKING,
                  opened_at=town.now)
        )  # fmt: skip

    town.database.write_now(alert)
    assert proposed(town) is None


@pytest.mark.parametrize(("hour", "minute", "comes"), [(21, 59, True), (22, 0, False), (6, 59, False), (7, 0, True)])
async def test_in_quiet_hours_nothing_is_proposed(town: Town, hour: int, minute: int, comes: bool) -> None:
    maya = await member(town)
    town.now = town.now.replace(hour=hour, minute=minute) + timedelta(days=1)
    await checks_in(maya)
    assert (proposed(town) is not None) is comes


async def test_a_proposal_that_could_not_leave_at_once_does_not_ring_later(town: Town) -> None:
    await checks_in(await member(town))
    town.pass_by(minutes=16)
    assert proposed(town) is None


async def test_not_now_after_a_heavy_day_still_says_that_nobody_is_alerted_yet(town: Town) -> None:
    maya = await checks_in(await member(town), HEAVY)
    await maya.taps("Not now")
    assert "Nobody will be alerted yet" in maya.text


@pytest.mark.parametrize("answers", [CALM, HEAVY, "3 3 yes"])
async def test_until_a_supporter_is_confirmed_every_finished_check_in_says_so(town: Town, answers: str) -> None:
    maya = await checks_in(await member(town), answers)
    assert "Nobody will be alerted yet" in maya.text
    town.pass_by(days=1)
    with_sam(town, chosen=True)
    await checks_in(maya, CALM)
    assert "Nobody will be alerted yet" not in maya.text


async def test_im_here_says_so_too(town: Town) -> None:
    maya = await member(town)

    def asked(session: Session) -> int:
        person, rhythm = session.exec(select(Person)).one(), session.exec(select(Cadence)).one()
        return builders.id_of(builders.checkin(session, person, rhythm))

    await maya.sends(f"here:{town.database.write_now(asked)}")
    assert "Nobody will be alerted yet" in maya.text
