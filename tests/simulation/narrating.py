"""What happened in a life: counted, so that one sees that anything happened at all, and told line by line."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from tests.simulation.town import Town
from tests.simulation.weather import Weather
from tests.simulation.world import World

HAS_IT, QUIET = "I've got this", "I haven't heard from"
SOS = re.compile(r"needs someone now|(?<!You) called for someone|Someone else may still help")
INSTANT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?\+00:00")
Event = dict[str, Any]


def labels(event: Event) -> list[str]:
    return [button["text"] for row in event.get("buttons") or () for button in row]


def is_sos(event: Event) -> bool:
    """Whether a supporter reads that somebody needs them now, or did, or that one more may join."""
    return SOS.search(event["text"]) is not None


def count(record: Sequence[Event], world: World, weather: Weather) -> Counter[str]:
    """What happened at all: a run in which nothing happens proves nothing."""
    shown = [one for one in record if one["kind"] == "message" and one.get("from_bot")]
    taps = Counter(one["label"] for one in record if one["kind"] == "tapped")
    typed = Counter(one.get("text", "") for one in record if one["kind"] == "message" and not one.get("from_bot"))
    pages = [one for one in shown if HAS_IT in labels(one)]
    return Counter(
        {
            "prompts": sum("Start" in labels(one) for one in shown),
            "pages": len(pages),
            "quiet": sum(QUIET in one["text"] for one in pages),
            "sos": sum(is_sos(one) for one in shown),
            "acknowledged": taps[HAS_IT],
            "finished": sum(one["kind"] == "edited" and "Saved, thank you" in one.get("text", "") for one in record),
            "withheld": taps["Not this time"],
            "told": sum(number for label, number in taps.items() if label.startswith("Tell ")),
            "zones": typed["/settings"],
            "pauses": typed["/pause"],
            "erased": taps["Erase everything"],
            "ended": taps["Say nothing"] + taps["Keep them listed"] + taps["Yes, stop"],
            "begun": sum(number for label, number in taps.items() if label.startswith("Yes, that's ")),
            "blocked": sum(one["kind"] == "blocked" for one in record),
            "deaths": len(world.deaths),
            "troubles": len(weather.troubles),
            "restores": len(weather.lost),
        }
    )


def story(
    town: Town, record: Sequence[Event], weather: Weather, world: World, *, until: datetime | None = None
) -> list[str]:
    """What happened, line by line, for whoever has to find out why; up to `until`, None: to the end."""
    lines = [(one.begins_at, f"--- {one.kind} until {one.ends_at:%a %d %H:%M:%S}") for one in weather.troubles]
    lines += [(at, f"--- the process dies ({where})") for at, where in world.deaths]
    for event in record:
        at, who = datetime.fromisoformat(event["at"]), town.name(event["chat_id"])
        first = str(event.get("text", "")).partition("\n")[0][:110]
        if event["kind"] == "tapped":
            lines.append((at, f"{who} taps [{event['label']}]"))
        elif event["kind"] == "message" and not event.get("from_bot"):
            lines.append((at, f"{who}: {first}"))
        elif event["kind"] in ("message", "edited") and "text" in event:
            edited = " (edited)" if event["kind"] == "edited" else ""
            lines.append((at, f"Bot to {who}{edited}: {first} {' '.join(f'[{one}]' for one in labels(event))}"))
        elif event["kind"] in ("blocked", "unblocked"):
            lines.append((at, f"{who} {event['kind']}"))
    told = sorted(lines, key=lambda one: one[0])
    return [f"{at:%a %d %H:%M:%S} {line}" for at, line in told if until is None or at <= until]


def broken_by(violations: Iterable[str]) -> datetime | None:
    """When the first of these had happened, by the instants they name; None: one of them names none."""
    named = [[datetime.fromisoformat(one) for one in INSTANT.findall(violation)] for violation in violations]
    return min(map(max, named), default=None) if all(named) else None
