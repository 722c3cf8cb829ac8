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
    """Write the next migration, named by `words`; return its file. Those that are there are never written again."""
    if not words:
        raise SystemExit("Name what changes: python -m storage.migrations.draft what_changes")
    number, name = len(list(VERSIONS.glob("[0-9]*.py"))) + 1, "_".join(words).lower()
    with TemporaryDirectory() as folder:
        keyring, _ = load_or_create(Path(folder) / "key", now=lambda: datetime(2026, 1, 1, tzinfo=UTC))
        database = Database.open("sqlite://", keyring, inline=True)
        migrations.upgrade(database)
        with database.engine.begin() as connection:
            settings = migrations.config(connection)
            settings.set_main_option("file_template", f"%%(rev)s_{name}")
            message = name.replace("_", " ").capitalize()
            command.revision(settings, message=message, autogenerate=True, rev_id=f"{number:04}")
        database.close()
    file = VERSIONS / f"{number:04}_{name}.py"
    lines = file.read_text().splitlines(keepends=True)
    file.write_text("".join(line for line in lines if not line.strip().startswith("# ###")))
    return file


if __name__ == "__main__":
    sys.stdout.write(f"{draft(sys.argv[1:])}\n")
