"""When a supporter may be asked: quiet hours, a weekly limit, a zone. Kept here; `bot.rules.ladder` obeys."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.actions import conversation
from bot.actions.alerts import asking
from bot.actions.supporters.rows import id_of
from bot.rules import typed, typed_span
from bot.rules.vocabulary import SupportState
from bot.rules.zones import zones_matching
from bot.texts import catalogue, cities
from bot.texts.messages import Message, Reply, Values
from storage.queries import checkins, people, supports
from storage.tables import Availability, Expected, Person

LIMIT = "hrs-limit"  # what the next text is
LIMITS = (1, 2, 3, 5, 7)

NONE_OF_YOURS = Reply(toast=Message("not-yours"))


def propose(session: Session, supporter: Person, *, zone: str) -> None:
    """Give a new supporter the usual hours; whoever has some keeps them. `zone`: the member's, the likeliest guess."""
    if supports.availability(session, id_of(supporter)) is not None:
        return
    supporter.zone = supporter.zone or zone
    session.add(Availability(person_id=id_of(supporter), zone=supporter.zone))
    session.flush()


def screen(session: Session, person: Person, *, now: datetime, greeted: bool = False) -> Message:
    """The hours on one page; `greeted` thanks somebody who just said yes."""
    row = supports.availability(session, id_of(person))
    assert row is not None
    values: Values = {
        "quiet": row.quiet_from != row.quiet_to,
        "from": row.quiet_from,
        "to": row.quiet_to,
        "limit": row.weekly_limit or 0,
        "place": cities.city_of(row.zone, person.language),
        "now": now.astimezone(ZoneInfo(row.zone)).time(),
    }
    return Message("hours-proposed" if greeted else "hours", values)


def page(session: Session, person: Person, *, now: datetime) -> Reply:
    if supports.availability(session, id_of(person)) is None:
        return NONE_OF_YOURS
    conversation.drop_expected(session, person)
    return Reply(show=screen(session, person, now=now))


def keep(session: Session, person: Person, *, now: datetime) -> Reply:
    """[Keep all]: and what happens next, truly."""
    if supports.availability(session, id_of(person)) is None:
        return NONE_OF_YOURS
    waiting = [one for one in supports.of_supporter(session, id_of(person)) if one.state is SupportState.ACCEPTED]
    if not waiting:
        return Reply(show=Message("hours-kept"))
    names = tuple(people.by_id(session, one.member_id).name for one in waiting)
    return Reply(show=Message("hours-kept-waiting", {"names": names}))


def ask_quiet(session: Session, person: Person, *, now: datetime) -> Reply:
    return _ask(session, person, "hrs-quiet", Message("hours-ask-quiet"), now=now)


def ask_zone(session: Session, person: Person, *, now: datetime) -> Reply:
    return _ask(session, person, "hrs-zone", Message("hours-ask-zone"), now=now)


def ask_limit(session: Session, person: Person, *, now: datetime) -> Reply:
    return _ask(session, person, LIMIT, Message("hours-ask-limit"), now=now)


def hear_limit(session: Session, person: Person, expected: Expected, text: str, now: datetime) -> Reply:
    """ "3", "three", or "none"."""
    row = supports.availability(session, id_of(person))
    limit = typed.rating(text, min(LIMITS), max(LIMITS), language=person.language)
    no_limit = text.strip().casefold() in ("none", catalogue.plain(Message("btn-no-limit"), person.language).casefold())
    if row is None or (limit not in LIMITS and not no_limit):
        return Reply(show=Message("hours-limit-unclear"), fresh=True)
    row.weekly_limit = limit
    return _heard(session, person, now=now)


def _ask(session: Session, person: Person, kind: str, question: Message, *, now: datetime) -> Reply:
    if supports.availability(session, id_of(person)) is None:
        return NONE_OF_YOURS
    conversation.expect(session, person, kind, now=now)
    return Reply(show=question)


def set_limit(session: Session, person: Person, limit: int | None, *, now: datetime) -> Reply:
    """`limit` is one of LIMITS; None: no limit."""
    row = supports.availability(session, id_of(person))
    if row is None or limit not in (*LIMITS, None):
        return NONE_OF_YOURS
    row.weekly_limit = limit
    conversation.drop_expected(session, person)
    asking.hours_changed(session, person, now=now)
    return Reply(show=screen(session, person, now=now))


def hear_quiet(session: Session, person: Person, expected: Expected, text: str, now: datetime) -> Reply:
    """ "22-7", "10pm to 6:30", "none"."""
    row = supports.availability(session, id_of(person))
    span = typed_span.span(text, language=person.language)
    if row is None or span is None:
        return Reply(show=Message("hours-quiet-unclear"), fresh=True)
    row.quiet_from, row.quiet_to = span
    return _heard(session, person, now=now)


def hear_zone(session: Session, person: Person, expected: Expected, text: str, now: datetime) -> Reply:
    """A city, or the time it is there now."""
    row = supports.availability(session, id_of(person))
    zone = cities.zone_of_city(text, person.language) or _by_clock(person, row, text, now=now)
    if row is None or zone is None:
        return Reply(show=Message("hours-zone-unclear"), fresh=True)
    row.zone = zone
    if not checkins.enrolled(session, id_of(person)):
        person.zone = zone  # whoever also checks in moves their hour themselves, in /settings
    return _heard(session, person, now=now)


def _by_clock(person: Person, row: Availability | None, text: str, *, now: datetime) -> str | None:
    """Where it is that hour now: where they were so far, else where most people live by it. The next page shows it."""
    shown = typed.hour(text, language=person.language)
    near = tuple(zone for zone in (person.zone, row.zone if row else None) if zone)
    return next(iter(zones_matching(shown, now=now, preferred=near)), None) if shown else None


def _heard(session: Session, person: Person, *, now: datetime) -> Reply:
    people.forget_expected(session, id_of(person))
    asking.hours_changed(session, person, now=now)
    return Reply(show=screen(session, person, now=now), fresh=True)
