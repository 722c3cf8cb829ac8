"""Two people become member and supporter over Telegram's own HTTP: link, yes, confirmation, choice, way to be reached."""

import re

from bot.sandbox.phone import Phone
from storage.database import Session
from tests import builders
from tests.handlers.conftest import Running


async def settled(running: Running) -> None:
    await running.until(lambda: running.app.idle)


async def tap(running: Running, who: Phone, label: str, then: str) -> None:
    await who.tap(label)
    await who.wait_for(then)
    await settled(running)


async def joined(running: Running, name: str, **details: str) -> Phone:
    phone = await running.sandbox.person(name, **details)

    def agree(session: Session) -> None:
        builders.person(session, name, tg_id=phone.id, username=details.get("username"))

    await running.app.database.write(agree)
    return phone


async def the_link(phone: Phone) -> str:
    found = re.search(r"\?start=(s_[A-Za-z0-9_-]{22})", (await phone.last()).text)
    assert found
    return found[1]


async def test_a_stranger_becomes_a_confirmed_supporter(running: Running) -> None:
    maya = await joined(running, "Maya", username="maya_h")
    await maya.start()  # opens the chat; what she reads here belongs to others
    await settled(running)
    await maya.type("/supporters")
    await maya.wait_for("Nobody is on your list yet")
    await tap(running, maya, "Ask someone", "This link explains what it means")

    sam = await running.sandbox.person("Sam", username="sam_h")
    await sam.start(await the_link(maya))
    await sam.wait_for("Maya asks whether you'd be there for them.")
    await tap(running, sam, "Read more", "not end-to-end encrypted")
    await tap(running, sam, "Yes, I'm willing", "At most 5 times a week")
    await tap(running, sam, "Keep all", "now confirms that it's you")

    await maya.wait_for("Sam (@sam_h) accepted. Is this the person you meant?")
    await tap(running, maya, "Yes, that's Sam", "What may Sam read when I ask them?")
    await sam.wait_for("Maya says it's you.")
    await tap(running, maya, "Just reach out", "Sam would always read the same words")
    await tap(running, maya, "Save", "Saved.")
    await sam.wait_for("Maya could use a word from you.")

    await tap(running, maya, "How to reach me", "How may Sam reach you?")
    await tap(running, maya, "A phone number", "Which number may Sam call?")
    assert await maya.keyboard() == ["Share my number"]
    await maya.share_contact()
    await maya.wait_for("They may call you:")
    await settled(running)
    assert await maya.keyboard() == []

    await sam.type("/people")
    await sam.wait_for("These are the people on your page")
    await tap(running, sam, "Maya", "You can call them:")
    await tap(running, sam, "Stop", "Would you like to stop")
    await tap(running, sam, "Yes, stop", "Okay. I won't ask you about Maya any more.")
    await maya.wait_for("Sam has stepped back")
