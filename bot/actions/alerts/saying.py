"""What the member reads about their own alert: who will be asked, who was, who answered, what happens next and when.

Every line is read off the rows when it is written, so that it is true then.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlmodel import Session

from bot.actions.alerts import circle
from bot.actions.checkins.scheduling import local
from bot.rules.availability import Availability, busy
from bot.rules.ladder import HOLD_FOR, Ladder, Waiting, asked_first, first_asked, passed_over
from bot.rules.vocabulary import AlertKind, AlertState, Outcome, StepState
from bot.texts import crisis_cards
from bot.texts.messages import Message, Value, When
from storage.queries import alerts, cards, people
from storage.queries import circle as rows
from storage.tables import Alert, Person

MINUTE = timedelta(minutes=1)
NEWS_FOR = timedelta(minutes=10)


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
    starts_at = max(ladder.starts_at, now)
    first = first_asked(ladder, starts_at)
    together = asked_first(ladder, first) if first is not None else ()
    live = [rung for rung in ladder.rungs if rung.live and not rung.is_leader]
    others = tuple((one.recipient, name_of(session, one.recipient)) for one in live if one.recipient not in together)
    values = {"alert": alert.id, "others": others}
    if first is None:
        kind = "alert-held-nobody-free" if live else "alert-held-nobody"
        return Message(kind, {**values, "card": card(session, member, now=now)})
    named = {**values, "supporter": _names(session, together), "first": first.recipient}
    at = when(first.until_at, member, now=now)
    if alert.kind is AlertKind.QUIET:
        return Message("quiet-announcement", {**named, "days": circle.quiet_run(session, alert).days, "when": at})
    if first.until_at > starts_at:
        why = busy(_hours(ladder, first.recipient), starts_at, limited=alert.kind is not AlertKind.USED)
        several = "several" if len(live) > 1 else "one"
        return Message("alert-held-later", {**named, "when": at, "busy": why or "full", "several": several})
    minutes = round((starts_at - now) / MINUTE)
    if minutes > HOLD_FOR / MINUTE:
        return Message("alert-ask-first", {**named, "minutes": minutes})
    instead = passed_over(ladder, together)
    named |= {"minutes": int(HOLD_FOR / MINUTE), "instead": _names(session, instead)}
    return Message("alert-held-instead" if instead else "alert-held", named)


def plan_of(session: Session, alert: Alert, *, now: datetime) -> str:
    """What a line about a held alert promises, as a key: it changes where the line would no longer be true."""
    ladder = circle.ladder_of(session, alert, now=now)
    first = first_asked(ladder, max(ladder.starts_at, now))
    if first is None:
        return "nobody"
    # The hold's own end comes nearer as time passes; somebody's hours end when they end.
    until = "" if first.until_at <= max(ladder.starts_at, now) else str(int(first.until_at.timestamp()))
    return f"{asked_first(ladder, first)}:{until}"


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
            return asked(session, alert, now=now)
        case AlertState.EXHAUSTED:
            return Message("alert-exhausted", {**values, "card": card(session, member, now=now)})
        case _:
            return Message("alert-over", values)


def asked(session: Session, alert: Alert, *, now: datetime) -> Message:
    """Who was asked and has not answered yet; before them, who could not, tried in vain, or could not be asked now."""
    steps = alerts.steps(session, alert.id)
    open_ = tuple(step.recipient_id for step in steps if step.state is StepState.ASKED)
    values: dict[str, Value] = {"alert": alert.id, "asked": _names(session, open_)}
    if not open_:
        return Message("alert-asked-nobody", values)
    if just_now := _just_gave_up(session, alert, now=now):
        return Message("alert-asked-instead", {**values, **just_now})
    if instead := passed_over(circle.ladder_of(session, alert, now=now), open_):
        return Message("alert-asked-instead", {**values, "why": "busy", "supporter": _names(session, instead)})
    return Message("alert-asked", values)


def _just_gave_up(session: Session, alert: Alert, *, now: datetime) -> dict[str, Value]:
    """Who said a moment ago that they can't, or tried in vain; empty where that is no news any more."""
    declined = [step for step in alerts.steps(session, alert.id) if step.state is StepState.DECLINED]
    last = max(declined, key=lambda step: step.answered_at or alert.opened_at, default=None)
    if last is None or last.answered_at is None or now - last.answered_at > NEWS_FOR:
        return {}
    why = "tried" if last.outcome is Outcome.NOT_REACHED else "declined"
    return {"why": why, "supporter": name_of(session, last.recipient_id)}


def _names(session: Session, people_: Iterable[int]) -> tuple[str, ...]:
    return tuple(name_of(session, one) for one in people_)


def _hours(ladder: Ladder, recipient: int) -> Availability:
    return next(rung.hours for rung in ladder.rungs if rung.recipient == recipient)


def waiting(session: Session, alert: Alert, member: Person, waits: Waiting, *, now: datetime) -> Message:
    """Nobody has it so far; the first who can be asked, or asked again, and when; and the numbers that are awake now."""
    step = alerts.step(session, alert.id or 0, waits.recipient)
    hours = _hours(circle.ladder_of(session, alert, now=now), waits.recipient)
    gave_up = _just_gave_up(session, alert, now=now)
    return Message(
        "alert-waiting",
        {
            "alert": alert.id,
            "first": waits.recipient,
            "supporter": name_of(session, waits.recipient),
            "why": gave_up.get("why", "none"),
            "other": gave_up.get("supporter", ""),
            "again": "again" if step is not None and step.asks else "first",
            "busy": busy(hours, now, limited=alert.kind is not AlertKind.USED) or "full",
            "when": when(waits.until_at, member, now=now),
            "card": card(session, member, now=now),
        },
    )


def last_heard(session: Session, member: Person, supporter: Person, *, now: datetime) -> Message:
    """When this supporter last heard from me about the member, if they ever did; and that they will not now, unasked."""
    at = alerts.last_told(session, member.id or 0, supporter.id)
    if at is None:
        return Message("never-heard", {"supporter": supporter.name})
    return Message("last-heard", {"supporter": supporter.name, "when": when(at, member, now=now)})


def first_supporter_name(session: Session, person: Person) -> str:
    """The name on a [Tell …] button; "" for somebody without a confirmed supporter."""
    supporters = rows.supporters(session, person.id or 0)
    return supporters[0].name if supporters else ""
