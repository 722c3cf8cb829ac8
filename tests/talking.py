"""People who write, tap and follow links: each update goes through the real routes and a real database.

Only the network is missing: what would be sent is rendered and kept, so that a test can read it and tap its buttons.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from telegram import InlineKeyboardMarkup, Update, User
from telegram.ext import Application, ApplicationBuilder, ContextTypes
from telegram.request import BaseRequest

from bot.actions.terms import Terms
from bot.texts.messages import Message
from handlers import routes
from handlers.context import Context, Turn, current_turn
from handlers.delivery.rendering import Screen, render
from storage.database import Database
from tests.builders import NOW

BOT_NAME = "alongside_test_bot"


class NoNetwork(BaseRequest):
    """Nothing may be sent from inside a handler."""

    async def initialize(self) -> None: ...

    async def shutdown(self) -> None: ...

    @property
    def read_timeout(self) -> float | None:
        return None

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        raise AssertionError("a handler called Telegram")


class Town:
    """The bot, its database and the clock on the wall."""

    def __init__(self, database: Database, *, terms: Terms | None = None, now: datetime = NOW) -> None:
        self.database = database
        self.now = now
        self.handled = 0
        network = NoNetwork()
        built = ApplicationBuilder().token("1:a").request(network).get_updates_request(network)
        self.application: Application[Any, Any, Any, Any, Any, Any] = built.context_types(
            ContextTypes(context=Context)
        ).updater(None).build()  # fmt: skip
        self.application.bot_data["terms"] = terms or Terms()
        self.application.bot._bot_user = User(1, "Alongside", is_bot=True, username=BOT_NAME)
        self.application._initialized = True
        routes.install(self.application)

    def person(self, tg_id: int, name: str = "Maya", *, language: str = "en") -> "Phone":
        return Phone(self, tg_id, name, language)

    def pass_by(self, **passed: float) -> None:
        self.now += timedelta(**passed)

    async def handle(self, body: dict[str, Any], phone: "Phone") -> list[Screen]:
        self.handled += 1
        turn = Turn(self.database, None, self.now, lambda session: None)
        update = Update.de_json({"update_id": self.handled, **body}, self.application.bot)
        from handlers.intake import _locate, _visitor  # the intake's own reading of who and where

        turn.visitor = _visitor(update)
        _locate(turn, update)
        current_turn.set(turn)
        await self.application.process_update(update)
        if turn.error is not None:
            raise turn.error
        language = turn.language or phone.language
        phone.toast = next((_plain(reply.toast, language) for reply in turn.replies if reply.toast), None)
        said = [message for reply in turn.replies for message in (reply.show, *reply.also) if message is not None]
        return [render(message, "en") for message in said]


def _plain(message: Message, language: str) -> str:
    return render(message, "en").text


@dataclass
class Phone:
    """One person's private chat with the bot. `toast` is the pop-up of the newest tap."""

    town: Town
    tg_id: int
    name: str
    language: str
    screens: list[Screen] = field(default_factory=list)
    toast: str | None = None

    @property
    def text(self) -> str:
        """What the newest message says first."""
        return self.screens[0].text

    @property
    def buttons(self) -> dict[str, str]:
        """The labels of everything that can be tapped now, and what each button says back."""
        found: dict[str, str] = {}
        for screen in self.screens:
            if isinstance(screen.keyboard, InlineKeyboardMarkup):
                for line in screen.keyboard.inline_keyboard:
                    found.update({one.text: str(one.callback_data) for one in line})
        return found

    async def types(self, text: str) -> "Phone":
        message = {**self._message(), "text": text}
        if text.startswith("/"):
            length = len(text.split()[0])
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
        self._show(await self.town.handle({"message": message}, self))
        return self

    async def shares_place(self, latitude: float, longitude: float) -> "Phone":
        place = {"latitude": latitude, "longitude": longitude}
        self._show(await self.town.handle({"message": {**self._message(), "location": place}}, self))
        return self

    async def edits(self, text: str) -> "Phone":
        """Change an older message into this text."""
        message = {**self._message(), "edit_date": int(self.town.now.timestamp()), "text": text}
        if text.startswith("/"):
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}]
        self._show(await self.town.handle({"edited_message": message}, self))
        return self

    async def sends_voice(self, caption: str = "") -> "Phone":
        voice = {"file_id": "1", "file_unique_id": "1", "duration": 3}
        said = {"caption": caption} if caption else {}
        self._show(await self.town.handle({"message": {**self._message(), "voice": voice, **said}}, self))
        return self

    async def edits_caption(self, caption: str) -> "Phone":
        """Change the words beside an older picture into these."""
        message = {**self._message(), "edit_date": int(self.town.now.timestamp()), "caption": caption}
        photo = [{"file_id": "1", "file_unique_id": "1", "width": 1, "height": 1}]
        self._show(await self.town.handle({"edited_message": {**message, "photo": photo}}, self))
        return self

    async def taps(self, label: str) -> "Phone":
        """Tap a button by its label."""
        return await self.sends(self.buttons[label])

    async def sends(self, data: str) -> "Phone":
        """Tap a button by what it says back: an old one, or somebody else's."""
        query = {"id": "1", "from": self._user(), "chat_instance": "1", "data": data, "message": self._message()}
        self._show(await self.town.handle({"callback_query": query}, self))
        return self

    def _show(self, screens: list[Screen]) -> None:
        self.screens = screens or self.screens

    def _user(self) -> dict[str, Any]:
        return {"id": self.tg_id, "first_name": self.name, "is_bot": False, "language_code": self.language}

    def _message(self) -> dict[str, Any]:
        chat = {"id": self.tg_id, "type": "private", "first_name": self.name}
        return {"message_id": 7, "date": int(self.town.now.timestamp()), "chat": chat, "from": self._user()}
