"""Telegram, as far as the core can tell it from the real one: chats, updates that wait to be fetched, and what goes wrong.

Nothing here is rendered: a chat shows Messages (kind and values). Everything that people did and saw is kept, for the judge.
"""

from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from bot.actions.outgoing import Blocked, Delivered, NeverSent, NotNow, Outcome, Parcel, Uncertain
from bot.texts.messages import Message
from tests.simulation.core.clock import ShiftedClock

BATCH = 100  # updates that one fetch hands out at most
LONGEST_ANSWER = 55  # seconds; a claim outlasts it


@dataclass(frozen=True, slots=True)
class Shown:
    """A message that a chat showed. `parcel`: the outbox row it came from, None for a direct reply. `at`: true time."""

    at: datetime
    chat: int
    message_id: int
    message: Message
    parcel: int | None
    edited: bool


@dataclass(frozen=True, slots=True)
class Act:
    """What somebody did. `body` begins with "tap <message>", "text <unix time>", "block" or "unblock"."""

    at: datetime
    chat: int
    update_id: int
    body: str

    @property
    def is_sign(self) -> bool:
        """Whether it says that the person is there: they tapped or wrote."""
        return self.body.startswith(("tap ", "text "))

    @property
    def data(self) -> str:
        """What the tapped button said, or what was written; "" for a block."""
        return self.body.split(" ", 2)[2] if self.is_sign else ""


@dataclass
class Record:
    """All that happened between people and Telegram, in order."""

    shown: list[Shown] = field(default_factory=list)
    acts: list[Act] = field(default_factory=list)
    handled: dict[int, datetime] = field(default_factory=dict)  # update → when its effects were committed
    recorded: dict[int, int] = field(
        default_factory=dict
    )  # outbox row → how much had been shown as its delivery was kept
    doubtful: dict[int, int] = field(default_factory=lambda: defaultdict(int))  # outbox row → arrivals nobody confirmed
    blocks: dict[int, list[tuple[datetime, datetime | None]]] = field(default_factory=lambda: defaultdict(list))


@dataclass
class Faults:
    """What goes wrong right now. Chances are those of one message. `floods`: chat (None: all) → until when it is refused."""

    deaf: int = 0  # how many troubles keep updates from us
    mute: int = 0  # … and how many our messages from people
    lost_before: float = 0.0
    lost_after: float = 0.0
    failing: float = 0.0
    repeating: float = 0.0  # that a fetch hands out once more what was confirmed
    slow: int = 0  # how many troubles keep us waiting for Telegram's answers
    busy: int = 0  # … and how many keep us from handling what is stored
    floods: dict[int | None, datetime] = field(default_factory=dict)


class Wire:
    def __init__(self, clock: ShiftedClock, chance: Random) -> None:
        self.clock = clock
        self.chance = chance
        self.faults = Faults()
        self.record = Record()
        self.watchers: dict[int, Callable[[int, Message], None]] = {}
        self._blocked: set[int] = set()
        self._pending: deque[Act] = deque()
        self._confirmed: deque[Act] = deque(maxlen=5)
        self._update_id = 0
        self._message_id = 0

    # What people do.

    def tap(self, chat: int, message_id: int, data: str) -> None:
        self._put(chat, f"tap {message_id} {data}")

    def type(self, chat: int, text: str) -> None:
        self._put(chat, f"text {int(self.clock.now().timestamp())} {text}")

    def block(self, chat: int) -> None:
        if chat not in self._blocked:
            self._put(chat, "block")
            self._blocked.add(chat)
            self.record.blocks[chat].append((self.clock.true, None))

    def unblock(self, chat: int) -> None:
        if chat in self._blocked:
            self._blocked.discard(chat)
            since, _ = self.record.blocks[chat].pop()
            self.record.blocks[chat].append((since, self.clock.true))
            self._put(chat, "unblock")

    def has_blocked(self, chat: int) -> bool:
        return chat in self._blocked

    def _put(self, chat: int, body: str) -> None:
        if chat in self._blocked:
            return  # nothing can be tapped or typed in a blocked chat
        self._update_id += 1
        act = Act(self.clock.true, chat, self._update_id, body)
        self._pending.append(act)
        self.record.acts.append(act)

    # What the bot calls.

    def waits(self, offset: int) -> bool:
        """Whether an open poll would come back with something."""
        return bool(self._pending) and self._pending[-1].update_id >= offset

    def fetch(self, offset: int) -> list[Act]:
        """Everything from `offset` on; what lies before it is confirmed, and comes again only as a fault."""
        while self._pending and self._pending[0].update_id < offset:
            self._confirmed.append(self._pending.popleft())
        fresh = list(self._pending)[:BATCH]
        repeats = fresh and self.faults.repeating and self.chance.random() < self.faults.repeating
        return [*self._confirmed, *fresh] if repeats else fresh

    def deliver(self, parcel: Parcel) -> Outcome:
        """Carry one outbox row's message, or not."""
        hindered = self._hindered(parcel.chat_id)
        if hindered is not None:
            return hindered
        message = parcel.message
        if parcel.again:
            message = Message(message.kind, {**message.values, "again": True})
        message_id = self._show(parcel.chat_id, parcel.edit, message, parcel.outgoing_id)
        self.record.doubtful[parcel.outgoing_id] += 1
        if self.faults.lost_after and self.chance.random() < self.faults.lost_after:
            return Uncertain()
        return Delivered(message_id, self.clock.now())

    def lag(self) -> timedelta:
        """How long Telegram's answer to what has just been delivered takes."""
        return seconds(self.chance.uniform(1, LONGEST_ANSWER)) if self.faults.slow else timedelta(0)

    def reply(self, chat: int, target: int | None, message: Message) -> int | None:
        """A direct reply: once, or not at all. Return the id of the message that shows it."""
        if self._hindered(chat) is not None:
            return None
        message_id = self._show(chat, target, message, None)
        if self.faults.lost_after and self.chance.random() < self.faults.lost_after:
            return None
        return message_id

    def _hindered(self, chat: int) -> Outcome | None:
        faults, now = self.faults, self.clock.true
        if faults.mute:
            return NeverSent()
        for whose in (chat, None):
            until = faults.floods.get(whose)
            if until is not None and until > now:
                return NotNow(until - now)
        if faults.lost_before and self.chance.random() < faults.lost_before:
            return NeverSent()
        if faults.failing and self.chance.random() < faults.failing:
            return Uncertain()  # a 5xx says nothing of what became of the message
        return Blocked() if chat in self._blocked else None

    def _show(self, chat: int, target: int | None, message: Message, parcel: int | None) -> int:
        if target is None:
            self._message_id += 1
        message_id = target or self._message_id
        self.record.shown.append(Shown(self.clock.true, chat, message_id, message, parcel, target is not None))
        watcher = self.watchers.get(chat)
        if watcher is not None:
            watcher(message_id, message)
        return message_id


def seconds(number: float) -> timedelta:
    """A whole number of seconds: the simulation knows no shorter time."""
    return timedelta(seconds=round(number))
