"""/id: the number of one's own chat, for whoever sets this bot up. Stores nothing, and tells nobody anything of others."""

from datetime import datetime

from sqlmodel import Session

from bot.actions import conversation
from bot.actions.joining import agreeing
from bot.actions.joining.agreeing import Link
from bot.actions.presence import Visitor
from bot.actions.terms import Terms
from bot.texts.messages import Message, Reply
from storage.queries import people


def own(session: Session, visitor: Visitor, *, terms: Terms, now: datetime) -> Reply:
    """Answered while the bot knows no operator, and to the operator; to everybody else it is a word like any other."""
    if terms.operator_chat_id is None:
        return Reply(show=Message("own-number", {"number": str(visitor.tg_id)}), fresh=True)
    if terms.is_operator(visitor.tg_id):
        return Reply(show=Message("operator-here"), fresh=True)
    person = people.by_telegram_id(session, visitor.tg_id)
    if person is None:
        return agreeing.welcome(session, visitor, Link(), terms=terms, now=now)
    return conversation.unknown_command(session, person, now=now)
