"""A full disk and a damaged file: nothing is confirmed that was not kept, the operator hears of it, and room mends it."""

import asyncio
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.clock import SystemClock
from bot.rules.vocabulary import InboxState
from bot.sandbox.phone import Phone
from storage.errors import DatabaseCorrupt
from storage.tables import Incoming
from tests.handlers.conftest import Running


def pages(running: Running, most: int) -> None:
    """The disk is full beyond so many pages of the file; never less than there are."""
    running.app.database.write_now(
        lambda session: session.connection().exec_driver_sql(f"PRAGMA max_page_count = {most}").scalar()
    )


def kept(running: Running) -> list[InboxState]:
    found = running.app.database.read_now(lambda session: session.scalars(sa.select(Incoming)).all())
    return [row.state for row in found]


async def operator(running: Running) -> Phone:
    op = await running.sandbox.person("Op")
    await op.start()
    await op.wait_for("Alongside")
    running.app.straight._operator = op.id
    return op


async def told(op: Phone) -> list[str]:
    """What the operator was sent."""
    return [seen.text for seen in await op.screen() if seen.raw["from_bot"]]


async def until_told(op: Phone, word: str) -> None:
    async with asyncio.timeout(15):
        while not any(word in text for text in await told(op)):
            await SystemClock().sleep(0.02)


async def test_on_a_full_disk_nothing_is_confirmed_and_room_mends_it(running: Running) -> None:
    op = await operator(running)
    maya = await running.sandbox.person("Maya")
    await maya.start()
    await maya.wait_for("Alongside")
    await running.until(lambda: running.app.idle)
    before = len(kept(running))
    fill(running)
    await maya.type("x" * 4000)
    await until_told(op, "disk")
    assert len(kept(running)) == before
    assert running.server.telegram.world.updates.pending == 1
    pages(running, 1_000_000)
    await running.until(lambda: len(kept(running)) == before + 1, within=20)
    await running.until(lambda: running.app.idle, within=10)
    assert set(kept(running)) == {InboxState.HANDLED}
    assert len([text for text in await told(op) if "disk" in text]) == 1, "once an hour is enough"


def fill(running: Running) -> None:
    """No page is left, not even a freed one."""
    pages(running, 1)
    while True:
        try:
            running.app.database.write_now(
                lambda session: session.connection().exec_driver_sql("CREATE TABLE IF NOT EXISTS filler (x BLOB)")
            )
            running.app.database.write_now(
                lambda session: session.connection().exec_driver_sql("INSERT INTO filler VALUES (zeroblob(3000))")
            )
        except Exception:
            return


async def test_damage_found_while_running_stops_the_bot_and_the_operator_is_told(
    running: Running, tmp_path: Path
) -> None:
    op = await operator(running)
    maya = await running.sandbox.person("Maya")
    await maya.start()
    await maya.wait_for("Alongside")
    await running.until(lambda: running.app.idle)
    file = tmp_path / "alongside.db"
    with file.open("rb+") as raw:
        raw.seek(24)  # the counter of changes: what SQLite remembers of the file is no longer true
        raw.write(b"\xff\xff\xff\xff")
        raw.seek(4096)
        raw.write(b"\xff" * (file.stat().st_size - 4096))
    await maya.type("hello")
    with pytest.raises(DatabaseCorrupt, match="restore a backup"):
        await asyncio.wait_for(running.serving, 20)
    assert any("damaged" in text for text in await told(op))
