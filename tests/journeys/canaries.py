"""People whose every word can be told from any other, and what they do until all of it has passed through the bot.

Whatever of it is found where it has no business has leaked. `leaks` looks through bytes, `LEAK` through what others read.
"""

import re
from dataclasses import dataclass, field

from bot.sandbox.phone import Phone
from tests.journeys.cast import Cast

MARK = "qzcanary"  # stands in every name and word
MEMBER, SUPPORTER, READER, LEADER, FELLOW = (f"{name}{MARK}" for name in ("Maya", "Sam", "Ana", "Dana", "Lee"))
CIRCLE, NOTE, WORD, CHEER, HARM = (f"{name}{MARK}" for name in ("Circle", "Note ", "Word ", "Cheer ", "I want to die "))
PHONE_NUMBER = "353871112223"
RATING = re.compile(
    r"\b(craving|mood|pull|drank|used|note)\W{0,3}(\d|is|was|yes|no\b)|\d of 5|strongest", re.IGNORECASE
)


@dataclass
class Canaries(Cast):
    groups: list[int] = field(default_factory=list)

    @property
    def secrets(self) -> list[str]:
        """All that may be found nowhere, Telegram's ids included."""
        return [MARK, PHONE_NUMBER, *(str(phone.id) for phone in self.phones.values())]

    async def comes(self, name: str) -> Phone:
        return await self.meet(name, phone=f"+{PHONE_NUMBER}")


async def a_group_and_a_supporter(cast: Canaries) -> None:
    dana = await cast.comes(LEADER)
    await cast.follow(dana, "")
    await cast.tap(dana, "OK, I agree", "I lead a group")
    await cast.type(dana, "8:00")
    await cast.tap(dana, "London")
    await cast.type(dana, CIRCLE)
    await cast.tap(dana, "Early recovery", "9:00")
    link = await cast.payload(dana)
    for name in (MEMBER, FELLOW):
        who = await cast.comes(name)
        await cast.follow(who, link)
        await cast.tap(who, "OK, I agree", "Join, show my name", "9:00")
        if "Yes" in (await who.last()).labels:
            await cast.tap(who, "Yes")
        await cast.tap(who, "See you then")
    await _supports(cast, SUPPORTER)
    await cast.tap(cast.phones[MEMBER], "Just reach out", "Save")


async def somebody_may_read_the_note(cast: Canaries) -> None:
    await _supports(cast, READER)
    maya = cast.phones[MEMBER]
    await cast.tap(maya, "More", "All at once", "Why, ratings, note", "Done", "See and save", "Save")


async def _supports(cast: Canaries, name: str) -> None:
    maya = cast.phones[MEMBER]
    await cast.walk(minutes=1)  # a chat takes one message a second
    await cast.type(maya, "/supporters")
    await cast.tap(maya, "Ask someone")
    who = await cast.comes(name)
    await cast.follow(who, await cast.payload(maya))
    await cast.tap(who, "Yes, I'm willing", "Keep all")
    await cast.tap(maya, f"Yes, that's {name}")


async def a_number_is_shared(cast: Canaries) -> None:
    maya = cast.phones[MEMBER]
    await cast.walk(minutes=1)
    await cast.type(maya, "/supporters")
    await cast.tap(maya, f"1 · {SUPPORTER}", "How to reach me", "A phone number")
    await maya.share_contact()
    await cast.sandbox.until_idle()


async def a_hard_morning(cast: Canaries) -> None:
    """Of the same alert one reads that it is there, and the other all of it."""
    maya, sam, ana = (cast.phones[name] for name in (MEMBER, SUPPORTER, READER))
    await cast.walk(hours=1, minutes=4)
    await cast.tap(maya, "Start", "🙁 low", "8", "Yes")
    await cast.type(maya, NOTE)
    await cast.walk(minutes=20)
    await cast.tap(sam, "I can't right now")
    await cast.walk(minutes=1)
    await cast.tap(ana, "I've got this", "Now")


async def a_word_and_a_cheer(cast: Canaries) -> None:
    await cast.walk(minutes=1)
    maya, sam, dana = (cast.phones[name] for name in (MEMBER, SUPPORTER, LEADER))
    await cast.type(sam, "/people")
    if MEMBER in (await sam.last()).labels:
        await cast.tap(sam, MEMBER)
    await cast.tap(sam, "Send a word")
    await cast.type(sam, WORD)
    await cast.tap(sam, "Yes, pass it on")
    await cast.tap(maya, "Read it")
    await cast.type(dana, "/group")
    await cast.tap(dana, "Write to all")
    await cast.type(dana, CHEER)
    await cast.tap(dana, "Send it")


async def in_a_group_chat(cast: Canaries) -> None:
    maya = cast.phones[MEMBER]
    chat = await cast.sandbox.group(f"Chat{MARK}", [maya, cast.phones[SUPPORTER]])
    cast.groups.append(chat)
    await maya.type(f"/checkin {NOTE}", chat=chat)
    await maya.type(f"/sos {HARM}", chat=chat)
    await cast.sandbox.until_idle()


async def calls_for_help(cast: Canaries) -> None:
    await cast.walk(minutes=1)
    maya, sam = cast.phones[MEMBER], cast.phones[SUPPORTER]
    await cast.type(maya, HARM)
    await cast.type(maya, "/sos")
    await cast.walk(seconds=30)
    await cast.tap(sam, "I've got this")
    await cast.walk(minutes=11)
    await cast.tap(maya, "Yes")


async def what_telegram_does_wrong(cast: Canaries) -> None:
    """Refused sends, and updates that cannot be decoded."""
    await cast.walk(minutes=1)
    maya = cast.phones[MEMBER]
    for code in (400, 403, 500):
        await cast.sandbox.fault("error", methods=["sendMessage", "editMessageText"], code=code, times=2)
        await maya.type("/settings")
        await cast.sandbox.until_idle()
        await cast.sandbox.mend()
    user = {"id": maya.id, "is_bot": False, "first_name": MEMBER}
    for broken in (
        {"message_id": NOTE, "chat": HARM, "from": user},
        {"from": user, "text": [NOTE], "chat": {"id": maya.id}},
    ):
        await cast.sandbox.do("add_update", body={"message": broken})
        await cast.sandbox.until_idle()


async def one_erases_themselves(cast: Canaries) -> None:
    await cast.walk(minutes=1)
    await cast.type(cast.phones[FELLOW], "/forget")
    await cast.tap(cast.phones[FELLOW], "Go on", "Erase everything")


STEPS = (
    a_group_and_a_supporter,
    somebody_may_read_the_note,
    a_number_is_shared,
    a_hard_morning,
    a_word_and_a_cheer,
    in_a_group_chat,
    calls_for_help,
    what_telegram_does_wrong,
)


def leaks(found_in: bytes, secrets: list[str]) -> list[str]:
    """Those of the secrets that stand there as they are, in any case."""
    text = found_in.lower()
    return [secret for secret in secrets if secret.lower().encode() in text]
