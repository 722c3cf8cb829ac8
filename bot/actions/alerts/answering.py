"""A supporter answers: I've got this, when, I can't right now, and what came of it.

Every function reads relation, alert and step anew. An answer counts for 24 h after the person was asked, also where the
ladder has ended since; a tap on what is over says that it is closed.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from bot.actions import journal
from bot.actions.alerts import asking, circle, ending, joining_in, pages, promises, telling
from bot.actions.alerts.promises import LOOK_AGAIN_AFTER, UNSAID, Promise
from bot.actions.checkins.scheduling import zone_of
from bot.rules.ladder import ANSWERABLE_FOR
from bot.rules.permissions import Action, may
from bot.rules.vocabulary import LIVE_ALERT_STATES, AlertKind, AlertState, Outcome, Priority, StepState
from bot.texts.messages import Message, Reply, Values
from storage.queries import alerts, people
from storage.queries import circle as rows
from storage.queries.circle import Companion
from storage.tables import Alert, AlertStep, Person

SILENCING = (Outcome.SAFE_NOT_USING_BOT, Outcome.AWAY, Outcome.DIED)
OVER = Message("alert-closed")


@dataclass(frozen=True)
class Asked:
    """What a supporter was asked, as the rows have it now."""

    alert: Alert
    step: AlertStep
    companion: Companion
    member: Person
    may_silence: bool  # "they are away": after a silence, and for who must not learn from a button that it is one

    @property
    def values(self) -> Values:
        return {
            "alert": self.alert.id,
            "name": self.member.name,
            "reach": telling.reach(self.member, self.companion.support.member_route),
            "silence": self.may_silence,
        }


def acknowledge(
    session: Session, person: Person, alert_id: int, *, message_id: int | None = None, now: datetime
) -> Reply:
    """[I've got this]: no further person is asked (SOS apart), the member learns it, and "When?" follows."""
    asked = _asked(session, person, alert_id, now=now)
    if isinstance(asked, Reply):
        return asked
    alert, step = asked.alert, asked.step
    pages.arrived(session, alert, step, message_id, now=now)
    if (
        alert.state is AlertState.ACKNOWLEDGED
        and alert.acknowledged_by != person.id
        and alert.kind is not AlertKind.SOS
    ):
        if joining_in.was_asked(session, alert, step.recipient_id):
            return _join(session, asked, now=now)
        return Reply(show=Message("alert-taken", {"alert": alert_id}))
    reopened = alert.state is AlertState.EXHAUSTED and _reopen(session, alert)
    if alert.state not in LIVE_ALERT_STATES and not reopened:
        return Reply(show=OVER)
    when = Reply(show=Message("sos-thanks" if alert.kind is AlertKind.SOS else "alert-when", asked.values))
    if step.state is StepState.ACKNOWLEDGED:
        return when  # a second tap, perhaps on another of their messages: nobody hears it twice
    first = alert.state is not AlertState.ACKNOWLEDGED
    step.state, step.answered_at = StepState.ACKNOWLEDGED, now
    step.promised_at, step.outcome = promises.promised_at(UNSAID, zone=_zone(asked), now=now), None
    if first:
        alert.state, alert.acknowledged_by, alert.acknowledged_at = AlertState.ACKNOWLEDGED, person.id, now
        if alert.kind is not AlertKind.SOS:
            asking.recall_pages(session, alert, now=now)
    journal.note(session, "acknowledged", person=alert.member_id, supporter=person.id)
    _tell_all(session, asked, now=now)
    asking.advance(session, alert, now=now)
    return when


def _join(session: Session, asked: Asked, *, now: datetime) -> Reply:
    """[I'll join], asked for by whoever has it."""
    alert, step = asked.alert, asked.step
    if step.state is not StepState.ACKNOWLEDGED:
        step.state, step.answered_at, step.outcome = StepState.ACKNOWLEDGED, now, None
        journal.note(session, "joined", person=alert.member_id, supporter=step.recipient_id)
        joining_in.answer(session, alert, step, joins=True, now=now)
    by = people.by_id(session, alert.acknowledged_by or 0).name
    return Reply(show=Message("alert-join-thanks", {**asked.values, "by": by}))


def promise(session: Session, person: Person, alert_id: int, said: Promise, *, now: datetime) -> Reply:
    """ "When?": sets the time at which the member is asked "Did Sam reach you?"."""
    asked = _asked(session, person, alert_id, now=now, acknowledged=True)
    if isinstance(asked, Reply):
        return asked
    asked.step.promised_at = promises.promised_at(said, zone=_zone(asked), now=now)
    journal.note(session, "promised", why=said.value, person=asked.member.id, supporter=person.id)
    session.flush()
    asking.tell(
        session, asked.alert, "alert-promised", now=now, key=promises.key(asked.alert, asked.step), promise=said.value
    )
    asking.advance(session, asked.alert, now=now)
    return Reply(show=Message("alert-on-it", asked.values))


def decline(session: Session, person: Person, alert_id: int, *, message_id: int | None = None, now: datetime) -> Reply:
    """[I can't right now]: the next person at once."""
    asked = _asked(session, person, alert_id, now=now)
    if isinstance(asked, Reply):
        return asked
    if asked.alert.state in LIVE_ALERT_STATES and asked.step.state is not StepState.DECLINED:
        pages.arrived(session, asked.alert, asked.step, message_id, now=now)
        journal.note(session, "declined", person=asked.member.id, supporter=person.id)
        asked.step.outcome = None
        _step_down(session, asked, now=now)
    return Reply(show=Message("alert-declined", {"alert": alert_id, "name": asked.member.name}))


def talked(session: Session, person: Person, alert_id: int, *, now: datetime) -> Reply:
    """[We talked]: the alert ends, and the member learns that it did."""
    return _outcome(session, person, alert_id, Outcome.TALKED, now=now)


def quiet_outcome(session: Session, person: Person, alert_id: int, outcome: Outcome, *, now: datetime) -> Reply:
    """Safe but not using this, away, or died: prompts, milestones and alerts stop until the member writes.

    Raises ValueError for any other outcome.
    """
    if outcome not in SILENCING:
        raise ValueError(outcome)
    asked = _asked(session, person, alert_id, now=now, acknowledged=True)
    if isinstance(asked, Reply):
        return asked
    if not asked.may_silence:
        return Reply(toast=Message("unknown-tap"))
    asked.member.silent_at = now
    _outcome(session, person, alert_id, outcome, now=now)
    if outcome is Outcome.DIED:
        return Reply(show=Message("alert-died", {"name": asked.member.name}))
    return Reply(show=Message("alert-silenced", {"name": asked.member.name}))


def ask_whether_died(session: Session, person: Person, alert_id: int, *, now: datetime) -> Reply:
    """[They have died]: a tap may go astray, and this one must not."""
    asked = _asked(session, person, alert_id, now=now, acknowledged=True)
    if isinstance(asked, Reply):
        return asked
    if not asked.may_silence:
        return Reply(toast=Message("unknown-tap"))
    return Reply(show=Message("alert-died-ask", asked.values))


def more_outcomes(session: Session, person: Person, alert_id: int, *, now: datetime) -> Reply:
    """[Something else], after a silence; the same for everybody who is only asked to reach out."""
    asked = _asked(session, person, alert_id, now=now, acknowledged=True)
    return asked if isinstance(asked, Reply) else Reply(show=Message("alert-outcomes", asked.values))


def could_not_reach(session: Session, person: Person, alert_id: int, *, now: datetime) -> Reply:
    """[Couldn't reach them]: the next person at once, and what to do if they fear for a life."""
    asked = _asked(session, person, alert_id, now=now, acknowledged=True)
    if isinstance(asked, Reply):
        return asked
    asked.step.outcome = Outcome.NOT_REACHED
    _step_down(session, asked, now=now)
    others_on_it = asked.alert.state is AlertState.ACKNOWLEDGED
    return Reply(show=Message("alert-not-reached", {**asked.values, "next": not others_on_it}))


def still_worried(session: Session, person: Person, alert_id: int, *, now: datetime) -> Reply:
    """[Still worried]: stays with them, somebody can be asked to join, and I look again next day."""
    asked = _asked(session, person, alert_id, now=now, acknowledged=True)
    if isinstance(asked, Reply):
        return asked
    asked.step.outcome, asked.step.promised_at = Outcome.STILL_WORRIED, now + LOOK_AGAIN_AFTER
    asking.advance(session, asked.alert, now=now)
    return Reply(show=Message("alert-still-worried", asked.values))


def ask_to_join(session: Session, person: Person, alert_id: int, *, now: datetime) -> Reply:
    """[Ask someone to join me]: the next person who can be asked now; the alert stays with who has it."""
    asked = _asked(session, person, alert_id, now=now, acknowledged=True)
    if isinstance(asked, Reply):
        return asked
    step = joining_in.next_to_join(session, asked.alert, now=now)
    if step is None:
        return Reply(show=Message("alert-join-nobody", asked.values))
    joining_in.ask(session, asked.alert, step, by=person.id or 0, now=now)
    name = people.by_id(session, step.recipient_id).name
    return Reply(show=Message("alert-join-asked", {**asked.values, "supporter": name}))


def how_to_help(session: Session, person: Person, alert_id: int, *, now: datetime) -> Reply:
    """[How can I help?]: the same words for every alert but SOS."""
    asked = _asked(session, person, alert_id, now=now)
    return asked if isinstance(asked, Reply) else Reply(show=Message("how-to-help", asked.values), fresh=True)


def _outcome(session: Session, person: Person, alert_id: int, outcome: Outcome, *, now: datetime) -> Reply:
    asked = _asked(session, person, alert_id, now=now, acknowledged=True)
    if isinstance(asked, Reply):
        return asked
    asked.step.outcome = outcome
    ending.end(session, asked.alert, AlertState.RESOLVED, outcome=outcome, now=now, by=person.id)
    return Reply(show=Message("alert-thanks", {"name": asked.member.name}))


def _asked(
    session: Session, person: Person, alert_id: int, *, now: datetime, acknowledged: bool = False
) -> Asked | Reply:
    """What this person was asked; a Reply where they were not, no longer support, or it is over.

    `acknowledged`: only for who has taken it up, while the alert is live.
    """
    alert = alerts.locked(session, alert_id)
    step = alerts.step(session, alert_id, person.id) if alert is not None else None
    if alert is None or step is None or step.asks == 0:
        return Reply(toast=Message("not-yours"))
    companion = rows.companion(session, alert.member_id, person.id or 0)
    permitted = may(circle.relation(session, alert.member_id, person), Action.ANSWER_ALERT, alert.state)
    if companion is None or not permitted:
        return Reply(show=OVER)
    if acknowledged and (step.state is not StepState.ACKNOWLEDGED or alert.state not in LIVE_ALERT_STATES):
        return Reply(show=OVER)
    if not acknowledged and step.asked_at is not None and now >= step.asked_at + ANSWERABLE_FOR:
        return Reply(show=OVER)
    silence = alert.kind is AlertKind.QUIET or telling.only_reach_out(session, alert, companion, now=now)
    return Asked(alert, step, companion, people.by_id(session, alert.member_id), may_silence=silence)


def _step_down(session: Session, asked: Asked, *, now: datetime) -> None:
    had_it = asked.alert.state is AlertState.ACKNOWLEDGED and asked.alert.acknowledged_by == asked.step.recipient_id
    asked.step.state, asked.step.answered_at, asked.step.promised_at = StepState.DECLINED, now, None
    if had_it:
        asking.go_on(session, asked.alert, now=now)
        if asked.alert.kind is AlertKind.SOS and asked.alert.state is AlertState.ASKING:
            asking.page_again(session, asked.alert, (StepState.ASKED,), now=now, unless_within=timedelta(0))
            asking.tell(
                session, asked.alert, "sos-going-on", now=now, key=str(int(now.timestamp())), priority=Priority.SOS,
                by=asked.step.recipient_id,
            )  # fmt: skip
        return
    if joining_in.was_asked(session, asked.alert, asked.step.recipient_id) and asked.alert.acknowledged_by is not None:
        joining_in.answer(session, asked.alert, asked.step, joins=False, now=now)
    asking.advance(session, asked.alert, now=now)


def _reopen(session: Session, alert: Alert) -> bool:
    """Somebody takes it up after the ladder had ended; not where the member has another alert under way."""
    other = alerts.live_sos if alert.kind is AlertKind.SOS else alerts.live
    if other(session, alert.member_id) is not None:
        return False
    alert.ended_at = None
    return True


def _tell_all(session: Session, asked: Asked, *, now: datetime) -> None:
    """The member hears who has it; the others who were asked see it on the message they have."""
    alert, sos = asked.alert, asked.alert.kind is AlertKind.SOS
    stamp = int(now.timestamp())
    asking.tell(
        session, alert, "sos-on-it" if sos else "alert-acknowledged", now=now, key=f"{asked.step.recipient_id}:{stamp}",
        priority=Priority.SOS if sos else Priority.ALERT, by=asked.step.recipient_id,
    )  # fmt: skip
    for other in alerts.asked(session, alert.id):
        if other.state is StepState.ASKED:
            pages.tell_taken(session, alert, other, now=now)


def _zone(asked: Asked) -> str:
    row = asked.companion.availability
    return row.zone if row is not None else zone_of(asked.companion.person)
