"""The member's say in their own alerts: ask now, not this time, tell Sam, did they reach you, no longer needed.

Every function reads the alert anew and asks `bot.rules.permissions`; a tap on what is over says so.
"""

from datetime import datetime

from sqlmodel import Session

from bot.actions.alerts import asking, circle, crisis, ending, opening, saying, telling
from bot.actions.checkins.scheduling import local
from bot.rules.ladder import first_asked, lately
from bot.rules.permissions import Action, may
from bot.rules.vocabulary import AlertKind, AlertState, Outcome, Signal, StepState, Wish
from bot.texts.messages import Message, Reply
from storage.queries import alerts
from storage.queries import circle as rows
from storage.tables import Alert, Person

NO_IN_A_ROW = 2  # "Not this time" so often, and the bot asks whether to ask first from now on


def ask_now(session: Session, person: Person, alert_id: int, *, now: datetime) -> Reply:
    """[Ask now]: the hold is over."""
    alert = _mine(session, person, alert_id)
    if isinstance(alert, Reply):
        return alert
    if alert.state is AlertState.HELD:
        alert.hold_until_at = now
        asking.advance(session, alert, now=now)
    return Reply(show=saying.standing(session, alert, person, now=now))


def ask_them(session: Session, person: Person, alert_id: int, recipient_id: int, *, now: datetime) -> Reply:
    """[Ask now anyway], [Ask Ana]: this person, at this hour, because the member wants it; once, however often they press."""
    alert = _mine(session, person, alert_id)
    if isinstance(alert, Reply):
        return alert
    step = alerts.step(session, alert_id, recipient_id)
    if step is None or step.is_leader or rows.companion(session, alert.member_id, recipient_id) is None:
        return Reply(toast=Message("not-yours"))
    if alert.state in (AlertState.HELD, AlertState.ASKING) and step.state in (StepState.WAITING, StepState.ASKED):
        asked = step.state is StepState.ASKED
        if not asked or (step.asked_at is not None and not lately(step.asked_at, now)):
            asking.ask(session, alert, step, now=now, forced=True)
        alert.hold_until_at = now
        asking.advance(session, alert, now=now)
    return Reply(show=saying.standing(session, alert, person, now=now))


def not_this_time(session: Session, person: Person, alert_id: int, *, now: datetime) -> Reply:
    """[Not this time]: nobody was told. What is on its way already is not called back."""
    alert = _mine(session, person, alert_id)
    if isinstance(alert, Reply):
        return alert
    if alert.state is not AlertState.HELD:
        if alert.follow_up_at is None:
            return Reply(show=saying.standing(session, alert, person, now=now))
        alert.follow_up, alert.follow_up_at = [], None
        return Reply(show=Message("alert-more-dropped"))
    ending.end(session, alert, AlertState.CANCELLED, now=now, by=person.id)
    person.cancelled_run += 1
    offer = person.cancelled_run >= NO_IN_A_ROW and not (person.ask_first or person.ask_first_offered)
    person.ask_first_offered = person.ask_first_offered or offer
    return Reply(show=Message("alert-cancelled"), also=(Message("ask-me-first"),) if offer else ())


def ask_me_first(session: Session, person: Person, *, yes: bool, now: datetime) -> Reply:
    """The answer to "Shall I ask you first from now on?"."""
    person.ask_first = yes
    return Reply(show=Message("ask-me-first-yes" if yes else "ask-me-first-no"))


def what_they_read(session: Session, person: Person, alert_id: int, *, now: datetime) -> Reply:
    """[What will Sam read?]: the very message, as it would leave now."""
    alert = _mine(session, person, alert_id)
    if isinstance(alert, Reply):
        return alert
    first = first_asked(circle.ladder_of(session, alert, now=now), now)
    companion = rows.companion(session, alert.member_id, first.recipient) if first is not None else None
    page = telling.page(session, "alert-preview", alert, companion, now=now) if companion is not None else None
    if page is None or companion is None:
        return Reply(show=saying.standing(session, alert, person, now=now))
    return Reply(show=Message(page.kind, {**page.values, "supporter": companion.person.name}), fresh=True)


def tell(session: Session, person: Person, *, wish: Wish | None = None, now: datetime) -> Reply:
    """[Tell Sam]: the member asks for a word themselves; no hold, no cool-down. `wish`: what for, if they said so."""
    alert = alerts.live(session, person.id or 0)
    if alert is None:
        alert = opening.open_alert(
            session, person, on=local(now, person).date(), kind=AlertKind.ASKED, signals=(Signal.ASKED,),
            hold_until_at=now, now=now,
        )  # fmt: skip
        if alert is None:
            return Reply(show=crisis.nobody(session, person), fresh=True)
    elif alert.state is AlertState.HELD:
        opening.add_signals(alert, (Signal.ASKED,))
        alert.hold_until_at = now
    elif Signal.ASKED.value not in alert.signals or (wish is not None and alert.wish is not wish):
        opening.follow_up(session, alert, (Signal.ASKED,), after=now - now, now=now)
    alert.wish = wish or alert.wish
    asking.advance(session, alert, now=now)
    return Reply(show=saying.standing(session, alert, person, now=now), fresh=True)


def quiet_called_off(session: Session, person: Person, alert_id: int, *, now: datetime) -> Reply:
    """[I'm here], [All fine, not today]: a sign of life, which has called the alert off before this is reached."""
    alert = alerts.locked(session, alert_id)
    if alert is None or alert.member_id != person.id:
        return Reply(toast=Message("not-yours"))
    told = alerts.asked(session, alert_id)
    return Reply(show=Message("quiet-heard-late" if told else "quiet-called-off"))


def reached(session: Session, person: Person, alert_id: int, *, now: datetime) -> Reply:
    """ "Did Sam reach you?" [Yes]."""
    return _close(session, person, alert_id, Outcome.TALKED, now=now)


def no_longer_needed(session: Session, person: Person, alert_id: int, *, now: datetime) -> Reply:
    """[No longer needed]; also the no to "Do you still need someone?" after a restore had ended it."""
    alert = alerts.locked(session, alert_id)
    if alert is not None:
        relation = circle.relation(session, alert.member_id, person)
        if may(relation, Action.ANSWER_INTERRUPTED, alert.state):
            return Reply(show=Message("alert-interrupted-no"))
    return _close(session, person, alert_id, Outcome.NO_LONGER_NEEDED, now=now)


def not_yet(session: Session, person: Person, alert_id: int, *, now: datetime) -> Reply:
    """ "Did Sam reach you?" [Not yet]: the ladder goes on at once."""
    alert = _mine(session, person, alert_id)
    if isinstance(alert, Reply):
        return alert
    if alert.state is AlertState.ACKNOWLEDGED:
        asking.go_on(session, alert, now=now)
    return Reply(show=saying.standing(session, alert, person, now=now))


def _close(session: Session, person: Person, alert_id: int, outcome: Outcome, *, now: datetime) -> Reply:
    alert = _mine(session, person, alert_id)
    if isinstance(alert, Reply):
        return alert
    if alert.state is AlertState.HELD:
        return not_this_time(session, person, alert_id, now=now)
    ending.end(session, alert, AlertState.RESOLVED, outcome=outcome, now=now, by=person.id)
    return Reply(show=Message(f"alert-ended-{outcome.value.replace('_', '-')}"))


def _mine(session: Session, person: Person, alert_id: int) -> Alert | Reply:
    """The member's own live alert; a Reply where it is somebody else's, gone, or over."""
    alert = alerts.locked(session, alert_id)
    if alert is None or alert.member_id != person.id:
        return Reply(toast=Message("not-yours"))
    if not may(circle.relation(session, alert.member_id, person), Action.STEER_ALERT, alert.state):
        return Reply(show=Message("alert-over"))
    return alert
