"""How screens are described: which buttons stand under a text, and how the message is sent.

A screen's module (`handlers.delivery.screens.*`) maps kinds to Looks; `rendering` turns a Message and its Look into what
Telegram is handed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Button:
    """One button. `label` is a text id, formatted with `values` or else the message's own.

    `args` fill the callback data: a name takes that value of the message, an int stands for itself, "=word" for the word.
    With `url`, the button opens that address instead; with `copy`, it copies that value.
    """

    label: str
    verb: str = ""
    args: tuple[str | int, ...] = ()
    values: Values | None = None
    url: str | None = None
    copy: str | None = None
    style: str | None = None  # "danger", "primary", "success"


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True)
class Look:
    """`rows` may depend on the values. `protect`: Telegram shall refuse forwarding and screenshots; False: it must not,
    since this is to be passed on (numbers to call, a person's own file); None: either will do. An edit keeps what the
    message had, so that `speaking` sends anew what would become the wrong one.

    `ask_for`: a reply keyboard with one button, "contact" or "location"; "nothing" takes such a keyboard away.
    `qr_code`: the name of a value that is shown as a QR code above the text. `document`: that of a (file name, bytes).
    """

    rows: Rows | Callable[[Values], Rows] = field(default=())
    protect: bool | None = None
    silent: bool = False
    pin: bool = False
    ask_for: str | None = None
    qr_code: str | None = None
    document: str | None = None

    def keyboard(self, values: Values) -> Rows:
        return self.rows(values) if callable(self.rows) else self.rows


def button(label: str, verb: str, *args: str | int, **values: Any) -> Button:
    return Button(label, verb, args, values or None)


def row(*buttons: Button) -> tuple[Button, ...]:
    return buttons


def rows(*lines: tuple[Button, ...] | Button) -> Rows:
    """Rows of buttons; a lone button is a row of its own."""
    return tuple((line,) if isinstance(line, Button) else line for line in lines)
