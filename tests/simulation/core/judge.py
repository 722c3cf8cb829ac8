"""The invariants of DESIGN §5, read from the record of who did what and who was shown what, and at the end from the rows.

The judge shares no rule with the bot: it knows what was promised to people, what they did and chose, and when the weather was
bad. What it allows for bad weather is its length and some minutes to come back.

    check           invariant    what it would notice
    sos             I1           a call that did not reach a supporter within a minute
    promised        I1           "In 2 minutes I'll ask Sam", and nobody was asked
    unheard         I2 I10       a page about the silence of somebody who gave a sign of life, or whom we could not hear
    noticed         I2 I10       somebody told that they are quiet, before the days are over in which they were
    copies          I3           a message shown again although its delivery was kept
    doubles         I3           the same page or prompt twice in a few minutes, by two rows
    after_answer    I4           somebody else asked although one has it
    recipients      I5           a page to somebody whom the member did not choose, or no longer does
    told            I8           a reason, a use or a rating that this supporter may not read
    asked           I6           a date without its prompt, or a prompt at another hour
    twice_a_day     I6           two prompts of one date
    ended           I7           an alert that does not end, or whose member was not told how
    closed          I7           a supporter who was asked, and is not told that it is over
    handled         I11          an update that had no effect, or was set aside
    answers, typed  I11          an answer that is not in the rows, tapped or typed
    stuck           -            whatever is overdue in the rows at the end
    and how people are treated: see `manners_judged`
"""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from bot.texts.messages import Message
from tests.simulation.core import alerts_judged, checkins_judged, manners_judged, rows_judged
from tests.simulation.core.case import PAGES, Case

if TYPE_CHECKING:
    from tests.simulation.core.telling import Life

CHECKS = (
    alerts_judged.sos, alerts_judged.promised, alerts_judged.unheard, alerts_judged.noticed, alerts_judged.after_answer, alerts_judged.recipients,
    alerts_judged.told, checkins_judged.copies, checkins_judged.doubles, checkins_judged.asked, checkins_judged.twice_a_day,
    checkins_judged.handled, *manners_judged.CHECKS,
)  # fmt: skip


def judge(life: "Life") -> list[str]:
    """Every invariant that was broken, in words with the instant; nothing where all is well."""
    case = Case.of(life)
    found = [f"{check.__name__}: {one}" for check in CHECKS for one in check(case)]
    for name, check in {**rows_judged.CHECKS, **manners_judged.ROW_CHECKS}.items():
        found += [f"{name}: {one}" for one in check(life.raw, case)]
    return found


def count(life: "Life") -> Counter[str]:
    """What happened at all: a run in which nothing happens proves nothing."""
    record, counts = life.wire.record, Counter[str]()
    for shown in record.shown:
        kind, message = shown.message.kind, shown.message
        counts["shown"] += 1
        counts["prompts"] += kind == "checkin-hello"
        counts["pages"] += kind in PAGES
        counts["sos"] += kind.startswith("sos-page")
        counts["quiet"] += kind == "alert-page" and _is_of_silence(message)
        counts["again"] += "again" in message.values
        counts["offline owned up"] += kind in ("outage", "outage-member")
        counts["faded"] += kind == "weekly-line"
    named = _names()
    for act in record.acts:
        counts["updates"] += 1
        verb = act.data.partition(":")[0]
        counts["taps" if act.body.startswith("tap") else "typed" if act.body.startswith("text") else act.body] += 1
        if verb in named:
            counts[named[verb]] += 1
    counts["deaths"] = sum(life.deaths.values())
    counts["outages"] = len(life.weather.kept["hearing"])
    counts["clock jumps"] = len(life.weather.kept["clock"])
    counts["doubtful"] = sum(record.doubtful[parcel] > 1 for parcel in record.doubtful)
    return counts


def _names() -> Mapping[str, str]:
    return {
        "got-this": "acknowledged", "cannot": "declined", "talked": "talked", "not-reached": "not reached",
        "not-this-time": "withheld", "here": "here", "finish": "finished", "forget-now": "forgotten", "set-pause": "paused",
        "zone-yes": "moved zone", "set-hour": "moved hour", "sup-end": "removed", "ppl-end": "stepped back",
        "sup-confirm": "confirmed", "sup-save": "shared", "later": "later", "tell": "told sam", "quiet-here": "called off",
        "not-yet": "not yet", "outcome": "outcomes",
    }  # fmt: skip


def _is_of_silence(message: Message) -> bool:
    return getattr(message.values.get("opening"), "kind", "") == "opening-quiet"


def story(life: "Life") -> list[str]:
    """What happened, line by line, for whoever has to find out why."""
    names = life.names
    lines: list[tuple[datetime, str]] = []
    for one in life.weather.troubles:
        lines.append((one.begins_at, f"--- {one.kind} {one.number} until {one.ends_at:%a %d %H:%M:%S}"))
    for act in life.wire.record.acts:
        handled = life.wire.record.handled.get(act.update_id)
        late = "" if handled == act.at else f" (handled {handled})"
        lines.append((act.at, f"{names[act.chat]}: {act.body}{late}"))
    for shown in life.wire.record.shown:
        edited = " (edited)" if shown.edited else ""
        lines.append((shown.at, f"  to {names[shown.chat]}{edited} #{shown.message_id}: {_said(shown.message)}"))
    return [f"{at:%a %d %H:%M:%S} {line}" for at, line in sorted(lines, key=lambda one: one[0])]


def _said(message: Message) -> str:
    values = {name: value for name, value in message.values.items() if isinstance(value, str | int)}
    return f"{message.kind} {values}"
