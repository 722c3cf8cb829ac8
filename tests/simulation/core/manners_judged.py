"""What the judge looks for in how people are treated; see `judge`. Silence and alarms apart, these are what was promised to them.

held_off        I7   a page before its hold was over, or after "Not this time"
told_first      I7   a page of which its member had not read before
announced       I2   a page about a silence sooner than two hours after its member was told
woken           I5   a page in a supporter's night
moved_on        I1   "I can't right now", and nothing followed
goes_on         I4   "Did Sam reach you?", an hour's silence, and nothing followed
reminded        I2   a reminder after an answer
patient         I2   a reminder sooner than an hour after the prompt came
punctual        I2   a reminder that could not leave in its hour, and came later
once            I3   a reminder twice; a page twice, and the second not marked "(again)"
in_time         I6   a prompt of which the hour lies more than six hours back
resting         I6   a prompt in a pause
settled         I11  an answer that nobody ever judged
"""

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tests.simulation.core.case import DAY, HOUR, MINUTE, SOS_PAGES, UNDER_WAY, WRONG_BY, Case
from tests.simulation.core.wire import Act, Shown

HELD = ("alert-held", "alert-held-instead", "alert-ask-first")
ASKS_ANYWAY = ("ask-now", "ask-them", "tell", "sos")
OVER = ("alert-exhausted", "quiet-exhausted", "alert-ended", "quiet-called-off")
ANSWERS = ("mood", "craving", "used", "here", "start", "finish")
ONCE = ("checkin-reminder", "weekly-line", "pause-notice", "encouragement")
ANNOUNCED_FOR, PROMPTS_FOR = 2 * HOUR, 6 * HOUR
REMINDED_AFTER, REMINDERS_FOR = (HOUR, 3 * HOUR), HOUR
MOVES_TO = "zone-yes:set:"
SETS_HOURS = ("hrs", "ppl-", "avail")
NIGHT = (time(22), time(7))  # a supporter's, who chose none


def held_off(case: Case) -> Iterable[str]:
    """ "In 2 minutes I'll ask Sam" [Not this time]: not before, and not after that."""
    holds: dict[str, datetime] = {}
    for said in case.record.shown:
        if said.message.kind in HELD and "minutes" in said.message.values and not said.edited:
            holds.setdefault(_alert(said), said.at + int(str(said.message.values["minutes"])) * MINUTE)
    withheld = {_about(act): case.record.handled[act.update_id] for act in _acts(case, ("not-this-time",))}
    for page in _calm_pages(case):
        alert, member = _alert(page), case.about(page)
        asked = any(act.data.startswith(ASKS_ANYWAY) for act in case.signs(member, page.at - 3 * HOUR, page.at))
        if asked or not case.steady(page.at - HOUR, page.at):
            continue
        if alert in holds and page.at < holds[alert] - UNDER_WAY:
            yield f"{page.at}: {page.chat} is asked about alert {alert}, held until {holds[alert]}"
        over_at = withheld.get(alert)
        if over_at is not None and _was_held(case, alert, over_at) and page.at > over_at + UNDER_WAY:
            yield f"{page.at}: {page.chat} is asked about alert {alert}, which {member} withheld at {over_at}"


def told_first(case: Case) -> Iterable[str]:
    """Before anybody is asked on account of answers, the member reads that they will be."""
    told: dict[str, datetime] = {}
    for one in case.record.shown:
        if one.message.kind.startswith(("alert-held", "alert-ask-first", "quiet-announcement")):
            told.setdefault(_alert(one), one.at)
    first: dict[str, Shown] = {}
    for page in _calm_pages(case):
        first.setdefault(_alert(page), page)
    for alert, page in first.items():
        member = case.about(page)
        herself = any(act.data.startswith(ASKS_ANYWAY) for act in case.signs(member, page.at - 24 * HOUR, page.at))
        if herself or case.blocked(member, page.at - 24 * HOUR, page.at) or not case.fair(page.at - HOUR, page.at):
            continue
        if alert not in told or told[alert] > page.at:
            yield f"{page.at}: {page.chat} is asked about alert {alert}, and {member} did not know"


def _was_held(case: Case, alert: str, at: datetime) -> bool:
    """Whether nobody had been asked yet, so that [Not this time] ended it."""
    return not any(_alert(page) == alert and page.at <= at + UNDER_WAY for page in _calm_pages(case))


def announced(case: Case) -> Iterable[str]:
    """The member knows of a QUIET alert two hours before anybody else does."""
    told: dict[str, datetime] = {}
    for one in case.record.shown:
        if one.message.kind == "quiet-announcement":
            told.setdefault(_alert(one), one.at)
    for page in _calm_pages(case):
        opening = getattr(page.message.values.get("opening"), "kind", "")
        member = case.about(page)
        if opening != "opening-quiet" or case.blocked(member, page.at - 24 * HOUR, page.at):
            continue
        at = told.get(_alert(page))
        if case.steady(page.at - 24 * HOUR, page.at) and (at is None or page.at < at + ANNOUNCED_FOR - UNDER_WAY):
            yield f"{page.at}: {page.chat} is asked about the silence of {member}, who was told at {at}"


def woken(raw: sqlite3.Connection, case: Case) -> Iterable[str]:
    """No page but an SOS rings in a supporter's night, unless the member wanted it."""
    nights = _nights(raw, case)
    for page in _calm_pages(case):
        zone, since, until = nights.get(page.chat, ("", *NIGHT))
        wanted = any(
            act.data.startswith("ask-them") for act in case.signs(case.about(page), page.at - 2 * HOUR, page.at)
        )
        if not zone or wanted or not case.steady(page.at - HOUR, page.at):
            continue
        moments = (page.at - UNDER_WAY, page.at)  # when it was claimed, and when it arrived
        clocks = [moment.astimezone(ZoneInfo(zone)).time() for moment in moments]
        if all(since <= one < until if since <= until else one >= since or one < until for one in clocks):
            yield f"{page.at}: {page.chat} is woken at {clocks[0]:%H:%M} ({zone})"


def _nights(raw: sqlite3.Connection, case: Case) -> dict[int, tuple[str, time, time]]:
    """Zone and quiet hours of those supporters who never changed them."""
    found = {}
    wanted = (
        "SELECT people.id, coalesce(availability.zone, people.zone), availability.quiet_from, availability.quiet_to "
        "FROM people LEFT JOIN availability ON availability.person_id = people.id"
    )
    for person, zone, since, until in raw.execute(wanted):
        chat = case.folk.chats.get(person)
        if chat is None or any(act.data.startswith((*SETS_HOURS, "zone-")) for act in case.acts[chat]):
            continue
        found[chat] = (zone or "", _clock(since, NIGHT[0]), _clock(until, NIGHT[1]))
    return found


def _clock(stored: str | None, usual: time) -> time:
    return usual if stored is None else time.fromisoformat(stored)


def moved_on(case: Case) -> Iterable[str]:
    """After the first one's "I can't right now" the next is asked, or the member reads what becomes of it."""
    by_alert: dict[str, list[Shown]] = defaultdict(list)
    for one in case.record.shown:
        if "alert" in one.message.values:
            by_alert[_alert(one)].append(one)
    urgent = {_alert(page) for page in case.pages if page.message.kind in SOS_PAGES}
    for act in _acts(case, ("cannot",)):
        at, alert = case.record.handled[act.update_id], _about(act)
        seen = by_alert.get(alert, [])
        asked = {one.chat for one in seen if one.message.kind == "alert-page" and one.at <= at}
        until = case.bound(at, MINUTE)
        over = any(one.message.kind in OVER and one.at <= at for one in seen)
        if over or alert in urgent or asked != {act.chat} or not case.steady(at, until) or until > case.ends_at:
            continue
        taps = [one for one in _acts(case, ("got-this", "talked", "cannot", "not-reached")) if _about(one) == alert]
        if any(one is not act and case.record.handled[one.update_id] <= until for one in taps):
            continue  # somebody answered besides
        if any(at <= one.at <= until and one.chat != act.chat for one in seen):
            continue
        member = next((case.about(one) for one in seen if one.message.kind == "alert-page"), None)
        if member is None or case.blocked(member, at - 3 * HOUR, until) or member in case.gone:
            continue
        if case.signs(member, at - 12 * HOUR, until):
            continue  # perhaps it is over, or was about a silence
        yield f"{at}: {act.chat} cannot help with alert {alert}, and nothing followed by {until}"


def goes_on(case: Case) -> Iterable[str]:
    """A promise of which nobody says that it was kept does not end the asking: an hour later it goes on.

    Somebody who was silent and has been heard since is left in peace.
    """
    about: dict[str, list[datetime]] = defaultdict(list)
    silent_at: dict[str, datetime] = {}
    for one in case.record.shown:
        if "alert" in one.message.values:
            about[_alert(one)].append(one.at)
        if one.message.kind == "quiet-announcement":
            silent_at.setdefault(_alert(one), one.at)
    for one in case.record.shown:
        if one.message.kind != "alert-reached" or one.edited:
            continue
        until = case.bound(one.at, HOUR + MINUTE)
        involved = {one.chat, *(bond.supporter for bond in case.bonds_of(one.chat, one.at - DAY, until))}
        excused = (
            any(case.signs(chat, one.at, until) or case.blocked(chat, one.at - DAY, until) for chat in involved)
            or involved & case.gone.keys()
            or case.signs(one.chat, silent_at.get(_alert(one), one.at), one.at)
            or not case.steady(one.at - WRONG_BY, until + WRONG_BY)
            or until > case.ends_at
        )
        if not excused and not any(one.at + HOUR - UNDER_WAY <= at <= until for at in about[_alert(one)]):
            yield f"{one.at}: {one.chat} was asked about alert {_alert(one)}, and nothing followed by {until}"


def reminded(case: Case) -> Iterable[str]:
    """Whoever has answered a check-in is not reminded of it."""
    answered: dict[tuple[int, str], datetime] = {}
    for act in _acts(case, ANSWERS):
        answered.setdefault((act.chat, _about(act)), case.record.handled[act.update_id])
    for one in case.record.shown:
        if one.message.kind != "checkin-reminder":
            continue
        at = answered.get((one.chat, str(one.message.values["checkin"])))
        if at is not None and one.at > at + UNDER_WAY and case.steady(at, one.at):
            yield f"{one.at}: {one.chat} is reminded of a check-in that was answered at {at}"


def patient(case: Case) -> Iterable[str]:
    """Whoever has just been asked is left an hour."""
    for at, one in _reminders(case):
        if one.at < at + HOUR - UNDER_WAY and case.steady(at, one.at):
            yield f"{one.at}: {one.chat} is reminded of what they were asked at {at}"


def punctual(case: Case) -> Iterable[str]:
    """A reminder comes within the hour, or not at all. Judged by day, where nothing moved it."""
    for at, one in _reminders(case):
        moved = case.signs(one.chat, at, one.at) or case.deaf(at, one.at) or not case.steady(at, one.at)
        if moved or not _by_day(case, one.chat, at, one.at):
            continue
        late = min((one.at - at - after for after in REMINDED_AFTER if at + after <= one.at), default=timedelta(0))
        if late > REMINDERS_FOR + MINUTE:
            yield f"{one.at}: {one.chat} is reminded {late} after its time of what they were asked at {at}"


def _reminders(case: Case) -> Iterable[tuple[datetime, Shown]]:
    """Every reminder, and when its check-in had been asked for."""
    asked: dict[str, datetime] = {}
    for one in case.record.shown:
        if one.message.kind == "checkin-hello":
            asked.setdefault(str(one.message.values["checkin"]), one.at)
        elif one.message.kind == "checkin-reminder" and str(one.message.values["checkin"]) in asked:
            yield asked[str(one.message.values["checkin"])], one


def _by_day(case: Case, chat: int, since: datetime, until: datetime) -> bool:
    """Whether that stretch lies in one day of this member, who has not moved: no night moves anything out of it."""
    home, moved_at = case.folk.homes[chat], case.moved_at[chat]
    if moved_at is not None and moved_at <= until:
        return False
    begun, over = (moment.astimezone(ZoneInfo(home.zone)) for moment in (since, until))
    return begun.date() == over.date() and begun.time() >= NIGHT[1] and over.time() < NIGHT[0]


def once(case: Case) -> Iterable[str]:
    """At most once is once; and what may be a copy of a page says so."""
    seen: dict[int, Shown] = {}
    for one in case.record.shown:
        if one.parcel is None or one.edited:
            continue
        if one.parcel in seen and one.message.kind in ONCE:
            yield f"{one.at}: {one.chat} got {one.message.kind} a second time"
        if (
            one.parcel in seen
            and one.message.kind in ("alert-page", *SOS_PAGES)
            and not one.message.values.get("again")
        ):
            yield f"{one.at}: {one.chat} got a page a second time, and it does not say so"
        seen[one.parcel] = one


def in_time(case: Case) -> Iterable[str]:
    """A prompt comes within six hours of its hour, or not at all."""
    for chat, home in case.folk.homes.items():
        for one in case.shown[chat]:
            moved_at = case.moved_at[chat]
            if one.message.kind != "checkin-hello" or (moved_at is not None and moved_at <= one.at):
                continue
            local = one.at.astimezone(ZoneInfo(home.zone))
            hours = [datetime.combine(local.date() - timedelta(days=back), home.hour, local.tzinfo) for back in (0, 1)]
            late = min(one.at - at for at in hours if at <= one.at + MINUTE)
            if late > PROMPTS_FOR + HOUR + UNDER_WAY and case.steady(one.at - 12 * HOUR, one.at):
                yield f"{one.at}: {chat} is asked {late} after their hour ({home.zone} {home.hour})"


def resting(case: Case) -> Iterable[str]:
    """Whoever pauses is not asked before the pause is over."""
    for chat, home in case.folk.homes.items():
        rests: tuple[datetime, date] | None = None
        zone = chosen = home.zone
        events: list[Act | Shown] = sorted([*case.acts[chat], *case.shown[chat]], key=lambda one: one.at)
        for one in events:
            if isinstance(one, Act):
                if one.data.startswith(("set-", "/resume", "zone-", "/pause")):
                    rests = None
                chosen = one.data.removeprefix(MOVES_TO) if one.data.startswith(MOVES_TO) else chosen
                continue
            zone = chosen if one.message.kind == "set-zone-done" else zone
            until = one.message.values.get("until")
            if one.message.kind in ("pause-begun", "pause-begun-alone") and isinstance(until, date):
                rests = (one.at, until)
            elif one.message.kind == "checkin-hello" and rests is not None and _rests(case, zone, one, *rests):
                yield f"{one.at}: {chat} is asked, and is on a pause until {rests[1]}"


def _rests(case: Case, zone: str, one: Shown, since: datetime, until: date) -> bool:
    on = one.at.astimezone(ZoneInfo(zone)).date()
    return one.at > since + MINUTE and on <= until and case.steady(since, one.at)


def settled(raw: sqlite3.Connection, case: Case) -> Iterable[str]:
    """What was answered was judged, or is going to be."""
    wanted = (
        "SELECT id, answered_at FROM checkins WHERE state = 'answered' AND settled_at IS NULL AND settle_at IS NULL"
    )
    for row, at in raw.execute(wanted):
        yield f"check-in {row}, answered at {at}, was never judged"


def _calm_pages(case: Case) -> Iterable[Shown]:
    return (page for page in case.pages if page.message.kind not in SOS_PAGES)


def _alert(one: Shown) -> str:
    return str(one.message.values["alert"])


def _about(act: Act) -> str:
    """The row that the tapped button names first."""
    return act.data.split(":")[1] if ":" in act.data else ""


def _acts(case: Case, verbs: tuple[str, ...]) -> list[Act]:
    """The taps on these buttons that were handled, in order."""
    return [
        act for act in case.record.acts
        if act.body.startswith("tap") and act.data.partition(":")[0] in verbs and act.update_id in case.record.handled
    ]  # fmt: skip


CHECKS: tuple[Callable[[Case], Iterable[str]], ...] = (
    held_off,
    told_first,
    announced, moved_on, goes_on, reminded, patient, punctual, once, in_time, resting,
)  # fmt: skip
ROW_CHECKS: dict[str, Callable[[sqlite3.Connection, Case], Iterable[str]]] = {"woken": woken, "settled": settled}
