"""What the member reads about their own alert: who will be asked, who was, who answered, what happens next and when.

Every line is read off the rows when it is written, so that it is true then.
"""

from datetime import datetime

from sqlmodel import Session

from bot.actions.alerts import circle
from bot.actions.checkins.scheduling import local
from bot.rules.ladder import ASK_FIRST_FOR, HOLD_FOR, Waiting, first_asked
from bot.rules.vocabulary import AlertKind, AlertState, StepState
from bot.texts import crisis_cards
from bot.texts.messages import Message, When
from storage.queries import alerts, cards, people
from storage.queries.circle import Companion
from storage.tables import Alert, Person


def when(at: datetime, person: Person, *, now: datetime) -> When:
    return When(local(at, person), local(now, person).date())


def card(session: Session, person: Person, *, now: datetime) -> Message:
    """The crisis card of the person's country, as a value of another message."""
    found = crisis_cards.find(country=person.country, zone=person.zone)
    verified_on = cards.verified_on(session, found.code)
    return crisis_cards.card(found, today=now.date(), verified_on=verified_on, opioids=person.opioid_line)


def name_of(session: Session, person_id: int | None) -> str:
    return people.by_id(session, person_id).name if person_id is not None else ""


def held(session: Session, alert: Alert, member: Person, *, now: datetime) -> Message:
    """Before anybody is asked: whom I shall ask and when, and how to change that."""
    ladder = circle.ladder_of(session, alert, now=now)
    first = first_asked(ladder, max(ladder.starts_at, now))
    others = tuple(
        (rung.recipient, name_of(session, rung.recipient))
        for rung in ladder.rungs
        if rung.live and not rung.is_leader and (first is None or rung.recipient != first.recipient)
    )
    values = {"alert": alert.id, "others": others}
    if first is None:
        return Message("alert-held-nobody-free", values)
    named = {**values, "supporter": name_of(session, first.recipient), "first": first.recipient}
    if alert.kind is AlertKind.QUIET:
        run = circle.quiet_run(session, alert)
        return Message("quiet-announcement", {**named, "days": run.days, "when": when(first.until_at, member, now=now)})
    if first.until_at > max(ladder.starts_at, now):
        return Message("alert-held-later", {**named, "when": when(first.until_at, member, now=now)})
    if ladder.starts_at - alert.opened_at >= ASK_FIRST_FOR:
        return Message("alert-ask-first", {**named, "minutes": int(ASK_FIRST_FOR.total_seconds() / 60)})
    return Message("alert-held", {**named, "minutes": int(HOLD_FOR.total_seconds() / 60)})


def standing(session: Session, alert: Alert, member: Person, *, now: datetime) -> Message:
    """Where an alert stands that is under way or over: who has it, who was asked, who could not."""
    values: dict[str, int | str | None] = {"alert": alert.id}
    match alert.state:
        case AlertState.HELD:
            return held(session, alert, member, now=now)
        case AlertState.ACKNOWLEDGED:
            return Message(
                "alert-standing-acknowledged", {**values, "supporter": name_of(session, alert.acknowledged_by)}
            )
        case AlertState.ASKING:
            return asked(session, alert)
        case _:
            return Message("alert-over", values)


def asked(session: Session, alert: Alert) -> Message:
    """Who was asked and has not answered yet; before them, who could not."""
    steps = alerts.steps(session, alert.id)
    open_ = tuple(name_of(session, step.recipient_id) for step in steps if step.state is StepState.ASKED)
    cannot = tuple(name_of(session, step.recipient_id) for step in steps if step.state is StepState.DECLINED)
    values = {"alert": alert.id, "asked": open_, "declined": cannot}
    if not open_:
        return Message("alert-asked-nobody", values)
    return Message("alert-asked-instead" if cannot else "alert-asked", values)


def waiting(session: Session, alert: Alert, member: Person, waits: Waiting, *, now: datetime) -> Message:
    """Nobody was reached so far; the first who can be asked again, when, and the numbers to call."""
    supporter = people.by_id(session, waits.recipient)
    return Message(
        "alert-waiting",
        {
            "alert": alert.id,
            "first": waits.recipient,
            "supporter": supporter.name,
            "when": when(waits.until_at, member, now=now),
            "card": card(session, member, now=now),
        },
    )


def last_heard(session: Session, member: Person, companion: Companion, *, now: datetime) -> Message | str:
    """When this supporter last heard from me about the member; nothing where they never did."""
    at = alerts.last_told(session, member.id or 0, companion.person.id)
    if at is None:
        return ""
    return Message("last-heard", {"supporter": companion.person.name, "on": local(at, member).date()})


def first_supporter_name(session: Session, person: Person) -> str:
    """The name on a [Tell …] button; "" for somebody without a confirmed supporter."""
    companions = circle.confirmed(session, person.id or 0)
    return companions[0].person.name if companions else ""
