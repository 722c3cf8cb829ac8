"""Help by role and by what somebody is in the middle of: each reads only about what they are, and reaches it by buttons."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from bot.actions.alerts import saying
from bot.actions.checkins.scheduling import is_paused, local
from bot.rules import lifecycle
from bot.rules.vocabulary import AlertState
from bot.texts.messages import Message, Reply, Values
from storage.queries import alerts, checkins, groups, people, supports, underway
from storage.tables import Person


@dataclass(frozen=True)
class Roles:
    """What a person is here; all three at once is usual enough."""

    member: bool
    supporter: bool
    leader: bool


def show(session: Session, person: Person, *, already_in: bool = False, now: datetime) -> Reply:
    """/help, and /start for somebody who is through with joining. `already_in`: they followed their own group's link.

    What was being typed stays open, and is named: help should not cost anybody their place.
    """
    assert person.id is not None
    roles = _roles(session, person)
    paused = roles.member and is_paused(person, now=now)
    values: Values = {
        "opening": Message("help-already-in" if already_in else "help-opening"),
        "now": _now(session, person, roles, paused=paused, now=now),
        "member": Message("help-member") if roles.member else "",
        "supporter": Message("help-supporter") if roles.supporter else "",
        "leader": Message("help-leader") if roles.leader else "",
        "is_member": roles.member,
        "is_supporter": roles.supporter,
        "is_leader": roles.leader,
        "in_group": bool(groups.of_person(session, person.id)),
        "paused": paused,
        "half_way": _is_half_way(session, person),
        "waiting": people.expected_of(session, person.id, now=now) is not None,
    }
    return Reply(show=Message("help", values), fresh=True)


def has_part(session: Session, person: Person) -> bool:
    """Whether a person is anything here besides somebody who agreed."""
    roles = _roles(session, person)
    return roles.member or roles.supporter or roles.leader


def _roles(session: Session, person: Person) -> Roles:
    assert person.id is not None
    return Roles(
        member=bool(checkins.enrolled(session, person.id)),
        supporter=bool(supports.of_supporter(session, person.id)),
        leader=any(roles & set(groups.LEADING) for _, roles in groups.of_person(session, person.id)),
    )


def _is_half_way(session: Session, person: Person) -> bool:
    """Joined, but never told the hour or the clock: nothing would be asked."""
    assert person.id is not None
    known = checkins.enrolled(session, person.id)
    return bool(known) and (person.zone is None or any(one.waits_for_an_hour for one in known))


def _now(session: Session, person: Person, roles: Roles, *, paused: bool, now: datetime) -> Message | str:
    """What is open at the moment, a line each, the most pressing first; nothing where nothing is."""
    assert person.id is not None
    lines: list[Message] = [
        Message("help-wanted", {"name": name}) for name in underway.waiting_for_word_of(session, person.id)
    ]
    alert = alerts.live(session, person.id)
    if alert is not None:
        held = alert.state is AlertState.HELD
        lines.append(Message("help-held") if held else saying.standing(session, alert, person, now=now))
    expected = people.expected_of(session, person.id, now=now)
    if expected is not None:
        lines.append(Message("help-waiting", {"what": expected.kind}))
    elif _is_half_way(session, person):
        lines.append(Message("help-half-way"))
    if paused:
        lines.append(Message("quiet-until", {"until": person.paused_until_on}))
    elif roles.member and _has_open_checkin(session, person, now=now):
        lines.append(Message("help-open-checkin"))
    return Message("help-now", {"lines": tuple(lines)}) if lines else ""


def _has_open_checkin(session: Session, person: Person, *, now: datetime) -> bool:
    """Today's, or yesterday's that may still be answered."""
    since_on = local(now, person).date() - lifecycle.COUNTS_FOR
    return checkins.in_progress(session, person.id or 0, since_on=since_on) is not None
