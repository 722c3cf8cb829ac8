"""What is to be said: a kind and its values. What it looks like on a phone is decided in `handlers.delivery`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time

Value = str | int | float | bool | date | time | None | tuple[object, ...] | frozenset[int]


@dataclass(frozen=True)
class When:
    """A moment on the reader's own clock, said as they would say it: "10:00", "tomorrow at 7:00", "Tuesday at 9:00".

    A value `until` of this kind is `{ $until }` in a text, and `{ $until-at }` where "at 10:00" is wanted.

    `at` is aware, in the reader's zone; `today` is the reader's date when the message is written.
    """

    at: datetime
    today: date


@dataclass(frozen=True)
class Message:
    """`kind` names the text in the Fluent files and the screen that shows it; `values` fill both.

    A value may be text or a number; a date or wall time; a `When`; a tuple of names ("Sam and Ana") or of wall times; a
    frozenset of weekdays (Monday is 0); another Message, said inside this one, or a tuple of them, each on a line of its own;
    or, for keyboards only, a tuple of rows.
    """

    kind: str
    values: Mapping[str, "Value | When | Message"] = field(default_factory=dict)


Values = dict[str, Value | When | Message | tuple[object, ...]]


@dataclass(frozen=True)
class Reply:
    """What an action says at once to the person who caused it.

    `show` replaces the message whose button was tapped, or is sent where there was none; `at` names another message of that
    chat to replace instead. `fresh` always sends it anew. `toast` is the small pop-up of a tap. `also` follows as messages of
    their own. `checkin_id`: the shown message is that check-in's live message from now on. `deletes`: messages of that chat,
    by id, that go before anything is shown, as far as Telegram lets them.
    """

    show: Message | None = None
    toast: Message | None = None
    also: tuple[Message, ...] = ()
    at: int | None = None
    fresh: bool = False
    checkin_id: int | None = None
    deletes: tuple[int, ...] = ()
