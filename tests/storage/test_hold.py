import asyncio
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from storage import lease
from storage.database import Database
from storage.encryption import Keyring
from storage.errors import DatabaseAway, DatabaseBusy
from storage.hold import HELD_FOR, Hold
from storage.lock import FileLock
from tests.builders import NOW


class Stage:
    """Two processes on one database, and the time between them: every sleep moves it on."""

    def __init__(self, url: str, keyring: Keyring, folder: Path) -> None:
        self.now = NOW
        self.naps = 0
        self.databases = [Database.open(url, keyring) for _ in range(2)]
        self.locks = [FileLock(folder / "alongside.lock") if one.is_sqlite else None for one in self.databases]
        self.first, self.second = (
            Hold(database, lock=lock, holder=name, now=lambda: self.now, sleep=self.sleep)
            for database, lock, name in zip(self.databases, self.locks, "ab", strict=True)
        )

    async def sleep(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)
        self.naps += 1
        assert self.naps < 1000, "waits for ever"

    async def die(self) -> None:
        """The first process ends as by `kill -9`: the system drops its lock, nothing is released."""
        if self.locks[0] is not None:
            self.locks[0].release()

    def holds(self, epoch: int, now: datetime) -> bool:
        return self.databases[1].write_now(lambda session: lease.holds(session, epoch, now))


@pytest.fixture
def stage(database_url: str, keyring: Keyring, tmp_path: Path) -> Iterator[Stage]:
    made = Stage(database_url, keyring, tmp_path)
    yield made
    for database in made.databases:
        database.close()


async def test_the_only_process_acts_at_once(stage: Stage) -> None:
    assert await stage.first.acquire() == stage.first.epoch == 1
    assert stage.naps == 0
    assert await stage.first.still_mine()
    assert stage.holds(1, stage.now)


async def test_before_it_is_held_there_is_no_epoch(stage: Stage) -> None:
    with pytest.raises(RuntimeError):
        _ = stage.first.epoch


async def test_a_standby_takes_over_within_thirty_seconds_of_a_sudden_death(stage: Stage) -> None:
    await stage.first.acquire()
    await stage.die()
    died_at = stage.now
    assert await stage.second.acquire() == 2
    assert stage.now - died_at <= timedelta(seconds=30)
    assert not stage.holds(1, stage.now)


async def test_a_standby_takes_over_at_once_where_the_first_lets_go(stage: Stage) -> None:
    await stage.first.acquire()
    await stage.first.release()
    assert await stage.second.acquire() == 2
    assert stage.naps == 0


async def test_a_transaction_that_stands_in_line_at_the_release_may_still_ask_for_the_epoch(stage: Stage) -> None:
    await stage.first.acquire()
    asked = threading.Event()
    standing = asyncio.create_task(stage.databases[0].write(lambda session: (asked.wait(5), stage.first.epoch)))
    releasing = asyncio.create_task(stage.first.release())
    asyncio.get_running_loop().call_soon(asked.set)  # once the release has begun
    assert (await standing)[1] == 1
    await releasing


async def test_every_turn_has_an_epoch_of_its_own(stage: Stage) -> None:
    for epoch in (1, 2, 3):
        assert await stage.first.acquire() == epoch
        await stage.first.release()


async def test_releasing_what_is_not_held_does_nothing(stage: Stage) -> None:
    await stage.first.release()
    assert await stage.second.acquire() == 1


async def test_who_restarts_knows_whose_claims_nobody_will_settle(stage: Stage) -> None:
    await stage.first.acquire()
    await stage.die()
    third = Hold(
        stage.databases[1], lock=stage.locks[1], holder="c", now=lambda: stage.now, sleep=stage.sleep,
        is_gone={"a"}.__contains__,
    )  # fmt: skip
    assert await third.acquire() == 2
    assert stage.naps == 0
    assert 1 in third.gone
    assert 2 not in third.gone


@pytest.mark.parametrize("trouble", [DatabaseAway(), DatabaseBusy()])
async def test_a_standby_outlives_a_database_that_is_away_for_a_moment(
    stage: Stage, trouble: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    write, troubles = stage.databases[1].write, [trouble, trouble]

    async def at_first_away(f: Any) -> Any:
        if troubles:
            raise troubles.pop()
        return await write(f)

    monkeypatch.setattr(stage.databases[1], "write", at_first_away)
    assert await stage.second.acquire() == 1
    assert stage.naps == 2


async def test_keeping_it_keeps_the_standby_out(stage: Stage) -> None:
    await stage.first.acquire()
    for _ in range(20):
        await stage.sleep(HELD_FOR.total_seconds() / 6)
        assert await stage.first.still_mine()
        assert stage.holds(1, stage.now)


# PostgreSQL alone: with a file lock a suspended process still holds it, and nobody else can have acted.


@pytest.fixture
def leased(postgresql_url: str, keyring: Keyring, tmp_path: Path) -> Iterator[Stage]:
    made = Stage(postgresql_url, keyring, tmp_path)
    yield made
    for database in made.databases:
        database.close()


@pytest.mark.postgresql
async def test_a_suspended_holder_learns_that_it_was_superseded(leased: Stage) -> None:
    await leased.first.acquire()
    leased.now += HELD_FOR
    await leased.second.acquire()
    assert not leased.second.gone, "it may wake up with a message half sent"
    assert not await leased.first.still_mine()
    assert not await leased.first.still_mine()
    assert await leased.second.still_mine()
    leased.now += HELD_FOR
    assert await leased.first.acquire() == 3


@pytest.mark.postgresql
async def test_keep_ends_when_somebody_else_acts(leased: Stage) -> None:
    await leased.first.acquire()
    leased.now += HELD_FOR
    await leased.second.acquire()
    await leased.first.keep()


@pytest.mark.postgresql
async def test_without_a_database_the_lease_is_ours_until_its_end(
    leased: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    await leased.first.acquire()

    async def away(_f: object) -> None:
        raise DatabaseAway

    monkeypatch.setattr(leased.databases[0], "write", away)
    leased.now += HELD_FOR - timedelta(microseconds=1)
    assert await leased.first.still_mine()
    leased.now += timedelta(microseconds=1)
    assert not await leased.first.still_mine()
