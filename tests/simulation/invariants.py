"""The invariants of DESIGN §5 that the record alone can tell: each check is named after its invariant."""

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from itertools import pairwise, zip_longest
from zoneinfo import ZoneInfo

from tests.simulation.case import HOUR, MINUTE, UNDER_WAY, Case
from tests.simulation.errands import ERASES
from tests.simulation.narrating import HAS_IT, QUIET, Event, is_sos, labels

WINDOW = timedelta(hours=12)
CALLS = ("/sos", "I need someone now")
ENDS_SOS = ("I'm OK now", "It was a mistake")
MOVES_ON = (
    "Couldn't reach them", "I can't right now", "Still worried", "Not yet", "Ask someone to join me", "Not today",
    "Yes, stop", ERASES,
)  # fmt: skip
CLOSES = ("We talked", "No longer needed")
REASONS = ("They told me", "They reported", QUIET)
USED = "drank or used"
HELD = re.compile(r"In (\d+) minutes? I'll ask")
REACHED = re.compile(r"^Did \w+ reach you\?")


def i1_an_sos_reaches_everybody(case: Case) -> Iterable[str]:
    """Every supporter is paged within a minute, at every call that is not the same one still."""
    for member in case.town.members():
        cries = [one for one in case.acts[member] if (one.get("label") or one.get("text")) in CALLS]
        before: datetime | None = None
        for cry in cries:
            at = cry["when"]
            ended = before is None or at - before > 26 * HOUR or any(
                before <= tap["when"] < at for tap in case.taps(member, of=ENDS_SOS)
            )  # fmt: skip
            before = at
            until = case.within(at, MINUTE)
            if not ended or case.blocking(member, at - HOUR, until) or _ended_in(case, member, at, until):
                continue
            if case.weather.restored_between(at, until):
                continue  # nobody knows of the call any more: its member is told so
            for supporter in case.town.standing(member, at - MINUTE, until):
                paged = any(is_sos(one) and at <= one["when"] <= until for one in case.shown[supporter])
                if not paged and not case.blocking(supporter, at - HOUR, until):
                    yield f"{at}: {_name(case, member)} called, {_name(case, supporter)} had no page by {until}"


def _ended_in(case: Case, member: int, since: datetime, until: datetime) -> bool:
    """Whether they took it back before anybody had to be paged."""
    return any(since <= tap["when"] <= until for tap in case.taps(member, of=(*ENDS_SOS, ERASES)))


def i1_who_was_promised_help_gets_it(case: Case) -> Iterable[str]:
    """After "In 2 minutes I'll ask Sam" somebody is asked within these two and one more."""
    for member in case.town.members():
        for said in case.shown[member]:
            found = HELD.search(said["text"])
            if found is None or "Not this time" not in labels(said):
                continue
            at, until = said["when"], case.within(said["when"], (int(found[1]) + 1) * MINUTE)
            if case.acted(member, at, until) or case.weather.restored_between(at, until):
                continue  # they may have changed it, or nobody knows of it any more
            supporters = [tie.supporter for tie in case.town.ties if tie.member == member]
            asked = any(case.about(one) == member and at <= one["when"] <= until for one in case.pages)
            away = any(case.blocking(one, at - HOUR, until) or case.acted(one, at, until) for one in supporters)
            if not asked and not away:
                yield f"{at}: {_name(case, member)} was promised that somebody is asked, and nobody was by {until}"


def i5_the_minutes_to_say_no_are_kept(case: Case) -> Iterable[str]:
    """Nobody is asked in the minutes in which the member may say "Not this time", nor once they read that it is off."""
    for member in case.town.members():
        held = [one for one in case.shown[member] if HELD.search(one["text"]) and "Not this time" in labels(one)]
        for said, after in zip_longest(held, held[1:]):
            at, minutes = said["when"], int(HELD.findall(said["text"])[0])
            if case.weather.any_between(at - 10 * MINUTE, at):
                continue  # it may have been said late
            until = at + minutes * MINUTE - UNDER_WAY
            for tap in case.taps(member, of=("Not this time",)):
                known = case.answered_at(tap)
                if at <= tap["when"] <= until and known is not None and known <= until:
                    until = min(at + HOUR, after["when"] if after is not None else at + HOUR)
                    break
            for page in case.pages:
                early = at <= page["when"] < until and not is_sos(page) and case.about(page) == member
                if early and not _asked_for(case, member, at, page["when"]):
                    yield f"{page['when']}: {_name(case, page['chat_id'])} is asked; {_name(case, member)} may say no since {at}"


def _asked_for(case: Case, member: int, since: datetime, until: datetime) -> bool:
    """Whether the member wanted somebody to be asked, after all."""
    wants = ("Ask now", "Ask now anyway", *CALLS)
    return any(
        since <= one["when"] <= until
        and ((said := one.get("label") or one.get("text", "")) in wants or said.startswith(("Tell ", "Talk to ")))
        for one in case.acts[member]
    )


def i2_nobody_who_was_heard_is_called_quiet(case: Case) -> Iterable[str]:
    """I2, I10: who answered or gave any sign of life is not, whether or not we could hear it."""
    for page in case.pages:
        if QUIET not in page["text"] or (member := case.about(page)) is None:
            continue
        at = page["when"]
        if case.acted(member, at - 2 * HOUR, at - UNDER_WAY):
            yield f"{at}: {_name(case, member)} is called quiet, and did something in the two hours before"
        over = [one[0]["when"] for one in case.prompts(member) if one[0]["when"] + WINDOW <= at + MINUTE]
        missed, until = 0, over[-1] + WINDOW if over else at
        for asked_at in reversed(over):
            if case.acted(member, asked_at, until):
                break
            missed, until = missed + 1, asked_at
        least = 1 if any(tap["when"] < at for tap in case.taps(member, of=("1 day",))) else 2
        if missed < least:
            yield f"{at}: {_name(case, member)} is called quiet after {missed} missed days"


def i3_copies_only_where_sending_was_in_doubt(case: Case) -> Iterable[str]:
    """One prompt, one page; another only where a crash or a broken line left its sending in doubt."""
    for member in case.town.members():
        for one in case.prompts(member):
            same = [other for other in one if other["text"] == one[0]["text"]]
            in_doubt = case.weather.any_between(one[0]["when"] - 10 * MINUTE, same[-1]["when"])
            if len(same) > 1 + in_doubt:
                yield f"{one[0]['when']}: {_name(case, member)} is asked {len(same)} times"
    last: dict[tuple[int, str], datetime] = {}
    for page in case.pages:
        key = (page["chat_id"], page["text"])
        before, last[key] = last.get(key), page["when"]
        near = before is not None and page["when"] - before < 4 * MINUTE
        if before is not None and near and not case.weather.any_between(before - 2 * MINUTE, page["when"]):
            yield f"{page['when']}: {_name(case, page['chat_id'])} got the same page at {before}"


def i4_who_has_it_is_left_to_it(case: Case) -> Iterable[str]:
    """Nobody else is paged once somebody has it and was told so, until one of the two moves it on.

    Nor once it is closed, until the member gives a new reason.
    """
    for tap in case.taps(of=(HAS_IT,)):
        page = tap["on"]
        member = case.about(page) if page is not None else None
        since = case.answered_at(tap)
        if page is None or member is None or since is None or is_sos(page):
            continue
        later = [one for one in (*case.taps(tap["chat_id"]), *case.taps(member)) if one["when"] >= tap["when"]]
        moved = [one["when"] for one in later if one["label"] in MOVES_ON]
        closed = min((one["when"] for one in later if one["label"] in CLOSES), default=case.ends_at)
        moved += [one["when"] for one in case.acts.get(member, ()) if one["when"] > closed]
        since, until = since + UNDER_WAY, min([since + HOUR, *moved])
        for other in case.pages:
            if (
                other["chat_id"] != tap["chat_id"] and case.about(other) == member and not is_sos(other)
                and since < other["when"] < until and not case.weather.restored_between(tap["when"], other["when"])
            ):  # fmt: skip
                yield f"{other['when']}: {_name(case, other['chat_id'])} is asked; somebody has had it since {since}"


def i4_a_promise_of_which_nobody_speaks_goes_on(case: Case) -> Iterable[str]:
    """An hour after "Did Sam reach you?", with silence from both, somebody is asked, or the member reads how it stands.

    Somebody who was silent and has been heard since is left in peace.
    """
    for member in case.town.members():
        involved = [member, *(tie.supporter for tie in case.town.ties if tie.member == member)]
        pages = [one for one in case.pages if case.about(one) == member]
        about = [one["when"] for one in pages]
        for question in case.shown[member]:
            if question["kind"] != "message" or not REACHED.search(question["text"]):
                continue
            at, until = question["when"], case.within(question["when"], HOUR + MINUTE)
            spoken = any(case.acted(one, at - UNDER_WAY, until) for one in involved)
            silent_at = [one["when"] for one in pages if QUIET in one["text"] and at - 24 * HOUR <= one["when"] <= at]
            heard = any(case.acted(member, since - 3 * HOUR, at) for since in silent_at)
            away = any(case.blocking(one, at - 24 * HOUR, until) for one in involved)
            lost = case.weather.restored_between(at, until) or case.weather.clock_wrong(at, until)
            if spoken or heard or away or lost or until > case.ends_at:
                continue
            if not any(at + HOUR - UNDER_WAY <= then <= until for then in (*about, *case.seen[member])):
                yield f"{at}: {_name(case, member)} was asked {question['text']!r}, and nothing followed by {until}"


def i5_only_who_was_chosen_is_asked(case: Case) -> Iterable[str]:
    """Nobody hears of a member before they were chosen, nor after somebody read that it is over."""
    for page in case.pages:
        member = case.about(page)
        if member is None:
            continue
        ties = [tie for tie in case.town.ties if (tie.member, tie.supporter) == (member, page["chat_id"])]
        if not any(tie.may(page["when"] - UNDER_WAY) or tie.may(page["when"]) for tie in ties):
            yield f"{page['when']}: {_name(case, page['chat_id'])} is asked about {_name(case, member)}"


def i6_one_check_in_a_date(case: Case) -> Iterable[str]:
    """No two prompts on a local date, in whatever zone the member was; a wrong wall clock is another date.

    After a restore the first of them may be lost, and another hour hold again.
    """
    for member in case.town.members():
        asked = [one[0]["when"] for one in case.prompts(member)]
        zones = case.zones(member)
        for before, at in pairwise(asked):
            lost = case.weather.forgotten(before) and case.weather.restored_between(before, at)
            if (
                not lost
                and not case.weather.clock_wrong(before, at)
                and all(_on(before, then) == _on(at, now) for then in zones for now in zones)
            ):
                yield f"{at}: {_name(case, member)} was asked at {before} on the same date"


def i8_no_more_is_said_than_was_allowed(case: Case) -> Iterable[str]:
    """A page gives no reason, or not this one, where the member allowed none; and never a number."""
    for page in case.pages:
        member = case.about(page)
        if member is None or is_sos(page):
            continue
        allowed = case.levels(member, page["chat_id"], page["when"])
        reason = any(one in page["text"] for one in REASONS)
        if allowed == {"Just reach out"} and reason:
            yield f"{page['when']}: {_name(case, page['chat_id'])} reads why, and {_name(case, member)} allowed no reason"
        if allowed and "Why, even if I used" not in allowed and USED in page["text"]:
            yield f"{page['when']}: {_name(case, page['chat_id'])} reads of a use that {_name(case, member)} did not share"


def i8_whoever_erased_themselves_hears_nothing(case: Case) -> Iterable[str]:
    """Nothing is sent to them after they read that it is done, until they write or tap again; nor after a restore."""
    for who, acts in case.acts.items():
        for number, act in enumerate(acts):
            if act.get("label") != ERASES or (known := case.answered_at(act)) is None:
                continue
            back_at = acts[number + 1]["when"] if number + 1 < len(acts) else None
            for one in case.shown[who]:
                while_away = known + MINUTE < one["when"] and (back_at is None or one["when"] < back_at)
                if while_away and one["kind"] == "message":
                    yield f"{one['when']}: {_name(case, who)} erased everything at {act['when']}, and reads {one['text']!r}"


def i11_nothing_is_left_unanswered(case: Case) -> Iterable[str]:
    """Whoever writes or taps sees something within a minute, where there was no trouble near."""
    for who, acts in case.acts.items():
        for act in acts:
            at = act["when"]
            if case.weather.any_between(at - 10 * MINUTE, at + MINUTE) or case.blocking(who, at, at + MINUTE):
                continue
            answered_at = case.reacted_at(act)
            if answered_at is None or answered_at > at + MINUTE:
                yield f"{at}: {_name(case, who)} did {act.get('label') or act.get('text')!r} and saw nothing"


def _name(case: Case, who: int) -> str:
    return case.town.name(who)


def _on(at: datetime, zone: str) -> date:
    return at.astimezone(ZoneInfo(zone)).date()


Check = Callable[[Case], Iterable[str]]
CHECKS: tuple[Check, ...] = (
    i1_an_sos_reaches_everybody,
    i1_who_was_promised_help_gets_it,
    i2_nobody_who_was_heard_is_called_quiet,
    i5_the_minutes_to_say_no_are_kept,
    i3_copies_only_where_sending_was_in_doubt,
    i4_who_has_it_is_left_to_it,
    i4_a_promise_of_which_nobody_speaks_goes_on,
    i5_only_who_was_chosen_is_asked,
    i6_one_check_in_a_date,
    i8_no_more_is_said_than_was_allowed,
    i8_whoever_erased_themselves_hears_nothing,
    i11_nothing_is_left_unanswered,
)
__all__ = ["CHECKS", "Event"]
