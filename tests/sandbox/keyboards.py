"""Keyboards for the tests, and the table of those that the stand-in takes and refuses. Both sides of each boundary."""

from typing import Any


def inline(*rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {"inline_keyboard": list(rows)}


def tap(text: str = "OK", data: str = "x") -> dict[str, Any]:
    return {"text": text, "callback_data": data}


def link(url: str) -> dict[str, Any]:
    return inline([{"text": "Open", "url": url}])


def below(*buttons: Any, **options: Any) -> dict[str, Any]:
    return {"keyboard": [list(buttons)], **options}


# what it is, the method, its parameters, the refusal or None
KEYBOARDS: list[tuple[str, str, dict[str, Any], str | None]] = [
    (
        "markup that is no JSON",
        "sendMessage",
        {"text": "x", "reply_markup": "{"},
        'can\'t parse Object JSON object in parameter "reply_markup"',
    ),
    (
        "markup of no kind",
        "sendMessage",
        {"text": "x", "reply_markup": {"buttons": []}},
        "object expected as reply markup",
    ),
    ("64 bytes of data", "sendMessage", {"text": "x", "reply_markup": inline([tap(data="ä" * 32)])}, None),
    (
        "65 bytes of data",
        "sendMessage",
        {"text": "x", "reply_markup": inline([tap(data="ä" * 32 + "b")])},
        "BUTTON_DATA_INVALID",
    ),
    (
        "no data",
        "sendMessage",
        {"text": "x", "reply_markup": inline([tap(data="")])},
        "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ),
    (
        "a button that does nothing",
        "sendMessage",
        {"text": "x", "reply_markup": inline([{"text": "OK"}])},
        "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ),
    (
        "a button that does two things",
        "sendMessage",
        {"text": "x", "reply_markup": inline([tap() | {"url": "https://a.org"}])},
        "can't parse inline keyboard button: exactly one of the optional fields must be used",
    ),
    (
        "a button without label",
        "sendMessage",
        {"text": "x", "reply_markup": inline([{"callback_data": "x"}])},
        "can't parse inline keyboard button: can't find field \"text\"",
    ),
    (
        "a button with an unknown field",
        "sendMessage",
        {"text": "x", "reply_markup": inline([tap() | {"colour": "red"}])},
        'can\'t parse inline keyboard button: there is no field "colour"',
    ),
    ("a button in a style", "sendMessage", {"text": "x", "reply_markup": inline([tap() | {"style": "danger"}])}, None),
    (
        "a button in no style",
        "sendMessage",
        {"text": "x", "reply_markup": inline([tap() | {"style": "loud"}])},
        "invalid button style specified",
    ),
    (
        "a text to copy",
        "sendMessage",
        {"text": "x", "reply_markup": inline([{"text": "Copy", "copy_text": {"text": "y"}}])},
        None,
    ),
    ("8 in a row", "sendMessage", {"text": "x", "reply_markup": inline([tap()] * 8)}, None),
    ("9 in a row", "sendMessage", {"text": "x", "reply_markup": inline([tap()] * 9)}, "REPLY_MARKUP_TOO_LONG"),
    ("100 buttons", "sendMessage", {"text": "x", "reply_markup": inline(*[[tap()] * 5] * 20)}, None),
    (
        "101 buttons",
        "sendMessage",
        {"text": "x", "reply_markup": inline(*[[tap()] * 5] * 20, [tap()])},
        "REPLY_MARKUP_TOO_LONG",
    ),
    ("a link", "sendMessage", {"text": "x", "reply_markup": link("https://t.me/maya")}, None),
    ("a link without scheme", "sendMessage", {"text": "x", "reply_markup": link("t.me/maya")}, None),
    ("a link inside Telegram", "sendMessage", {"text": "x", "reply_markup": link("tg://resolve?domain=maya")}, None),
    (
        "a link to nowhere",
        "sendMessage",
        {"text": "x", "reply_markup": link("http://localhost/x")},
        "inline keyboard button URL 'http://localhost/x' is invalid: Wrong HTTP URL",
    ),
    (
        "a link by ftp",
        "sendMessage",
        {"text": "x", "reply_markup": link("ftp://a.org")},
        "inline keyboard button URL 'ftp://a.org' is invalid: Unsupported URL protocol",
    ),
    (
        "a link to an unknown person",
        "sendMessage",
        {"text": "x", "reply_markup": link("tg://user?id=1")},
        "BUTTON_USER_INVALID",
    ),
    (
        "a keyboard below",
        "sendMessage",
        {"text": "x", "reply_markup": below("Yes", {"text": "Phone", "request_contact": True}, resize_keyboard=True)},
        None,
    ),
    (
        "an empty keyboard below",
        "sendMessage",
        {"text": "x", "reply_markup": {"keyboard": []}},
        "reply markup keyboard is empty",
    ),
    (
        "a keyboard below that asks two things",
        "sendMessage",
        {"text": "x", "reply_markup": below({"text": "Both", "request_contact": True, "request_location": True})},
        "can't parse keyboard button: at most one of the optional fields can be used",
    ),
    (
        "asking for people",
        "sendMessage",
        {"text": "x", "reply_markup": below({"text": "Pick", "request_users": {"request_id": 1}})},
        None,
    ),
    (
        "asking for 11 people",
        "sendMessage",
        {"text": "x", "reply_markup": below({"text": "Pick", "request_users": {"request_id": 1, "max_quantity": 11}})},
        "can't parse keyboard button: max_quantity must be 1-10",
    ),
    ("a keyboard removed", "sendMessage", {"text": "x", "reply_markup": {"remove_keyboard": True}}, None),
    (
        "a keyboard not removed",
        "sendMessage",
        {"text": "x", "reply_markup": {"remove_keyboard": False}},
        'field "remove_keyboard" must be true',
    ),
    ("a reply asked for", "sendMessage", {"text": "x", "reply_markup": {"force_reply": True}}, None),
]
