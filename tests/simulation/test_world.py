"""The simulation's own world: a bot that waits for Telegram is at rest, and one that works is not."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.conftest import make_keyring
from tests.databases import SqliteFiles
from tests.simulation.world import inhabited

NOON = datetime(2026, 6, 15, 12, tzinfo=UTC)


async def test_a_bot_that_starts_while_telegram_is_away_rests_between_its_greetings(
    sqlite_files: SqliteFiles, tmp_path: Path
) -> None:
    async with inhabited(sqlite_files.copy(tmp_path), make_keyring, tmp_path, start_at=NOON, seed=0) as world:
        world.line.go_offline("outbound")
        await world.die()
        await world.start()
        assert world.app.idle and world.app.resting
        await world.walk_to(NOON + timedelta(minutes=2))
        world.line.go_offline("")
        await world.until_idle()
        assert world.app.resting and world.trouble() == []  # back, but the next greeting is half a minute away
        await world.walk_to(NOON + timedelta(minutes=3))
        assert world.app.idle and not world.app.resting and world.line.polled
        assert world.trouble() == []
