"""What a check-in shows once it is saved: the values only on request, for a minute, and the offers until they are declined."""

from datetime import datetime, timedelta

from sqlmodel import Session

from bot.actions.checkins import live, settling
from bot.actions.outgoing import Kind, Withdrawn
from bot.rules.vocabulary import Priority, Question
from bot.texts.messages import Message, Reply, Value
from storage.queries import checkins, outbox, people
from storage.tables import Checkin, Outgoing, Person

SHOWN_FOR = timedelta(minutes=1)
HIDE = "checkin-hide"


def show(session: Session, person: Person, checkin_id: int, *, message_id: int | None, now: datetime) -> Reply:
    """[Show]: what was saved, on the member's own phone only. In a minute it is hidden again, also after a restart."""
    checkin = live.own(session, person, checkin_id, now=now, reading=True)
    if isinstance(checkin, Reply):
        return checkin
    outbox.withdraw_for_checkin(session, checkin_id, kinds=(HIDE,))
    outbox.enqueue(
        session, HIDE, checkin.person_id, now=now, not_before_at=now + SHOWN_FOR, priority=Priority.REPLY,
        dedupe=f"hide:{checkin_id}:{int(now.timestamp())}", checkin_id=checkin_id, ids={"message": message_id},
    )  # fmt: skip
    return Reply(show=Message("checkin-shown", _values(checkin)))


def hide(session: Session, person: Person, checkin_id: int, *, now: datetime) -> Reply:
    """[Hide]: the values go from the screen before their minute is over."""
    checkin = live.own(session, person, checkin_id, now=now, reading=True)
    if isinstance(checkin, Reply):
        return checkin
    outbox.withdraw_for_checkin(session, checkin_id, kinds=(HIDE,))
    return Reply(show=settling.saved(session, person, checkin, now=now))


def calm(session: Session, person: Person, checkin_id: int, *, now: datetime) -> Reply:
    """[Not now], [That's all]: the offers go away, what was saved stays."""
    checkin = live.own(session, person, checkin_id, now=now, reading=True)
    if isinstance(checkin, Reply):
        return checkin
    return Reply(show=settling.saved(session, person, checkin, now=now, calm=True))


def _values(checkin: Checkin) -> dict[str, Value]:
    return {
        "checkin": checkin.id,
        "mood": checkin.mood or 0,
        "craving": -1 if checkin.craving is None else checkin.craving,
        "used": "skip" if checkin.used is None else "yes" if checkin.used else "no",
        "note": checkin.note or "",
    }


def _load_hidden(session: Session, row: Outgoing, now: datetime) -> Message | Withdrawn:
    """The minute is over. Where the answers are being changed, the message has moved on to a question."""
    checkin = checkins.by_id(session, row.checkin_id or 0)
    if checkin is None or checkin.step is not Question.DONE or row.ids["message"] is None:
        return Withdrawn("moved on")
    return settling.saved(session, people.by_id(session, checkin.person_id), checkin, now=now)


KINDS = {HIDE: Kind(_load_hidden, edits=lambda session, row: row.ids["message"])}
