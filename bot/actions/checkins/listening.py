"""What a typed text means to a check-in: answers, "here", a note; and a helpful word where it means none of them.

Every text was screened for words of self-harm before it comes here.
"""

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from bot.actions import expecting
from bot.actions.checkins import answering, beginning, live, noting
from bot.actions.checkins.scheduling import local
from bot.rules import lifecycle, typed
from bot.rules.typed_answers import Unread, read
from bot.rules.typed_items import Why
from bot.rules.vocabulary import CheckinState, Question
from bot.texts.messages import Message, Reply, Value
from storage.queries import checkins
from storage.tables import Checkin, Expected, Person


def answer(session: Session, person: Person, text: str, *, expected: Expected | None, now: datetime) -> Reply | None:
    """The text as an answer to the open check-in; None where there is none, or it answers nothing.

    `expected`: another question that is open too. The one that was asked later is answered first, and beside a prompt that
    was not started yet, only what is plain ("here", or several answers) is taken for an answer to it.
    """
    checkin = _open(session, person, now=now)
    if checkin is None or (expected is not None and _asked_at(checkin) <= expecting.asked_at(expected)):
        return None
    if typed.here(text, language=person.language):
        return answering.here(session, person, live.id_of(checkin), message_id=None, now=now)
    given = read(text, asked=checkin.step, language=person.language)
    if not isinstance(given, Unread):
        if expected is not None and checkin.step is Question.START and len(given) == 1:
            return None
        before = checkin.step
        reply = answering.typed(session, person, checkin, given, now=now)
        # The same question again: redrawn in its place, it would show nothing of having been heard.
        return replace(reply, fresh=True) if checkin.step is before else reply
    if checkin.step is Question.NOTE and checkin.state is CheckinState.ANSWERED:
        return _note(session, person, checkin, text, now=now)
    return None


def hint(session: Session, person: Person, text: str, *, now: datetime) -> Reply:
    """A helpful word about what would be understood here, never only "I don't understand".

    It carries the open question's own buttons, and what was told in a sentence can be kept as a note.
    """
    checkin = _open(session, person, now=now)
    if checkin is None:
        return _nothing_open(session, person, text, now=now)
    found = read(text, asked=checkin.step, language=person.language)
    unread = found if isinstance(found, Unread) else Unread(Why.OTHER, checkin.step)
    keeps = unread.why is Why.WORDS and noting.may_keep(session, person, checkin, text, now=now)
    question = "open" if checkin.state is not CheckinState.ANSWERED else checkin.step.value
    values: dict[str, Value | Message] = {
        "checkin": checkin.id,
        "keeps": "yes" if keeps else "no",
        "unread": _why(replace(unread, why=Why.OTHER) if unread.why is Why.WORDS and not keeps else unread),
    }
    return Reply(show=Message(f"hint-{question}", values), fresh=True, checkin_id=checkin.id)


def _why(unread: Unread) -> Message:
    return Message("unread", {"why": unread.why, "low": unread.low, "high": unread.high, "rest": unread.rest})


def _nothing_open(session: Session, person: Person, text: str, *, now: datetime) -> Reply:
    """Answers after today's is done lead to [Change it] or [How I am now]; everything else to what there is."""
    assert person.id is not None
    of_today = checkins.of_date(session, person.id, local(now, person).date())
    done = [checkin for checkin in of_today if checkin.state is CheckinState.ANSWERED]
    is_answer = not isinstance(read(text, asked=Question.CRAVING, language=person.language), Unread)
    if done and (is_answer or typed.here(text, language=person.language)):
        return beginning.begin(session, person, now=now)
    checks_in = "yes" if checkins.enrolled(session, person.id) else "no"
    return Reply(show=Message("hint-nothing-open", {"checks_in": checks_in}), fresh=True)


def _note(session: Session, person: Person, checkin: Checkin, text: str, *, now: datetime) -> Reply:
    """ "Anything you want to add?": "no" finishes, "yes" is asked what, all else is the note."""
    if typed.enough(text, language=person.language):
        return answering.finish(session, person, live.id_of(checkin), message_id=None, now=now)
    if typed.yes_no(text, language=person.language):
        return Reply(show=Message("hint-note", {"checkin": checkin.id}), fresh=True, checkin_id=checkin.id)
    return answering.note(session, person, checkin, text, now=now)


def _open(session: Session, person: Person, *, now: datetime) -> Checkin | None:
    """The check-in that a typed answer would go to: today's, or yesterday's that may still be answered late."""
    assert person.id is not None
    since_on = local(now, person).date() - lifecycle.COUNTS_FOR
    return checkins.in_progress(session, person.id, since_on=since_on)


def _asked_at(checkin: Checkin) -> datetime:
    """When its question was last put: at the last tap, at the prompt's arrival, or at its hour."""
    if checkin.settle_at is not None:
        return checkin.settle_at - lifecycle.SETTLE_AFTER
    return checkin.settled_at or checkin.sent_at or checkin.planned_at
