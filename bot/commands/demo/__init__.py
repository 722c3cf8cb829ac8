"""`demo`: the real bot on this machine with a stand-in for Telegram, and a page with everybody's phones. Nothing is kept.

Needs no account, no token and no network. `--story NAME --headless` prints a story instead.
"""

import argparse
import asyncio
import os
import signal
import sys
import webbrowser
from contextlib import suppress
from pathlib import Path

from bot.sandbox.errors import SandboxError

PORT = 8765


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("demo", help="try the bot on this machine, with three phones on a page")
    parser.add_argument("--port", type=int, default=PORT, help=f"where the page listens, or the next free one ({PORT})")
    parser.add_argument("--story", metavar="NAME", help="play this story at once; an unknown name lists them")
    parser.add_argument("--headless", action="store_true", help="print the story instead of showing a page")
    parser.add_argument("--no-browser", action="store_true", help="only say the address")
    parser.add_argument("--pictures", type=Path, metavar="FOLDER", help="save pictures of the page (needs Playwright)")
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    from bot.commands.demo.stories import STORIES  # only now: the other commands need none of this

    if (args.story is not None and args.story not in STORIES) or (args.headless and args.story is None):
        print("Stories: " + ", ".join(f"{name} ({story.title})" for name, story in STORIES.items()), file=sys.stderr)
        return 2
    try:
        if args.pictures:
            return _take(args.pictures)
        return asyncio.run(_print(args.story) if args.headless else _show(args))
    except (KeyboardInterrupt, asyncio.CancelledError):
        print("\nGood-bye. Nothing was kept.")
        return 0
    except (OSError, SandboxError) as error:
        print(f"The demo cannot go on: {error}", file=sys.stderr)
        return 1


def _take(folder: Path) -> int:
    from bot.commands.demo import pictures

    folder.mkdir(parents=True, exist_ok=True)
    return asyncio.run(pictures.take(folder))


async def _show(args: argparse.Namespace) -> int:
    from bot.commands.demo.stage import Stage
    from bot.commands.demo.stories import STORIES

    _stop_on_sigterm()
    async with Stage(STORIES.values(), port=args.port) as stage:
        if args.port and not stage.url.endswith(f":{args.port}"):
            print(f"Port {args.port} is taken, so I took the next free one.")
        await (stage.stories.play(args.story) if args.story else stage.fresh(None))
        print(f"Alongside is at {stage.url} – press Ctrl-C to stop. Nothing is kept.", flush=True)
        if not args.no_browser and not await asyncio.to_thread(_opened, stage.url):
            print("I found no browser to open: copy the address into one on this machine.", flush=True)
        await asyncio.Event().wait()
    return 0


async def _print(name: str) -> int:
    from bot.commands.demo.headless import tell
    from bot.commands.demo.stage import Stage
    from bot.commands.demo.stories import STORIES

    async with Stage(()) as stage:
        return await tell(STORIES[name], stage)


def _opened(url: str) -> bool:
    """Whether a browser took the address. A text browser would take over the terminal, so none is tried."""
    if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return False
    try:
        return webbrowser.open(url)
    except webbrowser.Error:
        return False


def _stop_on_sigterm() -> None:
    """A polite stop ends like Ctrl-C: everything is cleaned up."""
    task = asyncio.current_task()
    assert task is not None
    with suppress(NotImplementedError):  # Windows
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
