"""The page's side strip: what a bot says it will do next, and what it just decided, in words of whoever knows the bot.

It must not know what the kinds mean: `Tell` does. A kind without words is not shown.
"""

from collections.abc import Callable, Iterable
from typing import Any

from bot.sandbox.chats import Json
from bot.sandbox.journal import Journal
from bot.sandbox.notices import Notices

WORLD = 0  # the chat id of events that happen in no chat

# (kind, why, names of people by their part in it) → a sentence, or None where it is not worth one
Tell = Callable[[str, str, dict[str, str]], str | None]


def kinds_as_they_are(kind: str, why: str, names: dict[str, str]) -> str | None:
    """For bots that nobody has put into words."""
    return " ".join(part for part in (*names.values(), kind, why) if part)


class Strip:
    def __init__(self, journal: Journal, notices: Notices, *, coming: Tell, decided: Tell) -> None:
        self._journal = journal
        self._notices = notices
        self._coming = coming
        self._decided = decided
        self._heard = 0

    def agenda(self, entries: Iterable[Json]) -> None:
        """Show what comes next: entries of at, kind, why, names; the earliest first."""
        told = ((entry, self._coming(*_parts(entry))) for entry in entries)
        self._notices.post("agenda", [{"at": entry["at"], "text": text} for entry, text in told if text])

    def journal(self, entries: Iterable[Json]) -> None:
        """Show what was decided: entries as above, with ascending numbers; those that were heard before are dropped."""
        for entry in entries:
            if entry["number"] > self._heard:
                self._heard = entry["number"]
                text = self._decided(*_parts(entry))
                if text:
                    self._journal.note(WORLD, "decided", sort=entry["kind"], text=text, decided_at=entry["at"])

    def forget(self) -> None:
        """The bot is a new process, which counts from 1."""
        self._heard = 0


def _parts(entry: Json) -> tuple[str, str, dict[str, Any]]:
    return str(entry["kind"]), str(entry.get("why", "")), dict(entry.get("names") or {})
