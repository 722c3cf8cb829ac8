"""The operator's word on a new leader. Only a tap from the operator's own chat counts."""

from datetime import datetime

from sqlmodel import Session

from bot.actions.groups.access import NOT_YOURS
from bot.actions.presence import Visitor
from bot.actions.terms import Terms
from bot.rules.vocabulary import Priority
from bot.texts.messages import Message, Reply
from storage.queries import groups, outbox


def decide(session: Session, visitor: Visitor, id_: int, *, yes: bool, terms: Terms, now: datetime) -> Reply:
    """[Approve] or [Decline]. The leader learns it by a message of its own; a second tap says what was decided."""
    if not terms.is_operator(visitor.tg_id):
        return NOT_YOURS
    group = groups.by_id(session, id_)
    if group is None:
        return Reply(show=Message("grp-approval-gone"))
    if group.approved_at is None and group.closed_at is None:
        group.approved_at, group.closed_at = (now, None) if yes else (None, now)
        for leader in groups.leaders(session, id_):
            outbox.enqueue(
                session, "grp-approved" if yes else "grp-declined", leader.id, now=now, priority=Priority.REPLY,
                dedupe=f"approved:{id_}:{leader.id}", ids={"group": id_},
            )  # fmt: skip
    return Reply(show=Message("grp-approval-done", {"approved": "yes" if group.approved_at else "no"}))
