"""`backup`: copies the database beside the running bot, tries the copy out, and keeps the newest ones."""

import argparse
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from bot.clock import SystemClock
from bot.settings import Settings, SettingsFault, from_environment
from storage import backup as copies
from storage.backup import FOLDER, KEEP, BackupTrouble


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("backup", help="copy the database and try the copy out (beside the running bot)")
    parser.add_argument("--to", type=Path, metavar="FOLDER", help=f"where to (usually {FOLDER} in DATA_DIR)")
    parser.add_argument("--keep", type=_some, default=KEEP, metavar="N", help=f"how many to keep (usually {KEEP})")
    parser.set_defaults(func=run)


def _some(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


def run(args: argparse.Namespace) -> int:
    """Print what was made and return 0; or print why not, and return 1."""
    try:
        settings = from_environment(token_needed=False)
        print(backup(settings, to=args.to, keep=args.keep, now=SystemClock().now))
    except (SettingsFault, BackupTrouble) as refused:
        print(refused, file=sys.stderr)
        return 1
    return 0


def backup(settings: Settings, *, to: Path | None = None, keep: int = KEEP, now: Callable[[], datetime]) -> str:
    """Return what was done, in words. Raises BackupTrouble."""
    made = copies.make(settings.database_url, to or settings.data_dir / FOLDER, now=now(), keep=keep)
    gone = f" Let go of the oldest: {', '.join(made.let_go)}." if made.let_go else ""
    return (
        f"{made.file} ({made.size / 1024**2:.1f} MB): restored in a temporary place, and sound.{gone}\n"
        f"The key file is not in it. Keep the backups and your copy of {settings.key_file.name} in two different places."
    )
