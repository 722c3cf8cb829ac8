"""The record of a life, sorted by what the judge asks for. It knows the words that people read, and no rule of the bot's."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from tests.simulation.errands import ERASES, LEVELS, ZONES
from tests.simulation.narrating import HAS_IT, Event, labels
from tests.simulation.town import Tie, Town
from tests.simulation.weather import Weather

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
UNDER_WAY = timedelta(seconds=6)  # between the claim of a message and its leaving (I5)
# After trouble: a poll that rests 30 s, a message that rests 60 s, a claim that lapses after 60 s.
COMES_BACK = timedelta(seconds=150)
LORD_HOWE = "Australia/Lord_Howe"  # whoever shares their place here lives there
LEAVING = ("Say nothing", "Tell them", "Keep them listed")
BEGINS, STOPS = "Yes, that's ", "Yes, stop"


class Case:
    """What happened in whose chat, in order; `ties` are completed from it."""

    def __init__(self, town: Town, record: Sequence[Event], weather: Weather) -> None:
        self.town = town
        self.weather = weather
        self.shown: dict[int, list[Event]] = defaultdict(list)  # what the bot showed, by chat
        self.acts: dict[int, list[Event]] = defaultdict(list)  # what they tapped or wrote, by chat
        self.blocks: dict[int, list[Event]] = defaultdict(list)
        self.seen: dict[int, list[datetime]] = defaultdict(list)  # when anything of the bot's doing showed, by chat
        self.pages: list[Event] = []
        screens: dict[tuple[int, int], Event] = {}
        for event in record:
            event["when"] = datetime.fromisoformat(event["at"])
            chat = event["chat_id"]
            if event["kind"] not in ("tapped", "blocked", "unblocked") and event.get("from_bot") is not False:
                self.seen[chat].append(event["when"])
            if event["kind"] in ("message", "edited") and event.get("from_bot"):
                screens[chat, event["message_id"]] = event
                self.shown[chat].append(event)
                if event["kind"] == "message" and HAS_IT in labels(event):
                    self.pages.append(event)
            elif event["kind"] == "tapped":
                event["on"] = screens.get((chat, event["message_id"]))
                self.acts[chat].append(event)
            elif event["kind"] == "message":
                self.acts[chat].append(event)
            elif event["kind"] in ("blocked", "unblocked", "gone"):
                self.blocks[chat].append(event)
        # No more is known.
        self.ends_at = max((event["when"] for event in record), default=datetime.min.replace(tzinfo=UTC))
        self._follow_ties()
        for backed_up_at, restored_at in weather.lost:
            self._lose_ties(backed_up_at, restored_at)

    def taps(self, who: int | None = None, *, of: Sequence[str] = ()) -> Iterator[Event]:
        """What was tapped, by one or by all; only these labels, if any are named."""
        for chat in self.acts if who is None else (who,):
            for one in self.acts.get(chat, ()):
                if one["kind"] == "tapped" and (not of or one["label"] in of):
                    yield one

    def acted(self, who: int, since: datetime, until: datetime) -> bool:
        """Whether they tapped or wrote anything in that stretch."""
        return any(since <= one["when"] <= until for one in self.acts.get(who, ()))

    def answered_at(self, act: Event) -> datetime | None:
        """When the chat in which this was done next showed something; None: never."""
        later = (one["when"] for one in self.shown[act["chat_id"]] if one["when"] >= act["when"])
        return next(later, None)

    def reacted_at(self, act: Event) -> datetime | None:
        """When anything at all was next seen to happen there, a popup among them; None: never."""
        return next((at for at in self.seen[act["chat_id"]] if at >= act["when"]), None)

    def zones(self, member: int) -> list[str]:
        """Every zone in which this member ever said to be."""
        said = [ZONES[one["text"]] for one in self.acts[member] if one.get("text") in ZONES]
        shared = [LORD_HOWE] if any("location" in one for one in self.acts[member]) else []
        return [*said, *shared]

    def levels(self, member: int, supporter: int, at: datetime) -> set[str]:
        """What this supporter may read of this member: the level that holds, and any that was being changed."""
        held: set[str] = {LEVELS[0]}
        open_: set[str] = set()
        chosen = LEVELS[0]
        name = self.town.name(supporter)
        for tap in self.taps(member):
            if tap["when"] > at:
                break
            chosen = tap["label"] if tap["label"] in LEVELS else chosen
            saves = self._saves(tap, supporter)
            if not saves and tap["label"] != f"{BEGINS}{name}":
                continue
            level = chosen if saves else LEVELS[0]
            known = self.answered_at(tap)
            if known is not None and known <= at - UNDER_WAY:
                held, open_ = {level}, set()
            else:
                open_.add(level)
        return held | open_

    def _saves(self, tap: Event, supporter: int) -> bool:
        """Whether this tap keeps what that supporter may read."""
        named = tap["on"] is not None and re.search(rf"\b{self.town.name(supporter)}\b", tap["on"]["text"])
        return tap["label"] == "Save" and bool(named)

    def about(self, page: Event) -> int | None:
        """Which member a page names."""
        found = [who for who in self.town.members() if re.search(rf"\b{self.town.name(who)}\b", page["text"])]
        named = [who for who in found if who != page["chat_id"]]
        return named[0] if len(named) == 1 else None

    def blocking(self, who: int, since: datetime, until: datetime) -> bool:
        """Whether they had blocked the bot at any time in that stretch."""
        blocked = False
        for one in self.blocks.get(who, ()):
            if one["when"] > until:
                break
            if one["when"] >= since and one["kind"] != "unblocked":
                return True
            blocked = one["kind"] != "unblocked"
            if one["when"] >= since and not blocked and one["when"] > since:
                return True  # they had it blocked until then
        return blocked

    def prompts(self, member: int) -> list[list[Event]]:
        """The messages that ask this member to start, check-in by check-in: the prompt, its copies and reminders."""
        found: list[list[Event]] = []
        over = False  # since the newest prompt they answered or moved: what comes now is of another date
        for one in self.shown[member]:
            over = over or one["text"].startswith(("Saved, thank you", "Okay, that's your clock now"))
            if one["kind"] == "message" and "Start" in labels(one):
                first = one["text"].startswith(("Hello ", "Ready when you are"))
                copy = not over and bool(found) and one["when"] - found[-1][0]["when"] < 6 * HOUR
                if found and (copy or not first):
                    found[-1].append(one)
                else:
                    found.append([one])
                over = over and not first
        return found

    def within(self, since: datetime, bound: timedelta) -> datetime:
        """By when something must have happened: the bound, and for trouble its length and the time to come back."""
        until = since + bound
        while (reached := since + bound + self._allowed(since, until)) > until:
            until = reached
        return until

    def _allowed(self, since: datetime, until: datetime) -> timedelta:
        trouble = self.weather.trouble_between(since, until)
        near = self.weather.any_between(since - COMES_BACK, until)
        return trouble + COMES_BACK if trouble or near else trouble

    def _follow_ties(self) -> None:
        """In the order in which it happened, whoever tapped."""
        for tap in sorted(self.taps(), key=lambda one: one["when"]):
            who, label, at = tap["chat_id"], tap["label"], tap["when"]
            text, shown = (tap["on"]["text"], labels(tap["on"])) if tap["on"] is not None else ("", [])
            if label.startswith(BEGINS):
                supporter = self.town.named(label.removeprefix(BEGINS))
                if supporter is not None and not any(
                    tie.since <= at and tie.known is None for tie in self._of(who, supporter)
                ):
                    self.town.chose(who, supporter, at)
            elif label in LEAVING or label in (STOPS, ERASES):
                for tie in self.town.ties:
                    if who in (tie.member, tie.supporter) and _ends(label, shown, who, tie, text, self.town):
                        self._end(tie, tap)

    def _lose_ties(self, backed_up_at: datetime, restored_at: datetime) -> None:
        """Who was chosen since the backup is not known any more; for whom something was saved, nobody need be asked until
        it is chosen anew, as the member reads."""
        for tie in self.town.ties:
            if tie.ended is not None and tie.ended <= restored_at:
                continue
            if backed_up_at <= tie.since <= restored_at:
                tie.ended = tie.known = restored_at
            elif any(
                backed_up_at <= tap["when"] <= restored_at and self._saves(tap, tie.supporter)
                for tap in self.taps(tie.member)
            ):
                tie.ended = restored_at

    def _of(self, member: int, supporter: int) -> list[Tie]:
        return list(self.town.between(member, supporter))

    def _end(self, tie: Tie, tap: Event) -> None:
        if tie.since <= tap["when"] and tie.ended is None:
            tie.ended, tie.known = tap["when"], self.answered_at(tap)


def _ends(label: str, shown: list[str], who: int, tie: Tie, text: str, town: Town) -> bool:
    """Whether this tap ends this tie: all of one's own, one as its member, or one as its supporter."""
    if label == ERASES:
        return True
    if label == "Tell them" and LEAVING[0] not in shown:
        return False  # told of a pause, and no more
    other = tie.supporter if label in LEAVING else tie.member
    return who != other and re.search(rf"\b{town.name(other)}\b", text) is not None
