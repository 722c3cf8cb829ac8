"""The stand-in's own table against Telegram's, where a table of the real Bot API is present. Nothing else needs that file."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.sandbox.methods import METHODS

TABLE = Path(__file__).parents[2].parent / "shared/data/telegram-bot-api/bot-api-10.1.json"
TYPES = {
    "integer": "Integer",
    "text": "String",
    "boolean": "Boolean",
    "texts": "Array of String",
    "integers": "Array of Integer",
}


@pytest.fixture(scope="module")
def real() -> dict[str, Any]:
    if not TABLE.exists():
        pytest.skip("no table of the real Bot API beside this repository")
    return dict(json.loads(TABLE.read_text())["methods"])


@pytest.mark.parametrize("name", METHODS)
def test_each_method_takes_only_what_the_real_one_takes(real: dict[str, Any], name: str) -> None:
    fields = {field["name"]: field for field in real[name].get("fields", [])}
    shape = METHODS[name].shape
    assert shape.types.keys() <= fields.keys()
    required = {field for field, details in fields.items() if details["required"]}
    assert required <= shape.required
    for parameter, kind in shape.types.items():
        assert kind not in TYPES or TYPES[kind] in fields[parameter]["types"], parameter
