"""What people took back after the copy was made, done once more; an entry that is older than what it would undo does nothing.

No entry needs to be known as newer than the copy: who joined, accepted or chose after it is not meant by it. So any log may be
replayed on any copy, as often as one likes.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from bot.actions.groups import going_on, links
from bot.actions.privacy import forgetting
from bot.actions.supporters import ending
from bot.rules.vocabulary import Role
from storage.queries import groups, people, restored, supports
from storage.revocations import Entry, Revoked
from storage.tables import Support

PURPOSES = {noted: purpose for purpose, noted in supports.NOTED_AS.items()}


@dataclass
class Replayed:
    """How often something was taken back once more."""

    forgotten: int = 0
    ended: int = 0
    revoked: int = 0
    left: int = 0
    links: int = 0


def replay(session: Session, entries: Iterable[Entry], *, now: datetime) -> Replayed:
    """Apply every entry that still means something. What it would tell anybody was told back then: the caller drops it."""
    done = Replayed()
    for entry in entries:
        match entry.what:
            case Revoked.FORGOTTEN:
                done.forgotten += _forget(session, entry, now=now)
            case Revoked.SUPPORT:
                for support in _supports(session, entry):
                    ending.end(session, support, now=now)
                    done.ended += 1
            case Revoked.SHARING | Revoked.ABSENCE | Revoked.CHECKED_IN:
                done.revoked += _revoke(session, entry, now=now)
            case Revoked.LEFT:
                done.left += _leave(session, entry, now=now)
            case Revoked.LINK:
                for group in restored.open_groups(session, link_hash=entry.hashes[0]):
                    links.renew(session, group, now=now)
                    done.links += 1
        session.flush()
    return done


def _forget(session: Session, entry: Entry, *, now: datetime) -> bool:
    person = people.by_hash(session, entry.hashes[0])
    if person is None or person.joined_at > entry.at:
        return False
    forgetting.erase(session, person, now=now)
    return True


def _leave(session: Session, entry: Entry, *, now: datetime) -> int:
    """They are not in the group; their check-in goes on without it, whatever they had chosen then."""
    person = people.by_hash(session, entry.hashes[0])
    left = 0
    for group, roles in groups.of_person(session, person.id or 0) if person is not None else ():
        row = groups.membership(session, group.id or 0, person.id or 0, Role.MEMBER) if person is not None else None
        if Role.MEMBER not in roles or row is None or person is None or row.joined_at > entry.at:
            continue
        if groups.mark(session, group.id or 0) == entry.hashes[1]:
            going_on.on_their_own(session, person, group, now=now)
            row.left_at = now
            left += 1
    return left


def _supports(session: Session, entry: Entry) -> list[Support]:
    member, supporter = (people.by_hash(session, one) for one in entry.hashes)
    if member is None or supporter is None:
        return []
    return restored.live_supports(
        session, member_id=member.id or 0, supporter_id=supporter.id or 0, until=entry.at
    )  # fmt: skip


def _revoke(session: Session, entry: Entry, *, now: datetime) -> int:
    """Consents given before the entry. One given at its very instant took the place of those that it ended."""
    purpose = PURPOSES[entry.what]
    found = [
        row
        for support in _supports(session, entry)
        for row in supports.in_force(session, support.id or 0, purpose=purpose)
        if row.since_at < entry.at
    ]
    for row in found:
        row.revoked_at, row.ask_at = now, None
    return len(found)
