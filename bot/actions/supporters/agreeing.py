"""Consents that are a plain yes or no, each on its own and off until the member says yes: what is told is one fixed line."""

from datetime import datetime

from sqlmodel import Session

from bot.actions import journal
from bot.actions.supporters.notices import who_accepted
from bot.actions.supporters.rows import as_member, id_of, supporter_of
from bot.rules.consent import Share
from bot.rules.vocabulary import Level, Purpose, Signal, SupportState
from bot.texts.messages import Message, Reply, Values
from storage.queries import supports
from storage.tables import Person, Support

YES = {Signal.QUIET: Share(Level.REASON)}  # the ledger's row of such a consent: there, or not


def ask(
    session: Session, person: Person, support_id: int, purpose: Purpose, kind: str, lines: Values, *, now: datetime
) -> Reply:
    """The very `lines`, and what holds now."""
    support = _confirmed(session, person, support_id)
    if isinstance(support, Reply):
        return support
    chosen = "yes" if agreed(session, support, purpose, now=now) else "no"
    values: Values = {"name": supporter_of(session, support).name, "support": support_id, "chosen": chosen}
    return Reply(show=Message(kind, {**values, **lines}))


def choose(
    session: Session,
    person: Person,
    support_id: int,
    purpose: Purpose,
    kind: str,
    *,
    wording: str,
    tell: bool,
    now: datetime,
) -> Reply:
    """[Tell them] for a year, or [Say nothing]: in force at once, and never told to the other side."""
    support = _confirmed(session, person, support_id)
    if isinstance(support, Reply):
        return support
    if tell:
        supports.share(session, support_id, YES, wording=wording, purpose=purpose, now=now)
    else:
        supports.revoke(session, support_id, purpose=purpose, now=now)
    said = "shared" if tell else "unshared"
    journal.note(session, said, why=purpose.value, person=person.id, supporter=support.supporter_id)
    values: Values = {"name": supporter_of(session, support).name, "support": support_id}
    return Reply(show=Message(kind, {**values, "chosen": "yes" if tell else "no"}))


def agreed(session: Session, support: Support, purpose: Purpose, *, now: datetime) -> bool:
    return any(row.until_at > now for row in supports.in_force(session, id_of(support), purpose=purpose))


def _confirmed(session: Session, person: Person, support_id: int) -> Support | Reply:
    support = as_member(session, person, support_id)
    if isinstance(support, Support) and support.state is not SupportState.CONFIRMED:
        return Reply(show=who_accepted(session, support))
    return support
