"""The command line: `python -m bot COMMAND …`, usually typed as `./alongside COMMAND …`.

Each module of `bot/commands` is one command: `add_parser(subparsers)` describes it and sets `func`, which takes the
parsed arguments and returns the exit code. Nothing is done here but finding the command and saying kindly what went
wrong with the settings.
"""

import argparse
import importlib
import os
import pkgutil
import sys
from collections.abc import Sequence

import bot.commands
from bot.settings import SettingsFault

BAD_SETTINGS = 2
INTERRUPTED = 130


def build_parser(command: str | None = None) -> argparse.ArgumentParser:
    """Return the parser of all commands; of one only where `command` names it, so that the others need not load."""
    parser = argparse.ArgumentParser(
        prog="alongside",
        description="Alongside: a Telegram bot that walks beside people in recovery.",
        epilog="./alongside test runs the tests, simulate lives many lives. Settings come from the environment and the file .env (see .env.example).",
    )
    subparsers = parser.add_subparsers(title="commands", metavar="COMMAND")
    names = [module.name for module in pkgutil.iter_modules(bot.commands.__path__)]
    module_name = (command or "").replace("-", "_")
    for name in [module_name] if module_name in names else names:
        module = importlib.import_module(f"bot.commands.{name}")
        if hasattr(module, "add_parser"):
            module.add_parser(subparsers)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 2 for wrong arguments or settings, 130 when interrupted."""
    arguments = sys.argv[1:] if arguments is None else arguments
    parser = build_parser(arguments[0] if arguments else None)
    args = parser.parse_args(arguments)
    if "func" not in args:
        parser.print_help()
        return 0
    os.umask(0o077)  # whatever a command writes is nobody else's to read
    try:
        return int(args.func(args) or 0)
    except SettingsFault as fault:
        print("Alongside cannot start with these settings:", file=sys.stderr)
        for sentence in fault.faults:
            print(f"  - {sentence}", file=sys.stderr)
        return BAD_SETTINGS
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # the reader of our output left, as `| head` does; keep Python from complaining on exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


if __name__ == "__main__":
    sys.exit(main())
