"""Which of the things a new member could set up is proposed next: one a day, each once, none that is settled already."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.rules.vocabulary import Proposal


@dataclass(frozen=True)
class Standing:
    """What a member has not settled yet: nobody is on their list, or asked to be; a supporter confirmed, but nothing
    chosen that they would read; quiet hours as they came.
    """

    nobody_asked: bool
    nothing_chosen: bool
    usual_nights: bool


def next_proposal(standing: Standing, *, made: Mapping[Proposal, date], today: date) -> Proposal | None:
    """Return what to propose on `today`, in the order of the vocabulary; None where nothing is left, or one was made today."""
    if today in made.values():
        return None
    open_ones = {
        Proposal.SUPPORTER: standing.nobody_asked,
        Proposal.SHARING: standing.nothing_chosen,
        Proposal.NIGHTS: standing.usual_nights,
    }
    return next((one for one in Proposal if open_ones[one] and one not in made), None)
