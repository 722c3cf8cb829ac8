"""[Ask someone]: a link that works once, for a day. Only the hash of its token is kept."""

from datetime import datetime

from sqlmodel import Session

from bot.actions.supporters import links
from bot.actions.supporters.rows import id_of
from bot.texts.messages import Message, Reply
from storage.queries import supports
from storage.queries.people import keyring_of
from storage.tables import Invite, Person

SUPPORTERS_AT_MOST = 5
OPEN_AT_MOST = 3  # links waiting for an answer; a new one closes the oldest


def ask(session: Session, person: Person, *, bot_name: str, now: datetime) -> Reply:
    """Make a link and the words to send along; the words are a message of their own, to be forwarded."""
    if is_full(session, id_of(person)):
        return Reply(show=Message("supporters-full", {"most": SUPPORTERS_AT_MOST}))
    _close_oldest(session, person, now=now)
    keyring = keyring_of(session)
    token = keyring.token(16)
    session.add(
        Invite(
            token_hash=keyring.hash_token(token),
            kind=supports.SUPPORT,
            issuer_id=id_of(person),
            created_at=now,
            expires_at=now + links.LIVES_FOR,
        )
    )
    link = links.address(bot_name, token)
    share = links.share_address(link, person.name, language=person.language)
    words = Message("invite-words", {"name": person.name, "link": link})
    return Reply(show=Message("invite-made", {"share": share}), also=(words,))


def is_full(session: Session, member_id: int) -> bool:
    return len(supports.of_member(session, member_id)) >= SUPPORTERS_AT_MOST


def _close_oldest(session: Session, person: Person, *, now: datetime) -> None:
    waiting = supports.open_invites(session, id_of(person), now=now)
    for old in waiting[: max(0, len(waiting) - OPEN_AT_MOST + 1)]:
        old.expires_at = now
    session.flush()
