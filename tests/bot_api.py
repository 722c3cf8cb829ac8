"""Every call that the tests make, held against the table of Telegram's own Bot API: names, types, what is required, limits.

The table lies beside the repository where somebody put it; without it nothing is checked here. It is another source than
the stand-in's tables, so that what the stand-in accepts by mistake is found.
"""

import html
import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

TABLE = Path(__file__).parents[1].parent / "shared/data/telegram-bot-api/bot-api-10.1.json"
SIZES = re.compile(r"\b(\d+)-(\d+) (characters|bytes)|[Vv]alues between (\d+)-(\d+)")
TAG = re.compile(r"<[^>]+>")
Fields = Mapping[str, Mapping[str, Any]]


class BotApi:
    def __init__(self, table: Mapping[str, Any]) -> None:
        self._methods: dict[str, dict[str, Fields]] = {
            name.lower(): {"fields": _fields(method)} for name, method in table["methods"].items()
        }
        self._types = {name: (_fields(kind), kind.get("subtypes", [])) for name, kind in table["types"].items()}

    def faults(self, method: str, parameters: Mapping[str, Any]) -> list[str]:
        """What Telegram's table says against this call; nothing, if it is valid. Values are JSON's, or texts as a form has them."""
        known = self._methods.get(method.lower())
        if known is None:
            return [f"there is no method {method}"]
        return self._object(method, parameters, known["fields"], html_in=parameters.get("parse_mode") == "HTML")

    def _object(self, where: str, given: Mapping[str, Any], fields: Fields, *, html_in: bool = False) -> list[str]:
        found = [f"{where} does not know {name}" for name in given if name not in fields]
        found += [f"{where} lacks {name}" for name, field in fields.items() if field["required"] and name not in given]
        for name, value in given.items():
            if name in fields:
                found += self._field(f"{where}.{name}", value, fields[name], html_in=html_in)
        return found

    def _field(self, where: str, value: Any, field: Mapping[str, Any], *, html_in: bool) -> list[str]:
        tries = [self._value(where, value, kind) for kind in field["types"]]
        wrong = [] if [] in tries else min(tries, key=len)
        return wrong + _size(where, value, field["description"], html_in=html_in)

    def _value(self, where: str, value: Any, kind: str) -> list[str]:
        if kind.startswith("Array of "):
            value = _loaded(value)
            if not isinstance(value, list | tuple):
                return [f"{where} is no array"]
            return [fault for one in value for fault in self._value(f"{where}[]", one, kind[len("Array of ") :])]
        if kind in _PLAIN:
            return [] if _PLAIN[kind](value) else [f"{where} is no {kind}: {type(value).__name__}"]
        if kind == "InputFile" or (kind == "KeyboardButton" and isinstance(value, str)):
            return []  # any file, or the name of one; and a bare label may stand for a button, as the page says
        value = _loaded(value)
        if not isinstance(value, Mapping):
            return [f"{where} is no {kind}: {type(value).__name__}"]
        fields, subtypes = self._types[kind]
        if subtypes:
            return min((self._value(where, value, one) for one in subtypes), key=len)
        return self._object(f"{where}:{kind}", value, fields)


def from_table(path: Path = TABLE) -> BotApi | None:
    """The Bot API by its table; None where there is none."""
    return BotApi(json.loads(path.read_text("utf-8"))) if path.exists() else None


def _fields(thing: Mapping[str, Any]) -> Fields:
    return {field["name"]: field for field in thing.get("fields", [])}


def _loaded(value: Any) -> Any:
    """A form carries arrays and objects as JSON."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def _is_integer(value: Any) -> bool:
    return re.fullmatch(r"-?\d+", str(value)) is not None and not isinstance(value, bool)


_PLAIN: dict[str, Callable[[Any], object]] = {
    "String": lambda value: isinstance(value, str),
    "Integer": _is_integer,
    "Float": lambda value: _is_integer(value) or isinstance(value, float) or re.fullmatch(r"-?\d+\.\d+", str(value)),
    "Boolean": lambda value: isinstance(value, bool) or value in ("true", "false", "True", "False"),
}


def _size(where: str, value: Any, description: str, *, html_in: bool) -> list[str]:
    stated = SIZES.search(description)
    if stated is None or not isinstance(value, str | int):
        return []
    if stated[3] is None:
        least, most, size = int(stated[4]), int(stated[5]), int(value)
    else:
        text = html.unescape(TAG.sub("", str(value))) if html_in and "entities parsing" in description else str(value)
        least, most = int(stated[1]), int(stated[2])
        size = len(text.encode()) if stated[3] == "bytes" else len(text.encode("utf-16-le")) // 2
    return [] if least <= size <= most else [f"{where} is {size}, not {least}-{most}"]
