"""Who may do what: one table of relation × action × state.

Decides nothing about how a relation came to be: the caller reads it from the rows, anew for every tap.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from bot.rules.vocabulary import AlertState


class Relation(StrEnum):
    """What the person who taps is to the person or group that the action is about."""

    SELF = "self"
    SUPPORTER = "supporter"  # confirmed
    UNCONFIRMED = "unconfirmed"
    FORMER = "former"
    LEADER = "leader"
    CO_LEADER = "co_leader"
    FELLOW = "fellow"  # a member of the same group
    STRANGER = "stranger"


class Action(StrEnum):
    """What can be done to a member's alerts, check-ins, supporters, or to a group."""

    ANSWER_CHECKIN = "answer_checkin"
    STEER_ALERT = "steer_alert"  # ask now, not this time, did they reach you, end it
    ASK_FOR_HELP = "ask_for_help"  # tell Sam, SOS
    ANSWER_ALERT = "answer_alert"  # I've got this, I can't, when, what came of it
    MANAGE_SUPPORTERS = "manage_supporters"  # invite, confirm, order, sharing, end
    SEE_SUPPORTED = "see_supported"  # a name on /people
    SEE_TODAY = "see_today"  # who answered in the group; never what
    CHANGE_GROUP = "change_group"  # cadence, link, pause, who is in it
    NAME_CO_LEADER = "name_co_leader"  # and hand it over, and close it
    LEAVE_GROUP = "leave_group"


ANY = frozenset(AlertState) | {None}
HELD = frozenset({AlertState.HELD})
LIVE = frozenset({AlertState.HELD, AlertState.ASKING, AlertState.ACKNOWLEDGED})
SENT = ANY - HELD - {None, AlertState.CANCELLED, AlertState.WITHDRAWN}  # "I've got this" also works after the end

State = AlertState | None
TABLE: Mapping[Action, Mapping[Relation, frozenset[State]]] = MappingProxyType(
    {
        Action.ANSWER_CHECKIN: {Relation.SELF: ANY},
        Action.STEER_ALERT: {Relation.SELF: LIVE},
        Action.ASK_FOR_HELP: {Relation.SELF: ANY},
        Action.ANSWER_ALERT: {Relation.SUPPORTER: SENT, Relation.LEADER: SENT, Relation.CO_LEADER: SENT},
        Action.MANAGE_SUPPORTERS: {Relation.SELF: ANY},
        Action.SEE_SUPPORTED: {Relation.SELF: ANY, Relation.SUPPORTER: ANY, Relation.UNCONFIRMED: ANY},
        Action.SEE_TODAY: {Relation.LEADER: ANY, Relation.CO_LEADER: ANY},
        Action.CHANGE_GROUP: {Relation.LEADER: ANY, Relation.CO_LEADER: ANY},
        Action.NAME_CO_LEADER: {Relation.LEADER: ANY},
        Action.LEAVE_GROUP: {Relation.FELLOW: ANY, Relation.LEADER: ANY, Relation.CO_LEADER: ANY},
    }
)


def may(relation: Relation, action: Action, state: State = None) -> bool:
    """Say whether `relation` permits `action` while the alert it is about is in `state`; None where there is none."""
    return state in TABLE[action].get(relation, frozenset())
