"""What a member agreed to holds for a year: 30, 7 and 1 days before it ends they are asked whether it shall stay so.

Unanswered, what a supporter reads of an alert falls to "reach out", never to silence (`bot.rules.consent.in_force`, at the
very instant, whatever is done here); what is only told (out of reach, checked in) ends. Then the member is told.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from bot.actions.batch import each
from bot.actions.checkins.scheduling import local
from bot.actions.outgoing import Kind, Withdrawn
from bot.actions.supporters import finer, sharing
from bot.actions.supporters.notices import Loaded, asleep
from bot.actions.supporters.rows import id_of, member_of, supporter_of
from bot.rules.consent import next_asking_at, tells_why
from bot.rules.vocabulary import Priority, Purpose
from bot.texts.messages import Message, Reply, Values, When
from storage.queries import outbox, supports
from storage.tables import Outgoing, Person, Sharing, Support

RENEW, LAPSED = "renew", "lapsed"


def ask_due(session: Session, *, now: datetime, limit: int) -> int:
    """Ask about at most `limit` consents whose year nears its end, or say that it is over; return about how many."""
    due = supports.to_ask_about(session, now=now, limit=limit)
    return each(session, "renew", due, lambda _, one: _ask(session, *one, now=now))


def _ask(session: Session, support_id: int, purpose: Purpose, *, now: datetime) -> None:
    rows = supports.in_force(session, support_id, purpose=purpose)
    support = supports.by_id(session, support_id)
    until_at = min(row.until_at for row in rows)
    for row in rows:
        row.ask_at = next_asking_at(until_at, after=now)
    session.flush()
    if support is not None and (now < until_at or _falls(rows, purpose)):
        _put(session, support, purpose, LAPSED if now >= until_at else RENEW, rows, now=now)


def _falls(rows: Sequence[Sharing], purpose: Purpose) -> bool:
    """Whether less is told once the year is over: who is only asked to reach out is so as before."""
    return purpose is not Purpose.ALERT or any(tells_why(row.level) for row in rows)


def _put(
    session: Session, support: Support, purpose: Purpose, what: str, rows: Sequence[Sharing], *, now: datetime
) -> None:
    """One that has not left yet gives way to the newer one."""
    kinds = tuple(f"{one}-{purpose}" for one in (RENEW, LAPSED))
    outbox.withdraw_to_member(session, support.member_id, support=id_of(support), kinds=kinds)
    outbox.enqueue(
        session, f"{what}-{purpose}", support.member_id, now=now, priority=Priority.RECAP,
        dedupe=f"{what}-{purpose}:{_newest(rows)}:{int(now.timestamp())}",
        ids={"member": support.member_id, "support": support.id, "newest": _newest(rows)},
    )  # fmt: skip


def _newest(rows: Sequence[Sharing]) -> int:
    return max((row.id or 0 for row in rows), default=0)


def keep(session: Session, person: Person, support_id: int, purpose: Purpose, newest: int, *, now: datetime) -> Reply:
    """[Keep it]: the same for another year. `newest`: what the button stood below; if that has changed, it says so."""
    support = sharing.confirmed(session, person, support_id)
    if isinstance(support, Reply):
        return support
    rows = supports.in_force(session, support_id, purpose=purpose)
    if not rows or _newest(rows) != newest:
        return Reply(show=Message("renew-over"))
    supports.share(session, support_id, sharing.of(rows), wording=rows[0].wording, purpose=purpose, now=now)
    return Reply(show=Message("renew-kept"))


def _load(session: Session, row: Outgoing, now: datetime) -> Loaded:
    what, _, purpose = row.kind.partition("-")
    support = supports.by_id(session, row.ids["support"])
    rows = supports.in_force(session, row.ids["support"], purpose=Purpose(purpose))
    if support is None or support.ended_at is not None or not rows or _newest(rows) != row.ids["newest"]:
        return Withdrawn("changed")
    until_at, member = min(one.until_at for one in rows), member_of(session, support)
    if what == RENEW and now >= until_at:
        return Withdrawn("over")
    if (later := asleep(session, row, now=now)) is not None:
        return later
    values: Values = {
        "name": supporter_of(session, support).name,
        "support": support.id,
        "purpose": purpose.replace("_", "-"),
        "newest": row.ids["newest"],
        "until": When(local(until_at, member), local(now, member).date()),
    }
    if row.kind == f"{RENEW}-{Purpose.ALERT}":
        values |= {
            "messages": finer.messages(member, support, sharing.of(rows)),
            "falls": "yes" if _falls(rows, Purpose.ALERT) else "no",
        }
    return Message(row.kind, values)


KINDS = {f"{what}-{purpose}": Kind(_load) for what in (RENEW, LAPSED) for purpose in Purpose}
