"""What the judge looks for in alerts; see `judge`."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from bot.rules.vocabulary import Preset
from tests.simulation.core.case import DAY, HOUR, MINUTE, SECOND, SOS_PAGES, UNDER_WAY, Case, kinds_in
from tests.simulation.core.wire import Act, Shown

WINDOW = 12 * HOUR
SAME_CALL = 26 * HOUR  # an SOS that nobody ends lasts about a day; what comes in it belongs to it
HEARD_WITHIN = timedelta(seconds=66)  # a page of silence leaves only while we hear, and a minute may pass until it does
NOTICED = {Preset.GENTLE: 3, Preset.STANDARD: 2, Preset.WATCHFUL: 1}  # quiet days, with a use before them
OF_USE = {"reason-used", "reason-after_use", "reason-quiet_after_use"}
HANDS_ON = (
    "not-reached", "cannot", "worried", "not-yet", "sos-not-yet", "ask-join", "ppl-end", "sup-end", "forget-now", "talked",
    "ask-them", "tell", "reached", "no-need",
)  # fmt: skip
MAKES_BUSY = ("ppl-", "forget", "hrs")
HELD = ("alert-held", "alert-held-instead", "alert-ask-first")


def sos(case: Case) -> Iterable[str]:
    """I1: an SOS reaches every supporter at once."""
    last: dict[int, datetime] = {}
    for act in case.record.acts:
        if act.body.startswith("block") or not (
            act.data == "/sos" if act.body.startswith("text") else act.data == "sos"
        ):
            continue
        before, last[act.chat] = last.get(act.chat), act.at
        if (before is not None and act.at - before < SAME_CALL) or act.chat not in case.folk.homes:
            continue
        within = case.bound(act.at, MINUTE)
        if not case.steady(act.at, within) or within > case.ends_at + DAY or case.erased(act.chat, within):
            continue
        for bond in case.bonds_of(act.chat, act.at, act.at):
            if (bond.until is not None and bond.until <= within) or bond.since >= act.at:
                continue
            if not _reached(case, act, bond.supporter, within) and not case.blocked(
                bond.supporter, act.at - MINUTE, within
            ):
                yield f"{act.at}: {act.chat} called, {bond.supporter} had no page by {within}"


def _reached(case: Case, act: Act, supporter: int, within: datetime) -> bool:
    return any(
        one.message.kind in SOS_PAGES and act.at <= one.at <= within and case.about(one) == act.chat
        for one in case.shown[supporter]
    )


def promised(case: Case) -> Iterable[str]:
    """I1: "In 2 minutes I'll ask Sam" is kept."""
    pages: dict[int, list[datetime]] = {}
    for page in case.pages:
        pages.setdefault(int(str(page.message.values["alert"])), []).append(page.at)
    for said in case.record.shown:
        if said.message.kind not in HELD or said.parcel is None:
            continue
        hold = int(str(said.message.values["minutes"])) * MINUTE
        due = case.bound(said.at, hold + MINUTE)
        if (
            case.signs(said.chat, said.at + SECOND, due)
            or not case.steady(said.at, due)
            or due > case.ends_at + DAY
            or case.erased(said.chat, due)
        ):
            continue
        asked = pages.get(int(str(said.message.values["alert"])), [])
        if not any(said.at < at <= due for at in asked) and not _hindered(case, said, due):
            yield f"{said.at}: {said.chat} was told that somebody is asked, and nobody was by {due}"


def _hindered(case: Case, said: Shown, due: datetime) -> bool:
    """Whether a supporter could not be asked after all: blocked, busy since, or gone."""
    for bond in case.bonds_of(said.chat, said.at, due):
        moved = [act for act in case.signs(bond.supporter, said.at, due) if act.data.startswith(MAKES_BUSY)]
        left = bond.until is not None and bond.until <= due
        if moved or left or case.blocked(bond.supporter, said.at - MINUTE, due):
            return True
    return False


def unheard(case: Case) -> Iterable[str]:
    """I2, I10: nobody is called quiet who gave a sign of life, nor for a time in which we could not hear them."""
    prompts: dict[int, list[datetime]] = {}
    announced = _announced(case)
    for page in case.pages:
        of_silence = "opening-quiet" in kinds_in(page.message)
        announced_at = announced.get(int(str(page.message.values["alert"])))
        if not of_silence and (announced_at is None or announced_at > page.at):
            continue
        member, at = case.about(page), page.at
        if not case.steady(at - 3 * DAY, at):
            continue
        if member not in prompts:
            prompts[member] = _prompts(case, member)
        if acts := case.signs(member, (announced_at or at - 2 * HOUR) + SECOND, at - HEARD_WITHIN):
            yield f"{at}: {member} is called quiet to {page.chat}, and did something at {acts[-1].at}"
            continue
        missed = _missed(case, member, prompts[member], at)
        if missed < NOTICED[case.folk.watched[member]]:
            yield f"{at}: {member} is called quiet to {page.chat} after {missed} missed days"


def noticed(case: Case) -> Iterable[str]:
    """I2, I10: nor is anybody told that they have been quiet, before the days are over in which they were."""
    for one in case.record.shown:
        if one.message.kind != "quiet-announcement" or one.edited or not case.steady(one.at - 3 * DAY, one.at):
            continue
        missed = _missed(case, one.chat, _prompts(case, one.chat), one.at)
        if missed < NOTICED[case.folk.watched[one.chat]]:
            yield f"{one.at}: {one.chat} is told that they are quiet after {missed} missed days"


def _announced(case: Case) -> dict[int, datetime]:
    """Alerts about a silence, and when their members were told first; not those that became something else."""
    found: dict[int, datetime] = {}
    for one in case.record.shown:
        if one.message.kind == "quiet-announcement":
            found.setdefault(int(str(one.message.values["alert"])), one.at)
    for one in case.record.shown:
        if one.message.kind.startswith(("alert-held", "alert-ask-first", "alert-more-held")):
            found.pop(int(str(one.message.values["alert"])), None)
    return found


def _prompts(case: Case, member: int) -> list[datetime]:
    """When this member was asked, each check-in once."""
    first: dict[object, datetime] = {}
    for one in case.shown[member]:
        if one.message.kind == "checkin-hello":
            first.setdefault(one.message.values["checkin"], one.at)
    return sorted(first.values())


def _missed(case: Case, member: int, prompts: list[datetime], by: datetime) -> int:
    """How many of the newest prompts whose time was over passed without any sign of life."""
    missed = 0
    for asked_at, following in reversed(list(zip(prompts, [*prompts[1:], None], strict=True))):
        over = _window_ends(case, asked_at, following)
        if over is None or over > by:
            continue
        until = min(following or over, max(over, by - HEARD_WITHIN))  # one in the night after it ends a silence, too
        if case.signs(member, asked_at, until):
            break
        missed += 1
    return missed


def _window_ends(case: Case, asked_at: datetime, following: datetime | None) -> datetime | None:
    """When the time for an answer was over, what an outage took of it added, half an hour left; None: it never counted."""
    over = asked_at + WINDOW
    for since, until in case.outages:
        if (taken := min(until, over) - max(since, asked_at)) > timedelta(0):
            over = max(over + taken, until + HOUR / 2)
    if over - asked_at > 40 * HOUR:
        return None
    return over if following is None else min(over, following)


def after_answer(case: Case) -> Iterable[str]:
    """I4: once somebody has it, nobody is asked, for an hour at least."""
    by_alert: dict[str, list[Shown]] = {}
    for page in case.pages:
        if page.message.kind not in SOS_PAGES:
            by_alert.setdefault(str(page.message.values["alert"]), []).append(page)
    for act in case.record.acts:
        at = case.record.handled.get(act.update_id)
        if at is None or not act.data.startswith("got-this:") or not _has_it(case, act, at):
            continue
        alert = act.data.partition(":")[2]
        for page in by_alert.get(alert, ()):
            since, until = at + UNDER_WAY, at + HOUR
            if since < page.at < until and not _went_on(case, act, page, at):
                yield f"{page.at}: {page.chat} is asked about alert {alert}; {act.chat} has had it since {at}"


def _has_it(case: Case, act: Act, at: datetime) -> bool:
    """Whether they were told so: "When will you reach out?"."""
    return any(one.message.kind == "alert-when" and at <= one.at <= at + UNDER_WAY for one in case.shown[act.chat])


def _went_on(case: Case, act: Act, page: Shown, since: datetime) -> bool:
    """Whether the one who had it, or the member, gave reason to go on."""
    acts = (*case.signs(act.chat, since - HOUR, page.at), *case.signs(case.about(page), since - HOUR, page.at))
    return any(
        other.data.startswith(HANDS_ON) and case.record.handled.get(other.update_id, page.at) >= since for other in acts
    )


def recipients(case: Case) -> Iterable[str]:
    """I5: only those whom the member chose, at most some seconds before it left."""
    for page in case.pages:
        member = case.about(page)
        bonds = [bond for bond in case.bonds_of(member, page.at - UNDER_WAY, page.at) if bond.supporter == page.chat]
        if not bonds:
            yield f"{page.at}: {page.chat} is asked about {member} ({page.message.kind})"


def told(case: Case) -> Iterable[str]:
    """I8: no reason, use or rating beyond what the member chose for this supporter."""
    for page in case.record.shown:
        if page.message.kind not in (*SOS_PAGES, "alert-page", "alert-reminder", "alert-more"):
            continue
        said = kinds_in(page.message)
        reasons = {one for one in said if one.startswith("reason-")} | ({"opening-quiet"} & said)
        chosen: set[str] = set()
        for bond in case.bonds_of(case.about(page), page.at - UNDER_WAY, page.at):
            if bond.supporter == page.chat:
                chosen |= bond.chosen(page.at - UNDER_WAY, page.at)
        if reasons and not chosen & {"reason_without_use", "reason_with_use", "ratings"}:
            yield f"{page.at}: {page.chat} reads {sorted(reasons)}, chosen was {sorted(chosen)}"
        if said & OF_USE and not chosen & {"reason_with_use", "ratings"}:
            yield f"{page.at}: {page.chat} reads of a use, chosen was {sorted(chosen)}"
        if said & {"ratings", "their-note"} and "ratings" not in chosen:
            yield f"{page.at}: {page.chat} reads ratings, chosen was {sorted(chosen)}"
