"""Who may do what, seen from the people who may not."""

import pytest

from bot.rules.permissions import TABLE, Action, Relation, may
from bot.rules.vocabulary import LIVE_ALERT_STATES, AlertState

ENDS = [state for state in AlertState if state not in LIVE_ALERT_STATES]


def test_every_action_has_somebody_who_may() -> None:
    assert set(TABLE) == set(Action)
    assert all(TABLE[action] for action in Action)


OPEN_TO_ALL = (Action.USE_LINK, Action.OWN_THINGS)


@pytest.mark.parametrize("action", [action for action in Action if action not in (*OPEN_TO_ALL, Action.REPORT_ALERT)])
@pytest.mark.parametrize("relation", [Relation.STRANGER, Relation.FORMER, Relation.NEWCOMER])
def test_strangers_newcomers_and_former_supporters_may_nothing_of_others(relation: Relation, action: Action) -> None:
    assert not any(may(relation, action, state) for state in [None, *AlertState])


def test_who_was_asked_can_report_it_also_afterwards_and_a_newcomer_uses_links_alone() -> None:
    assert may(Relation.FORMER, Action.REPORT_ALERT, AlertState.RESOLVED)
    assert not may(Relation.UNCONFIRMED, Action.REPORT_ALERT, AlertState.RESOLVED)
    assert [action for action in Action if may(Relation.NEWCOMER, action)] == [Action.USE_LINK]


OF_MEMBERS_ALONE = (Action.ANSWER_CHECKIN, Action.STEER_ALERT, Action.ASK_FOR_HELP, Action.ANSWER_INTERRUPTED)


@pytest.mark.parametrize("action", OF_MEMBERS_ALONE)
@pytest.mark.parametrize("relation", [relation for relation in Relation if relation is not Relation.SELF])
def test_only_members_themselves_answer_ask_and_call_off(relation: Relation, action: Action) -> None:
    assert not any(may(relation, action, state) for state in [None, *AlertState])


@pytest.mark.parametrize("relation", [Relation.SELF, Relation.UNCONFIRMED, Relation.FELLOW])
def test_only_a_confirmed_supporter_or_the_named_leader_answers_an_alert(relation: Relation) -> None:
    assert not any(may(relation, Action.ANSWER_ALERT, state) for state in AlertState)
    assert may(Relation.SUPPORTER, Action.ANSWER_ALERT, AlertState.ASKING)
    assert may(Relation.LEADER, Action.ANSWER_ALERT, AlertState.ASKING)


def test_an_alert_can_be_taken_up_after_its_end_but_not_before_it_was_sent() -> None:
    assert may(Relation.SUPPORTER, Action.ANSWER_ALERT, AlertState.EXHAUSTED)
    assert not may(Relation.SUPPORTER, Action.ANSWER_ALERT, AlertState.HELD)
    assert not may(Relation.SUPPORTER, Action.ANSWER_ALERT, AlertState.CANCELLED)


@pytest.mark.parametrize("state", ENDS)
def test_nobody_steers_an_alert_that_ended(state: AlertState) -> None:
    assert not may(Relation.SELF, Action.STEER_ALERT, state)
    assert may(Relation.SELF, Action.STEER_ALERT, AlertState.HELD)


@pytest.mark.parametrize("state", AlertState)
def test_only_what_a_restore_ended_leaves_a_question_to_answer(state: AlertState) -> None:
    assert may(Relation.SELF, Action.ANSWER_INTERRUPTED, state) == (state is AlertState.INTERRUPTED)


def test_a_leader_sees_who_takes_part_and_a_member_does_not() -> None:
    assert may(Relation.CO_LEADER, Action.SEE_TODAY)
    assert not may(Relation.FELLOW, Action.SEE_TODAY)
    assert not may(Relation.SUPPORTER, Action.SEE_TODAY)
