"""One-time links: how a token travels in a link, and in the buttons shown to somebody of whom nothing may be stored yet."""

import base64
import binascii
from datetime import timedelta
from urllib.parse import quote

from bot.texts import catalogue
from bot.texts.messages import Message

LIVES_FOR = timedelta(hours=24)
PREFIX = "s_"
HALF = 16  # hex digits: a button's argument has at most 20


def address(bot_name: str, token: str) -> str:
    return f"https://t.me/{bot_name}?start={PREFIX}{token}"


def share_address(link: str, name: str, *, language: str) -> str:
    """Opens Telegram's own "send to …", with words that say nothing to whoever looks over the shoulder."""
    words = catalogue.plain(Message("invite-share", {"name": name}), language)
    return f"https://t.me/share/url?url={quote(link, safe='')}&text={quote(words, safe='')}"


def halves(token: str) -> tuple[str, str]:
    """The token as two arguments of a button. Raises ValueError for what is no token of ours."""
    try:
        digits = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)).hex()
    except binascii.Error:
        raise ValueError("not a token") from None
    return digits[:HALF], digits[HALF:]


def whole(head: str, tail: str) -> str:
    """The token that `halves` took apart. Raises ValueError for what it could not have made."""
    return base64.urlsafe_b64encode(bytes.fromhex(head + tail)).rstrip(b"=").decode()
