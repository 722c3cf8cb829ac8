"""Every stage gets its turn, whatever the others do."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from bot.actions import batch, journal
from bot.actions.journal import Entry
from bot.clock import WalkingClock
from schedules.tick import AT_ONCE, Stage, Ticker, tick
from storage.database import Database
from storage.tables import Outage
from tests.builders import NOW
from tests.walking import settle


class Work:
    """A stage with a number of rows to act on."""

    def __init__(self, rows: int = 0, *, fails: Callable[[], bool] = lambda: False) -> None:
        self.left = rows
        self.limits: list[int] = []
        self.fails = fails

    def __call__(self, session: Session, *, now: datetime, limit: int) -> int:
        self.limits.append(limit)
        if self.fails():
            raise RuntimeError
        done = min(self.left, limit)
        self.left -= done
        return done

    def next_at(self, session: Session) -> datetime | None:
        return NOW if self.left else None


@pytest.mark.parametrize(("rows", "turns"), [(0, 1), (199, 1), (200, 2), (1000, 6)])
async def test_a_stage_works_in_batches_until_nothing_is_due(database: Database, rows: int, turns: int) -> None:
    work = Work(rows)
    assert await tick(database, [Stage("work", work)], now=NOW) == {"work": rows}
    assert work.limits == [AT_ONCE] * turns


async def test_a_stage_that_fails_keeps_no_other_from_its_turn(database: Database) -> None:
    stages = [Stage("broken", Work(1, fails=lambda: True)), Stage("work", Work(3))]
    assert await tick(database, stages, now=NOW) == {"work": 3}


async def test_who_no_longer_holds_the_lease_does_nothing(database: Database) -> None:
    work = Work(3)
    assert await tick(database, [Stage("work", work)], now=NOW, holds=lambda _: False) == {"work": 0}
    assert work.left == 3


async def test_a_poisonous_row_stays_alone_with_its_fault(database: Database) -> None:
    due = list(range(450))

    def act(session: Session, row: int) -> None:
        session.add(Outage(from_at=NOW, to_at=NOW + timedelta(seconds=row)))
        session.flush()
        if row % 100 == 7:
            raise ValueError(row)
        due.remove(row)

    def run(session: Session, *, now: datetime, limit: int) -> int:
        return batch.each(session, "work", due[:limit], act)

    await tick(database, [Stage("work", run)], now=NOW)
    assert due == [7, 107, 207, 307, 407]
    kept = await database.read(lambda session: len(session.scalars(sa.select(Outage)).all()))
    assert kept == 445


async def test_the_journal_hears_of_what_was_committed_only(database: Database) -> None:
    heard: list[Entry] = []
    database.on_commit.append(lambda session: heard.extend(journal.noted(session)))

    def note(session: Session, *, now: datetime, limit: int) -> int:
        journal.note(session, "opened", checkin=7)
        return 0

    def fail(session: Session, *, now: datetime, limit: int) -> int:
        journal.note(session, "lost")
        raise RuntimeError

    await tick(database, [Stage("note", note), Stage("fail", fail)], now=NOW)
    assert heard == [Entry("opened", ids={"checkin": 7})]


@asynccontextmanager
async def running(ticker: Ticker) -> AsyncIterator[None]:
    task = asyncio.create_task(ticker.run())
    yield
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def until_idle(ticker: Ticker, clock: WalkingClock) -> None:
    await settle(clock, 1)
    while not ticker.idle:
        await settle(clock, 1)


async def test_a_ticker_ticks_when_woken_and_says_when_the_next_is_due(database: Database) -> None:
    clock = WalkingClock(NOW)
    told: list[tuple[dict[str, int], datetime | None]] = []
    later = NOW + timedelta(hours=1)
    work = Work(3)
    stages = [Stage("a", work, work.next_at), Stage("b", Work(), lambda _: later), Stage("c", Work())]
    ticker = Ticker(database, clock, stages, ticked=lambda counts, at: told.append((counts, at)))
    assert ticker.idle
    async with running(ticker):
        ticker.wake()
        ticker.wake()
        await until_idle(ticker, clock)
    assert told == [({"a": 3, "b": 0, "c": 0}, later)]


@pytest.mark.parametrize(("due_after", "turns"), [(timedelta(0), 1), (timedelta(microseconds=1), 0)])
async def test_no_stage_is_troubled_before_it_is_due(database: Database, due_after: timedelta, turns: int) -> None:
    clock, other, work, told = WalkingClock(NOW), Work(), Work(), []
    stages = [Stage("other", other), Stage("due", work, lambda _: NOW + due_after), Stage("later", other)]
    await Ticker(database, clock, stages, ticked=lambda counts, _: told.append(counts)).tick()
    assert len(work.limits) == turns
    assert other.limits == []
    assert [bool(counts) for counts in told] == [bool(turns)]


@pytest.mark.parametrize("made", [0, 1])
async def test_what_a_stage_made_due_has_its_turn_in_the_same_tick(database: Database, made: int) -> None:
    later = Work()
    told: list[dict[str, int]] = []

    def make(session: Session, *, now: datetime, limit: int) -> int:
        later.left += made
        return 1

    stages = [Stage("make", make, lambda _: None if told or later.left else NOW), Stage("later", later, later.next_at)]
    await Ticker(database, WalkingClock(NOW), stages, ticked=lambda counts, _: told.append(counts)).tick()
    assert told == [{"make": 1, "later": made}]
    assert len(later.limits) == made


async def test_a_stage_that_found_nothing_may_have_put_its_next_turn_off(database: Database) -> None:
    later = NOW + timedelta(hours=1)
    waits: list[datetime] = [NOW]
    told: list[datetime | None] = []

    def put_off(session: Session, *, now: datetime, limit: int) -> int:
        waits[:] = [later]
        return 0

    stages = [Stage("sweep", put_off, lambda _: waits[0])]
    await Ticker(database, WalkingClock(NOW), stages, ticked=lambda _, at: told.append(at)).tick()
    assert told == [later]


async def test_what_stays_due_is_looked_at_again_after_a_second_and_not_at_once(database: Database) -> None:
    clock = WalkingClock(NOW)
    told: list[datetime | None] = []
    stages = [Stage("stuck", Work(fails=lambda: True), lambda _: NOW)]
    ticker = Ticker(database, clock, stages, ticked=lambda _, at: told.append(at))
    async with running(ticker):
        ticker.wake()
        await until_idle(ticker, clock)
    assert told == [NOW + timedelta(seconds=1)]


async def test_what_stays_due_in_vain_is_looked_at_ever_more_rarely_up_to_half_a_minute(database: Database) -> None:
    clock = WalkingClock(NOW)
    told: list[datetime | None] = []
    ticker = Ticker(database, clock, [Stage("deaf", Work(), lambda _: NOW)], ticked=lambda _, at: told.append(at))
    for _ in range(7):
        await ticker.tick()
    assert [(at - NOW).total_seconds() for at in told if at is not None] == [1, 2, 4, 8, 16, 30, 30]


async def test_a_ticker_survives_what_its_listener_or_database_does(database: Database) -> None:
    clock = WalkingClock(NOW)
    told: list[datetime | None] = []

    def next_at(session: Session) -> datetime | None:
        if not told:
            raise RuntimeError
        return None

    ticker = Ticker(database, clock, [Stage("a", Work(), next_at)], ticked=lambda _, at: told.append(at))
    async with running(ticker):
        ticker.wake()
        await until_idle(ticker, clock)
        ticker.wake()
        await until_idle(ticker, clock)
    assert told == [NOW + timedelta(seconds=1), None]


@pytest.mark.parametrize(("rows", "fails", "complete"), [(0, False, 1), (3, False, 1), (3, True, 0)])
async def test_only_a_tick_in_which_no_stage_failed_is_complete(
    database: Database, rows: int, *, fails: bool, complete: int
) -> None:
    heard: list[str] = []
    work = Work(rows, fails=lambda: fails)
    ticker = Ticker(
        database, WalkingClock(NOW), [Stage("work", work, work.next_at)],
        ticked=lambda *_: None, completed=lambda: heard.append("complete"),
    )  # fmt: skip
    await ticker.tick()
    assert len(heard) == complete
