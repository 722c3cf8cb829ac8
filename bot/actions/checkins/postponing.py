"""[Later]: in an hour, or tonight. A sign of life and no answer: it moves the reminder and the deadline."""

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from bot.actions.checkins import live
from bot.actions.checkins.scheduling import local, nights_of, zone_of
from bot.rules import lifecycle
from bot.rules.vocabulary import CheckinState
from bot.texts.messages import Message, Reply, When
from storage.queries import checkins, outbox
from storage.tables import Checkin, Enrolment, Person


def later(session: Session, person: Person, checkin_id: int, *, message_id: int | None, now: datetime) -> Reply:
    """[Later]: in an hour, or tonight? An old button, where the check-in waits for nothing any more, shows how it stands."""
    checkin = live.own(session, person, checkin_id, now=now)
    if isinstance(checkin, Reply):
        return checkin
    if not _waits(checkin):
        return _past_waiting(checkin, message_id, now=now)
    return Reply(show=Message("checkin-later", {"checkin": checkin_id}))


def postpone(
    session: Session, person: Person, checkin_id: int, *, tonight: bool, message_id: int | None, now: datetime
) -> Reply:
    """Ask again in an hour, or tonight, and wait for the answer longer: at most to the next opening.

    Where nothing may ring then (quiet hours), it says how long the check-in stays open, and promises no reminder.
    """
    checkin = live.own(session, person, checkin_id, now=now)
    if isinstance(checkin, Reply):
        return checkin
    enrolment = checkins.enrolment(session, checkin.person_id, checkin.cadence_id)
    if not _waits(checkin) or checkin.deadline_at is None or _next_is_open(enrolment, checkin):
        return _past_waiting(checkin, message_id, now=now)
    here_and_now = local(now, person)
    plan = lifecycle.postponed(
        now,
        tonight=tonight,
        zone=zone_of(person),
        today=here_and_now.date(),
        deadline_at=checkin.deadline_at,
        next_opens_at=_next_opening(enrolment, checkin),
        nights=nights_of(person, checkin),
    )
    checkin.deadline_at, checkin.remind_at = plan.deadline_at, plan.remind_at
    outbox.withdraw_for_checkin(session, checkin_id, kinds=("checkin-reminder",))
    kind = "checkin-postponed" if plan.remind_at else "checkin-kept-open"
    then = When(local(plan.remind_at or plan.deadline_at, person), here_and_now.date())
    return Reply(show=Message(kind, {"checkin": checkin_id, "when": then}))


def _next_is_open(enrolment: Enrolment | None, checkin: Checkin) -> bool:
    """Whether the cadence has asked again since: a tap that was on its way for long can come after that."""
    if enrolment is None or enrolment.opened_on is None or enrolment.opened_slot is None:
        return False
    return (enrolment.opened_on, enrolment.opened_slot) > (checkin.on, checkin.slot)


def _next_opening(enrolment: Enrolment | None, checkin: Checkin) -> datetime | None:
    """When the cadence asks next, as it is planned now: the member may have moved the hour since this one opened."""
    planned_at = enrolment.next_at if enrolment is not None and enrolment.ended_at is None else None
    return planned_at or checkin.next_opens_at


def _waits(checkin: Checkin) -> bool:
    """Whether it is open and unanswered."""
    return checkin.state is not CheckinState.ANSWERED and checkin.deadline_at is not None


def _past_waiting(checkin: Checkin, message_id: int | None, *, now: datetime) -> Reply:
    """An old [Later]: the message tapped shows how the check-in stands, and carries it from now on."""
    checkin.live_message = message_id or checkin.live_message
    missed = checkin.state is not CheckinState.ANSWERED
    return replace(live.ask(checkin, now=now), toast=Message("checkin-later-toast") if missed else None)
