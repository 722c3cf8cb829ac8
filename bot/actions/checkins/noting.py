"""Words that were no answer, kept as a check-in's note, if the member wants that."""

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from bot.actions import expecting
from bot.actions.checkins import answering, beginning, live
from bot.actions.checkins.answering import NOTE_AT_MOST
from bot.actions.checkins.scheduling import local
from bot.rules.vocabulary import CheckinState, Question
from bot.texts.messages import Message, Reply
from storage.queries import checkins, people
from storage.tables import Checkin, Expected, Person

OFFERED = "kept-words"  # no question: what was written waits in the draft for [Keep as a note]
NOTE = "just-a-note"


def may_keep(session: Session, person: Person, checkin: Checkin, text: str, *, now: datetime) -> bool:
    """Hold the words for [Keep as a note]; False where they are too many, or another question waits for its answer."""
    waiting = people.expected_of(session, person.id or 0, now=now)
    if len(text) > NOTE_AT_MOST or (waiting is not None and waiting.kind != OFFERED):
        return False
    expecting.expect(session, person, OFFERED, about_id=checkin.id, draft=text, now=now)
    return True


def keep(session: Session, person: Person, checkin_id: int, *, message_id: int | None, now: datetime) -> Reply:
    """[Keep as a note]: the words written last; the open question is asked again where it was tapped."""
    checkin = live.own(session, person, checkin_id, now=now)
    if isinstance(checkin, Reply):
        return checkin
    offered = people.expected_of(session, person.id or 0, now=now)
    live.heard(session, person, checkin, message_id=message_id, now=now)
    if offered is None or offered.kind != OFFERED or offered.about_id != checkin_id:
        return replace(live.ask(checkin, now=now), toast=Message("note-gone-toast"))
    people.forget_expected(session, offered.person_id)
    kept = answering.add_note(checkin, offered.draft or "")
    if checkin.step is Question.START:
        checkin.step = Question.MOOD
    return replace(live.ask(checkin, now=now), toast=Message("note-kept-toast" if kept else "note-full-toast"))


def ask(session: Session, person: Person, *, now: datetime) -> Reply:
    """[Just a note], where something came that I cannot listen to or see."""
    expecting.expect(session, person, NOTE, now=now)
    return Reply(show=Message("note-ask"))


def hear(session: Session, person: Person, expected: Expected, text: str, now: datetime) -> Reply:
    """The note itself, kept with today's check-in; one begins where today has none."""
    assert person.id is not None
    people.forget_expected(session, person.id)
    of_today = checkins.of_date(session, person.id, local(now, person).date())
    answered = [one for one in of_today if one.state in (CheckinState.ANSWERED, *beginning.MAY_BE_ANSWERED)]
    checkin = answered[-1] if answered else beginning.one_now(session, person, now=now)
    if checkin.step in (Question.NOTE, Question.DONE):
        return answering.note(session, person, checkin, text, now=now)
    live.heard(session, person, checkin, message_id=None, now=now)
    if not answering.add_note(checkin, text):
        return answering.note_too_long(checkin, text)
    return Reply(show=Message("note-kept", {"checkin": checkin.id}), fresh=True, checkin_id=checkin.id)
