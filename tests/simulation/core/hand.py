"""One stored update on its way through the real routes, without python-telegram-bot: parse, permit, one action, one commit."""

from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, TypeVar, cast

from bot.actions import presence
from bot.actions.presence import Visitor
from bot.actions.terms import Terms
from bot.texts.messages import Message, Reply
from handlers import routes
from handlers.context import Context, Turn
from handlers.delivery.callback_data import Tap, unpack
from storage.database import Database, Session

T = TypeVar("T")
BOT = SimpleNamespace(username="alongside_bot")
TERMS = Terms()


class Hand:
    """What a handler may ask of its context; `body` is the stored update (see `wire.Act`)."""

    bot = BOT
    terms = TERMS

    def __init__(self, turn: Turn, body: str) -> None:
        self.turn = turn
        self.now = turn.now
        kind, _, rest = body.partition(" ")
        self.kind = kind
        self.sent_at: datetime | None = None
        self.message_id: int | None = None
        self.text = ""
        self._data = ""
        number, _, said = rest.partition(" ")
        if kind == "tap":
            self.message_id, self._data = int(number), said
            turn.message_id, turn.callback_id = self.message_id, "tapped"
        elif kind == "text":
            self.sent_at, self.text = datetime.fromtimestamp(int(number), tz=UTC), said

    @property
    def tap(self) -> Tap:
        return unpack(self._data)

    @property
    def payload(self) -> str:
        return self.text.partition(" ")[2].strip()

    async def act(self, action: Any, *args: Any, **kwargs: Any) -> None:
        await self.turn.act(action, *args, **kwargs)

    async def meet(self, action: Any, *args: Any, **kwargs: Any) -> None:
        await self.turn.meet(action, *args, **kwargs)

    async def note(self, action: Any, *args: Any, **kwargs: Any) -> None:
        await self.turn.note(action, *args, **kwargs)

    def say(self, said: Reply | Message) -> None:
        self.turn.replies.append(Reply(show=said) if isinstance(said, Message) else said)


class AtOnce:
    """The database as a Turn sees it: its writes are done before they return."""

    def __init__(self, write: Callable[[Callable[[Session], Any]], Any]) -> None:
        self._write = write

    async def write(self, f: Callable[[Session], T]) -> T:
        return cast("T", self._write(f))


def handle(
    write: Callable[[Callable[[Session], Any]], Any],
    visitor: Visitor,
    body: str,
    *,
    now: datetime,
    mark_handled: Callable[[Session], None],
) -> Turn:
    """Handle one update; what it says is left in the Turn. Raises whatever the handler raises."""
    turn = Turn(cast("Database", AtOnce(write)), visitor, now, mark_handled)
    turn.chat_id, turn.private = visitor.tg_id, True
    hand = Hand(turn, body)
    _finish(_routed(hand, cast("Context", hand)))
    if not turn.acted:
        write(mark_handled)
    return turn


async def _routed(hand: Hand, context: Context) -> None:
    nothing = cast("Any", None)  # the routes read the update through their context
    if hand.kind == "tap":
        await routes.on_tap(nothing, context)
    elif hand.kind == "text":
        await (routes.on_command if hand.text.startswith("/") else routes.on_text)(nothing, context)
    else:
        hand.turn.private = False
        await hand.note(presence.blocked if hand.kind == "block" else presence.unblocked, now=hand.now)


def _finish(running: Coroutine[Any, Any, None]) -> None:
    """Run it to its end: nothing in it waits, so no event loop is needed."""
    try:
        running.send(None)
    except StopIteration:
        return
    raise RuntimeError("a handler waits for something that is not there")
