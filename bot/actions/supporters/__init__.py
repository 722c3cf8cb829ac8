"""Supporters: asked by a one-time link, confirmed by the member, told what the member chose, and free to stop.

`inviting` → `accepting` → `confirming` → `sharing`; then `listing`, `reaching` and `ending` for the member's page,
`supporting` and `hours` for the supporter's, `seeing` for [Who sees this?], `absence` for who cannot be written to, `checked_in` for a daily word. `finer` is
[More] of `sharing`; `renewing` asks again before a year is over.
"""

from bot.actions.outgoing import Kinds
from bot.actions.supporters import absence, checked_in, notices, practice, renewing, word_notices

KINDS: Kinds = {
    **notices.KINDS,
    **practice.KINDS,
    **word_notices.KINDS,
    **absence.KINDS,
    **renewing.KINDS,
    **checked_in.KINDS,
}

__all__ = ["KINDS"]
