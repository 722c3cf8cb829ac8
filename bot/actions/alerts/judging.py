"""What a member's answers, or their silence, set off.

Called when a check-in settles, when one is judged as missed, and at any sign of life. The rules decide from the days; this
module brings them the rows and keeps what follows: a new alert, a changed or withdrawn one, more to tell, or an all-clear.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlmodel import Session

from bot.actions import journal
from bot.actions.alerts import asking, circle, crisis, ending, opening, saying
from bot.actions.alerts.promises import wakes_at
from bot.actions.checkins.scheduling import local, rhythm
from bot.rules import signals as rules
from bot.rules.days import Day, past_before
from bot.rules.ladder import ANNOUNCED_FOR, first_asked
from bot.rules.signals import LOW_MOOD_FROM, Verdict
from bot.rules.vocabulary import LIVE_ALERT_STATES, AlertKind, AlertState, Outcome, Signal
from bot.texts.messages import Message, Values
from storage.queries import alerts, checkins, days
from storage.queries import circle as rows
from storage.queries.checkins import Enrolled
from storage.tables import Alert, Checkin, Person

MORE_CRAVING = 2  # so much stronger than those asked know of is news
SPARSE_DAYS = 3  # days a week


@dataclass(frozen=True)
class Reading:
    """One day as the rules see it: all its signals, and what follows, if anything does.

    `alert`: the member's live one besides SOS, as the judging left it; None also where the day was only read.
    """

    day: Day
    signals: tuple[Signal, ...]
    verdict: Verdict | None
    alert: Alert | None = None


def read(session: Session, member: Person, on: date) -> Reading:
    known = days.up_to(session, member.id or 0, on, heard_at=member.last_sign_at)
    day = next((day for day in known if day.on == on), Day(on))
    enrolled = checkins.enrolled(session, member.id or 0)
    past = past_before(on, known, paused_on=_paused_before(member, enrolled, on))
    thresholds = rules.thresholds_for(member.preset, q=member.q, sparse=_is_sparse(enrolled))
    alerted = rules.alerted_besides(on, alerts.acknowledged(session, member.id or 0))
    return Reading(day, rules.signals_of(day, past, thresholds), rules.judge(day, past, alerted, thresholds))


def judge(session: Session, member: Person, on: date, *, checkin: Checkin | None, now: datetime) -> Reading:
    """Judge the answers of the date `on`: raise an alert, change or withdraw the held one, add to an open one.

    What the member then reads, `closing_line` says from the rows, and from the reading that this returns.
    """
    session.flush()
    reading = read(session, member, on)
    found = reading.verdict.kind.value if reading.verdict else "signs" if reading.signals else "calm"
    journal.note(session, "judged", why=found, person=member.id)
    alert = alerts.live(session, member.id or 0)
    if alert is None:
        alert = _raise(session, member, reading, checkin=checkin, now=now)
    elif alert.kind is AlertKind.QUIET:
        _answered(session, member, alert, reading, checkin=checkin, now=now)
    elif alert.state is AlertState.HELD:
        _reconsider(session, member, alert, reading, now=now)
    else:
        _add(session, member, alert, reading, now=now)
    return replace(reading, alert=alert if alert is not None and alert.state in LIVE_ALERT_STATES else None)


def judge_quiet(session: Session, member: Person, on: date, *, now: datetime) -> None:
    """A day was judged as missed: announce a QUIET alert, or tell who is on an open one."""
    session.flush()
    verdict = read(session, member, on).verdict
    if verdict is None or verdict.kind is not AlertKind.QUIET or member.silent_at is not None:
        return
    alert = alerts.live(session, member.id or 0)
    if alert is not None:
        if alert.state is not AlertState.HELD and Signal.QUIET.value not in alert.signals:
            opening.follow_up(session, alert, (Signal.QUIET,), after=ANNOUNCED_FOR, now=now)
        return
    soonest = wakes_at(member, now) + ANNOUNCED_FOR
    alert = opening.open_alert(
        session, member, on=on, kind=AlertKind.QUIET, signals=verdict.reasons, hold_until_at=soonest, now=now
    )  # fmt: skip
    if alert is not None:
        plan_quiet(session, alert, soonest, now=now)
        alert.next_at = None  # the announcement's acceptance moves it
        asking.tell(session, alert, "quiet-announcement", now=now)


def plan_quiet(session: Session, alert: Alert, soonest: datetime, *, now: datetime) -> None:
    """Set the hour of QUIET's first message: at or after `soonest`, in the member's day and a supporter's."""
    first = first_asked(circle.ladder_of(session, alert, now=now), soonest)
    alert.hold_until_at = first.until_at if first is not None else soonest


def sign_of_life(session: Session, member: Person, *, now: datetime) -> None:
    """Any tap or message: a QUIET alert that nobody was told of is called off, one under way asks nobody else.

    Of another alert, what was to follow about the silence is dropped.
    """
    with session.no_autoflush:  # no alert has changed yet; the member's row is written once, with what they tapped
        alert = alerts.live(session, member.id or 0)
    if alert is None:
        return
    if alert.kind is not AlertKind.QUIET:
        opening.drop_follow_up(alert, Signal.QUIET)
        return
    if alert.state is AlertState.ASKING:
        asking.recall_pages(session, alert, now=now)
    if alert.state is AlertState.HELD or (alert.state is AlertState.ASKING and _nobody_knows(session, alert)):
        message = alert.member_message
        ending.end(session, alert, AlertState.CANCELLED, now=now, by=member.id)
        if message is not None:
            asking.tell(session, alert, "quiet-called-off", now=now)
    elif alert.state is AlertState.ASKING:
        asking.advance(session, alert, now=now)


def _nobody_knows(session: Session, alert: Alert) -> bool:
    """Whether no message of this alert has reached anybody or is on its way."""
    session.flush()
    return not alerts.asked(session, alert.id) and not alerts.on_its_way(alerts.steps(session, alert.id))


def closing_line(
    session: Session, member: Person, checkin: Checkin, *, reading: Reading | None = None, now: datetime
) -> Message:
    """The line under "Saved": what fits the answers, and what is true about supporters.

    `reading`: the date's, where it was just judged; None: it is read anew.
    """
    first = next(iter(rows.supporters(session, member.id or 0)), None)
    nobody: Values = {} if first is not None else {"nobody": crisis.nobody_yet(session, member)}
    alert = reading.alert if reading is not None else alerts.live(session, member.id or 0)
    follows = alert is not None and (alert.on == checkin.on or alert.follow_up_at is not None)
    if checkin.used:
        return _hard_line(session, "saved-used", member, first, nobody, follows=follows, now=now)
    if follows:
        return Message("saved-held")
    reading = reading or read(session, member, checkin.on)
    low = checkin.mood is not None and checkin.mood <= LOW_MOOD_FROM
    if low or reading.signals:
        return _hard_line(session, "saved-heavy", member, first, nobody, follows=False, now=now)
    return Message("saved-calm" if first is not None else "saved-calm-alone", nobody)


def _hard_line(
    session: Session,
    kind: str,
    member: Person,
    first: Person | None,
    nobody: Values,
    *,
    follows: bool,
    now: datetime,
) -> Message:
    """What is said of hard answers; also, where no alert follows, when the first supporter last heard anything."""
    if first is None:
        return Message(f"{kind}-alone", {"supporter": "", "heard": "", **nobody})
    heard = "" if follows else saying.last_heard(session, member, first, now=now)
    return Message(kind, {"supporter": first.name, "heard": heard})


def _raise(
    session: Session, member: Person, reading: Reading, *, checkin: Checkin | None, now: datetime
) -> Alert | None:
    verdict, on = reading.verdict, reading.day.on
    if verdict is None or verdict.kind is AlertKind.QUIET:
        return None
    if not _is_news(alerts.of_date(session, member.id or 0, on), verdict, reading.day.craving):
        return None
    alert = opening.open_alert(
        session, member, on=on, kind=verdict.kind, signals=verdict.reasons, craving=reading.day.craving, checkin=checkin,
        hold_until_at=now + opening.hold_for(session, member, verdict.reasons, now=now), now=now,
    )  # fmt: skip
    if alert is not None:
        opening.announce(session, alert, now=now)
    return alert


def _is_news(earlier: Sequence[Alert], verdict: Verdict, craving: int | None) -> bool:
    """Whether the day's earlier alerts leave anything to ask for: after a cancel, other reasons; after others, more."""
    reasons = {reason.value for reason in verdict.reasons}
    for alert in earlier:
        lacking = bool(reasons - set(alert.signals))
        if alert.state is AlertState.CANCELLED and not lacking:
            return False
        sent = alert.state not in (AlertState.CANCELLED, AlertState.WITHDRAWN)
        higher = alert.tier is None or verdict.tier < alert.tier
        if sent and not (lacking or higher or _is_stronger(alert, craving)):
            return False
    return True


def _is_stronger(alert: Alert, craving: int | None) -> bool:
    return craving is not None and alert.craving is not None and craving >= alert.craving + MORE_CRAVING


def _reconsider(session: Session, member: Person, alert: Alert, reading: Reading, *, now: datetime) -> None:
    """Settled again before anybody was asked: the alert is as the answers are now, or is withdrawn."""
    verdict, same_day = reading.verdict, reading.day.on == alert.on
    if alert.kind is AlertKind.ASKED or not same_day:
        if verdict is not None:
            opening.add_signals(alert, verdict.reasons)
            opening.raise_to(alert, verdict.kind)
    elif verdict is None:
        ending.end(session, alert, AlertState.WITHDRAWN, now=now, by=alert.member_id)
        asking.tell(session, alert, "alert-withdrawn", now=now)
        return
    else:
        alert.kind, alert.tier = verdict.kind, verdict.tier
        alert.signals = [reason.value for reason in verdict.reasons]
    alert.craving = reading.day.craving
    if verdict is not None and _is_sooner(session, alert, now=now):
        alert.hold_until_at = now + opening.hold_for(session, member, verdict.reasons, now=now)
    asking.advance(session, alert, now=now)


def _is_sooner(session: Session, alert: Alert, *, now: datetime) -> bool:
    """Whether an alert whose hold was over, and which waits for somebody, may ask before the time it waits for."""
    if alert.hold_until_at is None or now < alert.hold_until_at:
        return False
    first = first_asked(circle.ladder_of(session, alert, now=now), now)
    return first is not None and (alert.next_at is None or first.until_at < alert.next_at)


def _add(session: Session, member: Person, alert: Alert, reading: Reading, *, now: datetime) -> None:
    """Already sent: what those asked do not know yet goes to them once. Nothing is taken back."""
    told = {*alert.signals, *alert.follow_up}
    lacking = [signal for signal in reading.signals if signal.value not in told]
    stronger = _is_stronger(alert, reading.day.craving)
    if not lacking and not stronger:
        return
    if reading.day.craving is not None:
        alert.craving = max(alert.craving or 0, reading.day.craving)
    if Signal.USED in lacking:
        opening.raise_to(alert, AlertKind.USED)
    more = lacking or reading.signals
    opening.follow_up(session, alert, more, after=opening.hold_for(session, member, more, now=now), now=now)


def _answered(
    session: Session, member: Person, alert: Alert, reading: Reading, *, checkin: Checkin | None, now: datetime
) -> None:
    """The member checked in after all: the all-clear, or the QUIET alert becomes the one that the answers raise."""
    verdict = reading.verdict
    if verdict is None or verdict.kind is AlertKind.QUIET:
        ending.end(session, alert, AlertState.RESOLVED, outcome=Outcome.CHECKED_IN, now=now)
        return
    alert.kind, alert.tier, alert.on = verdict.kind, verdict.tier, reading.day.on
    alert.signals = [reason.value for reason in verdict.reasons]
    alert.craving, alert.checkin_id = reading.day.craving, checkin.id if checkin else None
    hold_for = opening.hold_for(session, member, verdict.reasons, now=now)
    alert.hold_until_at = now + hold_for
    if alert.state is AlertState.HELD:
        opening.announce(session, alert, now=now)
        alert.next_at = alert.hold_until_at
    else:
        opening.follow_up(session, alert, verdict.reasons, after=hold_for, now=now)


def _paused_before(member: Person, enrolled: Sequence[Enrolled], on: date) -> date | None:
    """The last paused date before `on`: of the member's own pause, or of the group's if only that group asks them."""
    first, last = member.paused_from_on, member.paused_until_on
    paused: list[date | None] = [last] if first is not None and last is not None and first < on else []
    if len(enrolled) == 1 and enrolled[0].group is not None and not enrolled[0].enrolment.asks_in_pause:
        paused.append(enrolled[0].group.paused_until_on)
    return max((min(one, on - timedelta(days=1)) for one in paused if one is not None), default=None)


def _is_sparse(enrolled: Sequence[Enrolled]) -> bool:
    rhythms = (rhythm(known.cadence, known.enrolment) for known in enrolled)
    weekdays = {day for one in rhythms for day in one.days}
    return 0 < len(weekdays) <= SPARSE_DAYS


def today(member: Person, now: datetime) -> date:
    return local(now, member).date()
