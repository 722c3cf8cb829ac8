"""People with habits: what each does about a message that reaches them, and what comes to their mind on a day.

They know kinds, values and buttons of messages, and nothing of the bot's rules. Everything takes its chance from the seed.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from bot.texts.messages import Message
from handlers.delivery.callback_data import pack
from handlers.delivery.look import Button
from handlers.delivery.screens import SCREENS
from tests.simulation.core.clock import ShiftedClock
from tests.simulation.core.wire import Wire, seconds
from tests.simulation.plans import Plans

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
STIRRING = ("quiet-announcement", "weekly-line")  # what may bring somebody back who has gone silent
Do = Callable[[], object]
React = Callable[[int, Message], None]


@dataclass
class Town:
    """Who is who, and who chose whom: `supports` is what the ids of the bot's buttons mean."""

    souls: dict[str, "Soul"] = field(default_factory=dict)  # by name, and no two have the same
    supports: dict[int, tuple[int, int]] = field(default_factory=dict)  # row → member's chat, supporter's chat


def buttons(message: Message) -> list[str]:
    """What the message's buttons say back."""
    look = SCREENS.get(message.kind)
    if look is None:
        return []
    return [_data(one, message) for line in look.keyboard(message.values) for one in line if one.verb]


def _data(button: Button, message: Message) -> str:
    args = [
        one if isinstance(one, int) else one[1:] if one.startswith("=") else str(message.values[one])
        for one in button.args
    ]
    return pack(button.verb, *args)


class Soul:
    """Somebody with a phone. `reactions` says what they do about which kind of message."""

    def __init__(self, town: Town, wire: Wire, plans: Plans[Do], chance: Random, *, chat: int, name: str) -> None:
        self.town = town
        self.wire = wire
        self.plans = plans
        self.chance = chance
        self.chat = chat
        self.name = name
        self.is_gone = False  # they erased themselves, and do nothing any more
        self.silent_until: datetime | None = None
        self.reactions: dict[str, React] = {}
        self._seen = 0  # the newest message
        town.souls[name] = self
        wire.watchers[chat] = self.see

    @property
    def clock(self) -> ShiftedClock:
        return self.wire.clock

    @property
    def is_silent(self) -> bool:
        return self.is_gone or (self.silent_until is not None and self.clock.true < self.silent_until)

    def see(self, message_id: int, message: Message) -> None:
        self._seen = message_id
        react = self.reactions.get(message.kind)
        if react is not None and not self.is_gone and (not self.is_silent or message.kind in STIRRING):
            react(message_id, message)

    def a_new_day(self) -> None:
        """Whatever comes to their mind today."""

    # What a hand can do, some minutes from now.

    def later(self, least: float, most: float, do: Do) -> None:
        self.plans.add(self.clock.true + seconds(60 * self.chance.uniform(least, most)), do)

    def tap(self, data: str, message_id: int | None = None) -> None:
        if not self.is_gone:
            self.wire.tap(self.chat, message_id or self._seen or 1, data)

    def type(self, text: str) -> None:
        if not self.is_gone:
            self.wire.type(self.chat, text)

    def tap_one(self, least: float, most: float, message_id: int, message: Message, *verbs: str) -> None:
        """Tap the first button whose data begin with one of these words, if there is one."""
        data = next((one for verb in verbs for one in buttons(message) if one.startswith(verb)), None)
        if data is not None:
            self.later(least, most, lambda: self.tap(data, message_id))

    def block_for(self, minutes: float) -> None:
        self.wire.block(self.chat)
        self.later(minutes, minutes, lambda: self.wire.unblock(self.chat))

    def pick(self, choices: Mapping[str, float]) -> str:
        return self.chance.choices(tuple(choices), tuple(choices.values()))[0]

    def any_of(self, given: Sequence[str]) -> str:
        return self.chance.choice(given)
