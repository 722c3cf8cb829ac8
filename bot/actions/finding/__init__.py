"""Finding a supporter in the group: some offer, some ask, and a member may name a leader to be asked last.

`offering` → `asking` → `answering`, then confirmation as after a link (`bot.actions.supporters`); `naming` for the leader.
The leader of a group sees none of it but how many have no supporter.
"""

from bot.actions.finding.notices import KINDS

__all__ = ["KINDS"]
