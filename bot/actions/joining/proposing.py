"""After a calm check-in, one thing a new member could set up: a supporter, what they read, quiet hours.

One a day at most, each once and without a sound; never in quiet hours, never on a day with an alert. What is proposed is
asked of the rows as the message leaves. A check-in that sounded heavy is followed by nothing of this kind.
"""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from sqlmodel import Session

from bot.actions.checkins.scheduling import local, zone_of
from bot.actions.outgoing import Kind, Withdrawn
from bot.rules import cadence
from bot.rules.proposals import Standing, next_proposal
from bot.rules.vocabulary import Priority, Proposal
from bot.rules.zones import instant
from bot.texts.messages import Message, Reply
from storage.queries import outbox, people, proposals, supports
from storage.tables import NIGHT_FROM, NIGHT_TO, Outgoing, Person, Proposed

AFTER = timedelta(seconds=2)  # "Saved, thank you" is read first
EXPIRES_AFTER = timedelta(minutes=15)  # later it would ring out of nowhere


def after_checkin(session: Session, person: Person, *, now: datetime) -> None:
    """A member has just finished a check-in, and it was a calm one."""
    if _next(session, person, now=now) is None:
        return
    outbox.enqueue(
        session, "proposal", person.id, now=now, priority=Priority.RECAP, not_before_at=now + AFTER,
        expires_at=now + EXPIRES_AFTER, dedupe=f"proposal:{person.id}:{local(now, person).date()}",
    )  # fmt: skip


def skip(session: Session, person: Person, what: Proposal, *, now: datetime) -> Reply:
    """[Not now], [That suits me]: nothing changes, and where it can be found later."""
    return Reply(show=Message("propose-skipped", {"what": what.value}))


def _next(session: Session, person: Person, *, now: datetime) -> Proposal | None:
    """What to propose now; asked at each check-in, so the cheap reasons for nothing come first."""
    assert person.id is not None
    made, today = proposals.made(session, person.id), local(now, person).date()
    zone = zone_of(person)
    night = cadence.is_quiet(now, zone=zone, quiet_from=person.quiet_from, quiet_to=person.quiet_to)
    if night or today in made.values() or len(made) == len(Proposal):
        return None
    found = next_proposal(_standing(session, person, made, now=now), made=made, today=today)
    if found is None or proposals.has_alert(session, person.id, since=instant(today, time(), zone)):
        return None
    return found


def _standing(session: Session, person: Person, made: Mapping[Proposal, date], *, now: datetime) -> Standing:
    assert person.id is not None
    asks = Proposal.SUPPORTER not in made and not supports.of_member(session, person.id)
    return Standing(
        nobody_asked=asks and not supports.open_invites(session, person.id, now=now),
        nothing_chosen=Proposal.SHARING not in made and supports.unchosen(session, person.id) is not None,
        usual_nights=(person.quiet_from, person.quiet_to) == (NIGHT_FROM, NIGHT_TO),
    )


def _load(session: Session, row: Outgoing, now: datetime) -> Message | Withdrawn:
    person = people.by_id(session, row.recipient_id or 0)
    what = _next(session, person, now=now)
    if what is None:
        return Withdrawn("nothing to propose now")
    row.ids = {"what": what.value}
    match what:
        case Proposal.SHARING:
            support = supports.unchosen(session, person.id or 0)
            assert support is not None
            name = people.by_id(session, support.supporter_id).name
            return Message("propose-sharing", {"name": name, "support": support.id})
        case Proposal.NIGHTS:
            return Message("propose-nights", {"from": person.quiet_from, "to": person.quiet_to})
        case Proposal.SUPPORTER:
            return Message("propose-supporter")


def _sent(session: Session, row: Outgoing, now: datetime) -> None:
    """Made, and never again."""
    assert row.sent_at is not None
    person = people.by_id(session, row.recipient_id or 0)
    on = local(row.sent_at, person).date()
    session.add(Proposed(person_id=person.id or 0, what=Proposal(row.ids["what"]), on=on))


KINDS = {"proposal": Kind(_load, on_sent=_sent, at_most_once=True, silent=True)}
