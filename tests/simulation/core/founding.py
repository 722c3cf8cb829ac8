"""A village from nothing: members with their hours, people who support them, and what each may read; straight into the rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from random import Random

from bot.actions.checkins import scheduling
from bot.actions.joining import pinning
from bot.actions.supporters import sharing
from bot.rules.consent import Choice, Share
from bot.rules.vocabulary import Level, Preset, Signal
from storage.database import Session
from storage.queries import supports
from storage.queries.engine import engine_row
from storage.tables import Availability, Person
from tests import builders
from tests.simulation.core.members import ZONES, Member
from tests.simulation.core.people import Do, Soul, Town
from tests.simulation.core.supporters import Supporter
from tests.simulation.core.wire import Wire
from tests.simulation.plans import Plans

FIRST_DAYS = (
    date(2026, 3, 2), date(2026, 3, 4), date(2026, 3, 20), date(2026, 4, 1), date(2026, 6, 1), date(2026, 9, 1), date(2026, 10, 18),
    date(2026, 10, 28), date(2027, 2, 20),
)  # fmt: skip
HOURS = tuple(time(hour) for hour in (7, 8, 9, 12, 18, 20, 21))
EVERY_DAY = frozenset(range(7))
FIRST_CHAT = 1001
MOSTLY = (8, 1, 1)  # neighbours share zone and hour, as in a group


@dataclass(frozen=True)
class Home:
    """Where and when a member is asked, as the sim set it up."""

    zone: str
    hour: time
    days: frozenset[int]


@dataclass
class Folk:
    souls: list[Soul]
    members: list[Member]
    homes: dict[int, Home]  # by chat
    watched: dict[int, Preset]
    levels: dict[int, str]  # support → choice at the beginning
    chats: dict[int, int]  # person → chat


def begins(chance: Random) -> datetime:
    day = chance.choice(FIRST_DAYS)
    return datetime(day.year, day.month, day.day, 5, tzinfo=UTC)


def found(session: Session, town: Town, wire: Wire, plans: Plans[Do], chance: Random, *, members: int) -> Folk:
    """Fill the empty database."""
    now = wire.clock.now()
    engine_row(session).heard_until_at = now
    zones, hours = chance.sample(ZONES, 3), chance.sample(HOURS, 3)
    folk = Folk([], [], {}, {}, {}, {})
    rows: dict[int, Person] = {}
    for number in range(members):
        chat = FIRST_CHAT + number
        zone = chance.choices(zones, MOSTLY)[0]
        home = Home(
            zone, chance.choices(hours, MOSTLY)[0], EVERY_DAY if chance.random() < 0.85 else frozenset(range(5))
        )
        preset = chance.choice((Preset.STANDARD, Preset.STANDARD, Preset.WATCHFUL, Preset.GENTLE))
        row = rows[chat] = _person(session, chat, f"Member{number}", zone, now, preset=preset)
        cadence = builders.cadence(session, row, times=(home.hour,), days=home.days)
        enrolled = scheduling.enrol(session, row, cadence, own_times=None, now=now)
        if chance.random() < 0.3:
            pinning.pin_card(session, row, now=now)
        member = Member(town, wire, plans, chance, chat=chat, name=row.name, enrolment=enrolled.id or 0)
        folk.members.append(member)
        folk.homes[chat], folk.watched[chat] = home, preset
    for number in range(max(2, members // 3)):
        chat = FIRST_CHAT + members + number
        rows[chat] = _person(session, chat, f"Helper{number}", chance.choice(ZONES), now)
        folk.souls.append(Supporter(town, wire, plans, chance, chat=chat, name=f"Helper{number}"))
    helpers = [soul.chat for soul in folk.souls]
    for chat in helpers:
        _hours(session, rows[chat], chance)
    for member in folk.members:
        _circle(session, town, folk, rows, member.chat, helpers, chance, now)
    folk.souls = [*folk.members, *folk.souls]
    folk.chats = {row.id or 0: chat for chat, row in rows.items()}
    return folk


def _person(session: Session, chat: int, name: str, zone: str, now: datetime, **more: object) -> Person:
    return builders.person(
        session, name, tg_id=chat, agreed=True, zone=zone, joined_at=now, last_sign_at=now, **more
    )  # fmt: skip


def _hours(session: Session, person: Person, chance: Random) -> None:
    """Some of them chose hours and a limit of their own."""
    if chance.random() < 0.6:
        session.add(
            Availability(
                person_id=person.id or 0, zone=person.zone or "UTC", weekly_limit=chance.choice((None, 2, 5)),
                quiet_from=chance.choice((time(22), time(21), time(0))), quiet_to=chance.choice((time(7), time(9))),
            )
        )  # fmt: skip


def _circle(
    session: Session,
    town: Town,
    folk: Folk,
    rows: dict[int, Person],
    chat: int,
    helpers: Sequence[int],
    chance: Random,
    now: datetime,
) -> None:
    """Nobody, or up to three of the helpers, and now and then another member."""
    others = [one.chat for one in folk.members if one.chat != chat]
    chosen = chance.sample(helpers, min(chance.choice((0, 1, 1, 2, 2, 3)), len(helpers)))
    if others and chance.random() < 0.3:
        chosen.append(chance.choice(others))
    for position, supporter in enumerate(chosen, start=1):
        row = builders.support(
            session, rows[chat], rows[supporter], position=position, accepted_at=now, confirmed_at=now
        )
        support_id = row.id or 0
        town.supports[support_id] = (chat, supporter)
        choice = chance.choice((*Choice, "ratings", None))
        folk.levels[support_id] = str(choice)
        if choice == "ratings":
            told: dict[Signal, Share] = {signal: Share(Level.RATINGS) for signal in Signal if signal is not Signal.SOS}
            supports.share(session, support_id, told, wording=sharing.WORDING, now=now)
        elif choice is not None:
            supports.share(session, support_id, sharing.PLAIN[Choice(choice)], wording=sharing.WORDING, now=now)
