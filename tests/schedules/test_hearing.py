"""What we could have heard is kept in the transaction that stores a fetch."""

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from bot.clock import WalkingClock
from bot.rules.hearing import Fetch, Gap
from schedules.hearing import Hearing
from storage.database import Database, Session
from storage.queries.engine import engine_row
from storage.tables import Outage
from tests.builders import NOW

POLL = timedelta(seconds=50)


class Listener:
    """A bot that only polls."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.clock = WalkingClock(NOW)
        self.excused: list[Gap] = []
        self.set_back: list[datetime] = []
        self.restart()

    def restart(self) -> None:
        self.hearing = Hearing(
            self.clock,
            after_outage=lambda _session, gap, _now: self.excused.append(gap),
            after_set_back=lambda _session, now: self.set_back.append(now),
        )

    def poll(self, *, lasts: timedelta = POLL, count: int = 0, fails: bool = False) -> None:
        started_at = self.clock.now()
        self.clock.move_to(started_at + lasts)
        fetch = Fetch(started_at, self.clock.now(), lasts, POLL, count)

        def store(session: Session) -> None:
            self.hearing.heard(session, fetch)
            if fails:
                raise RuntimeError("the disk is full")

        self.database.write_now(store)

    def pause(self, seconds: float) -> None:
        self.clock.move_to(self.clock.now() + timedelta(seconds=seconds))

    @property
    def heard_until(self) -> datetime | None:
        return self.database.read_now(lambda session: engine_row(session).heard_until_at)

    @property
    def outages(self) -> list[tuple[datetime, datetime]]:
        rows = self.database.read_now(lambda session: session.scalars(sa.select(Outage)).all())
        return [(row.from_at, row.to_at) for row in rows]


@pytest.fixture
def listener(database: Database) -> Listener:
    return Listener(database)


def test_steady_polling_hears_everything_and_excuses_nobody(listener: Listener) -> None:
    for count in (0, 3, 100, 0):
        listener.poll(count=count, lasts=POLL if count == 0 else timedelta(seconds=2))
    assert listener.heard_until == listener.clock.now()
    assert (listener.outages, listener.excused) == ([], [])


def test_a_full_batch_moves_nothing(listener: Listener) -> None:
    listener.poll()
    listener.poll(count=100)
    assert listener.heard_until == NOW + POLL


def test_an_outage_is_kept_and_excused_once(listener: Listener) -> None:
    listener.poll()
    listener.pause(61)
    listener.poll()
    listener.poll()
    gap = Gap(NOW + POLL, NOW + POLL + timedelta(seconds=61))
    assert listener.outages == [(gap.from_at, gap.to_at)]
    assert listener.excused == [gap]


def test_a_minute_is_no_outage(listener: Listener) -> None:
    listener.poll()
    listener.pause(60)
    listener.poll()
    assert listener.excused == []


def test_a_fetch_that_could_not_be_stored_neither_hears_nor_hides_the_outage(listener: Listener) -> None:
    listener.poll()
    listener.pause(61)
    with pytest.raises(RuntimeError):
        listener.poll(fails=True)
    assert (listener.heard_until, listener.outages) == (NOW + POLL, [])
    listener.excused.clear()
    listener.poll()
    assert [gap.from_at for gap in listener.excused] == [NOW + POLL]


def test_a_restart_within_a_minute_excuses_nobody_and_a_later_one_does(listener: Listener) -> None:
    listener.poll()
    listener.pause(59)
    listener.restart()
    listener.poll()
    assert listener.excused == []
    listener.pause(61)
    listener.restart()
    listener.poll()
    assert len(listener.excused) == 1


def test_a_clock_that_is_set_back_is_told_once(listener: Listener) -> None:
    listener.poll()
    listener.clock = WalkingClock(NOW - timedelta(hours=3))
    listener.restart()
    for _ in range(2):
        listener.poll()
    assert listener.set_back == [NOW - timedelta(hours=3) + POLL]
    assert listener.heard_until == listener.clock.now()


def test_the_first_start_ever_excuses_nobody(listener: Listener) -> None:
    listener.pause(3600)
    listener.poll()
    assert listener.excused == []
