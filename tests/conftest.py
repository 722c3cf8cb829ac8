"""What every test may ask for: a keyring, and a real database with the whole schema, once on SQLite, once on PostgreSQL."""

import base64
import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.database import Database
from storage.encryption import Keyring
from tests import auditing, compiling
from tests.builders import NOW
from tests.databases import PostgresqlServer, SqliteFiles

ON_SQLITE_UNLESS_ASKED = ("actions", "commands", "handlers", "journeys", "permissions")
MAIN_JOB = "test_main_job.py"


def make_keyring(seed: int = 1) -> Keyring:
    """Return a keyring that is the same in every run; another seed gives foreign keys."""
    chance = random.Random(seed)
    key = base64.urlsafe_b64encode(chance.randbytes(32))
    return Keyring(chance.randbytes(32), [key], now=lambda: NOW, randomness=chance.randbytes)


@pytest.fixture(autouse=True)
def _statements_compiled_once() -> Iterator[None]:
    before = compiling.how_many()  # a wider fixture's database stays open
    yield
    compiling.take_back(but=before)


@pytest.fixture
def keyring() -> Keyring:
    return make_keyring()


@pytest.fixture(scope="session")
def sqlite_files(tmp_path_factory: pytest.TempPathFactory) -> SqliteFiles:
    return SqliteFiles(tmp_path_factory.mktemp("sqlite"), make_keyring())


@pytest.fixture(scope="session")
def postgresql_server() -> PostgresqlServer:
    return PostgresqlServer(make_keyring())


@pytest.fixture
def sqlite_url(sqlite_files: SqliteFiles, tmp_path: Path) -> str:
    """The address of a migrated, empty SQLite file of the test's own."""
    return sqlite_files.copy(tmp_path)


@pytest.fixture
def postgresql_url(postgresql_server: PostgresqlServer) -> Iterator[str]:
    """The address of a migrated, empty PostgreSQL database of the test's own."""
    with postgresql_server.copy() as address:
        yield address


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def database_url(request: pytest.FixtureRequest) -> str:
    """Either of them, one after the other, for whoever opens it elsewhere (another process)."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture
def database(database_url: str, keyring: Keyring) -> Iterator[Database]:
    """The same database, opened."""
    opened = Database.open(database_url, keyring)
    yield opened
    opened.close()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--everything", action="store_true", help="all on PostgreSQL, too, and whatever takes long")


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are cores: a test with a process of its own waits for it nearly a third of the time."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """By default PostgreSQL has the tests of the storage, of the schedules and the main job, and the slow ones stay out."""
    if config.getoption("--everything"):
        return
    tests = Path(__file__).parent
    on_sqlite = {tests / name for name in ON_SQLITE_UNLESS_ASKED}

    def waits(item: pytest.Item) -> bool:
        twin = item.get_closest_marker("postgresql") and on_sqlite.intersection(item.path.parents)
        return bool(item.get_closest_marker("slow") or (twin and item.path.name != MAIN_JOB))

    left_out = [item for item in items if waits(item)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in set(left_out)]


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--hypothesis-profile"):  # else nobody needs to wait for the import
        from tests.machines import register_profiles

        register_profiles()
    compiling.compile_once()
    config.pluginmanager.register(auditing.Plugin(), "auditing")
