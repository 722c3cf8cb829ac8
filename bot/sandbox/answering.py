"""answerCallbackQuery: the pop-up after a tap, and how long it may take."""

from bot.sandbox import limits
from bot.sandbox.chats import Json
from bot.sandbox.errors import bad_request
from bot.sandbox.html import utf16_length
from bot.sandbox.world import World


def answer_callback_query(world: World, given: Json) -> bool:
    """Answer a tap once, within `limits.callback_answer_within`."""
    text = given.get("text", "")
    if utf16_length(text) > limits.CALLBACK_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    if given.get("url"):
        raise bad_request("URL_INVALID")
    query = world.queries.pop(given["callback_query_id"], None)
    if query is None or world.clock.now() - query.asked_at > world.limits.callback_answer_within:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    world.journal.note(
        query.chat_id,
        "popup",
        text=text,
        alert=given.get("show_alert", False),
        person_id=query.person_id,
        message_id=query.message_id,
    )
    return True
