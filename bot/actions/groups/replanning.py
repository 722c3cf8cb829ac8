"""After a leader changed the cadence: everybody is planned anew in one go, and told once.

An open check-in keeps its deadline, a member their own hours. Where the change would have a member's supporters told sooner,
or more, that member keeps the days, the window and the number of times they had until they say yes.
"""

from datetime import datetime, time, timedelta

from sqlmodel import Session

from bot.actions.checkins.scheduling import newest, put, rhythm, zone_of
from bot.actions.groups.access import group_id
from bot.rules import cadence as rules
from bot.rules import sooner
from bot.rules.vocabulary import Priority
from storage.queries import groups, outbox
from storage.tables import Cadence, Enrolment, Group, Person

LOOK_BACK = timedelta(days=2)  # what was opened earlier cannot lie behind an occasion that is still to come
TOLD_WITHIN = timedelta(days=1)


def change(
    session: Session,
    group: Group,
    leader: Person,
    *,
    days: frozenset[int] | None = None,
    times: tuple[time, ...] | None = None,
    window: timedelta | None = None,
    reminders: list[int] | None = None,
    now: datetime,
) -> int:
    """Change what is given and plan every member anew; returns how many are told. None leaves a part as it is."""
    cadence = groups.cadence_of(session, group_id(group))
    before = (cadence.days, timedelta(minutes=cadence.window_minutes), cadence.times, list(cadence.reminders))
    cadence.days = cadence.days if days is None else days
    cadence.times = cadence.times if times is None else times
    cadence.window_minutes = cadence.window_minutes if window is None else int(window.total_seconds() // 60)
    cadence.reminders = list(cadence.reminders) if reminders is None else reminders
    after = (cadence.days, timedelta(minutes=cadence.window_minutes), cadence.times, list(cadence.reminders))
    if after == before:
        return 0
    cadence.version += 1
    everybody = groups.enrolments(session, cadence.id or 0)
    _hold_back(session, everybody, cadence, days_before=before[0], window_before=before[1], times_before=before[2])
    _plan_all(session, everybody, cadence, now=now)
    told = [who for _, who in everybody if who.id != leader.id]
    for who in told:
        outbox.enqueue(
            session, "grp-rhythm", who.id, now=now, priority=Priority.PROMPT, expires_at=now + TOLD_WITHIN,
            dedupe=f"rhythm:{cadence.id}:{cadence.version}:{who.id}",
            ids={"group": group.id, "version": cadence.version},
        )  # fmt: skip
    return len(told)


def _hold_back(
    session: Session,
    everybody: list[tuple[Enrolment, Person]],
    cadence: Cadence,
    *,
    days_before: frozenset[int],
    window_before: timedelta,
    times_before: tuple[time, ...],
) -> None:
    """Keep what was for those who have a supporter, where the new days, window or times would tell them sooner or more."""
    supported = groups.supported(session, [who.id for _, who in everybody if who.id is not None])
    window = timedelta(minutes=cadence.window_minutes)
    for enrolment, who in everybody:
        days_had = enrolment.own_days if enrolment.own_days is not None else days_before
        window_had = window_before
        if enrolment.own_window_minutes is not None:
            window_had = timedelta(minutes=enrolment.own_window_minutes)
        times_had = _times_had(enrolment, times_before)
        held = who.id in supported
        keeps_days = held and sooner.by_days(days_had, cadence.days)
        keeps_window = held and sooner.by_window(window_had, window)
        enrolment.kept_times = times_had if held and sooner.by_times(times_had, cadence.times) else None
        enrolment.own_days = days_had if keeps_days else None
        enrolment.own_window_minutes = int(window_had.total_seconds() // 60) if keeps_window else None


def _times_had(enrolment: Enrolment, times_before: tuple[time, ...]) -> tuple[time, ...]:
    """When a member was asked before the change, their own hours included."""
    if enrolment.kept_times is not None:
        return enrolment.kept_times
    own = enrolment.own_times
    return own if own is not None and len(own) == len(times_before) else times_before


def _plan_all(session: Session, everybody: list[tuple[Enrolment, Person]], cadence: Cadence, *, now: datetime) -> None:
    """One question to the database for the whole group, then one row each."""
    opened = groups.opened_since(session, cadence.id or 0, (now - LOOK_BACK).date())
    for enrolment, who in everybody:
        if enrolment.kept_times is None and len(enrolment.own_times or cadence.times) != len(cadence.times):
            enrolment.own_times = None
        if who.zone is None:
            continue  # has not finished joining
        after = newest(opened.get(who.id or 0), enrolment)
        put(enrolment, rules.next_occasion(rhythm(cadence, enrolment), zone=zone_of(who), now=now, after=after))
    session.flush()
