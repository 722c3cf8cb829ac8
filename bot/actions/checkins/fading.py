"""Stepping back, week by week, from a member we do not hear from; and coming back, all at once, when they write.

How far is decided by `bot.rules.fading`. Stepping back is no alert: whom silence alarms, and when, `bot.actions.alerts` decides.
"""

from datetime import datetime, timedelta

from sqlmodel import Session

from bot.actions import batch, journal, reach
from bot.actions.checkins import settling
from bot.actions.checkins.scheduling import local, nights, zone_of
from bot.actions.outgoing import Kind, Withdrawn
from bot.actions.supporters import absence
from bot.rules import fading as rules
from bot.rules.lifecycle import LONGEST_OUTAGE, UNSENT_AFTER
from bot.rules.vocabulary import Fading, Priority
from bot.texts.messages import Message
from storage.queries import checkins, outbox, people
from storage.queries.engine import engine_row, last_outage_end
from storage.tables import Checkin, Outgoing, Person


def after_missing(session: Session, person: Person, checkin: Checkin, *, now: datetime) -> None:
    """A check-in was judged as missed: no more reminders after 7 such days, no more prompts after 14."""
    if not rules.is_asked(person.fading) or person.silent_at is not None:
        return
    days = checkins.missed_days(session, person.id or 0, since=_last_sign_at(person))
    step = rules.after_missing(days)
    if step is person.fading:
        return
    person.fading = step
    if step is not None:
        journal.note(session, "faded", why=step.value, person=person.id)
    if step is Fading.WEEKLY:
        person.fade_at = _next_at(session, person, checkin.planned_at, now=now)


def fade_due(session: Session, *, now: datetime, limit: int = 200) -> int:
    """Queue each weekly line whose hour has come, or end them, as far as we have heard. Returns how many."""
    heard_until_at = engine_row(session).heard_until_at
    if heard_until_at is None:
        return 0
    due = people.due(session, "fade_at", heard_until_at=min(heard_until_at, now), limit=limit)
    return batch.each(session, "fade", due, lambda _, person: _fade(session, person, now=now))


def _fade(session: Session, person: Person, *, now: datetime) -> None:
    line_at, person.fade_at = person.fade_at, None
    if line_at is None or person.fading is not Fading.WEEKLY or person.silent_at is not None:
        return
    if now >= _ends_at(session, person):
        person.fading = Fading.UNASKED
        journal.note(session, "faded", why=Fading.UNASKED.value, person=person.id)
        absence.tell(session, person, absence.UNASKED, now=now)
        return
    person.fade_at = _next_at(session, person, line_at, now=now)
    if now < line_at + UNSENT_AFTER:
        outbox.enqueue(
            session, "weekly-line", person.id, now=now, priority=Priority.REMINDER, not_before_at=line_at,
            expires_at=line_at + UNSENT_AFTER, dedupe=f"weekly-line:{person.id}:{int(line_at.timestamp())}",
        )  # fmt: skip


def bring_back(session: Session, person: Person, *, now: datetime) -> None:
    """A sign of life: whatever rested is there again. Member and supporters learn it where they knew of the rest."""
    rested = person.silent_at is not None or not rules.is_asked(person.fading) or reach.is_lost(person)
    reach.regained(session, person, now=now)
    person.silent_at = person.fading = person.fade_at = None
    if not rested:
        return
    journal.note(session, "back", person=person.id)
    _start_afresh(person, now=now)
    absence.take_back(session, person, now=now)
    if checkins.enrolled(session, person.id or 0):
        outbox.enqueue(
            session, "welcome-back", person.id, now=now, priority=Priority.REPLY,
            dedupe=f"welcome-back:{person.id}:{int(now.timestamp())}",
        )  # fmt: skip


def _start_afresh(person: Person, *, now: datetime) -> None:
    """Days on which nobody was asked end a run of missed ones, as a pause does: else no silence would ever count again."""
    yesterday = local(now, person).date() - timedelta(days=1)
    if person.paused_until_on is None or person.paused_until_on < yesterday:
        person.paused_from_on = person.paused_until_on = yesterday


def _next_at(session: Session, person: Person, at: datetime, *, now: datetime) -> datetime:
    """The next weekly line, at the hour of `at`, or the end of them if that comes first."""
    return min(rules.a_week_after(at, zone=zone_of(person), now=now), _ends_at(session, person))


def _ends_at(session: Session, person: Person) -> datetime:
    last_sign_at = _last_sign_at(person)
    deaf_until_at = last_outage_end(session, longer_than=LONGEST_OUTAGE, since=last_sign_at)
    return rules.ends_at(last_sign_at, deaf_until_at=deaf_until_at)


def _last_sign_at(person: Person) -> datetime:
    return person.last_sign_at or person.joined_at


def _load_weekly_line(session: Session, row: Outgoing, now: datetime) -> Message | Withdrawn:
    """One short line, at the hour at which the member was asked; no check-in, and never in their night."""
    person = people.by_id(session, row.recipient_id or 0)
    if person.fading is not Fading.WEEKLY:
        return Withdrawn("state")
    hour = local(row.not_before_at, person).time().replace(second=0, microsecond=0)
    if nights(person, (hour,)).covers(now):
        return Withdrawn("quiet hours")
    return Message("weekly-line", {"name": person.name})


def _load_welcome_back(session: Session, row: Outgoing, now: datetime) -> Message:
    person = people.by_id(session, row.recipient_id or 0)
    return Message("welcome-back", {"until": settling.asked_next(session, person, now=now)})


KINDS = {
    "weekly-line": Kind(_load_weekly_line, at_most_once=True),
    "welcome-back": Kind(_load_welcome_back),
}
