"""What the judge looks for in the rows at the end, by plain SQL; see `judge`."""

import re
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import UTC, datetime

from tests.simulation.core.case import DAY, HOUR, MINUTE, SECOND, WRONG_BY, Case
from tests.simulation.core.wire import Act, Shown

ENDS_WITHIN = 4 * DAY
CLOSES = ("alert-closed", "alert-all-clear", "sos-over", "alert-page-closed")
NOT_TODAY = "ppl-today"  # declines whatever they are asked
TELLS_THE_END = ("alert-ended", "alert-exhausted", "alert-withdrawn")
OVERDUE = (
    ("a check-in is not judged", "SELECT id, deadline_at FROM checkins WHERE deadline_at IS NOT NULL"),
    ("a check-in is not settled", "SELECT id, settle_at FROM checkins WHERE settle_at IS NOT NULL"),
    ("a reminder is not given", "SELECT id, remind_at FROM checkins WHERE remind_at IS NOT NULL"),
    ("an alert does not move", "SELECT id, next_at FROM alerts WHERE next_at IS NOT NULL"),
    ("nobody is asked", "SELECT id, next_at FROM enrolments WHERE next_at IS NOT NULL"),
    ("a message has not left", "SELECT id, not_before_at FROM outbox WHERE state = 'waiting'"),
    ("a message is claimed", "SELECT id, claimed_until_at FROM outbox WHERE state = 'claimed'"),
    ("what follows a message was not done", "SELECT id, '2000-01-01' FROM outbox WHERE unfinished_at IS NOT NULL"),
)
TYPED = re.compile(r"([1-5]) (\d+) (yes|no)")


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def stuck(raw: sqlite3.Connection, case: Case) -> Iterable[str]:
    """Whatever is overdue after calm days."""
    now = case.ends_at + 2 * DAY
    for what, question in OVERDUE:
        for row, at in raw.execute(question):
            if instant(at) < now - HOUR:
                yield f"{what}: row {row}, due at {at}"
    for row, state in raw.execute("SELECT update_id, state FROM inbox WHERE state <> 'handled'"):
        yield f"update {row} is {state}"


def ended(raw: sqlite3.Connection, case: Case) -> Iterable[str]:
    """I7: every alert ends, and its member knows how."""
    now = case.ends_at + 2 * DAY
    chats = _chats(raw, case)
    found = raw.execute("SELECT id, member_id, kind, state, opened_at, ended_at FROM alerts").fetchall()
    for row, person, kind, state, opened_at, ended_at in found:
        if state in ("held", "asking", "acknowledged"):
            if now - instant(opened_at) > ENDS_WITHIN:
                yield f"alert {row} ({kind}) of {opened_at} has not ended by {now}"
            continue
        at, member = instant(ended_at), chats.get(person)
        if member is None or not case.steady(at - WRONG_BY, at + WRONG_BY) or _is_told(raw, case, member, row):
            continue
        own = [act for act in case.acts[member] if _near(case.record.handled.get(act.update_id), at)]
        if not own and not case.blocked(member, at - 2 * DAY, at + 2 * DAY) and case.ends_at + DAY > at:
            yield f"alert {row} ({kind}, {state}) ended at {ended_at}, and {member} was not told"


def _near(one: datetime | None, at: datetime) -> bool:
    return one is not None and abs(one - at) <= SECOND


def _is_told(raw: sqlite3.Connection, case: Case, member: int, alert: int) -> bool:
    """Whether the member was shown how it ended, or a row that said so has met its fate.

    The row itself goes with a supporter whom it names, when they erase themselves.
    """
    if any(
        one.message.kind in TELLS_THE_END and one.message.values.get("alert") == alert for one in case.shown[member]
    ):
        return True
    wanted = "SELECT id, state FROM outbox WHERE dedupe LIKE ? OR dedupe LIKE ?"
    rows = raw.execute(wanted, (f"ended:{alert}:%", f"alert-withdrawn:{alert}:%")).fetchall()
    shown = {one.parcel for one in case.record.shown if one.parcel is not None}
    return any(row in shown if state == "sent" else state in ("refused", "withdrawn") for row, state in rows)


def closed(raw: sqlite3.Connection, case: Case) -> Iterable[str]:
    """I7: whoever was asked, and has said nothing to it, learns that it is over."""
    pages: dict[int, list[Shown]] = defaultdict(list)
    for page in case.pages:
        pages[int(str(page.message.values["alert"]))].append(page)
    for row, ended_at in raw.execute("SELECT id, ended_at FROM alerts WHERE state IN ('resolved', 'cancelled')"):
        at = instant(ended_at)
        until = case.bound(at, 5 * MINUTE)
        if not case.steady(at - WRONG_BY, until + WRONG_BY) or until > case.ends_at:
            continue
        for page in pages[row]:
            who, member = page.chat, case.about(page)
            signs = [act.data for act in case.signs(who, page.at, until)]
            answered = NOT_TODAY in signs or any(data.split(":")[1:2] == [str(row)] for data in signs)
            bound = not case.erased(who, until) and any(
                bond.supporter == who for bond in case.bonds_of(member, page.at, until)
            )
            if page.at >= at - MINUTE or answered or not bound or case.blocked(who, page.at, until):
                continue
            if not any(one.message.kind in CLOSES and at <= one.at <= until for one in case.shown[who]):
                yield f"alert {row} ended at {at}, and {who}, who was asked at {page.at}, did not learn of it by {until}"


def answers(raw: sqlite3.Connection, case: Case) -> Iterable[str]:
    """I11: what somebody tapped or typed last is what is kept."""
    chats = _chats(raw, case)
    kept = {
        row[0]: row for row in raw.execute("SELECT id, person_id, mood, craving, used, state, planned_at FROM checkins")
    }
    for checkin, acts in _by_checkin(case).items():
        row = kept.get(checkin)
        member = None if row is None else chats.get(row[1])
        if row is None or member is None or member in case.gone:
            continue
        own = [act for act in acts if act.chat == member]
        yield from _last_answers(case, member, own, row)


def _by_checkin(case: Case) -> dict[int, list[Act]]:
    found: dict[int, list[Act]] = defaultdict(list)
    for act in case.record.acts:
        verb, _, rest = act.data.partition(":")
        number = rest.partition(":")[0]
        if act.body.startswith("tap") and verb in ("mood", "craving", "used", "here", "start") and number.isdigit():
            found[int(number)].append(act)
    return found


def _last_answers(case: Case, member: int, acts: list[Act], row: tuple[object, ...]) -> Iterable[str]:
    if not acts:
        return
    first = min(act.at for act in acts)
    latest = max(case.record.handled.get(act.update_id, act.at) for act in acts)
    if latest - instant(str(row[6])) > DAY or not case.steady(first, latest):
        return  # perhaps too late to count: its date and the day after hold at least a day from its hour
    if any(act.body.startswith("text") for act in case.signs(member, first - DAY, latest + 2 * DAY)):
        return  # perhaps they typed another one
    if row[5] != "answered" and row[5] != "paused":
        yield f"{first}: {member} tapped on check-in {row[0]}, which is {row[5]}"
    last: dict[str, str] = {}
    for act in acts:
        verb, _, rest = act.data.partition(":")
        last[verb] = rest.partition(":")[2]
    for position, verb in enumerate(("mood", "craving", "used"), start=2):
        if verb in last and str(row[position]) != _as_kept(last[verb]):
            yield f"{latest}: {member} answered {verb} {last[verb]} on check-in {row[0]}, kept is {row[position]}"


def _as_kept(said: str) -> str:
    return {"skip": "None", "yes": "1", "no": "0"}.get(said, said)


def typed(raw: sqlite3.Connection, case: Case) -> Iterable[str]:
    """I11: "4 7 no" is what is kept."""
    chats = _chats(raw, case)
    kept: dict[int, list[tuple[object, ...]]] = defaultdict(list)
    wanted = "SELECT person_id, answered_at, mood, craving, used FROM checkins WHERE answered_at IS NOT NULL"
    for row in raw.execute(wanted):
        kept[chats.get(row[0], 0)].append(row)
    for chat in case.folk.homes:
        for act in case.acts[chat]:
            found = TYPED.fullmatch(act.data) if act.body.startswith("text") else None
            at = case.record.handled.get(act.update_id)
            if found is None or at is None or chat in case.gone or not _is_only_answer(case, chat, act, at):
                continue
            said = (int(found[1]), int(found[2]), int(found[3] == "yes"))
            if not any(abs(instant(str(row[1])) - at) <= HOUR and row[2:] == said for row in kept[chat]):
                yield f"{at}: {chat} typed {act.data!r}, and it is not kept"


def _is_only_answer(case: Case, chat: int, act: Act, at: datetime) -> bool:
    """Whether they were asked in the hours before, and did nothing else since but tap that they are done."""
    asked_at = max(
        (one.at for one in case.shown[chat] if one.message.kind == "checkin-hello" and one.at < act.at), default=None
    )
    if asked_at is None or act.at - asked_at > 12 * HOUR or not case.steady(asked_at - WRONG_BY, at + WRONG_BY):
        return False
    since = case.signs(chat, asked_at, at + 30 * HOUR)
    return all(other is act or other.data.startswith("finish:") for other in since) and not case.deaf(asked_at, at)


def _chats(raw: sqlite3.Connection, case: Case) -> dict[int, int]:
    """Whose row is whose: people were put in in the order of their chats."""
    return {
        person: case.folk.chats[person]
        for (person,) in raw.execute("SELECT id FROM people")
        if person in case.folk.chats
    }


Check = Callable[[sqlite3.Connection, Case], Iterable[str]]
CHECKS: dict[str, Check] = {"stuck": stuck, "ended": ended, "closed": closed, "answers": answers, "typed": typed}
