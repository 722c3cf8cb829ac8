"""A member answers: each tap is saved at once, and the message shows the next question.

Every function authorises anew: the check-in must be the tapper's own. Answers count for a check-in on its date and the day
after; a later tap says so and offers today's.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from bot.actions import journal
from bot.actions.checkins import settling
from bot.actions.checkins.scheduling import local, own_cadence, zone_of
from bot.rules import lifecycle
from bot.rules.lifecycle import EXTRA_SLOT
from bot.rules.vocabulary import CheckinState, Question
from bot.rules.zones import wall_clock
from bot.texts.messages import Message, Reply, Value, When
from storage.queries import checkins, outbox
from storage.tables import Cadence, Checkin, Person

NOTE_AT_MOST = 1000  # characters
HERE_BEFORE_MOOD = 5  # "I'm here" so often in a row, and the next one asks for mood, once

_ORDER = list(Question)


def start(session: Session, person: Person, checkin_id: int, *, message_id: int | None, now: datetime) -> Reply:
    """[Start]: the member is there; ask the first question."""
    checkin = _own(session, person, checkin_id, now=now)
    if isinstance(checkin, Reply):
        return checkin
    _heard(session, person, checkin, message_id=message_id, now=now)
    if checkin.step is Question.START:
        checkin.step = Question.MOOD
    return _ask(checkin)


def answer(
    session: Session,
    person: Person,
    checkin_id: int,
    question: Question,
    value: int | bool | None,
    *,
    message_id: int | None,
    now: datetime,
) -> Reply:
    """One answer, or None for a skip. A second answer to the same question corrects the first."""
    checkin = _own(session, person, checkin_id, now=now)
    if isinstance(checkin, Reply):
        return checkin
    _heard(session, person, checkin, message_id=message_id, now=now)
    _put(session, person, checkin, question, value, now=now)
    return _ask(checkin)


def typed(
    session: Session, person: Person, checkin: Checkin, given: Mapping[Question, int | bool | None], *, now: datetime
) -> Reply:
    """Answers typed as text, "7" or "4 7 no", None for a skipped one."""
    _heard(session, person, checkin, message_id=None, now=now)
    if checkin.step is Question.START:
        checkin.step = Question.MOOD
    for question, value in given.items():
        _put(session, person, checkin, question, value, now=now)
    return _ask(checkin)


def here(session: Session, person: Person, checkin_id: int, *, message_id: int | None, now: datetime) -> Reply:
    """ "I'm here": answers it all with one tap; after five in a row the next one asks for mood, once."""
    checkin = _own(session, person, checkin_id, now=now)
    if isinstance(checkin, Reply):
        return checkin
    _heard(session, person, checkin, message_id=message_id, now=now)
    person.here_run += 1
    if person.here_run > HERE_BEFORE_MOOD:
        person.here_run = 0
        checkin.step = Question.MOOD
        return Reply(
            show=Message("checkin-mood-once", {"checkin": checkin_id}), at=checkin.live_message, checkin_id=checkin_id
        )
    return settling.finish(session, person, checkin, now=now)


def finish(session: Session, person: Person, checkin_id: int, *, message_id: int | None, now: datetime) -> Reply:
    """[Finish]: the answers are judged now."""
    checkin = _own(session, person, checkin_id, now=now)
    if isinstance(checkin, Reply):
        return checkin
    _heard(session, person, checkin, message_id=message_id, now=now)
    return settling.finish(session, person, checkin, now=now)


def note(session: Session, person: Person, checkin: Checkin, text: str, *, now: datetime) -> Reply:
    """The member typed a note: kept, and the check-in is finished. More text adds to it."""
    _heard(session, person, checkin, message_id=None, now=now)
    joined = f"{checkin.note}\n{text}" if checkin.note else text
    if len(joined) > NOTE_AT_MOST:
        return Reply(show=Message("note-too-long", {"length": len(joined), "most": NOTE_AT_MOST}), fresh=True)
    checkin.note = joined
    return settling.finish(session, person, checkin, now=now)


def change(session: Session, person: Person, checkin_id: int, *, message_id: int | None, now: datetime) -> Reply:
    """[Change it]: ask everything again; what was answered stays until it is answered anew."""
    checkin = _own(session, person, checkin_id, now=now)
    if isinstance(checkin, Reply):
        return checkin
    _heard(session, person, checkin, message_id=message_id, now=now)
    checkin.step = Question.MOOD
    return _ask(checkin)


def show(session: Session, person: Person, checkin_id: int, *, message_id: int | None, now: datetime) -> Reply:
    """[Show]: what was saved, on the member's own phone only."""
    checkin = _own(session, person, checkin_id, now=now, reading=True)
    if isinstance(checkin, Reply):
        return checkin
    used = "skip" if checkin.used is None else "yes" if checkin.used else "no"
    values: dict[str, Value] = {
        "checkin": checkin_id,
        "mood": checkin.mood or 0,
        "craving": -1 if checkin.craving is None else checkin.craving,
        "used": used,
        "note": checkin.note or "",
    }
    return Reply(show=Message("checkin-shown", values))


def hide(session: Session, person: Person, checkin_id: int, *, message_id: int | None, now: datetime) -> Reply:
    """[Hide]: the values go from the screen again."""
    checkin = _own(session, person, checkin_id, now=now, reading=True)
    if isinstance(checkin, Reply):
        return checkin
    return Reply(show=settling.saved(session, person, checkin, now=now))


def calm(session: Session, person: Person, checkin_id: int, *, message_id: int | None, now: datetime) -> Reply:
    """[Not now], [That's all]: the offers go away, what was saved stays."""
    checkin = _own(session, person, checkin_id, now=now, reading=True)
    if isinstance(checkin, Reply):
        return checkin
    return Reply(show=settling.saved(session, person, checkin, now=now, calm=True))


def later(session: Session, person: Person, checkin_id: int, *, message_id: int | None, now: datetime) -> Reply:
    """[Later]: in an hour, or tonight? An old button, where the check-in waits for nothing any more, shows how it stands."""
    checkin = _own(session, person, checkin_id, now=now)
    if isinstance(checkin, Reply):
        return checkin
    if not _waits(checkin):
        return _past_waiting(checkin, message_id)
    return Reply(show=Message("checkin-later", {"checkin": checkin_id}))


def postpone(
    session: Session, person: Person, checkin_id: int, *, tonight: bool, message_id: int | None, now: datetime
) -> Reply:
    """[Later] is a sign of life, not an answer: it moves the reminder and the deadline, at most to the next opening."""
    checkin = _own(session, person, checkin_id, now=now)
    if isinstance(checkin, Reply):
        return checkin
    if not _waits(checkin) or checkin.deadline_at is None:
        return _past_waiting(checkin, message_id)
    here_and_now = local(now, person)
    plan = lifecycle.postponed(
        now,
        tonight=tonight,
        zone=zone_of(person),
        today=here_and_now.date(),
        deadline_at=checkin.deadline_at,
        next_opens_at=checkin.next_opens_at,
    )
    checkin.deadline_at, checkin.remind_at = plan.deadline_at, plan.remind_at
    outbox.withdraw_for_checkin(session, checkin_id, kinds=("checkin-reminder",))
    asked_at = local(plan.remind_at or plan.deadline_at, person)
    return Reply(
        show=Message("checkin-postponed", {"checkin": checkin_id, "when": When(asked_at, here_and_now.date())})
    )


def begin(session: Session, person: Person, *, message_id: int | None = None, now: datetime) -> Reply:
    """/checkin: today's open one, today's done one with [Change it] or [How I am now], or one now."""
    today = local(now, person).date()
    of_today = checkins.of_date(session, _id(person), today)
    for checkin in reversed(of_today):
        if checkin.state in (CheckinState.QUEUED, CheckinState.SENT, CheckinState.MISSED, CheckinState.UNSENT) or (
            checkin.state is CheckinState.ANSWERED and checkin.step is not Question.DONE
        ):
            return _anew(session, person, checkin, now=now)
    if of_today and of_today[-1].state is CheckinState.ANSWERED:
        return Reply(show=Message("checkin-done-today", {"checkin": of_today[-1].id}), fresh=True)
    early = _early(session, person, now=now)
    return _anew(session, person, early, now=now)


def extra(session: Session, person: Person, *, message_id: int | None = None, now: datetime) -> Reply:
    """[How I am now]: an extra check-in of today."""
    return _anew(session, person, _extra(session, person, now=now), now=now)


def _anew(session: Session, person: Person, checkin: Checkin, *, now: datetime) -> Reply:
    """Show a check-in's open question in a new message, which is its live message from then on."""
    _heard(session, person, checkin, message_id=None, now=now)
    if checkin.step is Question.START:
        checkin.step = Question.MOOD
    asked = _ask(checkin)
    return Reply(show=asked.show, fresh=True, checkin_id=checkin.id)


def _early(session: Session, person: Person, *, now: datetime) -> Checkin:
    """Today's planned check-in, answered before its hour; an extra one where none is planned today."""
    here_and_now = local(now, person)
    for known in checkins.enrolled(session, _id(person)):
        row = known.enrolment
        if row.next_on == here_and_now.date() and row.next_slot is not None and row.next_at is not None:
            checkin = Checkin(
                person_id=_id(person), cadence_id=row.cadence_id, on=row.next_on, slot=row.next_slot,
                state=CheckinState.ANSWERED, zone=zone_of(person), planned_at=row.next_at, answered_at=now,
            )  # fmt: skip
            session.add(checkin)
            session.flush()
            settling.plan_after(session, person, known, checkin, now=now)
            return checkin
    return _extra(session, person, now=now)


def _extra(session: Session, person: Person, *, now: datetime) -> Checkin:
    """An extra check-in lives on the person's own cadence, or on the first they take part in."""
    known = checkins.enrolled(session, _id(person))
    cadence = known[0].cadence if known else own_cadence(session, person)
    today = local(now, person).date()
    taken = [one.slot for one in checkins.of_date(session, _id(person), today) if one.cadence_id == cadence.id]
    checkin = Checkin(
        person_id=_id(person), cadence_id=_id(cadence), on=today, slot=max([EXTRA_SLOT - 1, *taken]) + 1,
        state=CheckinState.ANSWERED, zone=zone_of(person), planned_at=now, answered_at=now,
    )  # fmt: skip
    session.add(checkin)
    session.flush()
    return checkin


def _own(session: Session, person: Person, checkin_id: int, *, now: datetime, reading: bool = False) -> Checkin | Reply:
    """The tapper's own check-in; a Reply that says what to do instead where it is not theirs, gone, or closed."""
    checkin = checkins.by_id(session, checkin_id)
    if checkin is None or checkin.person_id != person.id:
        return Reply(toast=Message("not-yours"))
    today = wall_clock(now, checkin.zone).date()  # by the clock it was asked by: the person may have travelled since
    if not reading and not lifecycle.counts_for(checkin.on, today):
        return Reply(show=Message("checkin-closed", {"on": checkin.on}), toast=Message("checkin-closed-toast"))
    return checkin


def _heard(session: Session, person: Person, checkin: Checkin, *, message_id: int | None, now: datetime) -> None:
    """The first tap answers a check-in: no more reminders, never QUIET. Every tap puts off the judging by ten minutes."""
    if checkin.answered_at is None:
        checkin.answered_at = now
    if checkin.state is not CheckinState.ANSWERED:
        checkin.state = CheckinState.ANSWERED
        journal.note(session, "answered", person=person.id)
        outbox.withdraw_for_checkin(session, _id(checkin), kinds=("checkin-hello", "checkin-reminder"))
    checkin.deadline_at = checkin.remind_at = None
    checkin.settle_at = now + lifecycle.SETTLE_AFTER
    if message_id is not None:
        checkin.live_message = message_id


def _put(
    session: Session, person: Person, checkin: Checkin, question: Question, value: int | bool | None, *, now: datetime
) -> None:
    """Save one answer and move on to the next question, unless a later one is already open."""
    person.here_run = 0
    match question:
        case Question.MOOD:
            checkin.mood = value
        case Question.CRAVING:
            checkin.craving = value
        case Question.USED:
            checkin.used = None if value is None else bool(value)
    asks_use = lifecycle.asks_about_use(
        person.use_question,
        craving=checkin.craving,
        today=local(now, person).date(),
        last_asked_on=checkins.last_asked_about_use(session, _id(person), before=checkin),
    )
    following = lifecycle.question_after(question, asks_use=asks_use)
    if _ORDER.index(following) > _ORDER.index(checkin.step):
        checkin.step = following


def _waits(checkin: Checkin) -> bool:
    """Whether it is open and unanswered."""
    return checkin.state is not CheckinState.ANSWERED and checkin.deadline_at is not None


def _past_waiting(checkin: Checkin, message_id: int | None) -> Reply:
    """An old [Later]: the message tapped shows how the check-in stands, and carries it from now on."""
    checkin.live_message = message_id or checkin.live_message
    missed = checkin.state is not CheckinState.ANSWERED
    return replace(_ask(checkin), toast=Message("checkin-later-toast") if missed else None)


def _ask(checkin: Checkin) -> Reply:
    """The check-in's message as it stands: its open question."""
    if checkin.step is Question.DONE:
        return Reply(show=Message("checkin-done-today", {"checkin": checkin.id}), at=checkin.live_message)
    return Reply(
        show=Message(f"checkin-{checkin.step}", {"checkin": checkin.id}), at=checkin.live_message, checkin_id=checkin.id
    )


def _id(row: Person | Checkin | Cadence) -> int:
    assert row.id is not None
    return row.id
