"""The database was an older copy: nothing of back then goes on by itself, and nothing that was taken back comes back.

`reconciling` does all of it in one transaction, `replaying` reads `revoked.log` into it, `notices` are the words to those whom
it concerns. Whoever puts a copy in place, and how one is recognised, is no matter of ours (`bot.commands.restore`,
`storage.sequence`).
"""

from bot.actions.restoring.notices import KINDS
from bot.actions.restoring.reconciling import Reconciled, recognised, reconcile

__all__ = ["KINDS", "Reconciled", "recognised", "reconcile"]
