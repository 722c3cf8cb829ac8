"""What is to be said: a kind and its values. What it looks like on a phone is decided in `handlers.delivery.rendering`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from types import MappingProxyType

type_of_value = str | int | float | bool | date | datetime | time | None
Value = type_of_value | tuple[type_of_value, ...] | tuple[tuple[type_of_value, ...], ...]


@dataclass(frozen=True)
class Message:
    """`kind` names the text in the Fluent files and the keyboard beside it; `values` fill both."""

    kind: str
    values: Mapping[str, Value] = field(default_factory=lambda: MappingProxyType({}))
