"""A leader's word to everybody in the group: one a day at most, signed, without links, seen by its author before it goes.

Members can mute it. It is no alert and no reminder: it never rings in quiet hours, and never twice.
"""

from datetime import date, datetime, timedelta

from sqlmodel import Session

from bot.actions import conversation, journal
from bot.actions.checkins.scheduling import is_paused
from bot.actions.groups.access import NOT_YOURS, permitted
from bot.actions.groups.standing_notices import night
from bot.actions.outgoing import Kind, Later, Withdrawn
from bot.rules import typed
from bot.rules.permissions import Action
from bot.rules.vocabulary import Priority, Role
from bot.rules.zones import wall_clock
from bot.texts.messages import Message, Reply
from storage.queries import groups, leaders, outbox, people
from storage.tables import Encouragement, Expected, Group, Membership, Outgoing, Person

WORDS = "grp-encourage"
LONGEST = 300  # characters
LIVES_FOR = timedelta(hours=18)  # a night may lie in between; the next day's word should not meet it


def ask(session: Session, person: Person, id_: int, *, now: datetime) -> Reply:
    """[Encourage]: what would they like to say?"""
    group = permitted(session, person, id_, Action.CHANGE_GROUP)
    if isinstance(group, Reply):
        return group
    if leaders.encouraged_on(session, id_, today(group, now)):
        return _one_a_day(group)
    conversation.expect(session, person, WORDS, about_id=id_, now=now)
    return Reply(show=Message("grp-encourage-ask", {"id": id_, "group": group.name}))


def hear(session: Session, person: Person, expected: Expected, text: str, now: datetime) -> Reply:
    """The typed words, shown once as everybody would read them; unfit ones leave the question open."""
    id_ = expected.about_id or 0
    group = permitted(session, person, id_, Action.CHANGE_GROUP)
    if isinstance(group, Reply):
        return group
    words = typed.line(text, longest=LONGEST)
    if words is None:
        return Reply(show=Message("grp-encourage-unfit", {"id": id_}))
    conversation.expect(session, person, WORDS, about_id=id_, draft=words, now=now)
    read = _said(group, person, words)
    return Reply(show=Message("grp-encourage-preview", {"id": id_, "read": read}))


def send(session: Session, person: Person, id_: int, *, now: datetime) -> Reply:
    """[Send it], once: a row for each member. Who muted these, or is on a pause, gets none."""
    group = permitted(session, person, id_, Action.CHANGE_GROUP)
    if isinstance(group, Reply):
        return group
    expected = people.expected_of(session, person.id or 0, now=now)
    if leaders.encouraged_on(session, id_, today(group, now)):
        return _one_a_day(group)
    if expected is None or expected.kind != WORDS or expected.about_id != id_ or not expected.draft:
        return ask(session, person, id_, now=now)
    row = Encouragement(group_id=id_, author_id=person.id or 0, on=today(group, now), text=expected.draft, sent_at=now)
    session.add(row)
    session.flush()
    conversation.drop_expected(session, person)
    journal.note(session, "encouraged", person=person.id)
    for _, who in groups.members(session, id_):
        if who.id != person.id:
            outbox.enqueue(
                session, "encouragement", who.id, now=now, priority=Priority.RECAP, expires_at=now + LIVES_FOR,
                dedupe=f"encouragement:{row.id}:{who.id}", ids={"group": id_, "encouragement": row.id},
            )  # fmt: skip
    return Reply(show=Message("grp-encouraged", {"id": id_, "group": group.name}))


def mute(session: Session, person: Person, id_: int, *, muted: bool, now: datetime) -> Reply:
    """[Mute] and [Let them through]. The leader does not learn of it."""
    row = groups.membership(session, id_, person.id or 0, Role.MEMBER)
    group = groups.by_id(session, id_)
    if row is None or row.left_at is not None or group is None:
        return NOT_YOURS
    row.muted_at = now if muted else None
    said = Message("grp-muted" if muted else "grp-unmuted", {"id": id_, "group": group.name})
    return Reply(show=said, fresh=True)  # the words that were muted stay to be read


def today(group: Group, now: datetime) -> date:
    """The date on the group's own clock."""
    return wall_clock(now, group.zone).date()


def _load(session: Session, row: Outgoing, now: datetime) -> Message | Withdrawn | Later:
    """Only to somebody who is still in the group, has not muted it and is not on a pause."""
    written = leaders.encouragement(session, row.ids["encouragement"])
    group = groups.by_id(session, row.ids["group"])
    part = groups.membership(session, row.ids["group"], row.recipient_id or 0, Role.MEMBER)
    reader = people.by_id(session, row.recipient_id or 0)
    if written is None or group is None or group.closed_at is not None or not _hears(part):
        return Withdrawn("muted or left")
    if is_paused(reader, now=now):
        return Withdrawn("paused")
    said = _said(group, people.by_id(session, written.author_id), written.text)
    return night(reader, now) or Message(said.kind, {**said.values, "id": group.id, "encouragement": written.id})


def _hears(part: Membership | None) -> bool:
    return part is not None and part.left_at is None and part.muted_at is None


def _said(group: Group, author: Person, words: str) -> Message:
    return Message("encouragement", {"name": author.name, "group": group.name, "words": words})


def _one_a_day(group: Group) -> Reply:
    return Reply(show=Message("grp-encouraged-today", {"id": group.id, "group": group.name}))


KINDS = {"encouragement": Kind(_load, at_most_once=True)}
