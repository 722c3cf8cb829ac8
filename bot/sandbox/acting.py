"""The actions by which tests, stories and the page move people and look at their screens: JSON in and out.

Each public method is an action; its name and parameters are those of `Control.do`. Decides nothing that Telegram decides.
"""

import asyncio
from base64 import b64decode, b64encode
from dataclasses import asdict
from typing import Any

from bot.sandbox import groups, people, tapping
from bot.sandbox.chats import Chat, Group, Json, Person
from bot.sandbox.errors import SandboxError
from bot.sandbox.journal import Event
from bot.sandbox.profile import commands_for
from bot.sandbox.telegram import Telegram


class PeopleActions:
    def __init__(self, telegram: Telegram) -> None:
        self._telegram = telegram
        self._world = telegram.world

    # --- people

    def add_person(self, first_name: str, **details: Any) -> Json:
        allowed = {"last_name", "username", "language", "phone", "strict_privacy", "caption"}
        if details.keys() - allowed:
            raise SandboxError(f"a person has {', '.join(sorted(allowed))}")
        return asdict(self._world.add_person(first_name, **details))

    def people(self) -> list[Json]:
        return [asdict(person) for person in self._world.people.values()]

    def start(self, person: int, payload: str = "") -> Json:
        return self._world.seen(people.start(self._world, self._person(person), payload))

    def type(self, person: int, text: str, chat: int | None = None, reply_to: int | None = None) -> Json:
        shown = people.say(self._world, self._person(person), text, chat=self._chat(chat), reply_to=reply_to)
        return self._world.seen(shown)

    def edit(self, person: int, message_id: int, text: str) -> Json:
        return self._world.seen(people.edit(self._world, self._person(person), message_id, text))

    def tap(self, person: int, label: str, message_id: int | None = None, chat: int | None = None) -> Json:
        return tapping.tap(self._world, self._person(person), label, message_id=message_id, chat=self._chat(chat))

    def open_link(self, person: int, url: str) -> Json:
        return people.open_link(self._world, self._person(person), url)

    def share_contact(self, person: int, of: int | None = None) -> Json:
        other = self._person(of) if of else None
        return self._world.seen(people.share_contact(self._world, self._person(person), of=other))

    def share_location(self, person: int, latitude: float, longitude: float) -> Json:
        return self._world.seen(people.share_location(self._world, self._person(person), latitude, longitude))

    def share_users(self, person: int, label: str, users: list[int]) -> Json:
        chosen = [self._person(user) for user in users]
        return self._world.seen(tapping.share_users(self._world, self._person(person), label, chosen))

    def send_media(self, person: int, kind: str, data: str = "", name: str = "", caption: str = "") -> Json:
        """`data` is Base64."""
        sender = self._person(person)
        shown = people.send_media(self._world, sender, kind, data=b64decode(data), name=name, caption=caption)
        return self._world.seen(shown)

    def block(self, person: int) -> None:
        people.block(self._world, self._person(person))

    def unblock(self, person: int) -> None:
        people.unblock(self._world, self._person(person))

    def delete_account(self, person: int) -> None:
        people.delete_account(self._world, self._person(person))

    def commands(self, person: int) -> list[Json]:
        """The menu of commands that the person sees."""
        return commands_for(self._telegram.profile, self._person(person))

    # --- groups

    def add_group(self, title: str, members: list[int], bot_status: str = "member", supergroup: bool = False) -> Json:
        group = self._world.add_group(title, supergroup=supergroup)
        for member in members:
            groups.join_group(self._world, self._person(member), group)
        if bot_status != "left":
            groups.set_bot_status(self._world, self._person(members[0]), group, bot_status)
        return {"id": group.id, "title": group.title}

    def set_bot_status(self, person: int, group: int, status: str) -> None:
        groups.set_bot_status(self._world, self._person(person), self._group(group), status)

    def upgrade_group(self, group: int) -> Json:
        upgraded = groups.upgrade_group(self._world, self._group(group))
        return {"id": upgraded.id, "title": upgraded.title}

    # --- what is shown

    def screen(self, chat: int) -> Json:
        """What the chat shows, oldest first, and the keyboard below the text field."""
        shown = self._world.chats[chat]
        return {
            "messages": [self._world.seen(message) for message in shown.shown()],
            "keyboard": shown.reply_keyboard,
        }

    def events(self, since: int = 0, chats: list[int] | None = None) -> list[Json]:
        found = self._world.journal.since(since, chat_ids=set(chats) if chats is not None else None)
        return [event.as_json() for event in found]

    def file(self, file_id: str) -> Json:
        """A file that was sent; `data` is Base64."""
        upload = self._world.files.get(file_id)
        if upload is None:
            raise SandboxError("there is no such file")
        return {"name": upload.name, "content_type": upload.content_type, "data": b64encode(upload.data).decode()}

    def calls(self, method: str | None = None) -> list[Json]:
        """The recorded calls of the bot, oldest first."""
        record = self._telegram.record
        return [call.as_json() for call in (record.of(method) if method else list(record.calls))]

    async def wait_for(self, chat: int, text: str, within: float = 5.0) -> Json:
        """Wait (real seconds) until the chat shows a message of the bot that contains `text`, and return it."""
        shown = asyncio.Event()

        def listen(event: Event) -> None:
            if event.chat_id == chat:
                shown.set()

        self._world.journal.listeners.append(listen)
        try:
            async with asyncio.timeout(within):
                while True:
                    for message in reversed(self._world.chats[chat].shown()):
                        seen = self._world.seen(message)
                        if message.sender is None and text in seen["text"]:
                            return seen
                    shown.clear()
                    await shown.wait()
        except TimeoutError:
            said = [self._world.seen(message)["text"] for message in self._world.chats[chat].shown()[-3:]]
            raise SandboxError(f"no message with {text!r} within {within:g} s; the last ones: {said}") from None
        finally:
            self._world.journal.listeners.remove(listen)

    # --- lookups

    def _person(self, person_id: int) -> Person:
        return self._world.person(person_id)

    def _group(self, group_id: int) -> Group:
        try:
            return self._world.groups[group_id]
        except KeyError:
            raise SandboxError(f"there is no group with the id {group_id}") from None

    def _chat(self, chat_id: int | None) -> Chat | None:
        return None if chat_id is None else self._world.chats[chat_id]
