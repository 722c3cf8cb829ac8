"""Every promise of the privacy texts, tried as member, supporter and leader against the stand-in, in one life.

PROMISES names the sentence, word for word, and what it was seen in; a text that promises something new fails here first.
"""

import csv
import io
import json
import zipfile
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col

from bot.rules.vocabulary import OutboxState
from bot.sandbox.phone import Phone, Seen
from bot.texts.messages import Message
from handlers.delivery.rendering import render
from storage.database import Database
from storage.encryption import Keyring
from storage.queries import traces
from storage.tables import Checkin, Outgoing, Person
from tests.handlers.delivery.test_rendering import values_for
from tests.journeys.cast import Cast
from tests.journeys.house import MONDAY
from tests.journeys.main_job import Trio, a_leader_sets_up_a_group, a_member_joins, she_picks_a_supporter
from tests.journeys.village import Village, inhabited

NOTE = "the bakery on Tuesday"
ANSWERS = (NOTE, "bakery", "Craving", "Mood", "craving", "drank", "low mood", "8 of 10")

FILES = (Outgoing, col(Outgoing.kind) == "export", col(Outgoing.state) == OutboxState.SENT)

Act = Callable[["Life"], Awaitable[None]]
PROMISES: dict[str, list[tuple[str, str]]] = {}


class Life(Trio):
    """Maya, Sam and Dana, and a look into the database they live in."""

    def __init__(self, village: Village, database: Database, file: Path) -> None:
        super().__init__(village.sandbox)
        self.village, self.database, self.file = village, database, file

    def read(self, f: Callable[[Session], object]) -> object:
        return self.database.read_now(f)

    def rows(self, table: type[SQLModel], *where: object) -> int:
        counted = sa.select(sa.func.count()).select_from(table).where(*where)  # type: ignore[arg-type]
        return int(self.database.read_now(lambda session: session.execute(counted).scalar_one()))

    async def seen(self, who: Phone) -> str:
        """All that this person's chat shows now, from the bot."""
        return "\n".join(
            str(one.raw.get("text") or one.raw.get("caption")) for one in await who.screen() if one.raw["from_bot"]
        )

    async def recent(self, who: Phone) -> list[Seen]:
        """The bot's messages of the last two days that this person's chat still shows."""
        since = (self.village.clock.now() - timedelta(hours=48)).isoformat()
        return [one for one in await who.screen() if one.raw["from_bot"] and one.raw["at"] > since]

    async def count(self, who: Phone) -> int:
        """How much happened in this chat, edits included."""
        return len(await self.sandbox.do("events", chats=[who.id]))


def promises(*kept: tuple[str, str]) -> Callable[[Act], Act]:
    """What the text of that id says, word for word, and this shows to be so."""

    def mark(act: Act) -> Act:
        PROMISES[act.__name__] = list(kept)
        return act

    return mark


@promises(
    ("join-under-age", "I kept nothing."),
    ("join-read-more", "You can stop at any time."),
    ("invite-not-now", "I kept nothing, and { $name } isn't told."),
)
async def who_does_not_agree_leaves_no_row(life: Life) -> None:
    jo = await life.meet("Jo")
    await life.follow(jo, "")
    await life.tap(jo, "Read more", "Someone told me to", "Back", "Read more", "Under 16")
    assert "I kept nothing" in await life.seen(jo)
    assert life.rows(Person) == 0 and life.rows(Outgoing) == 0
    assert life.read(lambda session: traces.of(session, jo.id)) == {}


async def they_come_together(life: Life) -> None:
    for step in (a_leader_sets_up_a_group, a_member_joins):
        await step(life)


@promises(
    ("join-read-more", "Each hears only what you allow, and you see their message before you allow it."),
    ("privacy-people", "only when I ask them for you:"),
)
async def what_was_shown_before_saving_is_what_sam_reads(life: Life) -> None:
    await she_picks_a_supporter(life)
    await life.type(life.maya, "/supporters")
    await life.tap(
        life.maya, "1 · Sam", "What they read", "More", "Strong pull", "Why, ratings", "Done", "See and save"
    )
    shown = (await life.maya.last()).text
    assert "They reported a strong craving." in shown and "Nothing is saved" not in shown
    await life.tap(life.maya, "Save")
    assert "I say nothing to them about it" in (await life.maya.last()).text
    await life.walk(hours=1)
    await life.tap(life.maya, "Start", "😐 so-so", "9", "No")
    await life.type(life.maya, NOTE)  # the last answer finishes it
    told = await life.count(life.sam)
    await life.walk(minutes=1)
    assert await life.count(life.sam) == told, "before the hold is over nobody is told"
    await life.walk(minutes=2)
    page = (await life.sam.last()).text
    first, reason, *_ = [line for line in page.splitlines() if line]
    assert first in shown and reason in shown and "Craving 9" in page and NOTE not in page
    assert (await life.sam.last()).protected
    await life.tap(life.sam, "I've got this", "Now")
    await life.walk(minutes=1)
    await life.tap(life.sam, "We talked")


@promises(
    ("join-read-more", "sees whether you checked in, by name only if you say so. Never what you answered."),
    ("privacy-leader-name", "your name, and if you checked in. Never your answers."),
    ("who-sees-nobody", "a group's leader never sees them"),
)
async def a_leader_sees_who_took_part_and_never_an_answer(life: Life) -> None:
    await life.type(life.dana, "/group")
    await life.tap(life.dana, "Members", "Maya")
    await life.type(life.dana, "/group")
    await life.tap(life.dana, "Week by week")
    text = await life.seen(life.dana)
    assert "1 of 1 answered" in text and "Maya" in text
    assert [word for word in ANSWERS if word in text] == []
    await life.type(life.maya, "/group")
    await life.tap(life.maya, "Only count me")
    await life.type(life.dana, "/group")
    await life.tap(life.dana, "Members")
    assert "Maya" not in (await life.dana.last()).text and "One is only counted" in (await life.dana.last()).text


@promises(
    ("privacy", "<b>You</b> see all of it, and can change it."),
    ("join-read-more", "<b>You</b> see everything you told me, and can change it."),
)
async def she_sees_what_is_kept_and_changes_it(life: Life) -> None:
    await life.type(life.maya, "/checkin")
    await life.tap(life.maya, "Change it", "🙂 okay", "2", "No", "Finish", "Show")
    assert "2 of 10" in (await life.maya.last()).text
    assert life.rows(Checkin, col(Checkin.craving) == 2) == 1
    await life.walk(minutes=2)
    assert "2 of 10" not in await life.seen(life.maya), "hidden again after a minute"
    await life.type(life.maya, "/privacy")
    page = (await life.maya.last()).text
    assert "Sam" in page and "Dana, leading Morning circle" in page and "counted, without your name" in page


@promises(("privacy-looks", "Who read something about you"))
async def every_look_stands_in_her_record(life: Life) -> None:
    await life.type(life.sam, "/people")
    await life.tap(life.sam, "Maya")
    await life.type(life.maya, "/privacy")
    await life.tap(life.maya, "Who read what")
    record = (await life.maya.last()).text
    for line in (
        "Sam looked at your page",
        "Sam read that you could use a word, why, and your ratings",
        "Dana saw your name",
    ):
        assert line in record, line


@promises(
    ("join-told-to", "You can skip every question, pause, or leave a group, and I tell nobody why."),
    ("grp-ask-leave", "I tell nobody."),
    ("pause-untold", "Okay, I tell nobody."),
)
async def skipping_pausing_and_leaving_tell_nobody(life: Life) -> None:
    await life.walk(hours=24)  # Tuesday's check-in
    before = [await life.count(who) for who in (life.sam, life.dana)]
    await life.tap(life.maya, "Start", "Skip", "Skip", "Skip", "Finish")
    await life.type(life.maya, "/pause")
    await life.tap(life.maya, "3 days", "Tell nobody")
    await life.type(life.maya, "/resume")
    await life.type(life.maya, "/group")
    await life.tap(life.maya, "Leave", "Yes, leave", "Keep asking me")
    await life.walk(hours=2)
    assert [await life.count(who) for who in (life.sam, life.dana)] == before


@promises(
    ("join-told-to", "A supporter hears only what you allowed, and you can take it back."),
    ("supporter-removed", "and I say nothing to them."),
)
async def what_is_taken_back_is_told_no_more_and_nobody_hears_of_it(life: Life) -> None:
    await life.walk(hours=22)  # Wednesday: a hard morning again
    await life.tap(life.maya, "Start", "😞 very low", "10", "Yes", "Finish")
    before = await life.count(life.sam)
    await life.type(life.maya, "/supporters")
    await life.tap(life.maya, "1 · Sam", "Remove", "Say nothing")
    await life.walk(hours=12)
    assert await life.count(life.sam) == before
    await life.type(life.sam, "/people")
    assert "aren't on anybody's list" in (await life.sam.last()).text


@promises(
    ("export-ask", "I'd send you a file here with everything I hold about you."),
    ("export-not-now", "Okay, no file."),
    ("export-readme", "This is everything Alongside held about you when you asked, in clear."),
    ("export-deleted", "Deleted here, as far as Telegram lets me."),
    ("group-chat", "I only talk in private."),
)
async def a_copy_comes_after_a_yes_here_only_and_holds_everything(life: Life) -> None:
    chat = await life.sandbox.group("Somewhere", [life.maya])
    await life.maya.type("/export@AlongsideDemoBot", chat=chat)
    await life.sandbox.until_idle()
    await life.type(life.maya, "/export")
    await life.tap(life.maya, "Not now")
    assert life.rows(*FILES) == 0
    await life.type(life.maya, "/export")
    await life.tap(life.maya, "Send it")
    assert life.rows(*FILES) == 1
    newest = await life.maya.last()
    assert not newest.protected
    name, content = await life.maya.download(newest)
    assert name.startswith("alongside-")
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        data = json.loads(packed.read("data.json"))
        table = list(csv.DictReader(io.StringIO(packed.read("checkins.csv").decode().removeprefix("\ufeff"))))
    assert data["people"][0]["tg_id"] == str(life.maya.id) and any(row["note"] == NOTE for row in data["checkins"])
    assert len(table) == len(data["checkins"]) >= 3
    assert {row["revoked_at"] is not None for row in data["sharing"]} == {True}  # she took it all back …
    assert {"sharing-1", "finer-1"} == {row["wording"] for row in data["sharing"]}  # … and the ledger says what it was
    assert {row["viewer_id"] for row in data["disclosures"]} == {"Sam", "Dana"}
    await life.tap(life.maya, "Delete this file")
    assert newest.message_id not in [seen.message_id for seen in await life.maya.screen()]


@promises(
    ("privacy-cleared", "My messages of the last two days are gone from this chat, the pinned card apart."),
    ("privacy-cleared", "What I keep hasn't changed."),
)
async def one_tap_clears_the_chat(life: Life) -> None:
    before = life.rows(Checkin)
    await life.type(life.maya, "/privacy")
    await life.tap(life.maya, "Clear this chat")
    assert [seen.text[:11] for seen in await life.recent(life.maya) if not seen.pinned] == ["My messages"]
    assert any(seen.pinned for seen in await life.maya.screen()) and life.rows(Checkin) == before


@promises(
    ("join-read-more", "Names and notes are locked on it"),
    ("privacy", "Names and notes are locked on it"),
    ("privacy-kept", "Names, notes, phone numbers and Telegram ids are locked on the disk"),
)
async def the_file_of_the_database_names_nobody(life: Life) -> None:
    on_disk = b"".join(file.read_bytes() for file in life.file.parent.glob(f"{life.file.name}*"))
    secrets = [NOTE, "Maya", "Morning circle", *(str(who.id) for who in (life.maya, life.sam, life.dana))]
    assert [secret for secret in secrets if secret.encode() in on_disk] == []


@promises(
    ("forget-ask", "I would erase everything I hold about you"),
    ("forget-kept", "Okay, everything stays as it was."),
    ("forget-supporters", "and tell nobody why."),
    ("forgotten", "Everything I held about you is erased. I deleted my messages of the last two days, too"),
    ("forgotten", "you can come back any time: /start."),
)
async def erasing_takes_two_steps_and_leaves_nothing(life: Life) -> None:
    await life.type(life.maya, "/forget")
    await life.tap(life.maya, "Go on", "Keep everything")
    assert life.rows(Person) == 3
    before = [await life.count(who) for who in (life.sam, life.dana)]
    await life.type(life.maya, "/forget")
    await life.tap(life.maya, "Go on", "Erase everything")
    assert life.read(lambda session: traces.of(session, life.maya.id)) == {}
    assert life.rows(Person) == 2 and life.rows(Checkin) == 0
    assert [seen.text[:10] for seen in await life.recent(life.maya)] == ["Everything"]
    await life.walk(hours=12)
    assert [await life.count(who) for who in (life.sam, life.dana)] == before
    await life.type(life.maya, "/start")
    assert "Hi, I'm Alongside" in (await life.maya.last()).text and life.rows(Person) == 2


@promises(
    ("invite-more", "You can stop there at any time."),
    ("forget-closes", "Its people are told that it closed, not why."),
)
async def a_leader_and_a_supporter_can_erase_themselves_too(life: Life) -> None:
    for who in (life.sam, life.dana):
        await life.type(who, "/forget")
        await life.tap(who, "Go on", "Erase everything")
        tg_id = who.id
        assert life.read(lambda session, tg_id=tg_id: traces.of(session, tg_id)) == {}  # type: ignore[misc]
    assert life.rows(Person) == 0


LIFE: tuple[Act, ...] = (
    who_does_not_agree_leaves_no_row,
    they_come_together,
    what_was_shown_before_saving_is_what_sam_reads,
    a_leader_sees_who_took_part_and_never_an_answer,
    she_sees_what_is_kept_and_changes_it,
    every_look_stands_in_her_record,
    skipping_pausing_and_leaving_tell_nobody,
    what_is_taken_back_is_told_no_more_and_nobody_hears_of_it,
    a_copy_comes_after_a_yes_here_only_and_holds_everything,
    one_tap_clears_the_chat,
    the_file_of_the_database_names_nobody,
    erasing_takes_two_steps_and_leaves_nothing,
    a_leader_and_a_supporter_can_erase_themselves_too,
)


async def test_every_promise_is_kept(sqlite_url: str, keyring: Keyring, tmp_path: Path) -> None:
    database = Database.open(sqlite_url, keyring, inline=True)
    try:
        async with inhabited(database, tmp_path, start_at=MONDAY, seed=1) as village:
            life = Life(village, database, Path(sqlite_url.removeprefix("sqlite:///")))
            for act in LIFE:
                await act(life)
                assert village.trouble() == [], act.__name__
    finally:
        database.close()


@pytest.mark.parametrize("promise", [one for kept in PROMISES.values() for one in kept])
def test_a_promise_stands_in_the_text_word_for_word(promise: tuple[str, str]) -> None:
    key, sentence = promise
    said = render(Message(key, values_for(key, "x")), "en").text
    assert sentence.replace("{ $name }", "x") in said


def test_each_act_of_that_life_but_the_meeting_keeps_a_promise() -> None:
    assert {act.__name__ for act in LIFE} == {*PROMISES, "they_come_together"}
    assert issubclass(Life, Cast)
