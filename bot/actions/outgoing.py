"""What may be in the outbox and what becomes of it, as values: kinds, parcels and outcomes.

What each kind says, and what follows once it arrived, is in the kind's own module; `bot.actions.kinds` lists them.
`bot.actions.dispatch` claims and records. Nothing here knows how a parcel travels.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from bot.rules.vocabulary import Priority
from bot.texts.messages import Message
from storage.tables import Outgoing


@dataclass(frozen=True)
class Withdrawn:
    """It shall not leave any more: consent, state or recipient changed. `why` is for the log: a word, never a value."""

    why: str = "no longer true"


@dataclass(frozen=True)
class Later:
    """It may not leave before `at` (quiet hours)."""

    at: datetime


Hook = Callable[[Session, Outgoing, datetime], None]


@dataclass(frozen=True)
class Kind:
    """What one kind of message says, and what follows from its fate. Hooks run in the transaction that settles the row.

    `load` reads the rows and checks whatever may have changed since. It may also plan anew what depends on the answer (whom
    the ladder asks instead, the hour an announcement names): that commits with the claim, and must hold whether or not the
    message then leaves. `edits` names a message of the
    recipient's chat to redraw instead of sending a new one. `on_sent` finds `sent_at` and `message_id` on the row.
    `on_refused`: the recipient blocked us or is gone, or Telegram will never take the message.
    """

    load: Callable[[Session, Outgoing, datetime], Message | Withdrawn | Later]
    on_sent: Hook | None = None
    on_withdrawn: Hook | None = None
    on_expired: Hook | None = None
    on_refused: Hook | None = None
    at_most_once: bool = False  # an attempt in doubt is not repeated
    edits: Callable[[Session, Outgoing], int | None] | None = None
    retires: Callable[[Session, Outgoing], int | None] | None = None  # once it is there, this message says so
    silent: bool = False
    pin: bool = False


Kinds = Mapping[str, Kind]


@dataclass(frozen=True)
class Parcel:
    """One message, ready to be rendered and sent. Holds no row, so that it may leave the transaction."""

    outgoing_id: int
    kind: str
    chat_id: int
    language: str
    message: Message
    priority: Priority
    attempt: int
    epoch: int  # whose claim this is
    leave_by: datetime  # later it goes back: consent and state were checked when it was claimed
    edit: int | None = None  # redraw this message of the chat instead of sending
    retire: int | None = None  # this message of the chat then says that there is a newer one
    again: bool = False  # an earlier attempt may have arrived
    silent: bool = False
    pin: bool = False


@dataclass(frozen=True)
class Delivered:
    """Telegram certainly accepted it."""

    message_id: int
    at: datetime


@dataclass(frozen=True)
class Blocked:
    """The person blocked us, never started us, or is gone."""


@dataclass(frozen=True)
class Invalid:
    """Telegram will never take this message. `reason`: a word for the log, without anything a person wrote."""

    reason: str


@dataclass(frozen=True)
class NotNow:
    """It did not leave, and may after `retry_after`."""

    retry_after: timedelta


@dataclass(frozen=True)
class NeverSent:
    """Telegram certainly did not get it: sending again makes no copy."""


@dataclass(frozen=True)
class TokenRefused:
    """Telegram does not know our token: nothing can leave until the operator mends that."""


@dataclass(frozen=True)
class Uncertain:
    """It may have arrived."""


Outcome = Delivered | Blocked | Invalid | NotNow | NeverSent | TokenRefused | Uncertain
