"""/group: what a leader sees of today, and what a member sees of their group. Who takes part; never what anybody answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from bot.actions.checkins.scheduling import local, rhythm, zone_of
from bot.actions.groups import resting
from bot.actions.groups.access import group_id, permitted
from bot.rules.permissions import Action
from bot.rules.vocabulary import CheckinState, Role, ShownAs
from bot.rules.zones import instant
from bot.texts.messages import Message, Reply, Value
from storage.queries import checkins, groups, looks
from storage.tables import Cadence, Enrolment, Group, Person

ANSWERED = (CheckinState.ANSWERED,)
NO_ANSWER_YET = (CheckinState.QUEUED, CheckinState.SENT, CheckinState.MISSED)


@dataclass(frozen=True)
class Today:
    """`answered` of `asked`; `waiting` are those with no answer yet who show their name, `others` how many more are counted."""

    answered: int
    asked: int
    waiting: tuple[Person, ...]
    others: int


def mine(session: Session, person: Person, *, now: datetime) -> Reply:
    """/group: the one group, or which of several; /newgroup is offered to somebody without any."""
    assert person.id is not None
    found = groups.of_person(session, person.id)
    if not found:
        return Reply(show=Message("grp-none"), fresh=True)
    if len(found) > 1:
        listed = tuple((group.id, group.name) for group, _ in found)
        return Reply(show=Message("grp-which", {"listed": listed}))
    return page(session, person, found[0][0].id or 0, now=now)


def page(session: Session, person: Person, id_: int, *, now: datetime) -> Reply:
    """One group: the leader's page for those who lead it, else the member's."""
    led = permitted(session, person, id_, Action.SEE_TODAY)
    if isinstance(led, Group):
        return Reply(show=_leaders_page(session, person, led, now=now))
    return as_member(session, person, id_, now=now)


def as_member(session: Session, person: Person, id_: int, *, now: datetime) -> Reply:
    """A member's view: the group, its leader, their own hour, how they are seen."""
    group = permitted(session, person, id_, Action.LEAVE_GROUP)
    if isinstance(group, Reply):
        return group
    row = groups.membership(session, id_, person.id or 0, Role.MEMBER)
    if row is None or row.left_at is not None:
        return page(session, person, id_, now=now)
    cadence = groups.cadence_of(session, id_)
    enrolment = checkins.enrolment(session, person.id or 0, cadence.id or 0)
    known = rhythm(cadence, enrolment)
    values: dict[str, Value] = {
        "id": id_,
        "group": group.name,
        "leader": tuple(one.name for one in groups.leaders(session, id_)),
        "days": known.days,
        "times": known.times,
        "shown": row.shown_as.value,
        "muted": "yes" if row.muted_at else "no",
        **_resting(group, now=now),
    }
    return Reply(show=Message("grp-mine", values))


def today(session: Session, group: Group, *, now: datetime) -> Today:
    """Who answered today, each on their own clock. Paused, unsent and not yet asked look like neither."""
    cadence = groups.cadence_of(session, group_id(group))
    everybody = groups.members(session, group_id(group))
    enrolled = {who.id: (row, who) for row, who in groups.enrolments(session, cadence.id or 0)}
    dates = {who.id: local(now, who).date() for _, who in everybody}
    rows = groups.states_on(session, [i for i in dates if i is not None], sorted(set(dates.values())))
    states = [
        (row, who, _state(rows, cadence, enrolled[who.id], dates[who.id]))
        for row, who in everybody
        if who.id in enrolled
    ]
    waiting = [(row, who) for row, who, state in states if state in NO_ANSWER_YET]
    named = tuple(who for row, who in waiting if row.shown_as is ShownAs.NAME)
    answered = sum(state in ANSWERED for _, _, state in states)
    return Today(answered, answered + len(waiting), named, len(waiting) - len(named))


def _state(
    rows: Sequence[tuple[int, int, date, Any, CheckinState]], cadence: Cadence, one: tuple[Enrolment, Person], on: date
) -> CheckinState | None:
    """The state of the newest of today's check-ins for this group; None where there is none.

    Who is in two groups has one check-in at a shared time, on the cadence that came first: it counts for both.
    """
    enrolment, who = one
    mine = [row for row in rows if row[0] == who.id and row[2] == on]
    known = rhythm(cadence, enrolment)
    shared = {instant(on, at, zone_of(who)) for at in known.times if on.weekday() in known.days}
    ours = [row for row in mine if row[1] == cadence.id or row[3] in shared]
    return ours[-1][4] if ours else None


def _leaders_page(session: Session, person: Person, group: Group, *, now: datetime) -> Message:
    seen = today(session, group, now=now)
    looks.note(session, person.id or 0, {one.id or 0 for one in seen.waiting}, looks.NOT_ANSWERED, now=now)
    count = len(groups.members(session, group_id(group)))
    roles = groups.roles(session, group_id(group), person.id or 0)
    values: dict[str, Value] = {
        "id": group.id,
        "group": group.name,
        "members": count,
        "answered": seen.answered,
        "asked": seen.asked,
        "waiting": tuple(one.name for one in seen.waiting),
        "waiting_kind": _kind(seen),
        "others": seen.others,
        "unsupported": groups.without_supporter(session, group_id(group)),
        "approved": "yes" if group.approved_at else "no",
        "also_member": "yes" if Role.MEMBER in roles else "no",
        **_resting(group, now=now),
    }
    return Message("grp-overview", values)


def _resting(group: Group, *, now: datetime) -> dict[str, Value]:
    rests = resting.rests(group, now=now)
    return {"resting": "yes" if rests else "no", "rests_until": group.paused_until_on if rests else None}


def _kind(seen: Today) -> str:
    """How to say who has not answered yet: by name, by number, both, or not at all."""
    if seen.waiting:
        return "both" if seen.others else "names"
    return "counted" if seen.others else "nobody"
