"""The steps that most tests of groups begin with, and a post that brings what waits in the outbox."""

from functools import partial
from typing import Any

from sqlmodel import Session, col, select

from bot.actions import dispatch, presence
from bot.actions.kinds import KINDS
from bot.actions.outgoing import Delivered, Parcel
from bot.actions.presence import Visitor
from bot.rules.vocabulary import Role
from handlers.delivery.rendering import render
from storage.database import Database
from storage.queries import people
from storage.tables import Cadence, Enrolment, Group, Membership
from tests import builders
from tests.talking import Phone, Town

DANA, MAYA, LEE, OPERATOR = 900, 1, 2, 77


def somebody(town: Town, tg_id: int, name: str, **more: Any) -> Phone:
    """Somebody who agreed and whose zone is known (UTC)."""
    town.database.write_now(lambda session: builders.person(session, name, tg_id=tg_id, **more).id)
    return town.person(tg_id, name)


async def led(town: Town, *, name: str = "Morning circle", template: str = "Aftercare", hour: str = "9:00") -> Phone:
    """Dana, who has just made a group."""
    dana = somebody(town, DANA, "Dana")
    await dana.types("/newgroup")
    await dana.types(name)
    await dana.taps(template)
    await dana.taps(hour)
    return dana


def link_of(database: Database) -> str:
    return f"j_{database.read_now(lambda s: s.exec(select(Group)).one().link)}"


async def member(
    town: Town, tg_id: int, name: str, *, shown: str = "Join, show my name", keep: str = "9:00 is fine"
) -> Phone:
    phone = somebody(town, tg_id, name)
    await phone.types(f"/start {link_of(town.database)}")
    await phone.taps("OK, I agree")
    await phone.taps(shown)
    await phone.taps(keep)
    return phone


def deliver(town: Town, *phones: Phone) -> dict[str, list[str]]:
    """Everything that may leave now arrives, the pinned card apart: on the phones, and by first name as what each reads."""
    read: dict[str, list[str]] = {}
    known = {phone.tg_id: phone for phone in phones}
    parcels = town.database.write_now(
        lambda session: dispatch.claim(session, kinds=KINDS, now=town.now, epoch=1, limit=200, operator=OPERATOR)
    )
    for number, parcel in enumerate(parcels, start=1000):
        town.database.write_now(partial(_arrived, parcel=parcel, number=number, town=town))
        screen, phone = render(parcel.message, "en"), known.get(parcel.chat_id)
        if phone is not None and parcel.kind != "crisis-card-pinned":
            read.setdefault(phone.name, []).append(plain(screen.text))
            phone.screens = [screen]
    return read


def _arrived(session: Session, *, parcel: Parcel, number: int, town: Town) -> None:
    dispatch.record(session, parcel, Delivered(number, town.now), kinds=KINDS, now=town.now)


def plain(text: str) -> str:
    """What is read, without the marks that keep names of other scripts in place."""
    return "".join(letter for letter in text if letter not in "\u2066\u2067\u2068\u2069")


def block(town: Town, tg_id: int) -> None:
    """This person blocks the bot now."""
    who = Visitor(tg_id, "")
    town.database.write_now(lambda session: presence.blocked(session, who, now=town.now))


def roles_of(database: Database, tg_id: int) -> set[Role]:
    """What a person is in whichever group."""

    def look(session: Session) -> set[Role]:
        live = select(Membership).where(col(Membership.left_at).is_(None))
        return {row.role for row in session.exec(live.where(Membership.person_id == _id(session, tg_id))).all()}

    return database.read_now(look)


def enrolled(database: Database, tg_id: int) -> list[Enrolment]:
    """What a person is asked by now."""

    def look(session: Session) -> list[Enrolment]:
        live = select(Enrolment).where(col(Enrolment.ended_at).is_(None))
        return list(session.exec(live.where(Enrolment.person_id == _id(session, tg_id))).all())

    return database.read_now(look)


def cadences(database: Database, tg_id: int) -> list[tuple[set[int], list[tuple[int, int]]]]:
    """The days and times at which a person is asked by cadences of their own."""

    def look(session: Session) -> list[tuple[set[int], list[tuple[int, int]]]]:
        found = session.exec(select(Cadence).where(Cadence.person_id == _id(session, tg_id))).all()
        return [(set(one.days), [(at.hour, at.minute) for at in one.times]) for one in found]

    return database.read_now(look)


def id_of(database: Database, tg_id: int) -> int:
    return database.read_now(lambda session: _id(session, tg_id))


def _id(session: Session, tg_id: int) -> int:
    found = people.by_telegram_id(session, tg_id)
    assert found is not None and found.id is not None
    return found.id
