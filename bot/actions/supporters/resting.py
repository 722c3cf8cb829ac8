"""Time off: "not today" for oneself, "I need a break" that the members learn of. A call for help right now still comes.

Whoever rests is not believed to be at it: an alert they were asked about goes on to the next person at once.
"""

from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.actions import conversation
from bot.actions.alerts import answering, asking
from bot.actions.supporters import notices
from bot.actions.supporters.rows import id_of, is_resting, member_of
from bot.rules import typed
from bot.rules.vocabulary import OutboxState, SupportState
from bot.rules.zones import instant
from bot.texts.messages import Message, Reply, When
from storage.queries import alerts, supports
from storage.tables import Availability, Expected, Person, Support

BREAK = "ppl-break"  # what the next text is
BREAKS = (3, 7, 14)  # days
BACK_AT = time(7)  # where somebody has no quiet hours, a day off ends here

NONE_OF_YOURS = Reply(toast=Message("not-yours"))


def not_today(session: Session, person: Person, *, now: datetime) -> Reply:
    """[Not today]: nothing but SOS until their next morning. Longer time off that they have stays."""
    row = supports.availability(session, id_of(person))
    if row is None:
        return NONE_OF_YOURS
    if not is_resting(row, now=now) or _morning(row, days=1, now=now) > (row.off_until_at or now):
        row.off_until_at, row.on_break = _morning(row, days=1, now=now), False
    _step_aside(session, person, now=now)
    return Reply(show=Message("off-today", {"until": until(row, now=now)}))


def ask_break(session: Session, person: Person, *, now: datetime) -> Reply:
    """[I need a break]: how long?"""
    if supports.availability(session, id_of(person)) is None:
        return NONE_OF_YOURS
    conversation.expect(session, person, BREAK, now=now)
    return Reply(show=Message("break-ask"))


def hear_break(session: Session, person: Person, expected: Expected, text: str, now: datetime) -> Reply:
    """ "7", or "7 days"."""
    days = typed.rating(text.partition(" ")[0], min(BREAKS), max(BREAKS), language=person.language)
    if days not in BREAKS:
        return Reply(show=Message("break-unclear"), fresh=True)
    return replace(take_break(session, person, days, now=now), fresh=True)


def take_break(session: Session, person: Person, days: int, *, now: datetime) -> Reply:
    """`days` is one of BREAKS. Every member is told that this supporter isn't asked for now, and who is instead."""
    row = supports.availability(session, id_of(person))
    if row is None or days not in BREAKS:
        return NONE_OF_YOURS
    row.off_until_at, row.on_break = _morning(row, days=days, now=now), True
    conversation.drop_expected(session, person)
    session.flush()
    told = _confirmed(session, person)
    for support in told:
        notices.put(session, "support-resting", support, to=member_of(session, support), now=now, mark=_mark(row))
    _step_aside(session, person, now=now)
    names = tuple(member_of(session, support).name for support in told)
    return Reply(show=Message("break-set", {"until": until(row, now=now), "names": names, "told": bool(names)}))


def come_back(session: Session, person: Person, *, now: datetime) -> Reply:
    """[I'm back]: may be asked from now on. Members who read of the break learn that it is over."""
    row = supports.availability(session, id_of(person))
    if row is None:
        return NONE_OF_YOURS
    mark, was_break = _mark(row), row.on_break and is_resting(row, now=now)
    row.off_until_at, row.on_break = None, False
    session.flush()
    for support in _confirmed(session, person):
        read = alerts.message(session, notices.key("support-resting", support, mark=mark))
        if was_break and read is not None and read.state is OutboxState.SENT:
            notices.put(session, "support-back", support, to=member_of(session, support), now=now, mark=mark)
    asking.hours_changed(session, person, now=now)
    return Reply(show=Message("break-over"))


def until(row: Availability, *, now: datetime) -> When:
    """When time off ends, on the supporter's own clock."""
    assert row.off_until_at is not None
    zone = ZoneInfo(row.zone)
    return When(row.off_until_at.astimezone(zone), now.astimezone(zone).date())


def _morning(row: Availability, *, days: int, now: datetime) -> datetime:
    """The end of their quiet hours, so many days on, where they are."""
    today = now.astimezone(ZoneInfo(row.zone)).date()
    morning = row.quiet_to if row.quiet_from != row.quiet_to else BACK_AT
    return instant(today + timedelta(days=days), morning, row.zone)


def _confirmed(session: Session, person: Person) -> list[Support]:
    """Those whom this person is asked for; not who only kept their name listed, nor who has not confirmed them."""
    listed = supports.of_supporter(session, id_of(person))
    return [one for one in listed if one.state is SupportState.CONFIRMED and one.ended_at is None]


def _step_aside(session: Session, person: Person, *, now: datetime) -> None:
    """What they were asked and have not answered goes on to the next person, as after "I can't right now"."""
    for alert in alerts.asking_now(session, id_of(person)):
        answering.decline(session, person, alert.id or 0, now=now)
    asking.hours_changed(session, person, now=now)


def _mark(row: Availability) -> str:
    """Tells one break from the next."""
    return f":{int(row.off_until_at.timestamp())}" if row.off_until_at is not None else ""
