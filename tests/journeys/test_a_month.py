"""A month of one member on standard, counted: how many messages does each person get, and of which kind?

She answers most evenings, some only after a reminder; has one hard evening and one quiet day. The table is approved like a
story (APPROVE=1 keeps it): whoever adds a message sees here what it costs a person.
"""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlmodel import Session, col

from bot.rules.vocabulary import OutboxState
from storage.database import Database
from storage.tables import Outgoing, Person
from tests.conftest import make_keyring
from tests.databases import SqliteFiles
from tests.journeys.cast import Cast, compare
from tests.journeys.house import MONDAY
from tests.journeys.village import inhabited

APPROVED = Path(__file__).with_name("a_month.txt")
DAYS = 30
SUPPORTER_ON, HARD_ON, QUIET_ON = 3, 12, 20  # days of the month
SLOW = range(5, DAYS, 6)  # on these she needs the first reminder
MOODS = ("4 2 no", "3 3 no", "here", "4 1 no", "3 2 no")
ABOUT_HERSELF = (
    "checkin-hello",
    "checkin-reminder",
)  # the check-in itself, besides which one message a day is the most


async def test_a_month_on_standard_is_counted(sqlite_files: SqliteFiles, tmp_path: Path) -> None:
    """On one database: what is counted does not depend on it."""
    database = Database.open(sqlite_files.copy(tmp_path), make_keyring(), inline=True)
    sa.event.listen(database.engine, "connect", lambda raw, _: raw.execute("PRAGMA synchronous = OFF"))
    database.engine.dispose()  # the machine will not lose power in the middle of a test
    try:
        async with inhabited(database, tmp_path, start_at=MONDAY, seed=1) as village:
            cast = Cast(village.sandbox)
            await _month(cast)
            assert village.trouble() == []
            events = await village.sandbox.do("events")
        sent = database.read_now(_sent)
        compare(_table(cast, sent, events), APPROVED)
        assert _busiest_day(sent) <= 1, "more than one unasked-for message on a day without an alert"
    finally:
        database.close()


async def _month(cast: Cast) -> None:
    maya, _ = await cast.meet("Maya"), await cast.meet("Sam")
    await cast.follow(maya, "")
    await cast.tap(maya, "OK, I agree")
    await cast.type(maya, "20:00")
    await cast.type(maya, "London")
    await cast.tap(maya, "Yes", "See you then")
    for day in range(1, DAYS + 1):
        if day == SUPPORTER_ON:
            await _sam_says_yes(cast)
        await _evening(cast, day)
    await cast.sandbox.walk_to(_prompt_at(DAYS + 1) - timedelta(minutes=1))


def _prompt_at(day: int) -> datetime:
    """20:00 on her own clock; London's clocks go forward in this month."""
    return datetime.combine(MONDAY.date() + timedelta(days=day - 1), time(20), ZoneInfo("Europe/London")).astimezone(
        UTC
    )


async def _evening(cast: Cast, day: int) -> None:
    waits = timedelta(hours=1, minutes=5) if day in SLOW else timedelta(minutes=20)
    await cast.sandbox.walk_to(_prompt_at(day) + waits)
    if day == HARD_ON:
        await _hard(cast)
    elif day != QUIET_ON:
        answer = MOODS[day % len(MOODS)]
        await cast.type(cast.phones["Maya"], answer)
        if answer != "here":
            await cast.tap(cast.phones["Maya"], "Finish")


async def _hard(cast: Cast) -> None:
    maya, sam = cast.phones["Maya"], cast.phones["Sam"]
    await cast.type(maya, "2 9 no")
    await cast.tap(maya, "Finish")
    await cast.walk(minutes=5)
    await cast.tap(sam, "I've got this", "Now")
    await cast.walk(hours=1)
    await cast.tap(maya, "Yes")


async def _sam_says_yes(cast: Cast) -> None:
    maya, sam = cast.phones["Maya"], cast.phones["Sam"]
    await cast.type(maya, "/supporters")
    await cast.tap(maya, "Ask someone")
    await cast.follow(sam, await cast.payload(maya))
    await cast.tap(sam, "Yes, I'm willing", "Keep all")
    await cast.tap(maya, "Yes, that's Sam", "Why, never that I used", "Save")


def _sent(session: Session) -> list[tuple[str, str, date]]:
    """Who got which kind on which date, of everything that was not a direct reply."""
    rows = session.execute(
        sa.select(Person, Outgoing)
        .join(Outgoing, col(Outgoing.recipient_id) == col(Person.id))
        .where(col(Outgoing.state) == OutboxState.SENT)
        .order_by(col(Outgoing.id))
    )
    return [(person.name, row.kind, row.sent_at.date()) for person, row in rows]


def _busiest_day(sent: list[tuple[str, str, date]]) -> int:
    """The most that Maya got on one day, check-ins apart and the days with an alert and of its beginning left out."""
    hers = [(kind, on) for name, kind, on in sent if name == "Maya" and kind not in ABOUT_HERSELF]
    alerts = {on for kind, on in hers if kind.startswith(("alert", "support-"))}
    first = min(on for _, on in hers)
    return max(Counter(on for _, on in hers if on not in alerts and on != first).values(), default=0)


def _table(cast: Cast, sent: list[tuple[str, str, date]], events: list[dict[str, object]]) -> str:
    lines = [f"{DAYS} days of one member on standard: messages by person and kind", ""]
    for name, phone in cast.phones.items():
        kinds = Counter(kind for who, kind, _ in sent if who == name)
        new = sum(e["kind"] == "message" and bool(e.get("from_bot")) and e["chat_id"] == phone.id for e in events)
        edits = sum(e["kind"] == "edited" and e["chat_id"] == phone.id for e in events)
        did = sum(
            (e.get("person_id") == phone.id and e["kind"] == "tapped") or
            (e["kind"] == "message" and not e.get("from_bot") and e["chat_id"] == phone.id)
            for e in events
        )  # fmt: skip
        lines += [f"{name}", *(f"  {kind:<24}{count:>4}" for kind, count in sorted(kinds.items()))]
        lines += [f"  {'new messages, in all':<24}{new:>4}", f"  {'redrawn (no sound)':<24}{edits:>4}"]
        lines += [f"  {'own taps and texts':<24}{did:>4}", ""]
    return "\n".join(lines)
