"""The restore drill over the stand-in, with the bot as a process of its own: what people see of it."""

import os
import shutil
from pathlib import Path

import pytest

from bot.commands.restore import Restored, put_back
from storage import backup, dumping, engines
from storage.backup import FOLDER
from storage.encryption import load
from tests.builders import NOW
from tests.journeys.house import House
from tests.journeys.main_job import Trio, a_leader_sets_up_a_group, a_member_joins, she_picks_a_supporter
from tests.storage.test_backup import TOOLS

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def tools(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", f"{TOOLS}{os.pathsep}{os.environ['PATH']}")


async def at_home(house: House) -> Trio:
    cast = Trio(house.sandbox)
    for step in (a_leader_sets_up_a_group, a_member_joins, she_picks_a_supporter):
        await step(cast)
    return cast


async def back_up(house: House) -> Path:
    now = await house.sandbox.now()
    return backup.make(house.database_url, house.folder / "data" / FOLDER, now=now).file


async def restore(house: House, copy: Path) -> Restored:
    keyring = load(house.key_file, now=lambda: NOW)
    now = await house.sandbox.now()
    return put_back(copy, url=house.database_url, data_dir=house.folder / "data", keyring=keyring, now=now)


async def said(cast: Trio, name: str, since: int) -> list[str]:
    """What the bot has sent to somebody, but for the first so many messages, as the chat shows it now."""
    return [seen.text for seen in (await cast.phones[name].screen())[since:] if seen.raw["from_bot"]]


async def test_nobody_forgotten_comes_back_and_nobody_is_alarmed(house: House) -> None:
    cast = await at_home(house)
    await cast.walk(hours=1)
    await cast.tap(cast.maya, "Start", "🙁 low", "8", "No", "Finish")
    copy = await back_up(house)
    await cast.walk(minutes=3)
    await cast.type(cast.sam, "/forget")
    await cast.tap(cast.sam, "Go on", "Erase everything")
    await cast.walk(days=3)
    await house.stop_bot()
    done = await restore(house, copy)
    assert (done.known, done.done.replayed.forgotten, done.done.interrupted) == (True, 1, 1)
    before = {name: len(await cast.phones[name].screen()) for name in cast.phones}
    await house.start_bot()
    await cast.walk(minutes=5)
    maya = await said(cast, "Maya", before["Maya"])
    assert [text.partition(".")[0] for text in maya] == [
        "Something broke on my side, and I went back to an older copy of what I know",
        "Something broke on my side",
    ]
    assert await said(cast, "Sam", before["Sam"]) == []
    await cast.type(cast.maya, "/sos")
    assert "You have no supporter here yet" in (await cast.maya.last()).text
    await cast.walk(days=1)
    assert await said(cast, "Sam", before["Sam"]) == []
    assert "Hello Maya" in "\n".join(await said(cast, "Maya", before["Maya"]))


async def test_a_copy_put_back_by_hand_is_treated_the_same_and_a_start_like_any_other_is_none(house: House) -> None:
    cast = await at_home(house)
    copy = await back_up(house)
    await cast.walk(minutes=2)
    await house.restart_bot()
    assert "treating it as restored" not in house.log
    await cast.type(cast.maya, "/supporters")
    await cast.tap(cast.maya, "1 · Sam", "Remove", "Say nothing")
    await house.stop_bot()
    file = engines.file_of(house.database_url)
    if file is not None:
        shutil.copyfile(copy, file)
    else:
        dumping.replace(house.database_url, copy)
    await restarted_without_sam(house, cast)


async def restarted_without_sam(house: House, cast: Trio) -> None:
    before = {name: len(await cast.phones[name].screen()) for name in cast.phones}
    await house.start_bot()
    await cast.walk(minutes=1)
    assert any(text.startswith("Something broke") for text in await said(cast, "Maya", before["Maya"]))
    await cast.type(cast.maya, "/sos")
    assert "You have no supporter here yet" in (await cast.maya.last()).text
    assert not any("Maya" in text for text in await said(cast, "Sam", before["Sam"]))
    assert "treating it as restored" in house.log
