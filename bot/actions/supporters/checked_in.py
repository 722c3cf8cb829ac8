""" "Maya has checked in today": a consent of its own, off until the member says yes. Nothing of what they answered."""

from datetime import datetime, timedelta

from sqlmodel import Session

from bot.actions.checkins.scheduling import local
from bot.actions.outgoing import Kind, Withdrawn
from bot.actions.supporters import agreeing
from bot.actions.supporters.notices import Loaded, asleep
from bot.actions.supporters.rows import id_of, member_of
from bot.rules.vocabulary import Priority, Purpose, SupportState
from bot.texts.messages import Message, Reply
from storage.queries import looks, outbox, supports
from storage.tables import Checkin, Outgoing, Person

WORDING = "checked-in-1"
KIND = "checked-in"
ONE_DAY = timedelta(days=1)


def ask(session: Session, person: Person, support_id: int, *, now: datetime) -> Reply:
    line = Message(KIND, {"name": person.name})
    return agreeing.ask(session, person, support_id, Purpose.CHECKED_IN, "checked-in-ask", {"line": line}, now=now)


def choose(session: Session, person: Person, support_id: int, *, tell: bool, now: datetime) -> Reply:
    kind, purpose = "checked-in-saved", Purpose.CHECKED_IN
    return agreeing.choose(session, person, support_id, purpose, kind, wording=WORDING, tell=tell, now=now)


def tell(session: Session, member: Person, checkin: Checkin, *, now: datetime) -> None:
    """Today's check-in is done: whoever may hear so does, once a day and without a sound."""
    if checkin.on != local(now, member).date():
        return
    for support in supports.agreed_to(session, id_of(member), Purpose.CHECKED_IN, now=now):
        outbox.enqueue(
            session, KIND, support.supporter_id, now=now, priority=Priority.RECAP, expires_at=now + ONE_DAY,
            dedupe=f"{KIND}:{support.id}:{checkin.on}",
            ids={"member": member.id, "support": support.id, "on": str(checkin.on)},
        )  # fmt: skip


def _load(session: Session, row: Outgoing, now: datetime) -> Loaded:
    support = supports.by_id(session, row.ids["support"])
    if support is None or support.state is not SupportState.CONFIRMED:
        return Withdrawn("state")
    if not agreeing.agreed(session, support, Purpose.CHECKED_IN, now=now):
        return Withdrawn("consent")
    member = member_of(session, support)
    if str(local(now, member).date()) != row.ids["on"]:
        return Withdrawn("another day")
    return asleep(session, row, now=now) or Message(KIND, {"name": member.name})


def _sent(session: Session, row: Outgoing, now: datetime) -> None:
    looks.note(session, row.recipient_id or 0, {row.ids["member"]}, KIND, now=row.sent_at or now)


KINDS = {KIND: Kind(_load, on_sent=_sent, silent=True, at_most_once=True)}
