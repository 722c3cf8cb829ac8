"""One proposal a day, each once, in order, and none that is settled already."""

from datetime import date, timedelta

import pytest

from bot.rules.proposals import Standing, next_proposal
from bot.rules.vocabulary import Proposal

TODAY = date(2026, 3, 2)
YESTERDAY = TODAY - timedelta(days=1)
NEW = Standing(nobody_asked=True, nothing_chosen=False, usual_nights=True)
CHOOSING = Standing(nobody_asked=False, nothing_chosen=True, usual_nights=True)
SETTLED = Standing(nobody_asked=False, nothing_chosen=False, usual_nights=False)


def test_a_supporter_is_proposed_first() -> None:
    assert next_proposal(NEW, made={}, today=TODAY) is Proposal.SUPPORTER


def test_what_was_proposed_once_is_not_proposed_again() -> None:
    assert next_proposal(NEW, made={Proposal.SUPPORTER: YESTERDAY}, today=TODAY) is Proposal.NIGHTS


@pytest.mark.parametrize(("on", "proposed"), [(TODAY, None), (YESTERDAY, Proposal.NIGHTS)])
def test_there_is_one_proposal_a_day(on: date, proposed: Proposal | None) -> None:
    assert next_proposal(NEW, made={Proposal.SUPPORTER: on}, today=TODAY) is proposed


def test_sharing_is_proposed_while_a_confirmed_supporter_would_read_nothing() -> None:
    assert next_proposal(CHOOSING, made={Proposal.SUPPORTER: YESTERDAY}, today=TODAY) is Proposal.SHARING


def test_sharing_may_come_after_quiet_hours_where_a_supporter_comes_late() -> None:
    made = {Proposal.SUPPORTER: YESTERDAY, Proposal.NIGHTS: YESTERDAY}
    assert next_proposal(CHOOSING, made=made, today=TODAY) is Proposal.SHARING


def test_what_is_settled_is_not_proposed() -> None:
    assert next_proposal(SETTLED, made={}, today=TODAY) is None


def test_after_all_three_nothing_is_proposed() -> None:
    assert next_proposal(NEW, made=dict.fromkeys(Proposal, YESTERDAY), today=TODAY) is None
