""" "I'm willing to support someone here": a first name, one line, for how many. Seen by the group's members who look."""

from datetime import datetime

from sqlmodel import Session

from bot.actions import conversation
from bot.actions.finding.fellows import fellow
from bot.actions.groups.access import group_id
from bot.rules import typed
from bot.texts.messages import Message, Reply, Values
from storage.queries import offers, people
from storage.tables import Expected, Offer, Person

LINE, ROOM = "offer-line", "offer-room"  # what the next text is
LONGEST = 100  # characters
ROOMS = (1, 2, 3, 5)


def page(session: Session, person: Person, id_: int, *, now: datetime) -> Reply:
    """[Be there for someone]: what an offer is, or the one they made."""
    group = fellow(session, person, id_)
    if isinstance(group, Reply):
        return group
    mine = offers.offer(session, id_, person.id or 0)
    values: Values = {"id": id_, "group": group.name, "name": person.name}
    if mine is None:
        return Reply(show=Message("offer-about", values))
    return Reply(show=Message("offer-mine", {**values, "line": mine.line, "room": mine.room}))


def ask_line(session: Session, person: Person, id_: int, *, now: datetime) -> Reply:
    group = fellow(session, person, id_)
    if isinstance(group, Reply):
        return group
    conversation.expect(session, person, LINE, about_id=id_, now=now)
    return Reply(show=Message("offer-ask-line", {"most": LONGEST}))


def hear_line(session: Session, person: Person, expected: Expected, text: str, now: datetime) -> Reply:
    """One line, without a link; else the question stays open."""
    group = fellow(session, person, expected.about_id or 0)
    if isinstance(group, Reply):
        return group
    line = typed.line(text, longest=LONGEST)
    if line is None:
        return Reply(show=Message("offer-line-unclear", {"most": LONGEST}), fresh=True)
    conversation.expect(session, person, ROOM, about_id=expected.about_id, draft=line, now=now)
    return Reply(show=Message("offer-ask-room", {"id": group_id(group)}), fresh=True)


def hear_room(session: Session, person: Person, expected: Expected, text: str, now: datetime) -> Reply:
    """A typed number, like the buttons'."""
    room = typed.rating(text, 1, ROOMS[-1])
    if room is None:
        return Reply(show=Message("offer-ask-room", {"id": expected.about_id or 0}), fresh=True)
    return choose_room(session, person, expected.about_id or 0, room, now=now)


def choose_room(session: Session, person: Person, id_: int, room: int, *, now: datetime) -> Reply:
    """For how many, 1 to 5. With it the offer stands, at once."""
    group = fellow(session, person, id_)
    if isinstance(group, Reply):
        return group
    expected = people.expected_of(session, person.id or 0, now=now)
    drafted = expected is not None and (expected.kind, expected.about_id) == (ROOM, id_)
    if expected is None or not drafted or expected.draft is None or not 1 <= room <= ROOMS[-1]:
        return page(session, person, id_, now=now)
    mine = offers.offer(session, id_, person.id or 0)
    if mine is None:
        mine = Offer(group_id=id_, person_id=person.id or 0, line=expected.draft, room=room, since_at=now)
        session.add(mine)
    mine.line, mine.room = expected.draft, room
    conversation.drop_expected(session, person)
    return page(session, person, id_, now=now)


def withdraw(session: Session, person: Person, id_: int, *, now: datetime) -> Reply:
    """[Take it back]: nobody sees it any more. Whom they support already is not touched."""
    group = fellow(session, person, id_)
    if isinstance(group, Reply):
        return group
    mine = offers.offer(session, id_, person.id or 0)
    if mine is not None:
        session.delete(mine)
        session.flush()
    return Reply(show=Message("offer-withdrawn", {"id": id_, "group": group.name}))
