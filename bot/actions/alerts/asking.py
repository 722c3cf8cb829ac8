"""The ladder at work: what `bot.rules.ladder` decides becomes steps and outbox rows, in one transaction.

Whoever changes an alert calls `advance` afterwards; the tick calls it when an alert's `next_at` has come. Nothing here
decides whom to ask.
"""

from collections.abc import Container
from datetime import datetime, timedelta

from sqlmodel import Session

from bot.actions.alerts import circle, ending, promises, saying
from bot.actions.batch import each
from bot.rules.ladder import FIRST_WAIT_FOR, WAIT_FOR, Move, Round, lately, next_move
from bot.rules.sos import next_sos_move
from bot.rules.vocabulary import LIVE_ALERT_STATES, AlertKind, AlertState, Priority, Signal, StepState
from storage.queries import alerts, outbox, people
from storage.queries.engine import engine_row
from storage.tables import Alert, AlertStep, Outgoing, Person

PAGES = ("alert-page", "alert-reminder", "sos-page")
MORE = "alert-more"
JOIN = "alert-join"
SILENCE_FOR = timedelta(hours=1)  # until the member is asked about somebody who joined and now has it alone
SOS_ENDS_AFTER = timedelta(days=1)


def advance_due(session: Session, *, now: datetime, limit: int = 200) -> int:
    """Move every ladder that looks again by `now`; return how many. One about silence moves only when we could have heard."""
    heard_until_at = engine_row(session).heard_until_at

    def move(session: Session, due: Alert) -> None:
        alert = alerts.locked(session, due.id)
        if alert is not None:
            advance(session, alert, now=now)

    due = alerts.due(session, now=now, heard_until_at=heard_until_at, limit=limit)
    return each(session, "escalate", due, move)


def advance(session: Session, alert: Alert, *, now: datetime) -> None:
    """Make the alert's next move and plan when to look again. An alert that ended looks no more."""
    alert.next_at = None
    if alert.state not in LIVE_ALERT_STATES:
        return
    session.flush()
    _tell_more(session, alert, now=now)
    if alert.kind is AlertKind.SOS:
        _advance_sos(session, alert, now=now)
    elif alert.state is AlertState.ACKNOWLEDGED:
        if not promises.follow(session, alert, now=now):
            go_on(session, alert, now=now)
    elif (heard_at := heard_since(session, alert)) is not None:
        _rest(session, alert, heard_at, now=now)
    else:
        _apply(session, alert, next_move(circle.ladder_of(session, alert, now=now), now), now=now)
    _look_again(alert, alert.follow_up_at)


def hours_changed(session: Session, supporter: Person, *, now: datetime) -> None:
    """A supporter changed when they may be asked: alerts that look for somebody move, and their members learn it."""
    for alert_id in alerts.of_supporter(session, supporter.id or 0):
        alert = alerts.locked(session, alert_id)
        if alert is not None:
            advance(session, alert, now=now)


def ask(session: Session, alert: Alert, step: AlertStep, *, now: datetime, forced: bool = False) -> None:
    """Send one person the alert, or a reminder of it. `forced`: the member wants it whatever the hour."""
    step.asks += 1
    step.state, step.asked_at, step.answered_at = StepState.ASKED, None, None
    kind = _kind(alert, step)
    if alert.state is AlertState.HELD:
        alert.state = AlertState.ASKING
        people.by_id(session, alert.member_id).cancelled_run = 0
    outbox.enqueue(
        session, kind, step.recipient_id, now=now, dedupe=_key(alert, step),
        priority=Priority.SOS if alert.kind is AlertKind.SOS else Priority.ALERT,
        alert_id=alert.id, ids={"forced": forced},
    )  # fmt: skip


def go_on(session: Session, alert: Alert, *, now: datetime) -> None:
    """Whoever had taken it up did not keep it, or cannot: whoever joined has it now, or the ladder goes on with the next."""
    step = alerts.step(session, alert.id or 0, alert.acknowledged_by)
    if step is not None and step.state is StepState.ACKNOWLEDGED:
        step.state, step.answered_at, step.promised_at = StepState.ASKED, None, None
    session.flush()
    joined = next((one for one in alerts.steps(session, alert.id) if one.state is StepState.ACKNOWLEDGED), None)
    if joined is None:
        alert.state, alert.acknowledged_by = AlertState.ASKING, None
    else:
        alert.acknowledged_by, joined.promised_at, joined.outcome = joined.recipient_id, now + SILENCE_FOR, None
        kind = "sos-on-it" if alert.kind is AlertKind.SOS else "alert-acknowledged"
        tell(session, alert, kind, now=now, key=f"{joined.recipient_id}:{int(now.timestamp())}", by=joined.recipient_id)
    advance(session, alert, now=now)


def page_again(
    session: Session, alert: Alert, states: Container[StepState], *, now: datetime, unless_within: timedelta
) -> None:
    """An SOS pages those in these `states` once more, unless their last page or answer is as recent as that."""
    for step in alerts.steps(session, alert.id):
        last_at = step.asked_at or step.answered_at  # neither: a page is on its way
        recent = last_at is None or lately(last_at, now, within=unless_within)
        if step.state in states and step.asks and not recent:
            alert.round = 0
            ask(session, alert, step, now=now)


def tell(
    session: Session,
    alert: Alert,
    kind: str,
    *,
    now: datetime,
    key: str = "",
    priority: Priority = Priority.ALERT,
    **ids: object,
) -> None:
    """A notice to the member about their alert: once for each `key`."""
    outbox.enqueue(
        session, kind, alert.member_id, now=now, dedupe=f"{kind}:{alert.id}:{key}", priority=priority, alert_id=alert.id, ids=ids
    )  # fmt: skip


def put_back(session: Session, step: AlertStep, *, now: datetime) -> None:
    """A message that was decided on did not leave: the person counts as not asked this time."""
    if step.message_id is None:
        step.state, step.round = StepState.WAITING, Round.IN_ORDER
    else:
        step.state, step.asked_at, step.round = StepState.ASKED, now, max(step.round - 1, Round.IN_ORDER)


def recall_pages(session: Session, alert: Alert, *, now: datetime) -> None:
    """Withdraw what has not left yet; those people were not asked after all."""
    withdrawn = outbox.withdraw_for_alert(session, alert.id or 0, kinds=PAGES)
    if not withdrawn:
        return
    session.flush()
    for step in alerts.on_its_way(alerts.steps(session, alert.id)):
        row = newest_page(session, alert, step)
        if row is None or row.state in alerts.NEVER_LEFT:
            put_back(session, step, now=now)


def newest_page(session: Session, alert: Alert, step: AlertStep) -> Outgoing | None:
    """The newest message that asks this person; a reminder, if one has reached them before."""
    return alerts.message(session, _key(alert, step))


def _kind(alert: Alert, step: AlertStep) -> str:
    if alert.kind is AlertKind.SOS:
        return "sos-page"
    return "alert-page" if step.message_id is None else "alert-reminder"


def _key(alert: Alert, step: AlertStep) -> str:
    return f"{_kind(alert, step)}:{alert.id}:{step.recipient_id}:{step.asks}"


def heard_since(session: Session, alert: Alert) -> datetime | None:
    """When the member of a QUIET alert gave a sign of life since it opened; None: not, or another alert."""
    if alert.kind is not AlertKind.QUIET:
        return None
    last_sign_at = people.by_id(session, alert.member_id).last_sign_at
    return last_sign_at if last_sign_at is not None and last_sign_at > alert.opened_at else None


def _advance_sos(session: Session, alert: Alert, *, now: datetime) -> None:
    """An SOS that somebody is on ends a day later at the latest, if nobody says before that it is over."""
    over_at = alert.opened_at + SOS_ENDS_AFTER
    if alert.state is AlertState.ACKNOWLEDGED and now >= over_at:
        ending.end(session, alert, AlertState.RESOLVED, now=now)
        return
    _apply(session, alert, next_sos_move(circle.ladder_of(session, alert, now=now), now), now=now)
    if alert.state is AlertState.ACKNOWLEDGED:
        _look_again(alert, over_at)


def _rest(session: Session, alert: Alert, heard_at: datetime, *, now: datetime) -> None:
    """The member was heard but has not checked in: ask nobody else, and leave those asked some time to answer."""
    if now >= heard_at + WAIT_FOR:
        ending.end(session, alert, AlertState.EXHAUSTED, now=now)
    else:
        alert.next_at = heard_at + WAIT_FOR


def _apply(session: Session, alert: Alert, move: Move, *, now: datetime) -> None:
    before = {step.recipient_id: step for step in alerts.steps(session, alert.id)}
    if move.exhausted and _waits_for_the_member(session, alert, now=now):
        _look_again(alert, alert.opened_at + FIRST_WAIT_FOR)
        retell(session, alert, now=now)
        return
    alert.round = move.round
    for recipient in (*move.ask, *move.remind):
        before[recipient].round = move.round
        ask(session, alert, before[recipient], now=now)
    if move.exhausted:
        ending.end(session, alert, AlertState.EXHAUSTED, now=now)
        return
    if move.waiting is not None and any(step.asks for step in before.values()):
        had_at = alert.acknowledged_at or alert.opened_at  # after a promise that was not kept it is said once more
        since, until = (int(at.timestamp()) for at in (had_at, move.waiting.until_at))
        tell(session, alert, "alert-waiting", now=now, key=f"{since}:{move.waiting.recipient}:{until}")
    _look_again(alert, move.next_at)
    retell(session, alert, now=now)


def _waits_for_the_member(session: Session, alert: Alert, *, now: datetime) -> bool:
    """Nobody was asked, and nobody is free for a day: somebody may be asked all the same, if the member says so."""
    if alert.state is not AlertState.HELD or alert.kind is AlertKind.QUIET or now >= alert.opened_at + FIRST_WAIT_FOR:
        return False
    rungs = circle.ladder_of(session, alert, now=now).rungs
    return any(rung.live and not rung.is_leader for rung in rungs)


def retell(session: Session, alert: Alert, *, now: datetime) -> None:
    """Redraw the line that tells the member of a held alert, where what it promises has changed since."""
    if alert.state is not AlertState.HELD or alert.member_message is None:
        return
    session.flush()
    plan = saying.plan_of(session, alert, now=now)
    if plan != alerts.plan_told(session, alert.id):
        tell(session, alert, "alert-held-anew", now=now, key=str(int(now.timestamp())), plan=plan)


def _look_again(alert: Alert, at: datetime | None) -> None:
    if at is not None:
        alert.next_at = min(at, alert.next_at) if alert.next_at is not None else at


def _tell_more(session: Session, alert: Alert, *, now: datetime) -> None:
    """The follow-up, once its hold is over: to those who were asked, or to who acknowledged only."""
    if alert.follow_up_at is None or now < alert.follow_up_at or alert.state is AlertState.HELD:
        return
    reached = alerts.asked(session, alert.id)
    if alert.state is AlertState.ACKNOWLEDGED:
        reached = [step for step in reached if step.recipient_id == alert.acknowledged_by]
    for step in reached:
        if step.state in (StepState.ASKED, StepState.ACKNOWLEDGED):
            outbox.enqueue(
                session, MORE, step.recipient_id, now=now, priority=Priority.ALERT, alert_id=alert.id,
                dedupe=f"{MORE}:{alert.id}:{step.recipient_id}:{int(alert.follow_up_at.timestamp())}",
                ids={"signals": alert.follow_up},
            )  # fmt: skip
    known = {*alert.signals, *alert.follow_up}
    alert.signals = [signal.value for signal in Signal if signal.value in known]
    alert.follow_up, alert.follow_up_at = [], None
