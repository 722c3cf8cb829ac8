"""A pause: no check-ins from today for some days. An open alert goes on, SOS works; whether supporters hear of it is asked."""

from datetime import datetime, timedelta

from sqlmodel import Session

from bot.actions.checkins import scheduling
from bot.actions.checkins.pausing import pause_open
from bot.actions.outgoing import Kind, Withdrawn
from bot.actions.settings import planning
from bot.rules.vocabulary import Priority, SupportState
from bot.texts.messages import Message, Reply, Value
from storage.queries import looks, outbox, people, supports
from storage.tables import Outgoing, Person, Support

LENGTHS = (1, 3, 7, 14)  # days, the first one today
ONE_DAY = timedelta(days=1)


def ask(session: Session, person: Person, *, now: datetime) -> Reply:
    """/pause: for how long; somebody who is paused sees until when, and may change or end it."""
    if scheduling.is_paused(person, now=now):
        return Reply(show=Message("pause-on", {"until": person.paused_until_on}))
    return Reply(show=Message("pause-ask"))


def begin(session: Session, person: Person, days: int, *, now: datetime) -> Reply:
    """Pause from today on, `days` local dates in all; open check-ins are neither answered nor missed."""
    if days not in LENGTHS:
        return ask(session, person, now=now)
    today = scheduling.local(now, person).date()
    person.paused_from_on = today
    person.paused_until_on = today + (days - 1) * ONE_DAY
    pause_open(session, person)
    values: dict[str, Value] = {
        "until": person.paused_until_on,
        "days": days,
        "supporters": tuple(people.by_id(session, one.supporter_id).name for one in _confirmed(session, person)),
    }
    return Reply(show=Message("pause-begun" if values["supporters"] else "pause-begun-alone", values))


def tell(session: Session, person: Person, *, now: datetime) -> Reply:
    """[Tell them]: each confirmed supporter gets one plain line, by the member's own tap."""
    if not scheduling.is_paused(person, now=now):
        return Reply(show=Message("pause-over"))
    told = []
    for one in _confirmed(session, person):
        outbox.enqueue(
            session, "pause-notice", one.supporter_id, now=now, priority=Priority.REMINDER,
            expires_at=now + ONE_DAY, dedupe=f"pause:{one.id}:{person.paused_from_on}:{person.paused_until_on}",
            ids={"member": person.id, "until": str(person.paused_until_on)},
        )  # fmt: skip
        told.append(people.by_id(session, one.supporter_id).name)
    return Reply(show=Message("pause-told", {"supporters": tuple(told), "until": person.paused_until_on}))


def tell_nobody(session: Session, person: Person, *, now: datetime) -> Reply:
    if not scheduling.is_paused(person, now=now):
        return Reply(show=Message("pause-over"))
    return Reply(show=Message("pause-untold", {"until": person.paused_until_on}))


def resume(session: Session, person: Person, *, now: datetime) -> Reply:
    """/resume: the pause ended yesterday; the next check-in is planned, and today's offered where it is gone."""
    if not scheduling.is_paused(person, now=now):
        return planning.confirm(session, person, "resume-not-paused", now=now)
    person.paused_until_on = scheduling.local(now, person).date() - ONE_DAY
    return planning.confirm(session, person, "resumed", now=now)


def _confirmed(session: Session, person: Person) -> list[Support]:
    assert person.id is not None
    return [one for one in supports.of_member(session, person.id) if one.state is SupportState.CONFIRMED]


def _load_notice(session: Session, row: Outgoing, now: datetime) -> Message | Withdrawn:
    """Only while it is still true, and only to somebody who still supports them."""
    member = people.by_id(session, row.ids["member"])
    live = supports.between(session, member_id=row.ids["member"], supporter_id=row.recipient_id or 0)
    if live is None or live.state is not SupportState.CONFIRMED:
        return Withdrawn("no supporter")
    if not scheduling.is_paused(member, now=now) or str(member.paused_until_on) != row.ids["until"]:
        return Withdrawn("pause over")
    return Message("pause-notice", {"name": member.name, "until": member.paused_until_on})


def _sent(session: Session, row: Outgoing, now: datetime) -> None:
    looks.note(session, row.recipient_id or 0, {row.ids["member"]}, row.kind, now=row.sent_at or now)


KINDS = {"pause-notice": Kind(_load_notice, on_sent=_sent, at_most_once=True)}
