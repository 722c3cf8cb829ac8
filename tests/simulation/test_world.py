"""The simulation's own world: a bot that waits for Telegram is at rest, and one that works is not."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.conftest import make_keyring
from tests.databases import SqliteFiles
from tests.simulation.world import World, inhabited

AT_REST = {"idle": True, "resting": True, "polled": False}
POLLING = {"idle": True, "resting": False, "polled": True}
NOON = datetime(2026, 6, 15, 12, tzinfo=UTC)


async def test_a_bot_that_starts_while_telegram_is_away_rests_between_its_greetings(
    sqlite_files: SqliteFiles, tmp_path: Path
) -> None:
    async with inhabited(sqlite_files.copy(tmp_path), make_keyring, tmp_path, start_at=NOON, seed=0) as world:
        world.line.go_offline("outbound")
        await world.die()
        await world.start()
        assert state(world) == AT_REST
        await world.walk_to(NOON + timedelta(minutes=2))
        world.line.go_offline("")
        await world.until_idle()
        assert (state(world), world.trouble()) == (AT_REST, [])  # back, but the next greeting is half a minute away
        await world.walk_to(NOON + timedelta(minutes=3))
        assert (state(world), world.trouble()) == (POLLING, [])


def state(world: World) -> dict[str, bool]:
    return {"idle": world.app.idle, "resting": world.app.resting, "polled": world.line.polled}
