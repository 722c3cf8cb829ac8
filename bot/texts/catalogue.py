"""From a kind and its values to words: the one place where texts are formatted and escaped.

Every value a person typed is escaped for Telegram's HTML here and nowhere else; the texts themselves may use <b> and <i>.
Buttons and pop-ups are plain text, so they are formatted without escaping.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from functools import cache
from html import escape
from importlib.resources import files
from typing import Any

from babel import Locale
from babel.dates import format_date, get_day_names
from babel.lists import format_list
from fluent.runtime import FluentBundle, FluentResource

from bot.texts.messages import Message, When

FALLBACK = "en"
GAP, LINE_END = re.compile(r"(?<=\S) {2,}(?=\S)"), re.compile(r" +$", re.MULTILINE)
FIRST_STRONG, POP = "\u2068", "\u2069"  # keep a right-to-left name from turning the sentence around it


class MissingText(LookupError):
    """No Fluent message of that id, or a value it needs was not given: a fault of ours."""


@cache
def languages() -> tuple[str, ...]:
    """The languages there is a Fluent file for, the fallback first."""
    found = sorted(
        entry.name.removesuffix(".ftl") for entry in files("bot.texts").iterdir() if entry.name.endswith(".ftl")
    )
    return (FALLBACK, *(name for name in found if name != FALLBACK))


def nearest(language: str | None) -> str:
    """The language to speak to somebody whose Telegram says `language` (IETF tag, or None)."""
    base = (language or FALLBACK).split("-")[0].lower()
    return base if base in languages() else FALLBACK


@cache
def bundle(language: str) -> FluentBundle:
    made = FluentBundle([language], use_isolating=False)
    made.add_resource(FluentResource((files("bot.texts") / f"{language}.ftl").read_text("utf-8")))
    return made


def has(text_id: str, language: str = FALLBACK) -> bool:
    return bundle(language).has_message(text_id)


def html(message: Message, language: str = FALLBACK) -> str:
    """The message's text as Telegram HTML."""
    return _tidy(_format(message.kind, message.values, language, _marked))


def plain(message: Message, language: str = FALLBACK) -> str:
    """The message's text without markup: for buttons, pop-ups and file names."""
    return _tidy(_format(message.kind, message.values, language, lambda text: text))


def _tidy(text: str) -> str:
    """A part that had nothing to say leaves no gap."""
    return GAP.sub(" ", LINE_END.sub("", text))


def _marked(text: str) -> str:
    isolated = f"{FIRST_STRONG}{text}{POP}" if any(ord(letter) > 0x590 for letter in text) else text
    return escape(isolated, quote=False)


def _format(text_id: str, values: Mapping[str, Any], language: str, mark: Callable[[str], str]) -> str:
    spoken = bundle(nearest(language))
    if not spoken.has_message(text_id):
        spoken, language = bundle(FALLBACK), FALLBACK
    if not spoken.has_message(text_id):
        raise MissingText(text_id)
    pattern = spoken.get_message(text_id).value
    if pattern is None:
        raise MissingText(text_id)
    given = {name: _worded(value, language, mark) for name, value in values.items()}
    given |= {
        f"{name}-at": _when(value, language, "when-at") for name, value in values.items() if isinstance(value, When)
    }
    text, faults = spoken.format_pattern(pattern, {name: value for name, value in given.items() if value is not None})
    if faults:
        raise MissingText(f"{text_id}: {faults[0]}")
    return text if isinstance(text, str) else str(text)


def _worded(value: Any, language: str, mark: Callable[[str], str]) -> Any:
    """One value as Fluent is handed it; None for rows of a keyboard, which no text says."""
    match value:
        case str():
            return mark(value)
        case bool():
            return "yes" if value else "no"
        case int() | float() | None:
            return value
        case Message():
            return _format(value.kind, value.values, language, mark)
        case tuple():
            return _several(value, language, mark)
    return _calendar(value, language)


def _several(values: tuple[object, ...], language: str, mark: Callable[[str], str]) -> str | None:
    """Names and hours become a list ("Sam and Ana"); whole messages become lines; anything else is said by no text."""
    if any(not isinstance(value, str | time | Message) for value in values):
        return None
    said = [str(_worded(value, language, mark)) for value in values]
    if values and all(isinstance(value, Message) for value in values):
        return "\n".join(said)
    return _list(said, language)


def _calendar(value: object, language: str) -> str | None:
    match value:
        case When():
            return _when(value, language)
        case datetime():
            raise TypeError("say a moment with When, on the reader's own clock")
        case date():
            return format_date(value, "d MMMM", locale=Locale(nearest(language)))
        case time():
            return f"{value.hour}:{value.minute:02}"
        case frozenset():
            return _weekdays(value, language)
    return None


def _list(words: list[str], language: str) -> str:
    return format_list(words, locale=Locale(nearest(language))) if words else ""


def _weekdays(days: frozenset[int], language: str) -> str:
    """ "every day", "Monday to Friday", or the days by name; Monday is 0."""
    if days == frozenset(range(7)):
        return _format("every-day", {}, language, str)
    if days == frozenset(range(5)):
        return _format("working-days", {}, language, str)
    names = get_day_names("wide", locale=Locale(nearest(language)))
    return _list([names[day] for day in sorted(days)], language) if days else _format("no-day", {}, language, str)


_NEAR = {-1: "yesterday", 0: "today", 1: "tomorrow"}


def _when(when: When, language: str, form: str = "when") -> str:
    """`when`: "9:00", for "until 9:00" and "around 9:00"; `when-at`: "at 9:00", for "see you at 9:00"."""
    days = (when.at.date() - when.today).days
    day = _NEAR.get(days) or ("week" if 1 < days < 7 else "date")
    locale = Locale(nearest(language))
    values = {
        "day": day,
        "time": f"{when.at.hour}:{when.at.minute:02}",
        "weekday": format_date(when.at.date(), "EEEE", locale=locale),
        "date": format_date(when.at.date(), "d MMMM", locale=locale),
    }
    return _format(form, values, language, lambda text: text)
