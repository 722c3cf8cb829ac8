"""Chats as readable text: time stamps, who said what, buttons in brackets, edits and pop-ups marked. Decides layout only."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

Json = dict[str, Any]

_INDENT = "    "


def render(events: Sequence[Json], names: Mapping[int, str], *, zone: str = "UTC") -> str:
    """Return the events of the journal as text; `names` maps the chats that are shown to their people.

    With several chats the bot's lines say to whom. A stamp stands above all that happened in one minute.
    """
    lines: list[str] = []
    stamp = ""
    for event in events:
        if event["chat_id"] not in names:
            continue
        told = _tell(event, names)
        if not told:
            continue
        at = datetime.fromisoformat(event["at"]).astimezone(ZoneInfo(zone)).strftime("%a %Y-%m-%d %H:%M")
        if at != stamp:
            lines += ["", at] if lines else [at]
            stamp = at
        lines += told
    return "\n".join(lines) + "\n" if lines else ""


def _tell(event: Json, names: Mapping[int, str]) -> list[str]:
    name = names[event["chat_id"]]
    tell = _TELL.get(event["kind"])
    return tell(event, name, len(names) > 1) if tell else []


def _said(event: Json, name: str, several: bool) -> list[str]:
    if not event["from_bot"]:
        return _block(f"{event['from']}: ", event)
    to = f" to {name}" if several else ""
    marks = ["edited"] if event["kind"] == "edited" else [m for m in ("silent", "protected") if event.get(m)]
    shown = f" ({', '.join(marks)})" if marks else ""
    return _block(f"Bot{to}{shown}: ", event)


def _block(head: str, event: Json) -> list[str]:
    text = event["text"] or ""
    media = " ".join(_media(event))
    first, *rest = f"{media} {text}".strip().split("\n")
    lines = [f"  {head}{first}", *(f"  {_INDENT}{line}".rstrip() for line in rest)]
    rows = [" ".join(f"[{button['text']}]" for button in row) for row in event["buttons"]]
    return lines + [f"  {_INDENT}{row}" for row in rows]


def _media(event: Json) -> list[str]:
    found = []
    if "document" in event:
        found.append(f"(file {event['document'].get('file_name', '')})")
    if "contact" in event:
        found.append(f"(contact {event['contact']['first_name']})")
    found += [f"({kind})" for kind in ("photo", "voice", "sticker", "location") if kind in event]
    if "users_shared" in event:
        found.append("(picked people)")
    return found


def _keyboard(event: Json, _: str, __: bool) -> list[str]:
    rows = event["markup"].get("keyboard", [])
    labels = [[button if isinstance(button, str) else button["text"] for button in row] for row in rows]
    return [f"  {_INDENT}below: " + " ".join(f"[{label}]" for label in row) for row in labels]


def _popup(event: Json, name: str, _: bool) -> list[str]:
    return [f"  ({'alert' if event['alert'] else 'pop-up'} for {name}: {event['text']})"] if event["text"] else []


_TELL: dict[str, Callable[[Json, str, bool], list[str]]] = {
    "message": _said,
    "edited": _said,
    "keyboard": _keyboard,
    "popup": _popup,
    "tapped": lambda event, name, _: [f"  {name} taps [{event['label']}]"],
    "opened": lambda event, name, _: [f"  {name} opens {event['url']}"],
    "pinned": lambda event, name, _: [f"  (pinned for {name}: {event['text'].split(chr(10))[0]})"],
    "deleted": lambda event, name, _: [f"  (a message to {name} is deleted)"],
    "blocked": lambda _, name, __: [f"  ({name} blocks the bot)"],
    "unblocked": lambda _, name, __: [f"  ({name} unblocks the bot)"],
    "gone": lambda _, name, __: [f"  ({name} deletes their account)"],
}
