"""What the person who runs the server should know: kinds and counts, never anything personal."""

from datetime import datetime

from sqlmodel import Session

from bot.actions.outgoing import Kind
from bot.rules.vocabulary import Priority
from bot.texts.messages import Message
from storage.queries import outbox
from storage.tables import Outgoing


def tell(session: Session, what: str, *, about: str = "", detail: str = "", now: datetime) -> None:
    """Tell the operator, about each kind of trouble at most once an hour. Without an operator's chat nothing leaves.

    `what`: another-poller, token-refused, update-set-aside, intake-failed, overdue (`about`: in which stage). `detail`: a word
    or row numbers, never anything personal.
    """
    outbox.enqueue(
        session,
        "operator-notice",
        None,
        now=now,
        priority=Priority.REPLY,
        dedupe=f"operator:{what}{':' if about else ''}{about}:{now:%Y-%m-%dT%H}",
        ids={"what": what, "about": about, "detail": detail},
    )


def _load(session: Session, row: Outgoing, now: datetime) -> Message:
    return Message(f"operator-{row.ids['what']}", {name: row.ids.get(name, "") for name in ("about", "detail")})


KINDS = {"operator-notice": Kind(_load)}
