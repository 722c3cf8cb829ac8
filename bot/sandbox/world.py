"""Everything the stand-in knows: people, groups, chats, messages, open queries. Decides who may write to whom.

It must not know methods of the Bot API: those live in sending, editing, answering and profile.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any

from bot.sandbox.chats import Chat, Group, Json, Message, Person, unix
from bot.sandbox.clock import Clock
from bot.sandbox.errors import SandboxError, bad_request, forbidden
from bot.sandbox.journal import Journal, seen
from bot.sandbox.limits import Limits, Throttle
from bot.sandbox.parameters import Upload
from bot.sandbox.updates import Updates

BOT_USERNAME = "AlongsideDemoBot"


_RIGHTS: Json = {
    "can_be_edited": False,
    "can_pin_messages": True,
    "is_anonymous": False,
    "can_manage_chat": True,
    "can_delete_messages": False,
    "can_manage_video_chats": False,
    "can_restrict_members": False,
    "can_promote_members": False,
    "can_change_info": False,
    "can_invite_users": False,
    "can_post_stories": False,
    "can_edit_stories": False,
    "can_delete_stories": False,
}


@dataclass
class Query:
    """A tap that waits for answerCallbackQuery."""

    id: str
    person_id: int
    chat_id: int
    message_id: int
    asked_at: datetime


class World:
    def __init__(self, clock: Clock, *, token: str, seed: int, limits: Limits, keep: int | None = None) -> None:
        self.clock = clock
        self.limits = limits
        self.random = Random(seed)
        self.throttle = Throttle(clock, limits)
        self.updates = Updates(clock, first_id=self.random.randrange(100_000_000, 900_000_000))
        self.journal = Journal(clock, keep=keep)
        self.people: dict[int, Person] = {}
        self.groups: dict[int, Group] = {}
        self.chats: dict[int, Chat] = {}
        self.queries: dict[str, Query] = {}
        self.files: dict[str, Upload] = {}
        self.bot_id = int(token.split(":")[0])
        self.bot_name = "Alongside"
        self.met: list[Callable[[], None]] = []  # called when there is a new person

    def bot_user(self) -> Json:
        return {"id": self.bot_id, "is_bot": True, "first_name": self.bot_name, "username": BOT_USERNAME}

    def bot_member(self, status: str) -> Json:
        """The bot as a ChatMember of a group or, blocked or not, of a private chat."""
        more = {"kicked": {"until_date": 0}, "administrator": _RIGHTS}.get(status, {})
        return {"user": self.bot_user(), "status": status, **more}

    # --- people and groups

    def add_person(self, first_name: str, **details: Any) -> Person:
        """Add a person with fresh ids; `details` are fields of Person. A username must be free."""
        username = details.get("username")
        if username and any(other.username == username for other in self.people.values()):
            raise SandboxError(f"@{username} is taken")
        person_id = self.random.randrange(500_000_001, 8_000_000_000)
        while person_id in self.people:
            person_id = self.random.randrange(500_000_001, 8_000_000_000)
        person = Person(person_id, first_name, **details)
        self.people[person.id] = person
        self.chats[person.id] = Chat(person)
        for call in list(self.met):
            call()
        return person

    def add_group(self, title: str, *, supergroup: bool = False) -> Group:
        number = self.random.randrange(1_000_000_000, 3_000_000_000)
        group = Group(-1_000_000_000_000 - number, title, "supergroup") if supergroup else Group(-number, title)
        self.groups[group.id] = group
        self.chats[group.id] = Chat(group)
        return group

    def person(self, person_id: int) -> Person:
        try:
            return self.people[person_id]
        except KeyError:
            raise SandboxError(f"there is nobody with the id {person_id}") from None

    def check_user_button(self, user_id: int) -> None:
        person = self.people.get(user_id)
        if person is None:
            raise bad_request("BUTTON_USER_INVALID")
        if person.strict_privacy:
            raise bad_request("BUTTON_USER_PRIVACY_RESTRICTED")

    # --- chats as the bot may use them

    def chat(self, chat_id: int | str) -> Chat:
        """The chat that a bot names. Raises ApiError 400: unknown (bots cannot find people by @name), or upgraded."""
        chat = self.chats.get(chat_id) if isinstance(chat_id, int) else None
        if chat is None:
            raise bad_request("chat not found")
        if isinstance(chat.owner, Group) and chat.owner.upgraded_to:
            raise bad_request(
                "group chat was upgraded to a supergroup chat",
                parameters={"migrate_to_chat_id": chat.owner.upgraded_to},
            )
        return chat

    def writable(self, chat_id: int | str) -> Chat:
        """The chat, if the bot may write there now. Raises ApiError 400 or 403."""
        chat = self.chat(chat_id)
        owner = chat.owner
        if isinstance(owner, Group):
            if owner.bot_status == "kicked":
                raise forbidden(f"bot was kicked from the {owner.kind} chat")
            if owner.bot_status == "left":
                raise forbidden(f"bot is not a member of the {owner.kind} chat")
        elif owner.deactivated:
            raise forbidden("user is deactivated")
        elif owner.blocked:
            raise forbidden("bot was blocked by the user")
        elif not owner.started:
            raise forbidden("bot can't initiate conversation with a user")
        return chat

    # --- messages

    def post(self, chat: Chat, sender: int | None, content: Json, **marks: Any) -> Message:
        """Put a message into a chat; `marks` are fields of Message."""
        chat.last_id += 1
        message = Message(chat.last_id, chat, sender, self.clock.now(), content, **marks)
        chat.messages[message.id] = message
        self.journal.note(chat.id, "message", **self.seen(message))
        return message

    def author(self, message: Message) -> str:
        return self.bot_name if message.sender is None else self.people[message.sender].first_name

    def seen(self, message: Message) -> Json:
        return seen(message, self.author(message))

    def as_api(self, message: Message) -> Json:
        """The message as the Bot API returns it."""
        body: Json = {
            "message_id": message.id,
            "from": self.bot_user() if message.sender is None else self.people[message.sender].as_user(),
            "chat": message.chat.as_chat(),
            "date": unix(message.sent_at),
            **message.content,
        }
        if message.edited_at:
            body["edit_date"] = unix(message.edited_at)
        if message.protected:
            body["has_protected_content"] = True
        if message.effect:
            body["effect_id"] = message.effect
        if message.keyboard:
            body["reply_markup"] = message.keyboard
        replied = message.chat.living(message.reply_to) if message.reply_to else None
        if replied:
            body["reply_to_message"] = self.as_api(replied) | {"reply_to_message": None}
            del body["reply_to_message"]["reply_to_message"]
        return body

    def open_query(self, person: Person, message: Message) -> Query:
        """Remember a tap, and forget those whose time is over."""
        oldest = self.clock.now() - self.limits.callback_answer_within
        for query_id in [query.id for query in self.queries.values() if query.asked_at < oldest]:
            del self.queries[query_id]
        query = Query(
            str(self.random.randrange(10**17, 10**18)), person.id, message.chat.id, message.id, self.clock.now()
        )
        self.queries[query.id] = query
        return query
