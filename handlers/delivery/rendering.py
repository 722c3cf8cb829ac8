"""Kind + values → text and keyboard: the only place where a Message becomes something Telegram can show."""

import io
from dataclasses import dataclass

import segno
from telegram import (
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

from bot.texts import catalogue
from bot.texts.messages import Message
from handlers.delivery.callback_data import pack
from handlers.delivery.look import Button, Look, Values
from handlers.delivery.screens import SCREENS

PLAIN = Look()


@dataclass(frozen=True)
class Screen:
    """A message as Telegram is handed it. `photo`: PNG bytes, the text is then its caption."""

    text: str
    keyboard: InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | None = None
    photo: bytes | None = None
    document: tuple[str, bytes] | None = None
    protect: bool | None = None
    silent: bool = False
    pin: bool = False


def render(message: Message, language: str) -> Screen:
    """Raises MissingText where the text or one of its values is missing."""
    look = SCREENS.get(message.kind, PLAIN)
    return Screen(
        text=catalogue.html(message, language),
        keyboard=_keyboard(look, message, language),
        photo=_qr_code(str(message.values[look.qr_code])) if look.qr_code else None,
        document=message.values[look.document] if look.document else None,  # type: ignore[arg-type]
        protect=look.protect,
        silent=look.silent,
        pin=look.pin,
    )


def _keyboard(
    look: Look, message: Message, language: str
) -> InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | None:
    if look.ask_for == "nothing":
        return ReplyKeyboardRemove()
    if look.ask_for:
        label = catalogue.plain(Message(f"btn-share-{look.ask_for}"), language)
        asked = KeyboardButton(  # at most one of them may be there, even as false
            label,
            request_contact=True if look.ask_for == "contact" else None,
            request_location=True if look.ask_for == "location" else None,
        )
        return ReplyKeyboardMarkup([[asked]], resize_keyboard=True, one_time_keyboard=True)
    made = [[_button(one, message.values, language) for one in line] for line in look.keyboard(message.values) if line]
    return InlineKeyboardMarkup(made) if made else None


def _button(one: Button, values: Values, language: str) -> InlineKeyboardButton:
    label = catalogue.plain(Message(one.label, values if one.values is None else one.values), language)
    if one.url:
        return InlineKeyboardButton(label, url=one.url, style=one.style)
    if one.copy:
        return InlineKeyboardButton(label, copy_text=CopyTextButton(one.copy), style=one.style)
    args = [arg if isinstance(arg, int) else arg[1:] if arg.startswith("=") else values[arg] for arg in one.args]
    return InlineKeyboardButton(label, callback_data=pack(one.verb, *args), style=one.style)


def _qr_code(text: str) -> bytes:
    out = io.BytesIO()
    segno.make(text, error="m").save(out, kind="png", scale=8, border=3)
    return out.getvalue()
