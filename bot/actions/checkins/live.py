"""A check-in under somebody's thumb: whether it is theirs, that they were heard, and the question that is open in it."""

from datetime import datetime

from sqlmodel import Session

from bot.actions import journal
from bot.actions.checkins.pausing import PROMPTS
from bot.rules import lifecycle
from bot.rules.vocabulary import CheckinState, Question
from bot.rules.zones import wall_clock
from bot.texts.messages import Message, Reply
from storage.queries import checkins, outbox
from storage.tables import Checkin, Person


def own(session: Session, person: Person, checkin_id: int, *, now: datetime, reading: bool = False) -> Checkin | Reply:
    """The tapper's own check-in; a Reply that says what to do instead where it is not theirs, gone, or closed.

    `reading`: nothing will be changed, so a closed one will do.
    """
    checkin = checkins.by_id(session, checkin_id)
    if checkin is None or checkin.person_id != person.id:
        return Reply(toast=Message("not-yours"))
    today = wall_clock(now, checkin.zone).date()  # by the clock it was asked by: the person may have travelled since
    if not reading and not lifecycle.counts_for(checkin.on, today):
        return Reply(show=Message("checkin-closed", {"on": checkin.on}), toast=Message("checkin-closed-toast"))
    return checkin


def heard(session: Session, person: Person, checkin: Checkin, *, message_id: int | None, now: datetime) -> None:
    """The first tap answers a check-in: no more reminders, never QUIET. Every tap puts off the judging by ten minutes."""
    if checkin.state is not CheckinState.ANSWERED:
        journal.note(session, "answered", person=person.id)
        outbox.withdraw_for_checkin(session, id_of(checkin), kinds=PROMPTS)
        checkin.state = CheckinState.ANSWERED
    if checkin.answered_at is None:
        checkin.answered_at = now
    checkin.deadline_at = checkin.remind_at = None
    checkin.settle_at = now + lifecycle.SETTLE_AFTER
    if message_id is not None:
        checkin.live_message = message_id


def ask(checkin: Checkin, *, now: datetime) -> Reply:
    """The check-in's message as it stands: its open question, or what is left to do once it is done."""
    if checkin.step is Question.DONE:
        return Reply(show=done(checkin, now=now), at=checkin.live_message)
    return Reply(
        show=Message(f"checkin-{checkin.step}", {"checkin": checkin.id}), at=checkin.live_message, checkin_id=checkin.id
    )


def done(checkin: Checkin, *, now: datetime) -> Message:
    """[Change it] or [How I am now], under today's check-in or under yesterday's."""
    is_todays = checkin.on == wall_clock(now, checkin.zone).date()
    return Message("checkin-done", {"checkin": checkin.id, "today": "yes" if is_todays else "no"})


def id_of(checkin: Checkin) -> int:
    assert checkin.id is not None
    return checkin.id
