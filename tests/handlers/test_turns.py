"""Somebody sends hundreds at once: nothing of it is lost, and nobody else waits for it."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from bot.clock import WalkingClock
from bot.rules.hearing import Fetch
from bot.rules.vocabulary import InboxState
from handlers.intake import Intake
from handlers.waiting import Batch, Row
from storage.database import Database
from storage.encryption import Keyring
from storage.errors import DatabaseBusy
from storage.tables import Incoming
from tests.builders import NOW

FLOODER, MAYA, SAM = 1, 2, 3
FLOOD = 130  # more than a batch
A_HANDFUL = 6  # of the flood, before somebody else's turn


class Counter(Intake):
    """Real storing and real order; what an update means is not of interest here."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.handled: list[int] = []
        self.at: dict[int, list[dict[str, Any]]] = {}  # what arrives once so many were handled
        self.fails_once: set[int] = set()
        never: Any = None
        super().__init__(
            never, database, WalkingClock(NOW), never, speak=never, on_fetch=lambda session, fetch: None,
            poll_for=timedelta, enqueued=never, stirred=lambda: None, on_fault=never,
        )  # fmt: skip

    async def arrive(self, *updates: dict[str, Any]) -> None:
        await self.keep(list(updates), Fetch(NOW, NOW, timedelta(0), timedelta(0), len(updates)))

    async def handle_one(self, row: Row) -> None:
        if row.update_id in self.fails_once:
            self.fails_once.discard(row.update_id)
            raise DatabaseBusy("busy")
        self.handled.append(row.update_id)
        self.database.write_now(lambda session: _close(session.get(Incoming, row.update_id)))
        if (came := self.at.pop(len(self.handled), None)) is not None:
            await self.arrive(*came)

    async def handle_all(self) -> list[Batch]:
        batches: list[Batch] = []
        while not batches or batches[-1].is_part:
            batches.append(await self.take_up())
        return batches


def _close(row: Incoming | None) -> None:
    assert row is not None and row.state == InboxState.UNHANDLED
    row.state = InboxState.HANDLED


def text(update_id: int, who: int, said: str = "hello") -> dict[str, Any]:
    return {"update_id": update_id, "message": {"from": {"id": who}, "text": said}}


def edit(update_id: int, who: int, said: str) -> dict[str, Any]:
    return {"update_id": update_id, "edited_message": {"from": {"id": who}, "text": said}}


def tap(update_id: int, who: int, data: str = "start:1") -> dict[str, Any]:
    return {"update_id": update_id, "callback_query": {"from": {"id": who}, "data": data}}


FLOODED = [text(number, FLOODER) for number in range(1, FLOOD + 1)]


@pytest.fixture
def intake(sqlite_url: str, keyring: Keyring) -> Iterator[Counter]:
    database = Database.open(sqlite_url, keyring, inline=True)
    sa.event.listen(database.engine, "connect", lambda raw, _: raw.execute("PRAGMA synchronous = OFF"))
    database.engine.dispose()  # the machine will not lose power in the middle of a test
    yield Counter(database)
    database.close()


async def test_a_tap_behind_a_flood_is_among_the_first_that_are_handled(intake: Counter) -> None:
    await intake.arrive(*FLOODED, tap(131, MAYA), tap(132, SAM))
    await intake.handle_all()
    assert intake.handled[:3] == [1, 131, 132]


@pytest.mark.parametrize("after", [1, 5, 57])
async def test_a_tap_in_the_middle_of_a_flood_waits_for_a_handful_at_most(intake: Counter, after: int) -> None:
    intake.at[after] = [tap(131, MAYA)]
    await intake.arrive(*FLOODED)
    await intake.handle_all()
    assert intake.handled.index(131) - after <= A_HANDFUL


async def test_nothing_of_a_flood_is_lost_or_doubled_and_it_keeps_its_order(database: Database) -> None:
    intake = Counter(database)
    intake.at[77] = [tap(131, MAYA), text(132, FLOODER), tap(133, MAYA)]
    await intake.arrive(*FLOODED)
    batches = await intake.handle_all()
    assert sorted(intake.handled) == list(range(1, 134))
    assert [one for one in intake.handled if one not in (131, 133)] == [*range(1, 131), 132]
    assert intake.handled.index(131) < intake.handled.index(133)
    assert batches[-1].until == 133 and not batches[-1].is_part


async def test_many_people_take_turns(intake: Counter) -> None:
    await intake.arrive(*[tap(number, number % 40) for number in range(1, 241)])
    await intake.handle_all()
    assert intake.handled == list(range(1, 241))


@pytest.mark.parametrize("call", [text(131, MAYA, "/sos"), tap(131, MAYA, "sos"), edit(131, MAYA, "I want to die")])
async def test_a_call_for_help_is_the_very_next_that_is_handled(intake: Counter, call: dict[str, Any]) -> None:
    intake.at[2] = [call]
    await intake.arrive(*[tap(number, 100 + number) for number in range(1, 91)])
    await intake.handle_all()
    assert intake.handled[:4] == [1, 2, 131, 3]


async def test_the_flooders_own_call_for_help_does_not_wait_for_their_flood(intake: Counter) -> None:
    intake.at[3] = [text(131, FLOODER, "/sos")]
    await intake.arrive(*FLOODED)
    await intake.handle_all()
    assert intake.handled[:5] == [1, 2, 3, 131, 4]
    assert sorted(intake.handled) == list(range(1, 132))


async def test_what_one_person_sent_behind_their_own_call_for_help_is_not_forgotten(intake: Counter) -> None:
    sent = [text(number, MAYA) for number in range(1, 8)]
    sent[4] = text(5, MAYA, "/sos")
    await intake.arrive(*sent)
    await intake.handle_all()
    assert intake.handled == [5, 1, 2, 3, 4, 6, 7]


async def test_a_call_that_was_delivered_twice_or_met_a_busy_database_is_handled_once(intake: Counter) -> None:
    intake.at[1] = [text(131, MAYA, "/sos")]
    intake.at[2] = [text(131, MAYA, "/sos")]
    await intake.arrive(text(1, FLOODER), text(2, FLOODER), text(3, FLOODER))
    intake.fails_once = {131}
    with pytest.raises(DatabaseBusy):
        await intake.handle_all()
    await intake.handle_all()
    assert intake.handled == [1, 131, 2, 3]


async def test_after_a_restart_what_waited_is_handled_in_turn(intake: Counter) -> None:
    await intake.arrive(*FLOODED, text(131, MAYA, "/sos"))
    restarted = Counter(intake.database)
    await restarted.handle_all()
    assert restarted.handled[:2] == [1, 131] and len(restarted.handled) == 131
