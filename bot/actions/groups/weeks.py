"""[Week by week]: how many took part, over the weeks. Figures of what was answered only of many people together."""

from datetime import datetime, timedelta

from sqlmodel import Session

from bot.actions.checkins.scheduling import rhythm, zone_of
from bot.actions.groups.access import group_id, permitted
from bot.actions.groups.encouraging import today
from bot.actions.groups.overview import ANSWERED, NO_ANSWER_YET
from bot.rules import leading
from bot.rules.leading import Taken, Week
from bot.rules.permissions import Action
from bot.rules.zones import instant
from bot.texts.messages import Message, Reply, Value
from storage.queries import groups
from storage.queries.groups import Sitting
from storage.tables import Cadence, Enrolment, Group, Person

SHOWN = 5  # weeks, this one included
ONE_DAY = timedelta(days=1)


def page(session: Session, person: Person, id_: int, *, now: datetime) -> Reply:
    group = permitted(session, person, id_, Action.SEE_TODAY)
    if isinstance(group, Reply):
        return group
    lines = tuple(_line(week) for week in of_group(session, group, now=now) if week.asked)
    values: dict[str, Value | Message] = {
        "id": id_, "group": group.name, "lines": lines or (Message("grp-no-weeks"),), "least": leading.AT_LEAST,
    }  # fmt: skip
    return Reply(show=Message("grp-weeks", values))


def of_group(session: Session, group: Group, *, now: datetime) -> tuple[Week, ...]:
    """This week and the four before it, the newest first."""
    on = today(group, now)
    cadence = groups.cadence_of(session, group_id(group))
    enrolled = {who.id: (row, who) for row, who in groups.enrolments(session, cadence.id or 0)}
    since_on = on - leading.WEEK * SHOWN
    taken = [
        Taken(one.person_id, one.on, one.state in ANSWERED, one.mood, one.craving)
        for one in groups.weeks_of(session, group_id(group), since_on)
        if one.state in (*ANSWERED, *NO_ANSWER_YET) and _counts(one, cadence, enrolled.get(one.person_id))
    ]
    return leading.weeks(taken, today=on, count=SHOWN)


def _counts(one: Sitting, cadence: Cadence, enrolled: tuple[Enrolment, Person] | None) -> bool:
    """Whether it was this group's, or another cadence's at a time they share: who is in two groups is asked once for both."""
    if one.cadence_id == cadence.id:
        return True
    if enrolled is None or one.planned_at < one.joined_at:
        return False
    known = rhythm(cadence, enrolled[0])
    if one.on.weekday() not in known.days:
        return False
    return one.planned_at in {instant(one.on, at, zone_of(enrolled[1])) for at in known.times}


def _line(week: Week) -> Message:
    values: dict[str, Value] = {
        "from": week.starts_on, "to": week.starts_on + leading.WEEK - ONE_DAY, "asked": week.asked,
        "answered": week.answered, "people": week.people,
        "figures": _which(week), "mood": week.mood, "craving": week.craving,
    }  # fmt: skip
    return Message("grp-week", values)


def _which(week: Week) -> str:
    """Which figures there are."""
    if week.mood is not None:
        return "both" if week.craving is not None else "mood"
    return "craving" if week.craving is not None else "none"
