"""Silence: reminding, and judging a deadline only when we could have heard."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col

from bot.actions import alerts, batch, journal
from bot.actions.checkins.opening import reminders_of
from bot.actions.checkins.scheduling import nights_of
from bot.rules import lifecycle
from bot.rules.hearing import OUTAGE_AFTER, Gap
from bot.rules.vocabulary import CheckinState, Priority
from storage.queries import checkins, outbox, people
from storage.queries.engine import engine_row
from storage.tables import Cadence, Checkin

REMINDER_LIVES_FOR = timedelta(hours=1)


def remind_due(session: Session, *, now: datetime, limit: int = 200) -> int:
    """Queue every reminder whose instant has come and plan the next one. Returns how many check-ins were looked at.

    None while we may be the deaf ones, as just after a start: perhaps they have answered, and the next fetch will say so.
    """
    heard_until_at = engine_row(session).heard_until_at
    if heard_until_at is None:
        return 0
    due = checkins.due(session, "remind_at", now=min(now, heard_until_at + OUTAGE_AFTER), limit=limit)
    return batch.each(session, "remind", due, lambda _, checkin: _remind(session, checkin, now=now))


def _remind(session: Session, checkin: Checkin, *, now: datetime) -> None:
    cadence = session.get(Cadence, checkin.cadence_id)
    person = people.by_id(session, checkin.person_id)
    assert cadence is not None
    if checkin.state is not CheckinState.SENT or checkin.deadline_at is None or checkin.sent_at is None:
        checkin.remind_at = None
        return
    quiet = nights_of(person, checkin)
    if not quiet.covers(now):
        outbox.enqueue(
            session, "checkin-reminder", checkin.person_id, now=now, priority=Priority.REMINDER,
            dedupe=f"reminder:{checkin.id}:{checkin.reminded}:{int(now.timestamp())}", checkin_id=checkin.id,
            expires_at=min(checkin.deadline_at, now + REMINDER_LIVES_FOR),
        )  # fmt: skip
    checkin.remind_at, checkin.reminded = lifecycle.next_reminder(
        checkin.sent_at,
        lifecycle.given_by(now, checkin.sent_at, reminders_of(cadence)),
        reminders=reminders_of(cadence),
        deadline_at=checkin.deadline_at,
        nights=quiet,
    )


def judge_due(session: Session, *, now: datetime, limit: int = 200) -> int:
    """Judge every deadline that lies in what we have certainly heard. Returns how many were judged.

    A member with an update not yet handled is left alone: perhaps it is their answer.
    """
    heard_until_at = engine_row(session).heard_until_at
    if heard_until_at is None:
        return 0
    due = checkins.judgeable(session, heard_until_at=min(heard_until_at, now), limit=limit)
    return batch.each(session, "judge", due, lambda _, checkin: _judge(session, checkin, now=now))


def _judge(session: Session, checkin: Checkin, *, now: datetime) -> None:
    person = people.by_id(session, checkin.person_id)
    checkin.deadline_at = checkin.remind_at = None
    if checkin.state is not CheckinState.SENT:
        return
    checkin.state = CheckinState.MISSED
    journal.note(session, "missed", person=checkin.person_id)
    first_sent_at = min(
        one.sent_at for one in checkins.of_date(session, checkin.person_id, checkin.on) if one.sent_at is not None
    )
    checkin.sign_of_life = person.last_sign_at is not None and person.last_sign_at >= first_sent_at
    outbox.withdraw_for_checkin(session, checkin.id or 0, kinds=("checkin-reminder",))
    session.flush()
    alerts.judge_quiet(session, person, checkin.on, now=now)


def after_outage(session: Session, gap: Gap, now: datetime) -> None:
    """We could not hear anybody: every open check-in gets that time back, or never was."""
    rows = session.execute(sa.select(Checkin).where(col(Checkin.deadline_at).is_not(None))).scalars().all()
    for checkin in rows:
        if checkin.state is not CheckinState.SENT or checkin.sent_at is None or checkin.deadline_at is None:
            continue
        if checkin.deadline_at <= gap.from_at:
            continue  # its whole window was heard
        excused = lifecycle.after_outage(
            outage_from=gap.from_at,
            outage_to=gap.to_at,
            now=now,
            sent_at=checkin.sent_at,
            deadline_at=checkin.deadline_at,
            remind_at=checkin.remind_at,
            next_opens_at=checkin.next_opens_at,
        )
        checkin.deadline_at, checkin.remind_at = excused.deadline_at, excused.remind_at
        journal.note(session, "excused", person=checkin.person_id)
        if excused.deadline_at is None:
            checkin.state = CheckinState.UNSENT
