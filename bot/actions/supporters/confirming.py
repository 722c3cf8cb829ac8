"""The member says whether the one who accepted is the person they meant. Nobody is asked before that."""

from datetime import datetime

from sqlmodel import Session

from bot.actions import journal
from bot.actions.joining import pinning
from bot.actions.supporters import ending, listing, notices, sharing
from bot.actions.supporters.rows import as_member, supporter_of
from bot.rules.vocabulary import SupportState
from bot.texts.messages import Message, Reply
from storage.queries import supports
from storage.tables import Person


def confirm(session: Session, person: Person, support_id: int, *, now: datetime) -> Reply:
    """[Yes, that's Sam]: now the member chooses what Sam would be told. Tapped again before that, it asks again."""
    support = as_member(session, person, support_id)
    if isinstance(support, Reply):
        return support
    if support.state is SupportState.CONFIRMED and supports.in_force(session, support_id):
        return listing.one(session, person, support_id, now=now)
    if support.state is SupportState.CONFIRMED:
        return sharing.choose(session, person, support_id, now=now)
    support.state, support.confirmed_at = SupportState.CONFIRMED, now
    pinning.keep_current(session, person, now=now)
    journal.note(session, "confirmed", person=person.id, supporter=support.supporter_id)
    notices.put(session, "support-confirmed", support, to=supporter_of(session, support), now=now)
    if support.is_leader:  # confirmed anew after a restore: what a leader reads is not to be chosen
        return listing.one(session, person, support_id, now=now)
    return Reply(show=sharing.screen(session, person, support))


def refuse(session: Session, person: Person, support_id: int, *, now: datetime) -> Reply:
    """[No]: they are off the list and hear a kind word; a link can be sent again."""
    support = as_member(session, person, support_id)
    if isinstance(support, Reply):
        return support
    if support.state is SupportState.CONFIRMED:
        return listing.one(session, person, support_id, now=now)
    ending.end(session, support, now=now)
    notices.put(session, "support-not-meant", support, to=supporter_of(session, support), now=now)
    return Reply(show=Message("support-refused", {"name": supporter_of(session, support).name}))
