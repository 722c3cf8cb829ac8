"""How the two may reach each other outside the bot: each side chooses for itself, per person.

Never a `tg://user` link: Telegram refuses a whole message that has one for people with strict privacy.
"""

import re
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session

from bot.actions import conversation
from bot.actions.joining import pinning
from bot.actions.supporters.rows import as_either, id_of, member_of, other_of
from bot.texts import catalogue
from bot.texts.messages import Message, Reply, Values
from storage.queries import people
from storage.tables import Expected, Person, Support

ASKED = "sup-phone"  # what the next text is, after "which number?" …
ROUTE = "sup-route"  # … and after "how may Sam reach you?"
_PHONE = re.compile(r"\+?[0-9]{6,15}")
_SPACING = re.compile(r"[\s().\-/]")


class Route(StrEnum):
    TELEGRAM = "telegram"
    PHONE = "phone"
    BOT = "bot"


def ask(session: Session, person: Person, support_id: int, *, now: datetime) -> Reply:
    """How may the other one reach you?"""
    support = as_either(session, person, support_id)
    if isinstance(support, Reply):
        return support
    values: Values = {
        "name": other_of(session, support, person).name,
        "support": support_id,
        "username": person.username or "",
        "named": bool(person.username),
        "phone": person.phone or "",
        "has_phone": bool(person.phone),
    }
    conversation.expect(session, person, ROUTE, about_id=support_id, now=now)
    return Reply(show=Message("route-ask", values))


def hear_route(session: Session, person: Person, expected: Expected, text: str, now: datetime) -> Reply:
    """A typed answer: what a button says, or a number to be called."""
    if _PHONE.fullmatch(_SPACING.sub("", text)):
        return hear_number(session, person, expected, text, now)
    said = text.strip().casefold()
    for route in Route:
        label = catalogue.plain(Message(f"btn-route-{route}"), person.language)
        if said in (route.value, label.casefold()):
            chosen = choose(session, person, expected.about_id or 0, route, now=now)
            return Reply(show=chosen.show or chosen.toast, fresh=True)
    return Reply(show=Message("route-unclear"), fresh=True)


def choose(session: Session, person: Person, support_id: int, route: Route, *, now: datetime) -> Reply:
    """A number is asked for where none is known; a Telegram name has to exist."""
    support = as_either(session, person, support_id)
    if isinstance(support, Reply):
        return support
    if route is Route.TELEGRAM and not person.username:
        return Reply(toast=Message("route-no-username"))
    if route is Route.PHONE and not person.phone:
        return ask_number(session, person, support_id, now=now)
    conversation.drop_expected(session, person)
    return Reply(show=_set(session, support, person, route, now=now))


def ask_number(session: Session, person: Person, support_id: int, *, now: datetime) -> Reply:
    support = as_either(session, person, support_id)
    if isinstance(support, Reply):
        return support
    conversation.expect(session, person, ASKED, about_id=support_id, now=now)
    return Reply(show=Message("route-ask-phone", {"name": other_of(session, support, person).name}), fresh=True)


def hear_number(session: Session, person: Person, expected: Expected, text: str, now: datetime) -> Reply:
    """A typed number, or the shared contact's."""
    number = _SPACING.sub("", text)
    if not _PHONE.fullmatch(number):
        return Reply(show=Message("route-phone-unclear"), fresh=True)
    people.forget_expected(session, id_of(person))
    support = as_either(session, person, expected.about_id or 0)
    if isinstance(support, Reply):
        return Reply(show=Message("support-over-here"), fresh=True)
    person.phone = number
    return Reply(
        show=Message("route-phone-kept"), also=(_set(session, support, person, Route.PHONE, now=now),), fresh=True
    )


def hear_contact(session: Session, person: Person, number: str, *, is_own: bool, now: datetime) -> Reply:
    """A contact came by the button. Only the person's own number counts: nobody's else is theirs to give."""
    expected = people.expected_of(session, id_of(person), now=now)
    if expected is None or expected.kind != ASKED:
        return conversation.media(session, person, now=now)
    if not is_own:
        return Reply(show=Message("route-phone-of-other"), fresh=True)
    return hear_number(session, person, expected, number, now)


def to_you(route: str, person: Person) -> Message:
    """ "They may reach you …", to the person who is reached."""
    if route == Route.TELEGRAM and person.username:
        return Message("route-telegram", {"link": f"t.me/{person.username}"})
    if route == Route.PHONE and person.phone:
        return Message("route-phone", {"phone": person.phone})
    return Message("route-bot")


def _set(session: Session, support: Support, person: Person, route: Route, *, now: datetime) -> Message:
    """Change the tapper's side only."""
    if support.member_id == person.id:
        support.member_route = route.value
    else:
        support.supporter_route = route.value
        pinning.keep_current(session, member_of(session, support), now=now)
    values: Values = {
        "name": other_of(session, support, person).name,
        "support": id_of(support),
        "line": to_you(route, person),
        "side": "member" if support.member_id == person.id else "supporter",
        "by_phone": route is Route.PHONE,
    }
    return Message("route-set", values)
