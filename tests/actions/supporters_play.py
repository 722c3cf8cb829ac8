"""The steps that most supporters' tests begin with."""

import re

from bot.actions.presence import Visitor
from bot.actions.supporters import accepting, confirming, inviting, sharing
from bot.rules.consent import Choice
from storage.tables import Support
from tests.actions.supporters_stage import MAYA, SAM, Stage

AS_SAM = Visitor(SAM, "Sam", "sam_here", "en")


def invited(stage: Stage, tg_id: int = MAYA) -> str:
    """The token of a fresh link."""
    reply = stage.act(tg_id, inviting.ask, bot_name="alongside_bot")
    found = re.search(r"\?start=s_([A-Za-z0-9_-]{22})$", str(reply.also[0].values["link"]))
    assert found
    return found[1]


def accepted(stage: Stage, visitor: Visitor = AS_SAM, *, member: int = MAYA) -> int:
    """Somebody said yes to a fresh link; the support's id."""
    stage.meet(visitor, accepting.accept, invited(stage, member))
    return max(row.id or 0 for row in stage.rows(Support))


def confirmed(stage: Stage, visitor: Visitor = AS_SAM, *, member: int = MAYA) -> int:
    support = accepted(stage, visitor, member=member)
    stage.act(member, confirming.confirm, support)
    return support


def sharing_with(stage: Stage, choice: Choice, visitor: Visitor = AS_SAM, *, member: int = MAYA) -> int:
    support = confirmed(stage, visitor, member=member)
    stage.act(member, sharing.save, support, choice)
    return support
