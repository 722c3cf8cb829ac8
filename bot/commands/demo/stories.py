"""The stories that the page plays, the terminal prints and the tests run. Each checks what the phones show as it goes."""

from datetime import UTC, datetime

from bot.sandbox.storytelling import Actor, Story, Teller

CITY = "London"  # on these winter days its clocks show what the page shows

REASON = "Why, never that I used"


async def _agrees(person: Actor) -> None:
    await person.start()
    await person.sees("Hi, I'm Alongside")
    await person.tap("OK, I agree")


async def _says_where(person: Actor) -> None:
    """The bot asks for the zone, unless it knows."""
    if "What time is it for you" in (await person.phone.last()).text:
        await person.type(CITY)
    if "Yes" in (await person.phone.last()).labels:
        await person.tap("Yes")


async def _member(tell: Teller, hour: str) -> Actor:
    """Maya, on her own, asked every day at this hour."""
    maya = await tell.person("Maya", caption="the member")
    await _agrees(maya)
    await maya.tap(hour)
    await _says_where(maya)
    await maya.tap("See you then")
    return maya


async def _supporter(tell: Teller, maya: Actor, name: str) -> Actor:
    """Somebody whom Maya asked, who said yes, and whom she confirmed."""
    await maya.type("/supporters")
    await maya.tap("Ask someone")
    link = await maya.link("start=s_")
    supporter = await tell.person(name, caption="the supporter")
    await supporter.open(link)
    await supporter.tap("Yes, I'm willing")
    await supporter.tap("Keep all")
    await maya.tap(f"Yes, that's {name}")
    await maya.tap(REASON)
    await maya.tap("Save")
    return supporter


async def _before(tell: Teller, hour: str) -> tuple[Actor, Actor]:
    """Maya has joined and Sam supports her; nobody needs to follow how."""
    tell.pace.hurried = True
    maya = await _member(tell, hour)
    sam = await _supporter(tell, maya, "Sam")
    tell.pace.hurried = False
    return maya, sam


async def hard_evening(tell: Teller) -> None:
    await tell.say("Maya is in recovery. She chose to be asked at 9 in the evening, and she chose Sam to hear from me.")
    maya, sam = await _before(tell, "21:00")
    await tell.say("It is nine. One message, one tap for each question, and every question can be skipped.")
    await tell.walk_to(_march(2, 21))
    await maya.sees("Hello Maya. Ready when you are.")
    await maya.tap("Start")
    await maya.tap("🙁 low")
    await maya.tap("8")
    await maya.tap("No")
    await maya.tap("Finish")
    await tell.say(
        "A low mood and a strong pull. Before anything happens, Maya reads what will happen, and can say no."
    )
    await maya.sees("In 2 minutes I'll ask Sam to reach out")
    await tell.walk(minutes=3)
    await tell.say("Sam reads no more than Maya allowed: a reason, no numbers, never that she used.")
    await sam.sees("Maya could use a word from you.", "They reported a strong craving.")
    await sam.tap("I've got this")
    await tell.say("Nobody else is asked now. Maya learns that somebody is on it, and when.")
    await sam.tap("Now")
    await maya.sees("Sam has seen this and is reaching out now.")
    await tell.walk(minutes=40)
    await sam.tap("We talked")
    await maya.sees("Sam says you talked. I've closed this.")
    await tell.say("That was the whole job: one person who wanted to know, at the moment it mattered.")


async def two_quiet_days(tell: Teller) -> None:
    await tell.say("Maya is asked every morning at 9. Sam may hear from me when she is quiet for two days.")
    maya, sam = await _before(tell, "9:00")
    await tell.walk_to(_march(2, 9))
    await maya.sees("Ready when you are.")
    await tell.say("Monday: no answer. Two gentle reminders, then the day closes. One quiet day means nothing yet.")
    await tell.walk_to(_march(2, 21, 5))
    await maya.sees("Still here, whenever it suits you.")
    await tell.say("Tuesday: no answer either. When that day closes, Maya is told first what I would do, and when.")
    await tell.walk_to(_march(3, 21, 5))
    await maya.sees("I haven't heard from you for two days.", "I'll ask Sam to say hello")
    await sam.sees_nothing_of("I haven't heard from Maya")
    await tell.say("One tap would call it off. Nobody is woken at night, so Sam is asked on Wednesday morning.")
    await tell.walk_to(_march(4, 8, 1))
    await sam.sees("I haven't heard from Maya for two days. It may be nothing.")
    await sam.tap("I've got this")
    await sam.tap("In a few hours")
    await maya.sees("Sam has seen this")
    await tell.say("Maya finds her phone. A late answer is as good as any other, and can be typed.")
    await tell.walk(hours=1)
    await maya.type("4 2 no")
    await maya.tap("Finish")
    await maya.sees("Saved, thank you.")
    await sam.sees("Maya has checked in.")
    await tell.say("The all-clear says what is true, that she has checked in, and no more.")


async def leader(tell: Teller) -> None:
    await tell.say("Dana leads a group. She sets its rhythm, and never sees what anybody answered.")
    dana = await tell.person("Dana", caption="the leader")
    await _agrees(dana)
    await dana.type("/newgroup")
    await _says_where(dana)
    await dana.type("Morning circle")
    await dana.tap("Early recovery")
    await dana.tap("9:00")
    await dana.sees("Morning circle is ready.")
    await tell.say("The link, also as a picture to scan, is all that members need.")
    link = await dana.link("start=j_")
    members = [await _joins(tell, name, link) for name in ("Maya", "Lee")]
    await tell.say("Nine o'clock: everybody is asked on their own phone, alone with me.")
    await tell.walk_to(_march(2, 9, 1))
    maya = members[0]
    await maya.tap("Start")
    await maya.tap("🙂 okay")
    await maya.tap("2")
    await maya.tap("No")
    await maya.tap("Finish")
    await dana.type("/group")
    await tell.say("Dana sees who took part today. Moods, pulls and notes stay where they are.")


async def _joins(tell: Teller, name: str, link: str) -> Actor:
    member = await tell.person(name, caption="a member")
    tell.pace.hurried = name != "Maya"
    await member.open(link)
    await member.tap("OK, I agree")
    await member.tap("Join, show my name")
    await member.tap("9:00 is fine")
    await _says_where(member)
    await member.tap("See you then")
    tell.pace.hurried = False
    return member


async def someone_now(tell: Teller) -> None:
    await tell.say("Some moments do not wait for a question. Maya has two people: Sam, and Ana.")
    maya, sam = await _before(tell, "9:00")
    tell.pace.hurried = True
    ana = await _supporter(tell, maya, "Ana")
    tell.pace.hurried = False
    await tell.walk_to(_march(3, 2, 10))
    await tell.say("It is two at night. Maya asks for somebody now.")
    await maya.type("/sos")
    await maya.sees("I've asked Sam and Ana right now.", "Emergency: call")
    await sam.sees("Maya needs someone now.")
    await tell.say(
        "The card with numbers is there at once. Sam and Ana are called together, whatever their quiet hours."
    )
    await ana.sees("Maya needs someone now.")
    await ana.tap("I've got this")
    await maya.sees("Ana is on it.")
    await sam.sees("Ana is on it for Maya. You can join.")
    await tell.say("Maya knows who is on it. After ten minutes I ask her whether somebody really reached her.")
    await tell.walk(minutes=11)
    await maya.sees("Has someone reached you?")
    await maya.tap("Yes")
    await sam.sees("Someone has reached Maya.")
    await tell.say("Everybody learns that it is over, and nobody has to wonder until morning.")


def _march(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


STORIES = {
    story.name: story
    for story in (
        Story("hard-evening", "A hard evening", "Maya answers honestly, and the friend she chose hears of it.", _march(2, 20, 30), hard_evening),
        Story("two-quiet-days", "Two quiet days", "Maya does not answer, and nobody panics.", _march(2, 8), two_quiet_days),
        Story("leader", "A leader sets up a group", "Dana sets the rhythm and sees who takes part.", _march(2, 8), leader),
        Story("someone-now", "I need someone now", "In the middle of the night, Maya calls.", _march(2, 8), someone_now),
    )
}  # fmt: skip
