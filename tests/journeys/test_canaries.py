"""Names, words, numbers and the token go through everything, with logs at DEBUG, and are found nowhere they have no business."""

import asyncio
import io
import logging
import os
import re
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot import log
from bot.actions.checkins import noting
from bot.commands.farewell import farewell
from bot.commands.restore import restore
from bot.settings import Settings, from_environment
from storage import lease, revocations, sequence
from storage.database import Database, Session
from storage.tables import Person
from tests.conftest import make_keyring
from tests.databases import SqliteFiles
from tests.journeys import canaries, village
from tests.journeys.canaries import (
    CIRCLE,
    FELLOW,
    HARM,
    LEADER,
    MARK,
    MEMBER,
    NOTE,
    RATING,
    READER,
    SUPPORTER,
    Canaries,
    leaks,
)
from tests.journeys.house import MONDAY, ROOT, TOKEN, House
from tests.journeys.village import Village, inhabited
from tests.storage.test_backup import TOOLS


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    root = logging.getLogger()
    names = [None, *log.OURS, *log.OTHERS]
    levels = {name: logging.getLogger(name).level for name in names}
    handlers, hooks, told = root.handlers[:], (sys.excepthook, sys.unraisablehook), logging.raiseExceptions
    yield
    root.handlers[:] = handlers
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)
    (sys.excepthook, sys.unraisablehook), logging.raiseExceptions = hooks, told
    logging.captureWarnings(False)


class Watch:
    """Every byte of the database's folder, looked at in the middle of each commit."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.folder, self.looks, self.journals = folder, 0, 0
        self.secrets: list[str] = [MARK]
        self.found: set[str] = set()
        sa.event.listen(database.engine, "commit", self._look)

    def _look(self, connection: sa.Connection) -> None:
        self.looks += 1
        for file in self.folder.glob("alongside.db*"):
            held = file.read_bytes()
            self.journals += file.suffix != ".db" and len(held) > 0
            self.found.update(f"{file.name}: {one}" for one in leaks(held, self.secrets))


async def test_nothing_leaks_in_process(
    sqlite_files: SqliteFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = io.StringIO()
    log.setup(from_environment({"BOT_TOKEN": village.TOKEN, "LOG_LEVEL": "DEBUG"}, env_file=None), stream=written)
    logging.getLogger().setLevel(logging.DEBUG)
    database = Database.open(sqlite_files.copy(tmp_path), make_keyring(), inline=True)
    watch = Watch(database, tmp_path)
    async with inhabited(database, tmp_path, start_at=MONDAY, seed=7, LOG_LEVEL="DEBUG") as here:
        cast = Canaries(here.sandbox)
        operator = await cast.meet("Operator")
        here.app.relay._operator = operator.id  # nobody knows their id before they are there
        await cast.follow(operator, "")
        for step in canaries.STEPS:
            await step(cast)
        await _faults_of_ours(cast, here, monkeypatch)
        await _nobody_reads_what_is_not_for_them(cast)

    database.close()
    lines = written.getvalue()
    assert {"RuntimeError", "sqlite3.IntegrityError", "KeyError"} <= set(re.findall(r"[\w.]+Error", lines)), lines
    assert not leaks(lines.encode(), [*cast.secrets, village.TOKEN, village.TOKEN.partition(":")[2]]), lines
    assert not RATING.search(lines)
    assert not watch.found
    assert watch.looks > 100 and watch.journals > 100
    assert not leaks(_files(tmp_path), cast.secrets)


async def _faults_of_ours(cast: Canaries, here: Village, monkeypatch: pytest.MonkeyPatch) -> None:
    """A handler that raises with everything in its message, and a database that refuses with everything in its parameters."""
    maya = cast.phones[MEMBER]

    def broken(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError(f"{NOTE} {maya.id} {village.TOKEN}")

    def refused(session: Session, person: Person, **more: Any) -> None:
        twice = {"one": person.tg_hash, "name": NOTE.encode(), "id": str(maya.id).encode()}
        session.connection().execute(
            sa.text("INSERT INTO people (tg_hash, name, tg_id) VALUES (:one, :name, :id)"), twice
        )

    for failing in (broken, refused):
        monkeypatch.setattr(noting, "ask", failing)
        await maya.send_media("voice", caption=NOTE)
        await here.sandbox.until_idle()
        await cast.tap(maya, "Just a note")
        assert (await maya.last()).text.startswith("Something broke on my side")
    monkeypatch.undo()


async def _nobody_reads_what_is_not_for_them(cast: Canaries) -> None:
    said: dict[int, list[str]] = {}
    chats = [*(phone.id for phone in cast.phones.values()), *cast.groups]
    for event in await cast.sandbox.do("events", chats=chats):
        if event.get("from_bot"):
            said.setdefault(event["chat_id"], []).append(str(event))
    own = cast.phones
    may_read: dict[int, set[str]] = {
        own["Operator"].id: set(),
        **{chat: set() for chat in cast.groups},
        own[LEADER].id: {LEADER, MEMBER, FELLOW, CIRCLE, canaries.CHEER},
        own[FELLOW].id: {LEADER, FELLOW, CIRCLE, canaries.CHEER},
        own[SUPPORTER].id: {MEMBER, SUPPORTER, READER, canaries.WORD},
        own[READER].id: {MEMBER, SUPPORTER, READER, NOTE},
    }
    for chat, allowed in may_read.items():
        text = "\n".join(said.get(chat, []))
        for word in (LEADER, MEMBER, FELLOW, SUPPORTER, READER, CIRCLE, NOTE, HARM, canaries.WORD, canaries.CHEER):
            assert word in allowed or word not in text, f"chat {chat} reads {word!r}"
        read = RATING.search(text)
        assert (chat == own[READER].id) == (read is not None), f"chat {chat} reads {read}"
    assert NOTE in "".join(said[own[READER].id]), "who may read the note did"
    assert said[own[SUPPORTER].id] and said[cast.groups[0]] and len(said[own["Operator"].id]) > 1


def _files(folder: Path) -> bytes:
    return b"\n".join(file.read_bytes() for file in folder.rglob("*") if file.is_file() and "key" not in file.name)


@pytest.mark.slow
async def test_nothing_leaks_from_a_process_that_is_killed_again_and_again_and_closed_for_good(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast = Canaries(house.sandbox)
    for number, step in enumerate(canaries.STEPS):
        await step(cast)
        if number % 2:
            continue
        await cast.phones[MEMBER].type(NOTE)  # and in the middle of whatever that leads to:
        await house.kill_bot()
        assert not leaks(_files(house.folder), [*cast.secrets, TOKEN])
        await house.start_bot()
    told = [
        await _command(house, *command) for command in (("doctor",), ("backup",), ("rotate-keys",), ("crisis-cards",))
    ]
    assert "set aside" in house.log or "failed (try 2)" in house.log
    await canaries.one_erases_themselves(cast)
    monkeypatch.setenv("PATH", f"{TOOLS}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(
        lease, "taken", lambda session, now: False
    )  # it is measured in the machine's time, not the house's
    written = _logging_here(house)
    told.append(await _gone_back(house))
    await cast.walk(minutes=2)
    found = await _everything(house, copies=2)  # the backup, and what was there before the restore
    told.append(await _closed(house, cast))
    found += await _everything(house, copies=2) + "".join(told).encode() + written.getvalue().encode()
    assert not leaks(found, [*cast.secrets, TOKEN])


def _logging_here(house: House) -> io.StringIO:
    """What these commands log, everything of it, while they are called in this process: by the house's clock."""
    written = io.StringIO()
    log.setup(_settings(house), stream=written)
    logging.getLogger().setLevel(logging.DEBUG)
    return written


def _settings(house: House) -> Settings:
    given = {
        "DATABASE_URL": house.database_url,
        "DATA_DIR": str(house.folder / "data"),
        "KEY_FILE": str(house.key_file),
    }
    return from_environment({"BOT_TOKEN": TOKEN, "LOG_LEVEL": "DEBUG", **given}, env_file=None)


async def _gone_back(house: House) -> str:
    """`restore`, and what it says; who erased themselves since is erased again."""
    assert await house.stop_bot() == 0
    [copy] = (house.folder / "data" / "backups").iterdir()
    now, plans = await house.sandbox.now(), list[str]()

    def yes(plan: str) -> bool:
        plans.append(plan)
        return True

    told = restore(_settings(house), copy, sure=yes, now=lambda: now)
    assert "Erased again: 1 people." in told
    await house.start_bot()
    return told + "".join(plans)


async def _closed(house: House, cast: Canaries) -> str:
    """`farewell`, until nothing is left."""
    now = await house.sandbox.now()
    told = farewell(_settings(house), on=(now + timedelta(days=1)).date(), now=lambda: now)
    await cast.walk(days=2, hours=4)
    told += farewell(_settings(house), now=lambda: now)
    assert "This server is closed" in told
    assert await house.stop_bot() == 0
    return told


async def _everything(house: House, *, copies: int) -> bytes:
    """Every byte in the folder but the keys, with the dumps unpacked."""
    folder = house.folder / "data"
    assert (folder / revocations.FILE_NAME).stat().st_size and (folder / sequence.FILE_NAME).stat().st_size
    assert len(list((folder / "backups").iterdir())) == copies
    found = _files(house.folder)
    for copy in (folder / "backups").glob("*.dump"):
        found += await _run(str(TOOLS / "pg_restore"), "--file=-", str(copy))
    return found


async def _command(house: House, *command: str) -> str:
    told = await _run(
        sys.executable, "-m", "bot", *command,
        ENV_FILE="", BOT_TOKEN=TOKEN, TELEGRAM_API_URL=house.server.url, DATA_DIR=str(house.folder / "data"),
        KEY_FILE=str(house.key_file), DATABASE_URL=house.database_url, LOG_LEVEL="DEBUG",
        PATH=f"{TOOLS}{os.pathsep}{os.environ['PATH']}",
    )  # fmt: skip
    return told.decode()


async def _run(*command: str, **environment: str) -> bytes:
    process = await asyncio.create_subprocess_exec(
        *command,
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    told, _ = await process.communicate()
    assert process.returncode in (0, 1), told.decode()
    return told
