"""Taps on buttons, under a message or below the text field. Decides which button a label means and what a tap on it does."""

from bot.sandbox import limits, people
from bot.sandbox.chats import Chat, Json, Message, Person
from bot.sandbox.errors import SandboxError
from bot.sandbox.world import World


def tap(world: World, person: Person, label: str, *, message_id: int | None = None, chat: Chat | None = None) -> Json:
    """Tap the button with exactly this label: on the newest message that has it, on the given one, or below the text field.

    Returns what the tap did: {"did": "callback" | "opened" | "copied" | "typed" | "shared", …}.
    Raises SandboxError: no such button; the words list those that there are.
    """
    chat = chat or people.private_chat(world, person)
    for message in reversed(chat.shown()):
        for inline in _inline(message) if message_id in (None, message.id) else ():
            if inline["text"] == label:
                return _tap_inline(world, person, message, inline)
    button = _below(chat, label) if message_id is None else None
    if button is None:
        raise SandboxError(f"{person.first_name} sees no button {label!r}, only: {_labels(chat, message_id)}")
    if button.get("request_contact"):
        return {"did": "shared", "message_id": people.share_contact(world, person).id}
    if button.get("request_location") or button.get("request_users"):
        raise SandboxError(f"{label!r} asks for a place or for people: use share_location or share_users")
    return {"did": "typed", "message_id": people.say(world, person, label, chat=chat).id}


def share_users(world: World, person: Person, label: str, chosen: list[Person]) -> Message:
    """Pick people with a request_users button of the keyboard below the text field."""
    button = _below(people.private_chat(world, person), label)
    request = button.get("request_users") if button else None
    if request is None:
        raise SandboxError(f"there is no button {label!r} that asks {person.first_name} to pick people")
    users = [
        {"user_id": other.id}
        | ({"first_name": other.first_name} if request.get("request_name") else {})
        | ({"username": other.username} if request.get("request_username") and other.username else {})
        for other in chosen
    ]
    return people.send(world, person, {"users_shared": {"request_id": request["request_id"], "users": users}})


def _inline(message: Message) -> list[Json]:
    return [button for row in (message.keyboard or {}).get("inline_keyboard", []) for button in row]


def _below(chat: Chat, label: str) -> Json | None:
    """The button of the keyboard below the text field; a bare label is a button, too."""
    for row in (chat.reply_keyboard or {}).get("keyboard", []):
        for button in row:
            if (button if isinstance(button, str) else button["text"]) == label:
                return {"text": button} if isinstance(button, str) else dict(button)
    return None


def _labels(chat: Chat, message_id: int | None) -> str:
    shown = [message for message in chat.shown() if message_id in (None, message.id)]
    labels = [f"[{button['text']}]" for message in shown for button in _inline(message)]
    rows = (chat.reply_keyboard or {}).get("keyboard", [])
    labels += [f"[{button if isinstance(button, str) else button['text']}]" for row in rows for button in row]
    return " ".join(labels) or "none at all"


def _tap_inline(world: World, person: Person, message: Message, button: Json) -> Json:
    world.journal.note(message.chat.id, "tapped", label=button["text"], person_id=person.id, message_id=message.id)
    if "url" in button:
        return people.open_link(world, person, button["url"])
    if "copy_text" in button:
        return {"did": "copied", "text": button["copy_text"]["text"]}
    if "callback_data" not in button:
        return {"did": "opened", "query": button.get("switch_inline_query", "")}
    query = world.open_query(person, message)
    body: Json = {
        "id": query.id,
        "from": person.as_user(),
        "message": _maybe_inaccessible(world, message),
        "chat_instance": str(message.chat.id * 7919),
        "data": button["callback_data"],
    }
    return {"did": "callback", "query_id": query.id, "update_id": world.updates.add("callback_query", body)}


def _maybe_inaccessible(world: World, message: Message) -> Json:
    """Telegram does not promise the content of an old message; here it is never there after 48 hours."""
    if world.clock.now() - message.sent_at > limits.DELETABLE_FOR:
        return {"chat": message.chat.as_chat(), "message_id": message.id, "date": 0}
    return world.as_api(message)
