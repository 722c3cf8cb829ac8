"""Who is only asked to reach out can tell no signal from another: not by a word, a button, an end, or their own export."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlmodel import Session
from telegram import InlineKeyboardMarkup

from bot.actions.alerts import answering, steering
from bot.actions.alerts.promises import Promise
from bot.actions.privacy import holdings
from bot.rules.consent import Choice
from bot.rules.vocabulary import Outcome
from bot.texts.messages import Message
from handlers.delivery.rendering import render
from storage.database import Database
from storage.encryption import Keyring
from storage.tables import Person
from tests.actions.alerts_stage import DAY, HOUR, MINUTE, Stage
from tests.databases import SqliteFiles

Seen = tuple[str, tuple[tuple[str, str], ...]]  # a text, and its buttons with what they send


def use(stage: Stage) -> None:
    stage.settle(used=True)


def craving(stage: Stage) -> None:
    stage.settle(craving=9)


def strain(stage: Stage) -> None:
    stage.settle(mood=1, craving=7)


def asking(stage: Stage) -> None:
    stage.checkin(mood=4)
    stage.does("Maya", steering.tell)


def silence(stage: Stage) -> None:
    stage.miss()
    stage.now += DAY
    stage.miss()


SIGNALS = (use, craving, strain, asking, silence)


def no_longer_needed(stage: Stage) -> None:
    stage.does("Maya", steering.no_longer_needed, stage.alert().id)


def checks_in(stage: Stage) -> None:
    stage.settle(mood=4)


def in_hospital(stage: Stage) -> None:
    stage.does("Sam", answering.quiet_outcome, stage.alert().id, Outcome.AWAY)


def looks(message: Message) -> Seen:
    screen = render(message, "en")
    keyboard = screen.keyboard.inline_keyboard if isinstance(screen.keyboard, InlineKeyboardMarkup) else ()
    return screen.text, tuple((one.text, str(one.callback_data)) for line in keyboard for one in line)


def lived(database: Database, signal: Callable[[Stage], None], end: Callable[[Stage], None]) -> list[Seen]:
    """All that Sam reads, from the first message over a reminder to the last word."""
    stage = Stage(database)
    stage.member()
    stage.supporter("Sam", choice=Choice.REACH_OUT)
    signal(stage)
    while sum(who == "Sam" for who, _ in stage.read) < 2:  # the message and its reminder
        stage.wait(35 * MINUTE)
    alert = stage.alert().id
    seen = [looks(message) for who, message in stage.read if who == "Sam"]
    for act in (
        (answering.how_to_help, alert),
        (answering.acknowledge, alert),
        (answering.promise, alert, Promise.HOURS),
        (answering.still_worried, alert),
        (answering.more_outcomes, alert),
        (answering.ask_whether_died, alert),
        (answering.could_not_reach, alert),
        (answering.acknowledge, alert),
    ):
        reply = stage.does("Sam", *act)
        seen.append(looks(reply.show or reply.toast))
    stage.flow()
    before = len(stage.read)
    end(stage)
    stage.flow()
    return seen + [looks(message) for who, message in stage.read[before:] if who == "Sam"]


def exported(database: Database) -> list[tuple[str, list[dict[str, object]]]]:
    """Sam's own file, without instants and numbers that count everybody's rows and messages."""

    def read(session: Session) -> list[tuple[str, list[dict[str, object]]]]:
        sam = session.get(Person, 2)
        assert sam is not None and sam.name == "Sam"
        return [
            (
                name,
                [
                    {key: value for key, value in row.items() if not re.search("_at$|^at$|^id$|^message_id$", key)}
                    for row in rows
                ],
            )
            for name, rows in holdings.rows(session, sam)
        ]

    return database.read_now(read)


@pytest.fixture
def house(sqlite_files: SqliteFiles, keyring: Keyring, tmp_path: Path) -> Iterator[Callable[[], Database]]:
    """A fresh database each time; inside one transaction after the other nothing has to wait for a thread."""
    opened: list[Database] = []

    def fresh() -> Database:
        folder = tmp_path / str(len(opened))
        folder.mkdir()
        opened.append(Database.open(sqlite_files.copy(folder), keyring, inline=True))
        return opened[-1]

    yield fresh
    for database in opened:
        database.close()


FIRST = "Maya could use a word from you.\n\nReach them in the way you two know, or send a word through me."
SAID = [
    "What helps most is a plain hello: “I thought of you",
    "Thank you",
    "Thank you",
    "I'll leave this with you and ask you again tomorrow",
    "What did you learn about Maya? With the first three I stop asking them, until they write to me",
    "I'm so sorry",
    "Thank you for trying",
    "Thank you",
]
CLOSED = ["This is closed now. Thank you.", "That is closed."]


@pytest.mark.parametrize("signal", SIGNALS)
def test_every_signal_reads_the_same_from_first_to_last(
    house: Callable[[], Database], signal: Callable[[Stage], None]
) -> None:
    end, last = (
        (checks_in, CLOSED)
        if signal is silence
        else (in_hospital, [])
        if signal is craving
        else (no_longer_needed, CLOSED)
    )
    seen = lived(house(), signal, end)
    buttons = [[label for label, _ in shown] for _, shown in seen]
    assert seen[0][0] == FIRST and seen[1][0] == f"A small reminder. {FIRST}"
    assert buttons[0] == ["I've got this", "I can't right now", "How can I help?", "Send a word", "Report a person"]
    assert [text.split(".")[0] for text, _ in seen[2:10]] == SAID
    assert "Something else" in buttons[4]
    assert [text for text, _ in seen[10:]] == last


def test_their_own_file_does_not_tell_a_silence_from_a_hard_evening(house: Callable[[], Database]) -> None:
    files = []
    for signal, end in ((silence, checks_in), (craving, no_longer_needed)):
        database = house()
        lived(database, signal, end)
        files.append(exported(database))
    assert files[0] == files[1]
    assert {"people", "alert_steps", "disclosures", "outbox"} <= {name for name, _ in files[0]}


def test_who_reads_why_has_those_buttons_after_a_silence_only(house: Callable[[], Database]) -> None:
    stage = Stage(house())
    stage.member()
    stage.supporter("Sam", choice=Choice.REASON_WITHOUT_USE)
    craving(stage)
    stage.walk(HOUR, HOUR)
    stage.does("Sam", answering.acknowledge, stage.alert().id)
    reply = stage.does("Sam", answering.promise, stage.alert().id, Promise.NOW)
    assert "Something else" not in [label for label, _ in looks(reply.show)[1]]
