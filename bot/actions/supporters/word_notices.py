"""How a word reaches the other side: announced without a trace of what it says, in the morning of whoever sleeps.

During an alert nobody has to wait for the morning: a word between the two rings at once. What does not arrive is told.
"""

from datetime import datetime

from sqlmodel import Session

from bot.actions.checkins.scheduling import local
from bot.actions.outgoing import Kind, Later, Withdrawn
from bot.actions.supporters import notices
from bot.rules.vocabulary import Priority
from bot.texts.messages import Message, Values, When
from storage.queries import alerts, outbox, people, sent_words, supports
from storage.tables import Outgoing, Person, SentWord, Support


def announce(session: Session, word: SentWord, *, to: Person, now: datetime) -> None:
    support = supports.by_id(session, word.support_id)
    assert support is not None
    outbox.enqueue(
        session,
        "word",
        to.id,
        now=now,
        dedupe=f"word:{word.id}",
        priority=Priority.REPLY,
        expires_at=word.expires_at,
        ids={"member": support.member_id, "support": support.id, "word": word.id, "author": word.author_id},
    )


def on_its_way(session: Session, support: Support, *, to: Person, by: Person, now: datetime) -> Message:
    """ "I'm passing it on", or when it will be morning there."""
    waits_until_at = _waits_until(session, support, to, now=now)
    if waits_until_at is None:
        return Message("word-sent", {"name": to.name})
    when = When(local(waits_until_at, by), local(now, by).date())
    return Message("word-waits", {"name": to.name, "when": when})


def report(session: Session, word: SentWord, *, now: datetime) -> None:
    """Once for each word."""
    outbox.enqueue(
        session,
        "word-report",
        None,
        now=now,
        dedupe=f"word-report:{word.id}",
        priority=Priority.REPLY,
        ids={"support": word.support_id, "author": word.author_id},
    )


def _waits_until(session: Session, support: Support, to: Person, *, now: datetime) -> datetime | None:
    """When the other one's quiet hours end; None where it may ring now."""
    if alerts.under_way_between(session, support.member_id, support.supporter_id):
        return None
    return notices.asleep_until(session, to, is_supporter=to.id == support.supporter_id, now=now)


def _load(session: Session, row: Outgoing, now: datetime) -> Message | Withdrawn | Later:
    """ "Sam left you a word": never what it says."""
    word = sent_words.by_id(session, row.ids["word"])
    support = supports.by_id(session, row.ids["support"])
    if word is None or support is None or support.ended_at is not None:
        return Withdrawn("gone")
    to = people.by_id(session, row.recipient_id or 0)
    if support.member_mutes if to.id == support.member_id else support.supporter_mutes:
        return Withdrawn("muted")
    waits_until_at = _waits_until(session, support, to, now=now)
    if waits_until_at is not None:
        return Later(waits_until_at)
    author = people.by_id(session, word.author_id)
    return Message("word-answer" if word.answers is not None else "word", {"name": author.name, "word": word.id})


def _undelivered(session: Session, row: Outgoing, now: datetime) -> None:
    """Blocked, too late, or not wanted: whoever wrote it learns that it did not arrive. After an end nothing more is said."""
    support = supports.by_id(session, row.ids["support"])
    if support is None or support.ended_at is not None:
        return
    outbox.enqueue(
        session,
        "word-undelivered",
        row.ids["author"],
        now=now,
        dedupe=f"word-undelivered:{row.ids['word']}",
        priority=Priority.REPLY,
        ids={"member": row.ids["member"], "support": support.id, "to": row.recipient_id},
    )


def _load_undelivered(session: Session, row: Outgoing, now: datetime) -> Message | Later:
    author = people.by_id(session, row.recipient_id or 0)
    is_supporter = author.id != row.ids["member"]
    asleep_until = notices.asleep_until(session, author, is_supporter=is_supporter, now=now)
    values: Values = {"name": people.by_id(session, row.ids["to"]).name, "support": row.ids["support"]}
    return Later(asleep_until) if asleep_until is not None else Message("word-undelivered", values)


def _load_report(session: Session, row: Outgoing, now: datetime) -> Message:
    return Message("word-report", {"author": row.ids["author"], "support": row.ids["support"]})


KINDS = {
    "word": Kind(_load, on_refused=_undelivered, on_expired=_undelivered, on_withdrawn=_undelivered),
    "word-undelivered": Kind(_load_undelivered),
    "word-report": Kind(_load_report),
}
