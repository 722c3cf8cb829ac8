"""A group takes a pause: its prompts stop, a member may keep theirs, and it goes on by itself or when a leader ends it."""

from datetime import datetime, timedelta

from sqlmodel import Session

from bot.actions import journal
from bot.actions.checkins import settling
from bot.actions.checkins.pausing import pause_open
from bot.actions.groups.access import permitted
from bot.actions.groups.encouraging import today
from bot.actions.groups.standing_notices import night
from bot.actions.outgoing import Kind, Later, Withdrawn
from bot.rules.permissions import Action
from bot.rules.vocabulary import Priority
from bot.texts.messages import Message, Reply, Value, When
from storage.queries import checkins, groups, outbox, people
from storage.queries.checkins import Enrolled
from storage.tables import Group, Outgoing, Person

LENGTHS = (3, 7, 14, 28)  # days, the first one today
ONE_DAY = timedelta(days=1)
TOLD_WITHIN = timedelta(days=1)


def ask(session: Session, person: Person, id_: int, *, now: datetime) -> Reply:
    """[Pause]: for how long; a group on a pause shows until when."""
    group = permitted(session, person, id_, Action.CHANGE_GROUP)
    if isinstance(group, Reply):
        return group
    kind = "grp-pause-on" if rests(group, now=now) else "grp-ask-pause"
    return Reply(show=Message(kind, {"id": id_, "group": group.name, "until": group.paused_until_on}))


def begin(session: Session, person: Person, id_: int, days: int, *, now: datetime) -> Reply:
    """From today on, `days` dates in all. Open check-ins of the group are neither answered nor missed."""
    group = permitted(session, person, id_, Action.CHANGE_GROUP)
    if isinstance(group, Reply):
        return group
    if days not in LENGTHS:
        return ask(session, person, id_, now=now)
    rested = rests(group, now=now)
    group.paused_until_on = today(group, now) + (days - 1) * ONE_DAY
    journal.note(session, "group-paused", person=person.id)
    cadence = groups.cadence_of(session, id_)
    for enrolment, who in groups.enrolments(session, cadence.id or 0):
        if not rested:
            enrolment.asks_in_pause = False  # what was said to an earlier pause is over
        if not enrolment.asks_in_pause:
            pause_open(session, who, cadence_id=cadence.id)
        if who.id != person.id:
            _tell(session, "grp-paused", group, who, now=now)
    session.flush()
    values: dict[str, Value] = {"id": id_, "group": group.name, "until": group.paused_until_on}
    return Reply(show=Message("grp-pause-begun", values))


def end(session: Session, person: Person, id_: int, *, now: datetime) -> Reply:
    """[End the pause]: it ended yesterday; members hear when they are asked next."""
    group = permitted(session, person, id_, Action.CHANGE_GROUP)
    if isinstance(group, Reply):
        return group
    if not rests(group, now=now):
        return ask(session, person, id_, now=now)
    group.paused_until_on = today(group, now) - ONE_DAY
    journal.note(session, "group-resumed", person=person.id)
    for enrolment, who in groups.enrolments(session, groups.cadence_of(session, id_).id or 0):
        if who.id != person.id and not enrolment.asks_in_pause:
            _tell(session, "grp-resumed", group, who, now=now)
    return Reply(show=Message("grp-pause-ended", {"id": id_, "group": group.name}))


def keep(session: Session, person: Person, id_: int, *, keeps: bool, now: datetime) -> Reply:
    """[Keep asking me] and [Rest too], for one member."""
    known = _enrolled(session, person, id_)
    group = permitted(session, person, id_, Action.LEAVE_GROUP)
    if isinstance(group, Reply):
        return group
    if known is None or not rests(group, now=now):
        return Reply(show=Message("grp-pause-over", {"until": settling.asked_next(session, person, now=now)}))
    known.enrolment.asks_in_pause = keeps
    session.flush()
    until = settling.asked_next(session, person, now=now)
    return Reply(show=Message("grp-pause-kept" if keeps else "grp-pause-rest", {"id": id_, "until": until}))


def rests(group: Group, *, now: datetime) -> bool:
    """Whether the group's own date lies in its pause, the last day included."""
    return group.paused_until_on is not None and today(group, now) <= group.paused_until_on


def _load(session: Session, row: Outgoing, now: datetime) -> Message | Withdrawn | Later:
    """Only the newest word on it, and only while it is true."""
    group, reader = groups.by_id(session, row.ids["group"]), people.by_id(session, row.recipient_id or 0)
    known = _enrolled(session, reader, row.ids["group"])
    if group is None or group.closed_at is not None or known is None:
        return Withdrawn("left")
    if str(group.paused_until_on) != row.ids["until"] or rests(group, now=now) is not (row.kind == "grp-paused"):
        return Withdrawn("superseded")
    values: dict[str, Value | When | Message] = {
        "id": group.id,
        "group": group.name,
        "last": group.paused_until_on,
        "until": settling.asked_next(session, reader, now=now),
        "keeps": "yes" if known.enrolment.asks_in_pause else "no",
    }
    return night(reader, now) or Message(row.kind, values)


def _enrolled(session: Session, person: Person, id_: int) -> Enrolled | None:
    mine = checkins.enrolled(session, person.id or 0)
    return next((one for one in mine if one.group is not None and one.group.id == id_), None)


def _tell(session: Session, kind: str, group: Group, to: Person, *, now: datetime) -> None:
    outbox.enqueue(
        session, kind, to.id, now=now, priority=Priority.PROMPT, expires_at=now + TOLD_WITHIN,
        dedupe=f"{kind}:{group.id}:{to.id}:{int(now.timestamp())}",
        ids={"group": group.id, "until": str(group.paused_until_on)},
    )  # fmt: skip


KINDS = {"grp-paused": Kind(_load, at_most_once=True), "grp-resumed": Kind(_load, at_most_once=True)}
