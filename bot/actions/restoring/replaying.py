"""What people took back after the copy was made, done once more; an entry that is older than what it would undo does nothing.

No entry needs to be known as newer than the copy: who joined, accepted or chose after it is not meant by it. So any log may be
replayed on any copy, as often as one likes.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from bot.actions.groups import links
from bot.actions.privacy import forgetting
from bot.actions.supporters import ending
from bot.rules.vocabulary import Purpose
from storage.queries import people, restored, supports
from storage.revocations import Entry, Revoked
from storage.tables import Support

PURPOSES = {Revoked.SHARING: Purpose.ALERT, Revoked.ABSENCE: Purpose.OUT_OF_REACH}


@dataclass
class Replayed:
    """How often something was taken back once more."""

    forgotten: int = 0
    ended: int = 0
    revoked: int = 0
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
            case Revoked.SHARING | Revoked.ABSENCE:
                done.revoked += _revoke(session, entry, now=now)
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
        row.revoked_at = now
    return len(found)
