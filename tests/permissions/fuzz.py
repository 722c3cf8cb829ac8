"""`python -m tests.permissions.fuzz --updates 100000 --seed N`: what no phone would send, through the real intake.

Nothing may break, nothing of anybody else's may change, and afterwards a plain tap is still answered. An update that
python-telegram-bot itself cannot decode is set aside; that is counted and no fault.
"""

import argparse
import asyncio
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from telegram import Update

from bot.clock import SystemClock
from tests.conftest import make_keyring
from tests.databases import SqliteFiles
from tests.permissions.cast import Who
from tests.permissions.door import Answer, Door, opened
from tests.permissions.judging import forbidden, foreign
from tests.permissions.updates import KINDS, OUTSIDERS, Sender


async def fuzz(
    door: Door, *, updates: int, seed: int, progress: Callable[[int], None] = lambda done: None
) -> Counter[str]:
    """Returns what was counted. Raises AssertionError, with the update, for what should never happen."""
    sender, counted = Sender(door, seed), Counter[str]()
    for number in range(updates):
        who, body = sender.next()
        answer = await (door.deliver(body) if number % 10 == 0 else door.knock(body))  # storing is the slower half
        counted["set aside" if answer.set_aside else "answered" if answer.kinds else "silent"] += 1
        counted["with effects"] += bool(answer.effects)
        if wrong := _wrong(door, who, body, answer):
            raise AssertionError(f"seed {seed}, update {number}: {wrong}\n{json.dumps(body)[:3000]}")
        progress(number + 1)
    answer = await door.knock(door.tap(Who.MAYA, "help"))
    assert "help" in "".join(answer.kinds) and not answer.errors, f"a plain tap is no longer answered: {answer}"
    return counted


def _wrong(door: Door, who: Who, body: dict[str, Any], answer: Answer) -> str:
    if (answer.errors or answer.set_aside) and _decodes(body):
        return f"it can be decoded, and broke: {answer.errors}"
    if who in OUTSIDERS and (touched := foreign(door, who, answer)):
        return f"{who} changed {touched}"
    if who in OUTSIDERS and (read := [name for name in forbidden(who) if name in answer.said]):
        return f"{who} read {read}"
    return ""


# What the Bot API says of the fields that are read. An update that breaks it cannot be decoded, whether or not
# python-telegram-bot notices: it keeps values of any kind.
FORMS: dict[str, tuple[type, ...]] = {
    **dict.fromkeys(("text", "caption", "data", "first_name", "username", "language_code", "phone_number", "type", "status"), (str,)),
    **dict.fromkeys(("message_id", "date", "edit_date", "user_id", "offset", "length", "until_date"), (int,)),
    **dict.fromkeys(("from", "chat", "message", *KINDS), (dict,)),
    **dict.fromkeys(("latitude", "longitude"), (int, float)),
    "id": (int, str),
    "is_bot": (bool,),
    "entities": (list,),
}  # fmt: skip
A_MESSAGE = ("message_id", "date", "chat")
NEEDED: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(
        ("message", "edited_message", "channel_post", "edited_channel_post", "business_message"), A_MESSAGE
    ),
    "callback_query": ("id", "from", "chat_instance"),
    "my_chat_member": ("chat", "from", "date", "old_chat_member", "new_chat_member"),
    "from": ("id", "is_bot", "first_name"),
    "chat": ("id", "type"),
}
ID_BELOW = 2**52  # "at most 52 significant bits"


def _decodes(body: dict[str, Any]) -> bool:
    try:
        Update.de_json({"update_id": 1, **json.loads(json.dumps(body))})
    except Exception:  # whatever it raises: the point is that it does
        return False
    return all(_is_formed(name, value) for name, value in _fields(body))


def _is_formed(name: str, value: Any) -> bool:
    if isinstance(value, dict) and any(value.get(needed) is None for needed in NEEDED.get(name, ())):
        return False
    if isinstance(value, bool) and name != "is_bot":
        return name not in FORMS
    if isinstance(value, int) and not -ID_BELOW < value < ID_BELOW:
        return False
    return isinstance(value, FORMS.get(name, object))


def _fields(value: Any) -> Iterator[tuple[str, Any]]:
    for name, inner in value.items() if isinstance(value, dict) else (("", one) for one in value):
        yield name, inner
        if isinstance(inner, dict | list):
            yield from _fields(inner)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--updates", type=int, default=100_000)
    asked.add_argument("--seed", type=int, default=1)
    given = asked.parse_args()
    clock, keyring = SystemClock(), make_keyring()
    began = clock.monotonic()

    def progress(done: int) -> None:
        if done % 500 == 0 or done == given.updates:
            print(
                f"\r{done} of {given.updates}, {done / (clock.monotonic() - began):.0f} a second",
                end="",
                file=sys.stderr,
            )

    with tempfile.TemporaryDirectory(prefix="alongside-fuzz-") as folder:
        (Path(folder) / "copy").mkdir()
        url = SqliteFiles(Path(folder), keyring).copy(Path(folder) / "copy")
        with opened(url, keyring) as door:
            counted = asyncio.run(fuzz(door, updates=given.updates, seed=given.seed, progress=progress))
    took = clock.monotonic() - began
    print(
        f"\n{given.updates} updates, seed {given.seed}, {took:.0f} s: {dict(counted)}; nothing broke, nobody else's row changed"
    )


if __name__ == "__main__":
    main()
