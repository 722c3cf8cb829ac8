"""The invariants of DESIGN §5, read from the record of what people did and what their phones showed.

The judge shares no rule with the bot: it knows what was promised to people, in the words they read, and when Telegram was
in trouble. What it allows for trouble is the trouble's length and a minute.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, select

from bot.rules.vocabulary import LIVE_ALERT_STATES, InboxState
from storage.tables import Alert, Checkin, Incoming, Person
from tests.simulation.people import MOODS
from tests.simulation.weather import Weather
from tests.simulation.world import World

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
UNDER_WAY = timedelta(seconds=6)  # between the claim of a message and its leaving (I5)
WINDOW = timedelta(hours=12)
HAS_IT, SOS, QUIET = "I've got this", "needs someone now", "I haven't heard from"
GOES_ON = ("Couldn't reach them", "I can't right now", "Still worried", "Not yet")
Event = dict[str, Any]


@dataclass
class Town:
    """What the judge may know of the people: who chose whom, and since when."""

    world: World
    chosen: list[tuple[int, int, datetime]] = field(default_factory=list)

    def chose(self, member: int, supporter: int, at: datetime) -> None:
        self.chosen.append((member, supporter, at))

    def supporters(self, member: int, at: datetime) -> list[int]:
        return [supporter for one, supporter, since in self.chosen if one == member and since <= at]

    def members(self) -> list[int]:
        return list(dict.fromkeys(member for member, _, _ in self.chosen))

    def name(self, who: int) -> str:
        return str(self.world.world.people[who].first_name)


def judge(town: Town, record: Sequence[Event], weather: Weather, world: World) -> list[str]:
    """Every invariant that was broken, in words with the instant; nothing where all is well."""
    case = Case(town, record, weather)
    found = list(world.trouble())
    for check in (silence, sos, promises, prompts, copies, acknowledged, recipients):
        found += [f"{check.__name__}: {one}" for one in check(case)]
    if world.alive:
        found += [f"rows: {one}" for one in world.database.read_now(lambda session: list(rows(session, case)))]
    return found


class Case:
    """The record, sorted by what the checks ask for."""

    def __init__(self, town: Town, record: Sequence[Event], weather: Weather) -> None:
        self.town = town
        self.weather = weather
        for event in record:
            event["when"] = datetime.fromisoformat(event["at"])
        self.shown = [one for one in record if one["kind"] in ("message", "edited") and one.get("from_bot")]
        self.taps = [one for one in record if one["kind"] == "tapped"]
        self.typed = [one for one in record if one["kind"] == "message" and not one.get("from_bot")]
        self.blocks = [one for one in record if one["kind"] in ("blocked", "unblocked", "gone")]
        self.pages = [one for one in self.shown if one["kind"] == "message" and HAS_IT in labels(one)]

    def acts(self, who: int) -> list[datetime]:
        """When this person tapped or wrote, in order."""
        return sorted(one["when"] for one in (*self.taps, *self.typed) if one["chat_id"] == who)

    def about(self, page: Event) -> int | None:
        """Which member a page names."""
        named = [who for who in self.town.members() if re.search(rf"\b{self.town.name(who)}\b", page["text"])]
        return named[0] if len(named) == 1 else None

    def blocking(self, who: int, since: datetime, until: datetime) -> bool:
        """Whether they had blocked the bot at any time in that stretch."""
        blocked = False
        for one in self.blocks:
            if one["chat_id"] == who and one["when"] <= until:
                if one["when"] >= since and one["kind"] == "blocked":
                    return True
                blocked = one["kind"] == "blocked" if one["when"] <= since else blocked
        return blocked

    def prompts(self, member: int) -> list[list[Event]]:
        """The messages that ask this member to start, day by day: the prompt with its copies and reminders."""
        days: list[list[Event]] = []
        for one in self.shown:
            if one["chat_id"] == member and one["kind"] == "message" and "Start" in labels(one):
                if days and one["when"] - days[-1][0]["when"] < 6 * HOUR:
                    days[-1].append(one)
                else:
                    days.append([one])
        return days

    def allowed(self, since: datetime, until: datetime) -> timedelta:
        """What trouble in that stretch may add to a bound: its length, and three minutes to come back."""
        trouble = self.weather.trouble_between(since, until)
        return trouble + 3 * MINUTE if trouble or self.weather.any_between(since - 3 * MINUTE, until) else trouble


def labels(event: Event) -> list[str]:
    return [button["text"] for row in event.get("buttons") or () for button in row]


def silence(case: Case) -> Iterable[str]:
    """I2, I10: nobody is called quiet who answered or gave a sign of life, whether or not we could hear it."""
    for page in case.pages:
        if QUIET not in page["text"] or (member := case.about(page)) is None:
            continue
        acts, at = case.acts(member), page["when"]
        if any(at - 2 * HOUR <= act < at - UNDER_WAY for act in acts):
            yield f"{at}: {case.town.name(member)} is called quiet, and did something in the two hours before"
        over = [day[0]["when"] for day in case.prompts(member) if day[0]["when"] + WINDOW <= at + MINUTE]
        missed = 0
        for asked_at in reversed(over):
            if any(asked_at <= act <= asked_at + WINDOW for act in acts):
                break
            missed += 1
        if missed < 2:
            yield f"{at}: {case.town.name(member)} is called quiet after {missed} missed days"


def sos(case: Case) -> Iterable[str]:
    """I1: an SOS reaches every supporter at once."""
    cries = [(one["when"], one["chat_id"]) for one in case.typed if one.get("text") == "/sos"]
    cries += [(one["when"], one["chat_id"]) for one in case.taps if one["label"] == "I need someone now"]
    last: dict[int, datetime] = {}
    for at, member in sorted(cries):
        before, last[member] = last.get(member), at
        if before is not None and at - before < timedelta(hours=26):
            continue  # still the same one
        within = at + MINUTE
        while (allowed := at + MINUTE + case.allowed(at, within)) > within:
            within = allowed
        for supporter in case.town.supporters(member, at):
            reached = any(
                one["chat_id"] == supporter and SOS in one["text"] and at <= one["when"] <= within for one in case.shown
            )
            if not reached and not case.blocking(supporter, at - HOUR, within):
                yield f"{at}: {case.town.name(member)} called, {case.town.name(supporter)} had no page by {within}"


def promises(case: Case) -> Iterable[str]:
    """I1: "In 2 minutes I'll ask Sam" is kept."""
    for said in case.shown:
        found = re.search(r"In (\d+) minutes? I'll ask", said["text"])
        if found is None or "Not this time" not in labels(said):
            continue
        at, member = said["when"], said["chat_id"]
        due = at + int(found[1]) * MINUTE + MINUTE
        within = due
        while (allowed := due + case.allowed(at, within)) > within:
            within = allowed
        if any(at < act <= within for act in case.acts(member)):
            continue  # they may have changed it
        asked = any(case.about(one) == member and at <= one["when"] <= within for one in case.pages)
        unreachable = any(case.blocking(one, at, within) for one in case.town.supporters(member, at))
        if not asked and not unreachable:
            yield f"{at}: {case.town.name(member)} was told that somebody is asked, and nobody was by {within}"


def prompts(case: Case) -> Iterable[str]:
    """I6, I3: one prompt a day; a copy only where its sending was in doubt."""
    for member in case.town.members():
        for day in case.prompts(member):
            copies_of_it = [one for one in day if one["text"] == day[0]["text"]]
            in_doubt = case.weather.any_between(day[0]["when"] - 10 * MINUTE, copies_of_it[-1]["when"])
            if len(copies_of_it) > 1 + in_doubt:
                yield f"{day[0]['when']}: {case.town.name(member)} is asked {len(copies_of_it)} times"


def copies(case: Case) -> Iterable[str]:
    """I3: the same page twice only where its sending was in doubt."""
    last: dict[tuple[int, str], datetime] = {}
    for page in case.pages:
        key = (page["chat_id"], page["text"])
        before, last[key] = last.get(key), page["when"]
        if before is None or page["when"] - before >= 4 * MINUTE:
            continue
        if not case.weather.any_between(before - 2 * MINUTE, page["when"]):
            yield f"{page['when']}: {case.town.name(page['chat_id'])} got the same page at {before}"


def acknowledged(case: Case) -> Iterable[str]:
    """I4: whoever else supports them is left alone once somebody has it."""
    texts = {(one["chat_id"], one["message_id"]): one for one in case.pages}
    for tap in case.taps:
        page = texts.get((tap["chat_id"], tap["message_id"]))
        if tap["label"] != HAS_IT or page is None or SOS in page["text"]:
            continue
        member = case.about(page)
        kept = [one["when"] for one in case.shown if one["chat_id"] == tap["chat_id"] and one["when"] >= tap["when"]]
        if member is None or not kept:
            continue
        since = kept[0] + UNDER_WAY
        moved = [
            one["when"] for one in case.taps
            if one["label"] in GOES_ON and one["chat_id"] in (tap["chat_id"], member) and one["when"] >= tap["when"]
        ]  # fmt: skip
        until = min([since + HOUR, *moved])
        for other in case.pages:
            if (
                other["chat_id"] != tap["chat_id"] and case.about(other) == member and SOS not in other["text"]
                and since < other["when"] < until
            ):  # fmt: skip
                yield f"{other['when']}: {case.town.name(other['chat_id'])} is asked; somebody has had it since {since}"


def recipients(case: Case) -> Iterable[str]:
    """I5: only those whom the member chose are asked."""
    for page in case.pages:
        member = case.about(page)
        if member is not None and page["chat_id"] not in case.town.supporters(member, page["when"]):
            yield f"{page['when']}: {case.town.name(page['chat_id'])} is asked about {case.town.name(member)}"


def rows(session: Session, case: Case) -> Iterable[str]:
    """I7, I11: what is in the rows at the end."""
    now = case.town.world.clock.now()
    for alert in session.exec(select(Alert)).all():
        if alert.state in LIVE_ALERT_STATES and now - alert.opened_at > timedelta(days=4):
            yield f"alert {alert.id} ({alert.kind}) of {alert.opened_at} has not ended by {now}"
    for row in session.exec(select(Incoming).where(Incoming.state != InboxState.HANDLED)).all():
        yield f"update {row.update_id} is {row.state}"
    yield from _answers(session, case)


def _answers(session: Session, case: Case) -> Iterable[str]:
    """The mood that was tapped last on a check-in's message is the one that is kept."""
    chats = {person.id: int(person.tg_id) for person in session.exec(select(Person)).all()}
    kept = {(chats[one.person_id], one.live_message): one for one in session.exec(select(Checkin)).all()}
    taps = [one for one in case.taps if one["label"] in MOODS]
    for number, tap in enumerate(taps):
        who, at = tap["chat_id"], tap["when"]
        row = kept.get((who, tap["message_id"]))
        again = any(one["chat_id"] == who and one["when"] - at < 24 * HOUR for one in taps[number + 1 :])
        wrote = any(one["chat_id"] == who and abs(one["when"] - at) < 24 * HOUR for one in case.typed)
        if row is not None and not again and not wrote and row.mood != MOODS.index(tap["label"]) + 1:
            yield f"{at}: {case.town.name(who)} tapped {tap['label']}, kept is {row.mood}"


def count(record: Sequence[Event], world: World) -> Counter[str]:
    """What happened at all: a run in which nothing happens proves nothing."""
    shown = [one for one in record if one["kind"] == "message" and one.get("from_bot")]
    return Counter(
        prompts=sum("Start" in labels(one) for one in shown),
        pages=sum(HAS_IT in labels(one) for one in shown),
        quiet=sum(QUIET in one["text"] and HAS_IT in labels(one) for one in shown),
        sos=sum(SOS in one["text"] for one in shown),
        acknowledged=sum(one["kind"] == "tapped" and one["label"] == HAS_IT for one in record),
        finished=sum(one["kind"] == "edited" and "Saved, thank you" in one["text"] for one in record),
        withheld=sum(one["kind"] == "tapped" and one["label"] == "Not this time" for one in record),
        deaths=len(world.deaths),
    )


def story(town: Town, record: Sequence[Event], weather: Weather) -> list[str]:
    """What happened, line by line, for whoever has to find out why."""
    lines = [(one.begins_at, f"--- {one.kind} until {one.ends_at:%a %H:%M:%S}") for one in weather.troubles]
    for event in record:
        at = datetime.fromisoformat(event["at"])
        if event["kind"] == "tapped":
            lines.append((at, f"{town.name(event['chat_id'])} taps [{event['label']}]"))
        elif event["kind"] in ("message", "edited") and "text" in event:
            who = "Bot to " + town.name(event["chat_id"]) if event.get("from_bot") else town.name(event["chat_id"])
            first = event["text"].partition("\n")[0][:110]
            lines.append((at, f"{who}{' (edited)' if event['kind'] == 'edited' else ''}: {first}"))
        elif event["kind"] in ("blocked", "unblocked"):
            lines.append((at, f"{town.name(event['chat_id'])} {event['kind']}"))
    return [f"{at:%a %d %H:%M:%S} {line}" for at, line in sorted(lines, key=lambda one: one[0])]
