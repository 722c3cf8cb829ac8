"""Drafts a migration from what `storage.tables` says; see the recipe in `storage.migrations`. For developers only."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from alembic import command

from storage import migrations
from storage.database import Database
from storage.encryption import load_or_create

VERSIONS = migrations.HERE / "versions"


def draft(words: list[str]) -> Path:
    """Write the next migration, named by `words`; without words write the first one afresh. Return its file."""
    if words:
        number = len(list(VERSIONS.glob("[0-9]*.py"))) + 1
        name = "_".join(words)
    else:
        number, name = 1, "first"
        (VERSIONS / "0001_first.py").unlink(missing_ok=True)
        if list(VERSIONS.glob("[0-9]*.py")):
            raise SystemExit("There are later migrations: the first one stays as it is. Name what changes.")
    with TemporaryDirectory() as folder:
        keyring, _ = load_or_create(Path(folder) / "key", now=lambda: datetime(2026, 1, 1, tzinfo=UTC))
        database = Database.open("sqlite://", keyring, inline=True)
        if words:
            migrations.upgrade(database)
        with database.engine.begin() as connection:
            settings = migrations.config(connection)
            settings.attributes["batch"] = bool(words)
            settings.set_main_option("file_template", f"%%(rev)s_{name.lower()}")
            message = "The whole schema" if number == 1 else name.replace("_", " ").capitalize()
            command.revision(settings, message=message, autogenerate=True, rev_id=f"{number:04}")
        database.close()
    file = VERSIONS / f"{number:04}_{name.lower()}.py"
    lines = file.read_text().splitlines(keepends=True)
    file.write_text("".join(line for line in lines if not line.strip().startswith("# ###")))
    return file


if __name__ == "__main__":
    sys.stdout.write(f"{draft(sys.argv[1:])}\n")
