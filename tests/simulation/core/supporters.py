"""Supporters: answer the pages that reach them, or sleep, decline, try in vain, forget, step back, or block the bot."""

from typing import Any

from bot.texts.messages import Message
from tests.simulation.core.people import Soul

WHIMS = {"block": 0.006, "today": 0.006, "back": 0.004, "stop": 0.002, "forget": 0.0006, "edge": 0.002}


class Supporter(Soul):
    """Anybody can be one; a member is one besides."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.care = self.chance.choice((0.3, 0.7, 0.95))  # how likely they look after a page
        self.reactions |= {
            **dict.fromkeys(("alert-page", "alert-reminder"), self._paged),
            **dict.fromkeys(("sos-page", "sos-page-late", "sos-page-joining", "sos-taken"), self._called_for_help),
            **dict.fromkeys(("alert-when",), self._says_when),
            **dict.fromkeys(("alert-on-it", "alert-look-again", "alert-still-worried", "sos-thanks"), self._says_what),
            "alert-outcomes": self._something_else,
            "alert-died-ask": self._died,
            "alert-join": self._joins,
            "invite-asked": self._invited,
        }

    def a_new_day(self) -> None:
        whim = self.chance.random()
        for name, likely in WHIMS.items():
            whim -= likely
            if whim < 0:
                getattr(self, f"_turn_{name}")()
                return

    def _paged(self, message_id: int, message: Message) -> None:
        of = self.chance.random()
        if of < self.care * 0.75:
            self.tap_one(0.2, 50, message_id, message, "got-this")
        elif of < self.care:
            self.tap_one(0.2, 45, message_id, message, self.any_of(("cannot", "cannot", "how-help")))

    def _called_for_help(self, message_id: int, message: Message) -> None:
        if self.chance.random() < self.care:
            self.tap_one(0.1, 12, message_id, message, "got-this" if self.chance.random() < 0.8 else "cannot")

    def _says_when(self, message_id: int, message: Message) -> None:
        of = self.chance.random()
        if of < 0.7:
            when = self.any_of(("now", "hours", "evening"))
            self.later(0.1, 5, lambda: self.tap(f"promise:{message.values['alert']}:{when}", message_id))
        elif of < 0.8:
            self.tap_one(0.1, 5, message_id, message, "cannot")

    def _says_what(self, message_id: int, message: Message) -> None:
        if self.chance.random() < 0.75:
            what = self.pick({"talked": 70, "not-reached": 18, "worried": 8, "something-else": 6, "ask-join": 5})
            self.tap_one(3, 200, message_id, message, what, "talked")

    def _something_else(self, message_id: int, message: Message) -> None:
        self.tap_one(0.1, 2, message_id, message, *self.chance.choice((("outcome",), ("talked",))))

    def _died(self, message_id: int, message: Message) -> None:
        self.tap_one(0.1, 2, message_id, message, self.any_of(("outcome", "something-else")))

    def _joins(self, message_id: int, message: Message) -> None:
        self.tap_one(0.2, 40, message_id, message, self.any_of(("got-this", "cannot")))

    def _invited(self, message_id: int, message: Message) -> None:
        self.tap_one(0.2, 20, message_id, message, "lnk-yes" if self.chance.random() < 0.9 else "lnk-no")

    def _turn_block(self) -> None:
        self.later(0, 1430, lambda: self.block_for(self.chance.choice((5, 200, 1500, 4000))))

    def _turn_today(self) -> None:
        self.later(0, 1430, lambda: self.tap("ppl-today"))

    def _turn_back(self) -> None:
        self.later(0, 1430, lambda: self.tap("ppl-back"))

    def _turn_stop(self) -> None:
        theirs = [row for row, (_, supporter) in self.town.supports.items() if supporter == self.chat]
        if theirs:
            row = self.chance.choice(theirs)
            self.later(0, 1430, lambda: self.tap(f"ppl-end:{row}"))

    def _turn_edge(self) -> None:
        self.later(
            0, 1430, lambda: self.tap(self.any_of(("got-this:1", "talked:1", "promise:1:now", "outcome:1:away")))
        )

    def _turn_forget(self) -> None:
        def erase() -> None:
            self.tap("forget-now")
            self.is_gone = True

        self.later(0, 1430, lambda: self.tap("forget-sure"))
        self.later(1431, 1435, erase)
