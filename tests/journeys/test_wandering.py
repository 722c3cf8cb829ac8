"""People who tap whatever they see, type whatever they like and let time pass: nothing may break, whatever they do.

WANDER=500 lets that many seeds wander, WANDER_FROM=200 begins with another one, WANDER_STEPS=300 makes each longer.
"""

import os
import random
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from bot.rules.vocabulary import LIVE_ALERT_STATES, AlertKind, AlertState, CheckinState, InboxState, OutboxState
from bot.sandbox.phone import Phone, Seen
from storage.database import Database
from storage.tables import Alert, Checkin, Incoming, Outgoing
from tests.conftest import make_keyring
from tests.databases import SqliteFiles
from tests.journeys import main_job
from tests.journeys.house import MONDAY
from tests.journeys.village import Village, inhabited

FIRST, SEEDS = int(os.environ.get("WANDER_FROM", 0)), int(os.environ.get("WANDER", 8))
STEPS = int(os.environ.get("WANDER_STEPS", 25))
NAMES = ("Maya", "Sam", "Dana", "Ana <b>&amp;", "李 🦊")
COMMANDS = (
    *("/start", "/checkin", "/sos", "/supporters", "/progress", "/pause", "/resume", "/settings", "/privacy", "/export"),
    *("/forget", "/people", "/group", "/newgroup", "/help", "/cancel", "/nonsense", "/", "/start x_y", "/start s_", "/start j_abc"),
)  # fmt: skip
WORDS = (
    *("3", "7", "no", "yes", "here", "4 7 no", "1 10 yes", "5 0 no", "no, pull 7, mood 4", "7 or 8", "early shift 5:30 / late shift 14:00", "2 8", "skip", "0", "-1", "11", "99999999999999999999", "½", "٣"),
    *("8:30pm", "20.30", "21h", "9", "25:00", "00:00", "24:00", "London", "Tokyo", "New York", "Nowhere", "Europe/London", "UTC+14"),
    *("Hello", "I had a hard night", "I want to die", "thank you", "😀", "🏳️‍🌈" * 9, "<b>x</b> & { $name } {", "a\nb\n\nc", "%s {0}", "+44 7700 900123"),
    *("word " * 800, "x" * 4096, "😀" * 2000, "&" * 4000, "Morning circle", "22-7", "22:00 to 7:00", "8am, 8pm", "tomorrow", "3 days", "until friday", "Sam"),
)  # fmt: skip
TIMES = ({"minutes": 1}, {"minutes": 12}, {"hours": 1}, {"hours": 5}, {"hours": 13}, {"days": 1}, {"days": 3})


class Wanderers:
    """A few people in one village, who all draw from one chance."""

    def __init__(self, village: Village, phones: list[Phone], chance: random.Random) -> None:
        self.village = village
        self.phones = phones
        self.chance = chance
        self.trace: list[str] = []
        self.tapped: Counter[str] = Counter()
        self.typed: dict[int, int] = {}  # the newest text of each

    async def step(self) -> None:
        """One thing somebody does, or some time that passes."""
        who = self.chance.choice(self.phones)
        acts = (self._tap, self._write, self._command, self._link, self._pass, self._media, self._block)
        act = self.chance.choices(acts, weights=(60, 12, 8, 5, 8, 3, 2))[0]
        await act(who)
        await self.village.catch_breath()

    async def _tap(self, who: Phone) -> None:
        """Mostly the newest message's buttons, sometimes an old one's."""
        if (person := self.village.world.people[who.id]).blocked or not person.started:
            await self._command(who)
            return
        shown = [seen for seen in await who.screen() if seen.labels]
        if not shown:
            await self._command(who)
            return
        seen = shown[-1] if self.chance.random() < 0.75 else self.chance.choice(shown)
        label = self._least_tapped(seen.labels)
        self._note(who, f"[{label}] on {seen.text[:60]!r}")
        await who.tap(label, message_id=seen.message_id)

    def _least_tapped(self, labels: list[str]) -> str:
        """New doors draw more than known ones, so that people come far."""
        [label] = self.chance.choices(labels, weights=[1 / (1 + self.tapped[label]) ** 2 for label in labels])
        self.tapped[label] += 1
        return label

    async def _write(self, who: Phone) -> None:
        await self._say(who, self.chance.choice(WORDS))

    async def _command(self, who: Phone) -> None:
        await self._say(who, self.chance.choice(COMMANDS))

    async def _say(self, who: Phone, text: str) -> None:
        person = self.village.world.people[who.id]
        if person.blocked or not person.started:
            self._note(who, "start")
            await who.start()
            return
        self._note(who, f"says {text[:40]!r}")
        self.typed[who.id] = await who.type(text)

    async def _link(self, who: Phone) -> None:
        """Follow a link that somebody, perhaps oneself, was shown."""
        seen = [one for phone in self.phones for one in await phone.screen()]
        links = sorted({link for one in seen for link in _links(one)})
        if links:
            link = self.chance.choice(links[-6:])
            self._note(who, f"follows {link}")
            await who.start(link)

    async def _pass(self, who: Phone) -> None:
        passed = self.chance.choice(TIMES)
        self.trace.append(f"  {passed} pass")
        await self.village.walk(**passed)

    async def _media(self, who: Phone) -> None:
        person = self.village.world.people[who.id]
        if person.blocked or not person.started:
            return
        what = self.chance.choice(("voice", "sticker", "photo", "document", "contact", "location", "edit"))
        self._note(who, f"sends {what}")
        if what == "contact":
            await who.share_contact(self.chance.choice([None, *self.phones]))
        elif what == "location":
            await who.share_location(self.chance.uniform(-90, 90), self.chance.uniform(-180, 180))
        elif what == "edit":
            if who.id in self.typed:
                await who.edit(self.typed[who.id], "edited")
        else:
            await who.send_media(what, caption=self.chance.choice(("", "look")))

    async def _block(self, who: Phone) -> None:
        if not (person := self.village.world.people[who.id]).started:
            return
        self._note(who, "unblocks" if person.blocked else "blocks")
        await (who.unblock() if person.blocked else who.block())

    def _note(self, who: Phone, what: str) -> None:
        self.trace.append(f"{self.village.clock.now():%a %H:%M:%S} {who.name}: {what}")


def _links(seen: Seen) -> Iterator[str]:
    yield from re.findall(r"\?start=([A-Za-z0-9_-]+)", str(seen.raw))


def broken(session: Session) -> list[str]:
    """What no row may ever say."""
    found = []
    alerts = session.exec(select(Alert)).all()
    live = [alert.member_id for alert in alerts if alert.state in LIVE_ALERT_STATES and alert.kind != AlertKind.SOS]
    found += [f"member {one} has {live.count(one)} live alerts" for one in set(live) if live.count(one) > 1]
    for alert in alerts:
        if (alert.ended_at is None) != (alert.state in LIVE_ALERT_STATES):
            found.append(f"alert {alert.id} is {alert.state} and ended_at is {alert.ended_at}")
        if alert.state not in LIVE_ALERT_STATES and alert.next_at is not None:
            found.append(f"alert {alert.id} is {alert.state} and still looks again at {alert.next_at}")
    held_by = {
        alert.id: alert.acknowledged_at for alert in alerts
        if alert.state == AlertState.ACKNOWLEDGED and alert.kind != AlertKind.SOS
    }  # fmt: skip
    for row in session.exec(select(Outgoing).where(Outgoing.state == OutboxState.SENT)).all():
        since = held_by.get(row.alert_id)
        if since is not None and row.kind in PAGES and row.sent_at is not None and row.sent_at > since:
            found.append(f"{row.kind} left at {row.sent_at}, alert {row.alert_id} was acknowledged at {since}")
    for checkin in session.exec(select(Checkin)).all():
        ended = checkin.state in (CheckinState.MISSED, CheckinState.UNSENT, CheckinState.PAUSED)
        if ended and (checkin.deadline_at or checkin.remind_at):
            found.append(f"check-in {checkin.id} is {checkin.state} and waits for {checkin.deadline_at}")
        if checkin.state == CheckinState.ANSWERED and checkin.answered_at is None:
            found.append(f"check-in {checkin.id} is answered, nobody knows when")
    aside = session.exec(select(Incoming).where(Incoming.state == InboxState.SET_ASIDE)).all()
    return found + [f"update {row.update_id} was set aside" for row in aside]


PAGES = ("alert-page", "alert-reminder")


@pytest.fixture
def database(sqlite_files: SqliteFiles, tmp_path: Path) -> Iterator[Database]:
    opened = Database.open(sqlite_files.copy(tmp_path), make_keyring(), inline=True)
    sa.event.listen(opened.engine, "connect", lambda raw, _: raw.execute("PRAGMA synchronous = OFF"))
    opened.engine.dispose()  # the machine will not lose power in the middle of a test
    yield opened
    opened.close()


@pytest.mark.parametrize("seed", range(FIRST, FIRST + SEEDS))
async def test_nothing_breaks_whatever_people_do(seed: int, database: Database, tmp_path: Path) -> None:
    chance = random.Random(seed)
    async with inhabited(database, tmp_path, start_at=MONDAY, seed=seed) as village:
        known = main_job.Trio(village.sandbox)
        for step in main_job.STEPS[: chance.randint(0, len(main_job.STEPS))]:
            await step(known)
        strangers = [name for name in NAMES if name not in known.phones][: chance.randint(1, 3)]
        phones = [*known.phones.values(), *[await village.sandbox.person(name) for name in strangers]]
        await village.walk(hours=chance.randrange(24))
        wanderers = Wanderers(village, phones, chance)
        for _ in range(STEPS):
            await wanderers.step()
            trouble = village.trouble() + database.read_now(broken)
            assert not trouble, "\n".join([*wanderers.trace[-25:], "", *trouble])
