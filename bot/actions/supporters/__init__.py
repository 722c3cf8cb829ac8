"""Supporters: asked by a one-time link, confirmed by the member, told what the member chose, and free to stop.

`inviting` → `accepting` → `confirming` → `sharing`; then `listing`, `reaching` and `ending` for the member's page,
`supporting` and `hours` for the supporter's, `seeing` for [Who sees this?].
"""

from bot.actions.outgoing import Kinds
from bot.actions.supporters import notices, practice, word_notices

KINDS: Kinds = {**notices.KINDS, **practice.KINDS, **word_notices.KINDS}

__all__ = ["KINDS"]
