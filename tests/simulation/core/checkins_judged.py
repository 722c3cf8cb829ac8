"""What the judge looks for in check-ins, messages and updates; see `judge`."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from tests.simulation.core.case import DAY, HOUR, MINUTE, PAGES, Case
from tests.simulation.core.founding import Home

SOON_AGAIN = 4 * MINUTE
CLOCK_AHEAD = 2 * HOUR  # at most, of all that the weather does to it
STILL_ASKED = 6 * DAY  # after longer silence the bot may step back
BEGINS = ("today", "extra", "just-note", "checkin", "zone-", "set-")


def copies(case: Case) -> Iterable[str]:
    """I3: once its delivery was kept, a message is never shown again; copies are those that nobody could be sure of."""
    recorded = case.record.recorded
    for position, one in enumerate(case.record.shown):
        if one.parcel is not None and position >= recorded.get(one.parcel, position + 1):
            yield f"{one.at}: {one.chat} is shown {one.message.kind} again, and it was kept as sent"


def doubles(case: Case) -> Iterable[str]:
    """I3: no two rows say the same at once."""
    last: dict[tuple[int, str, str], tuple[datetime, int | None]] = {}
    for one in case.record.shown:
        if one.message.kind not in (*PAGES, "checkin-hello") or one.edited:
            continue
        about = str(one.message.values.get("alert", one.message.values.get("checkin")))
        key = (one.chat, one.message.kind, about)
        before = last.get(key)
        last[key] = (one.at, one.parcel)
        if before is not None and before[1] != one.parcel and one.at - before[0] < SOON_AGAIN:
            if not case.steady(before[0], one.at) or _asked_anew(case, about, before[0], one.at):
                continue
            yield f"{one.at}: {one.chat} got {one.message.kind} about {about} at {before[0]} already"


def _asked_anew(case: Case, alert: str, since: datetime, until: datetime) -> bool:
    """Whether somebody gave it back in between, so that everybody is asked once more."""
    gives_back = {f"{verb}:{alert}" for verb in ("cannot", "not-reached", "sos-not-yet")}
    return any(act.data in gives_back and since <= act.at <= until for act in case.record.acts)


def asked(case: Case) -> Iterable[str]:
    """I6: who changes nothing and answers now and then is asked on every date of theirs, at their hour."""
    for chat, home in case.folk.homes.items():
        prompts = sorted(one.at for one in case.shown[chat] if one.message.kind == "checkin-hello")
        for at in _hours(home, case.begins_at, case.ends_at):
            if not _is_expected(case, chat, at):
                continue
            if not any(at <= one <= at + MINUTE for one in prompts):
                yield f"{at}: {chat} is not asked at their hour ({home.zone} {home.hour})"


def _hours(home: Home, since: datetime, until: datetime) -> Iterable[datetime]:
    """The instants of their hour on each of their dates; one that a date does not have moves on to the next that it has."""
    zone, on = ZoneInfo(home.zone), since.astimezone(ZoneInfo(home.zone)).date()
    while True:
        at = datetime.combine(on, home.hour, tzinfo=zone).astimezone(UTC)
        if at >= until:
            return
        if at > since and on.weekday() in home.days:
            yield at
        on += timedelta(days=1)


def _is_expected(case: Case, chat: int, at: datetime) -> bool:
    moved_at = case.moved_at[chat]
    if moved_at is not None and moved_at <= at:
        return False
    if (
        chat in case.gone
        or not case.steady(at - CLOCK_AHEAD, at)  # then they were asked early
        or not case.fair(at - 2 * MINUTE, at + 2 * MINUTE)
        or case.blocked(chat, at - DAY, at + MINUTE)
    ):
        return False
    lately = case.signs(chat, at - STILL_ASKED, at)
    if not lately and at - case.begins_at > STILL_ASKED:
        return False
    if any(act.body.startswith("text") or act.data.startswith(BEGINS) for act in case.signs(chat, at - 2 * DAY, at)):
        return False  # perhaps they began it themselves
    return not _is_left_in_peace(case, chat, at)


def _is_left_in_peace(case: Case, chat: int, at: datetime) -> bool:
    """Whether a supporter said that they are away, safe, or have died, and they have not written since."""
    for bond in case.bonds:
        if bond.member == chat:
            for act in case.signs(bond.supporter, case.begins_at, at):
                if act.data.startswith("outcome:") and not case.signs(chat, act.at, at):
                    return True
    return False


def twice_a_day(case: Case) -> Iterable[str]:
    """I6: who changes nothing is asked at most once in a day's length."""
    for chat in case.folk.homes:
        first: dict[object, datetime] = {}
        for one in case.shown[chat]:
            if one.message.kind == "checkin-hello":
                first.setdefault(one.message.values["checkin"], one.at)
        instants = sorted(first.values())
        for before, at in pairwise(instants):
            moved_at = case.moved_at[chat]
            if at - before < 15 * HOUR and (moved_at is None or moved_at > at) and case.fair(before - 7 * HOUR, at):
                yield f"{at}: {chat} is asked, and was asked at {before}"


def handled(case: Case) -> Iterable[str]:
    """I11: every update had its effect."""
    for act in case.record.acts:
        if act.update_id not in case.record.handled:
            yield f"{act.at}: {act.chat} did {act.body!r}, and it was never handled"
