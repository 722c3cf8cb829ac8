"""Opening check-ins: when their hour comes, when the prompt is known to have arrived, and when it never did."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, cast

import sqlalchemy as sa
from sqlmodel import Session, col

from bot.actions.checkins.scheduling import FALLBACK_ZONE, lived, nights_of
from bot.rules import cadence as rules
from bot.rules import fading, lifecycle
from bot.rules.cadence import Occasion
from bot.rules.vocabulary import CheckinState, OutboxState, Priority, Question
from bot.rules.zones import instant
from storage.queries import checkins
from storage.queries.engine import engine_row
from storage.tables import Cadence, Checkin, Enrolment, Group, Outgoing, Person

_enrolments, _checkins, _outbox = (cast("Any", table).__table__ for table in (Enrolment, Checkin, Outgoing))

# Built once: they are asked each time an hour strikes, and building a statement takes longer than running it.
_PLANNED = (
    sa.select(
        col(Enrolment.id), col(Enrolment.person_id), col(Enrolment.cadence_id), col(Enrolment.own_times), col(Enrolment.paused_until_on),
        col(Enrolment.asks_in_pause), col(Enrolment.kept_times),
        col(Enrolment.next_at), col(Enrolment.next_on), col(Enrolment.next_slot),
        col(Enrolment.opened_on), col(Enrolment.opened_slot), col(Enrolment.once_on), col(Enrolment.once_times),
        sa.func.coalesce(col(Enrolment.own_days), col(Cadence.days)), col(Cadence.times), col(Person.zone), col(Person.blocked_at), col(Person.silent_at), col(Person.fading), col(Person.paused_until_on),
        col(Group.paused_until_on),
    )
    .join(Person, col(Enrolment.person_id) == col(Person.id))
    .join(Cadence, col(Enrolment.cadence_id) == col(Cadence.id))
    .outerjoin(Group, col(Cadence.group_id) == col(Group.id))
    .where(col(Enrolment.ended_at).is_(None))
    .order_by(col(Enrolment.next_at), col(Enrolment.id))
)  # fmt: skip
_TO_COME = _PLANNED.where(col(Enrolment.next_at) > sa.bindparam("now"))
_DUE = _PLANNED.where(col(Enrolment.next_at) <= sa.bindparam("now")).limit(sa.bindparam("at_most"))
_ASKED_ALREADY = sa.select(_checkins.c.person_id, _checkins.c.planned_at).where(
    _checkins.c.person_id.in_(sa.bindparam("people", expanding=True)),
    _checkins.c.planned_at.in_(sa.bindparam("instants", expanding=True)),
)
_OPENED = sa.select(_checkins.c.id, _checkins.c.person_id, _checkins.c.planned_at).where(
    _checkins.c.person_id.in_(sa.bindparam("people", expanding=True)),
    _checkins.c.planned_at.in_(sa.bindparam("instants", expanding=True)),
    _checkins.c.state == CheckinState.QUEUED,
)
_MOVE_ON = sa.update(_enrolments).where(_enrolments.c.id == sa.bindparam("row"))
_SETTLE_NOW = (
    sa.update(_checkins)
    .where(
        _checkins.c.settle_at > sa.bindparam("now"), _checkins.c.person_id.in_(sa.bindparam("people", expanding=True))
    )
    .values(settle_at=sa.bindparam("now"), revision=_checkins.c.revision + 1)
)


@dataclass(frozen=True)
class _Due:
    """One enrolment, usually one whose hour has come, with no more of its person than the plan needs (nothing sealed)."""

    enrolment_id: int
    person_id: int
    cadence_id: int
    cadence: rules.Cadence
    zone: str
    first: Occasion
    held_until_on: date | None  # paused, by the member or with the group, up to this date
    rings: bool  # False: out of reach, silent or faded away, so nothing is opened
    opened: tuple[date | None, int | None]  # the last occasion that came

    def is_held_on(self, on: date) -> bool:
        return self.held_until_on is not None and on <= self.held_until_on


def open_due(session: Session, *, now: datetime, limit: int = 200, sends: bool = True) -> int:
    """Open a check-in for every enrolment whose hour has come, plan its next one and queue its prompt.

    Where the bot was down over several occasions, the newest is opened while it is under six hours old; the older ones
    are kept as `unsent`. `sends=False`: that one, too (after a restore). Returns how many enrolments were moved on.
    """
    due = _planned(session, _DUE, {"now": now, "at_most": limit})
    asked = _asked_already(session, due)
    opened: list[dict[str, object]] = []
    moved: list[dict[str, object]] = []
    for one in due:
        passed = rules.passed_occasions(one.cadence, zone=one.zone, first=one.first, now=now)
        upcoming = rules.next_occasion(one.cadence, zone=one.zone, now=now, after=(passed[-1].on, passed[-1].slot))
        came = [occasion for occasion in passed if one.rings and not one.is_held_on(occasion.on)]
        moved.append(_next(one, upcoming, came))
        opened += [
            _row(one, occasion, upcoming, newest=sends and occasion is passed[-1], now=now)
            for occasion in came
            if (one.person_id, occasion.at) not in asked
        ]
    if moved:
        session.connection().execute(_MOVE_ON, moved)
    if opened:
        _settle_before(session, {one.person_id for one in due}, now=now)
        _insert(session, opened, now=now)
    return len(due)


def _settle_before(session: Session, person_ids: set[int], *, now: datetime) -> None:
    """What is still unjudged when the next one opens is judged at once."""
    session.connection().execute(_SETTLE_NOW, {"now": now, "people": list(person_ids)})


def follow_tzdata(session: Session, version: str, *, now: datetime) -> int:
    """Plan every next check-in anew by the zones of tzdata's `version`, if that is another one than before.

    Its date and slot stay; the instant may move, also into the past. Returns how many moved.
    """
    engine = engine_row(session)
    if engine.tzdata == version:
        return 0
    engine.tzdata = version
    moved = [
        {"row": one.enrolment_id, "next_at": at}
        for one in _planned(session, _TO_COME, {"now": now})
        if (at := _by_todays_zones(one)) not in (None, one.first.at)
    ]
    if moved:
        session.connection().execute(
            sa.update(_enrolments)
            .where(_enrolments.c.id == sa.bindparam("row"))
            .values(next_at=sa.bindparam("next_at")),
            moved,
        )
    return len(moved)


def _by_todays_zones(one: _Due) -> datetime | None:
    """None where the cadence has no such slot any more: then only opening it plans anew."""
    times = one.cadence.times_on(one.first.on)
    return instant(one.first.on, times[one.first.slot], one.zone) if one.first.slot < len(times) else None


def _planned(session: Session, wanted: sa.Executable, given: Mapping[str, Any]) -> list[_Due]:
    found = session.execute(wanted, given)
    return [_one_due(row) for row in found]


def _one_due(row: Sequence[Any]) -> _Due:
    (enrolment_id, person_id, cadence_id, own_times, own_pause, asks_in_pause, kept_times, at, on, slot,
     opened_on, opened_slot, once_on, once_times, days, times, zone, blocked_at, silent_at, faded, person_pause, group_pause) = row  # fmt: skip
    zone = zone or FALLBACK_ZONE
    group_pause = None if asks_in_pause else group_pause
    pauses = [until for until in (own_pause, person_pause, group_pause) if until is not None]
    return _Due(
        enrolment_id=enrolment_id,
        person_id=person_id,
        cadence_id=cadence_id,
        cadence=lived(days, times, own=own_times, kept=kept_times, once_on=once_on, once_times=once_times),
        zone=zone,
        first=Occasion(on=on, slot=slot, at=at, zone=zone),
        held_until_on=max(pauses, default=None),
        rings=blocked_at is None and silent_at is None and fading.is_asked(faded),
        opened=(opened_on, opened_slot),
    )


def _asked_already(session: Session, due: list[_Due]) -> set[tuple[int, datetime]]:
    """Who is asked at which instant by another of their cadences: two groups, one check-in at a shared time."""
    if not due:
        return set()
    asked = {"people": list({one.person_id for one in due}), "instants": list({one.first.at for one in due})}
    rows = session.execute(_ASKED_ALREADY, asked)
    return {(person_id, planned_at) for person_id, planned_at in rows}


def _next(one: _Due, upcoming: Occasion | None, came: Sequence[Occasion]) -> dict[str, object]:
    opened_on, opened_slot = (came[-1].on, came[-1].slot) if came else one.opened
    return {
        "opened_on": opened_on,
        "opened_slot": opened_slot,
        "row": one.enrolment_id,
        "next_at": upcoming.at if upcoming else None,
        "next_on": upcoming.on if upcoming else None,
        "next_slot": upcoming.slot if upcoming else None,
    }


def _row(one: _Due, occasion: Occasion, upcoming: Occasion | None, *, newest: bool, now: datetime) -> dict[str, object]:
    sendable = newest and now - occasion.at < lifecycle.UNSENT_AFTER
    return {
        "person_id": one.person_id,
        "cadence_id": one.cadence_id,
        "on": occasion.on,
        "slot": occasion.slot,
        "state": CheckinState.QUEUED if sendable else CheckinState.UNSENT,
        "zone": one.zone,
        "planned_at": occasion.at,
        "next_opens_at": upcoming.at if upcoming else None,
        "step": Question.START,
        "reminded": 0,
        "sign_of_life": False,
        "asked_use": False,
        "revision": 1,
    }


def _insert(session: Session, opened: list[dict[str, object]], *, now: datetime) -> None:
    """Insert the check-ins and, in the same transaction, the prompts of those that may still be sent."""
    unique: dict[tuple[object, object], dict[str, object]] = {}
    for row in opened:
        unique.setdefault((row["person_id"], row["planned_at"]), row)
    table, connection = _checkins, session.connection()
    connection.execute(sa.insert(table), list(unique.values()))
    # Their numbers are asked for apart: many rows leave faster where none has to come back.
    asked = {
        "people": list({person_id for person_id, _ in unique}),
        "instants": list({planned_at for _, planned_at in unique}),
    }
    found = connection.execute(_OPENED, asked)
    prompts = [
        _prompt(checkin_id, person_id, planned_at, now=now)
        for checkin_id, person_id, planned_at in found
        if (person_id, planned_at) in unique
    ]
    if prompts:
        connection.execute(sa.insert(_outbox), prompts)


def _prompt(checkin_id: int, person_id: int, planned_at: datetime, *, now: datetime) -> dict[str, object]:
    return {
        "dedupe": f"prompt:{checkin_id}",
        "recipient_id": person_id,
        "kind": "checkin-hello",
        "ids": {},
        "checkin_id": checkin_id,
        "priority": int(Priority.PROMPT),
        "state": OutboxState.WAITING,
        "created_at": now,
        "not_before_at": planned_at,
        "expires_at": planned_at + lifecycle.UNSENT_AFTER,
        "attempts": 0,
        "epoch": 0,
    }


def delivered(session: Session, checkin_id: int, *, sent_at: datetime, message_id: int) -> None:
    """Telegram has certainly taken the prompt: from here on every duration counts."""
    found = checkins.delivered(session, checkin_id)
    if found is None:
        return
    checkin, person, cadence, enrolment = found.checkin, found.person, found.cadence, found.enrolment
    if checkin.state is not CheckinState.QUEUED:  # answered early, paused meanwhile, or an earlier copy had arrived
        checkin.live_message = message_id
        return
    window = enrolment.own_window_minutes if enrolment is not None else None
    plan = lifecycle.after_delivery(
        sent_at,
        window=timedelta(minutes=window or cadence.window_minutes),
        reminders=() if person.fading else reminders_of(cadence),
        next_opens_at=checkin.next_opens_at,
        nights=nights_of(person, checkin),
    )
    checkin.live_message = message_id
    checkin.state, checkin.sent_at = CheckinState.SENT, sent_at
    checkin.deadline_at, checkin.remind_at = plan.deadline_at, plan.remind_at


def never_delivered(session: Session, checkin_id: int) -> None:
    """The prompt never certainly arrived: not a miss."""
    checkin = checkins.by_id(session, checkin_id)
    if checkin is not None and checkin.state is CheckinState.QUEUED:
        checkin.state = CheckinState.UNSENT


def reminders_of(cadence: Cadence) -> tuple[timedelta, ...]:
    return tuple(timedelta(minutes=minutes) for minutes in cadence.reminders)
