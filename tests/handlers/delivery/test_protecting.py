"""What Telegram keeps from being forwarded or caught on a picture: answers and alerts, never what somebody may need to pass on."""

from typing import Any

import pytest

from bot.actions.kinds import KINDS
from bot.clock import WalkingClock
from bot.texts.messages import Message, Reply
from handlers.context import Turn
from handlers.delivery.rendering import Screen, render
from handlers.speaking import Speaker
from storage.database import Database
from tests.builders import NOW
from tests.handlers.delivery.test_rendering import NAMES, SAID, values_for

# A check-in, from the greeting to the last word: each step is an edit of the same message, and no edit adds protection.
ANSWERS = {
    *("checkin-hello", "checkin-start", "checkin-reminder", "checkin-mood", "checkin-mood-once", "checkin-craving"),
    *("checkin-used", "checkin-note", "checkin-later", "checkin-postponed", "checkin-kept-open", "checkin-done"),
    *(
        "checkin-closed",
        "checkin-shown",
        "hint-open",
        "hint-mood",
        "hint-craving",
        "hint-used",
        "hint-note",
        "note-kept",
    ),
    *(
        "saved-calm",
        "saved-calm-alone",
        "saved-held",
        "saved-heavy",
        "saved-heavy-alone",
        "saved-used",
        "saved-used-alone",
    ),
}
# What a supporter reads about somebody, and what the member sees of it.
ALERTS = {
    *(
        "alert-page",
        "alert-reminder",
        "alert-more",
        "alert-join",
        "alert-preview",
        "alert-look-again",
        "alert-all-clear",
    ),
    *("alert-when", "alert-on-it", "alert-still-worried", "alert-join-thanks", "alert-join-asked", "alert-join-nobody"),
    *("alert-outcomes", "alert-died-ask"),
    *("sos-page", "sos-page-late", "sos-page-joining", "sos-taken", "sos-thanks", "sos-over"),
    *("member-unreachable", "member-unasked", "support-told", "checked-in"),
}
# Words passed on, how somebody may be reached, and the lists from which those pages are opened.
BETWEEN_TWO = {
    *("supporters", "people", "people-full", "people-off", "word", "word-answer"),
    *("word-shown", "word-ready", "supporter", "supporter-leader", "people-one", "route-set", "report-ask"),
}
# Numbers to call, safety, a person's own file.
TO_PASS_ON = {
    *("crisis-card-pinned", "crisis-card-words", "crisis-card-alone", "crisis-card-numbers", "crisis-card-late"),
    *(
        "crisis-for-a-stranger",
        "join-numbers",
        "join-under-age",
        "calling-hard",
        "calling-hard-directory",
        "staying-safer",
    ),
    *("sos-card", "sos-card-again", "sos-card-nobody", "sos-late-known", "sos-late-unknown", "sos-going-on"),
    *("sos-going-on-without", "sos-on-it", "sos-reached"),
    *("alert-held-nobody", "alert-held-nobody-free", "alert-waiting", "alert-exhausted", "export"),
    *("alert-interrupted", "crisis-card-unconfirmed"),
}


def screen(kind: str) -> Screen:
    return render(Message(kind, values_for(kind, "x")), "en")


@pytest.mark.parametrize("kind", SAID)
def test_every_kind_there_is_is_protected_exactly_where_it_should_be(kind: str) -> None:
    meant = True if kind in ANSWERS | ALERTS | BETWEEN_TWO else False if kind in TO_PASS_ON else None
    assert screen(kind).protect is meant


def test_what_is_listed_here_exists() -> None:
    assert set(SAID) >= ANSWERS | ALERTS | BETWEEN_TWO | TO_PASS_ON


SAYS_ANSWERS = {"mood", "craving", "used", "note", "opening"}
PARTS = {"ratings", "their-note", "grp-week", "help"}  # said inside others; a group's figures; a greeting


def test_whatever_says_an_answer_or_a_reason_is_protected() -> None:
    saying = {kind for kind in SAID if NAMES[kind] & SAYS_ANSWERS} - PARTS
    assert saying and saying <= ANSWERS | ALERTS


def test_whatever_says_a_card_is_to_be_passed_on() -> None:
    assert {kind for kind in SAID if "card" in NAMES[kind]} <= TO_PASS_ON


def test_every_alert_that_leaves_to_a_supporter_is_protected() -> None:
    to_supporters = {kind for kind in KINDS if kind.startswith(("alert-page", "alert-rem", "alert-more", "sos-page"))}
    assert to_supporters - {"alert-page-closed", "alert-more-held"} <= ALERTS


class Desk:
    """A sender that keeps what it was handed."""

    def __init__(self) -> None:
        self.done: list[tuple[str, int | None]] = []

    async def send(self, chat_id: int, screen: Screen, **more: Any) -> int:
        self.done.append(("sent", None))
        return 77

    async def edit(self, chat_id: int, message_id: int, screen: Screen, **more: Any) -> int:
        self.done.append(("edited", message_id))
        return message_id


@pytest.fixture
def turn(database: Database) -> Turn:
    return Turn(database, None, WalkingClock(NOW).now(), lambda session: None, chat_id=1, message_id=5)


@pytest.mark.parametrize(
    ("kind", "protected", "done"),
    [
        ("checkin-mood", True, "edited"),
        ("checkin-mood", False, "sent"),  # an edit would leave it open
        ("crisis-card-numbers", True, "sent"),  # an edit would keep it from being passed on
        ("crisis-card-numbers", False, "edited"),
        ("settings", True, "edited"),
        ("settings", False, "edited"),
    ],
)
async def test_an_edit_that_would_leave_the_wrong_protection_is_a_new_message(
    turn: Turn, kind: str, protected: bool, done: str
) -> None:
    desk = Desk()
    turn.protected = protected
    turn.replies.append(Reply(show=Message(kind, values_for(kind, "x"))))
    await Speaker(desk, turn.database).speak(turn)  # type: ignore[arg-type]
    assert [how for how, _ in desk.done] == [done]


async def test_a_message_named_by_its_check_in_is_redrawn_whatever_was_tapped(turn: Turn) -> None:
    """A check-in's live message was protected when it was sent."""
    desk = Desk()
    turn.protected = False
    turn.replies.append(Reply(show=Message("checkin-craving", values_for("checkin-craving", "x")), at=9))
    await Speaker(desk, turn.database).speak(turn)  # type: ignore[arg-type]
    assert desk.done == [("edited", 9)]
