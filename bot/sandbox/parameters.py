"""Decodes the parameters of a call. Decides names, types and presence; what a value means is decided by the methods.

A form carries text only, JSON carries values: both end here as Python values. Real Telegram ignores a parameter that it does not know; the
stand-in refuses it, because with us it can only be a slip.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.sandbox.errors import bad_request

Value = Any


@dataclass(frozen=True)
class Upload:
    """A file that came with a multipart call."""

    name: str
    content_type: str
    data: bytes


def _integer(name: str, value: Value) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str):
        try:
            return int(value)
        except ValueError:
            pass
    raise bad_request(f'parameter "{name}" must be of type Integer')


def _text(name: str, value: Value) -> str:
    if isinstance(value, str):
        return value
    raise bad_request(f'parameter "{name}" must be of type String')


def _boolean(name: str, value: Value) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lower() in ("true", "false"):
        return value.lower() == "true"
    raise bad_request(f'parameter "{name}" must be of type Boolean')


def _chat(name: str, value: Value) -> int | str:
    if isinstance(value, str) and value.startswith("@"):
        return value
    if value == "":
        raise bad_request(f"{name} is empty")
    return _integer(name, value)


def _json(name: str, value: Value, kind: type, word: str) -> Value:
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            raise bad_request(f'can\'t parse {word} JSON object in parameter "{name}"') from None
    if not isinstance(value, kind):
        raise bad_request(f'parameter "{name}" must be of type {word}')
    return value


def _object(name: str, value: Value) -> dict[str, Any]:
    return dict(_json(name, value, dict, "Object"))


def _array(name: str, value: Value) -> list[Any]:
    return list(_json(name, value, list, "Array"))


def _integers(name: str, value: Value) -> list[int]:
    return [_integer(name, item) for item in _array(name, value)]


def _texts(name: str, value: Value) -> list[str]:
    return [_text(name, item) for item in _array(name, value)]


TYPES: dict[str, Callable[[str, Value], Value]] = {
    "integer": _integer,
    "text": _text,
    "boolean": _boolean,
    "chat": _chat,
    "object": _object,
    "objects": _array,
    "integers": _integers,
    "texts": _texts,
    "file": lambda name, value: value,
}


@dataclass(frozen=True)
class Shape:
    """The parameters that one method takes: name → name of its type; `required` ones must be there."""

    types: Mapping[str, str]
    required: frozenset[str]


def shape(required: str = "", optional: str = "") -> Shape:
    """Build a Shape from words like "chat_id:chat text:text"."""
    pairs = [word.split(":") for word in f"{required} {optional}".split()]
    return Shape(
        types=dict(pairs),
        required=frozenset(word.split(":")[0] for word in required.split()),
    )


def decode(method: str, expected: Shape, given: Mapping[str, Value], files: Mapping[str, Upload]) -> dict[str, Value]:
    """Return the parameters as values.

    Raises ApiError 400: a name that `method` does not take, a value of another type, or a required one that is missing.
    """
    decoded: dict[str, Value] = {}
    for name, value in given.items():
        kind = expected.types.get(name)
        if kind is None:
            raise bad_request(f'method {method} takes no parameter "{name}"')
        decoded[name] = TYPES[kind](name, value)
    for name, upload in files.items():
        if expected.types.get(name) == "file":
            decoded[name] = upload
        elif not _is_attached(name, given):
            raise bad_request(f'method {method} takes no file "{name}"')
    for name, value in decoded.items():
        if isinstance(value, str) and value.startswith("attach://") and expected.types[name] == "file":
            decoded[name] = _attachment(value, files)
    missing = expected.required - decoded.keys()
    if missing:
        raise bad_request(_missing(sorted(missing)[0]))
    return decoded


def _is_attached(name: str, given: Mapping[str, Value]) -> bool:
    return any(value == f"attach://{name}" for value in given.values())


def _attachment(value: str, files: Mapping[str, Upload]) -> Upload:
    try:
        return files[value.removeprefix("attach://")]
    except KeyError:
        raise bad_request(f'there is no file "{value}" in the request') from None


def _missing(name: str) -> str:
    """Telegram's own wording for what is most often left out."""
    return {
        "chat_id": "chat_id is empty",
        "text": "message text is empty",
        "message_id": "message identifier is not specified",
        "photo": "there is no photo in the request",
        "document": "there is no document in the request",
    }.get(name, f'parameter "{name}" is required')
