"""A leader's group and a member's first minutes, against a Telegram as strict as the real one."""

import asyncio

from bot.sandbox.phone import Phone
from tests.handlers.conftest import Running


async def wait_for_button(running: Running, phone: Phone, label: str) -> None:
    """Until the newest message shows a button with that label."""
    async with asyncio.timeout(5):
        while label not in (await phone.last()).labels:
            await running.app.clock.sleep(0.005)


async def until_pinned(running: Running, phone: Phone) -> None:
    async with asyncio.timeout(5):
        while not any(seen.pinned for seen in await phone.screen()):
            await running.app.clock.sleep(0.005)


async def test_a_leader_makes_a_group_and_a_member_joins_it_by_its_link(running: Running) -> None:
    dana, maya = await running.sandbox.person("Dana"), await running.sandbox.person("Maya <b>&")
    await dana.start()
    await dana.wait_for("I'm Alongside")
    await dana.tap("OK, I agree")
    await dana.wait_for("When should I ask?")
    await dana.tap("I lead a group")
    await dana.wait_for("What time is it for you now?")
    await dana.type("Berlin")
    await dana.wait_for("where you are?")
    await dana.tap("Yes")
    await dana.wait_for("What is the group called?")
    await dana.type("Morning <circle> & friends")
    await dana.wait_for("which of these is nearest?")
    await dana.tap("Early recovery")
    await dana.wait_for("At which hour")
    await dana.tap("9:00")
    link = await dana.wait_for("https://t.me/")
    payload = link.text.partition("?start=")[2].split()[0]

    await maya.start(payload)
    await maya.wait_for("I'm Alongside")
    await maya.tap("Read more")
    await maya.wait_for("end-to-end encrypted")
    await maya.tap("Someone told me to")
    await maya.wait_for("Nobody can make you")
    await maya.tap("Back")
    await maya.wait_for("I'm Alongside")
    await maya.tap("OK, I agree")
    await maya.wait_for("led by Dana")
    await maya.tap("Join, show my name")
    await maya.wait_for("Another hour on the same days")
    await maya.tap("9:00 is fine")
    await maya.wait_for("where you are?")
    await maya.tap("Yes")
    await maya.wait_for("If I don't answer within a minute, call")
    await until_pinned(running, maya)
    await maya.tap("Start now")
    await maya.wait_for("How are you right now?")

    await dana.type("/group")
    await dana.wait_for("of 1 answered")
    for button, until in (
        ("Change", "Days"), ("Days", "✓ Sun"), ("✓ Sun", "Sun"), ("Save", "Hours"),
        ("Hours", "18:00"), ("18:00", "✓ 18:00"), ("✓ 9:00", "9:00"), ("Save", "Time to answer"),
        ("Time to answer", "6 hours"), ("6 hours", "Reminders"), ("Reminders", "None"), ("None", "Suggestion"),
        ("Suggestion", "Gentle"), ("Gentle", "Name"),
    ):  # fmt: skip
        await dana.tap(button)
        await wait_for_button(running, dana, until)
    page = await dana.wait_for("Suggested to members: gentle")
    for line in (
        "Monday, Tuesday, Wednesday, Thursday, Friday, and Saturday",
        "At: 18:00",
        "Open for 6 hours",
        "Reminders: none",
    ):
        assert line in page.text
    assert [call for call in await running.sandbox.calls() if call["error"]] == []


async def test_the_menu_holds_every_command(running: Running) -> None:
    maya = await running.sandbox.person("Maya")
    await maya.start()
    assert "settings" in await maya.commands()
