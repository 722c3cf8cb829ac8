"""Keyboards under and below messages. Decides which a bot may send; must not know messages or chats."""

from typing import Any, Protocol
from urllib.parse import urlsplit

from bot.sandbox import limits
from bot.sandbox.errors import bad_request

Markup = dict[str, Any]

_STYLES = ("danger", "success", "primary")
_LOOKS = frozenset({"text", "style", "icon_custom_emoji_id"})
_INLINE_ACTIONS = frozenset({"url", "callback_data", "copy_text", "switch_inline_query"})
_REPLY_ACTIONS = frozenset({"request_contact", "request_location", "request_users"})
_REPLY_OPTIONS = frozenset(
    {"keyboard", "is_persistent", "resize_keyboard", "one_time_keyboard", "input_field_placeholder", "selective"}
)
_REQUEST_USERS = frozenset(
    {
        "request_id",
        "user_is_bot",
        "user_is_premium",
        "max_quantity",
        "request_name",
        "request_username",
        "request_photo",
    }
)


class UserLinks(Protocol):
    """Who may be named in a `tg://user?id=` button."""

    def check_user_button(self, user_id: int) -> None:
        """Raises ApiError 400 for an unknown person or one with strict privacy."""


def check_markup(markup: Markup, people: UserLinks) -> Markup:
    """Return the reply markup of a new message. Raises ApiError 400."""
    if "inline_keyboard" in markup:
        return check_inline(markup, people)
    if "keyboard" in markup:
        return _check_reply(markup)
    if "remove_keyboard" in markup:
        return _check_flag(markup, "remove_keyboard", frozenset({"selective"}))
    if "force_reply" in markup:
        return _check_flag(markup, "force_reply", frozenset({"selective", "input_field_placeholder"}))
    raise bad_request("object expected as reply markup")


def check_inline(markup: Markup, people: UserLinks) -> Markup:
    """Return an inline keyboard, the only kind that an edit may carry. Raises ApiError 400."""
    if "inline_keyboard" not in markup:
        raise bad_request("inline keyboard expected")
    _refuse_others(markup, frozenset({"inline_keyboard"}), "InlineKeyboardMarkup")
    for button in _buttons(markup["inline_keyboard"], "inline keyboard"):
        _check_inline_button(button, people)
    return markup


def _check_flag(markup: Markup, flag: str, options: frozenset[str]) -> Markup:
    _refuse_others(markup, options | {flag}, flag)
    if markup[flag] is not True:
        raise bad_request(f'field "{flag}" must be true')
    return markup


def _refuse_others(given: Markup, known: frozenset[str], name: str) -> None:
    others = sorted(given.keys() - known)
    if others:
        raise bad_request(f'can\'t parse {name}: there is no field "{others[0]}"')


def _buttons(rows: Any, name: str) -> list[Any]:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request(f"can't parse {name}: an array of arrays of buttons is expected")
    if any(len(row) > limits.BUTTONS_PER_ROW for row in rows) or sum(map(len, rows)) > limits.BUTTONS:
        raise bad_request("REPLY_MARKUP_TOO_LONG")
    return [button for row in rows for button in row]


def _check_looks(button: Any, kind: str) -> None:
    if not isinstance(button, dict):
        raise bad_request(f"can't parse {kind}: object expected")
    text = button.get("text")
    if not isinstance(text, str):
        raise bad_request(f"can't parse {kind}: can't find field \"text\"")
    if not text.strip():
        raise bad_request(f"can't parse {kind}: text must be non-empty")
    if len(text) > limits.BUTTON_TEXT:
        raise bad_request("BUTTON_TEXT_INVALID")
    if button.get("style", "primary") not in _STYLES:
        raise bad_request("invalid button style specified")


def _check_inline_button(button: Any, people: UserLinks) -> None:
    kind = "inline keyboard button"
    _check_looks(button, kind)
    _refuse_others(button, _LOOKS | _INLINE_ACTIONS, kind)
    actions = button.keys() & _INLINE_ACTIONS
    if not actions or button.get("callback_data") == "":
        raise bad_request(f"can't parse {kind}: Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise bad_request(f"can't parse {kind}: exactly one of the optional fields must be used")
    if "callback_data" in button:
        _check_data(button["callback_data"])
    elif "url" in button:
        _check_url(button["url"], people)
    elif "copy_text" in button:
        _check_copy_text(button["copy_text"])


def _check_data(data: Any) -> None:
    if not isinstance(data, str) or len(data.encode()) > limits.CALLBACK_DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")


def _check_copy_text(copy: Any) -> None:
    text = copy.get("text") if isinstance(copy, dict) else None
    if not isinstance(text, str) or not 1 <= len(text) <= 256:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")


def _check_url(url: Any, people: UserLinks) -> None:
    def refusal(why: str) -> Exception:
        return bad_request(f"inline keyboard button URL '{url}' is invalid: {why}")

    if not isinstance(url, str) or not url:
        raise bad_request("BUTTON_URL_INVALID")
    if url.startswith("tg://user?id="):
        user_id = url.removeprefix("tg://user?id=")
        if not user_id.isdigit():
            raise refusal("Wrong HTTP URL")
        people.check_user_button(int(user_id))
        return
    parts = urlsplit(url if "://" in url else f"http://{url}")
    if parts.scheme not in ("http", "https", "tg", "ton"):
        raise refusal("Unsupported URL protocol")
    if any(character.isspace() for character in url):
        raise refusal("Wrong HTTP URL")
    if parts.scheme in ("http", "https") and "." not in (parts.hostname or ""):
        raise refusal("Wrong HTTP URL")


def _check_reply(markup: Markup) -> Markup:
    _refuse_others(markup, _REPLY_OPTIONS, "ReplyKeyboardMarkup")
    placeholder = markup.get("input_field_placeholder", "")
    if not isinstance(placeholder, str) or len(placeholder) > 64:
        raise bad_request("input_field_placeholder must have 1-64 characters")
    if not markup["keyboard"]:
        raise bad_request("reply markup keyboard is empty")
    for button in _buttons(markup["keyboard"], "reply keyboard"):
        if isinstance(button, str):
            continue  # A bare label is a button, too.
        _check_looks(button, "keyboard button")
        _refuse_others(button, _LOOKS | _REPLY_ACTIONS, "keyboard button")
        if len(button.keys() & _REPLY_ACTIONS) > 1:
            raise bad_request("can't parse keyboard button: at most one of the optional fields can be used")
        if "request_users" in button:
            _check_request_users(button["request_users"])
    return markup


def _check_request_users(request: Any) -> None:
    if not isinstance(request, dict) or not isinstance(request.get("request_id"), int):
        raise bad_request("can't parse keyboard button: request_users needs a request_id")
    _refuse_others(request, _REQUEST_USERS, "KeyboardButtonRequestUsers")
    if not 1 <= request.get("max_quantity", 1) <= 10:
        raise bad_request("can't parse keyboard button: max_quantity must be 1-10")
