"""Who may do what: one table of relation × action × state.

Decides nothing about how a relation came to be: the caller reads it from the rows, anew for every tap. Where one row says it
all (whose check-in, whose list, to whom a request went), the action looks at that row and not at this table; `tests/permissions`
taps every button as everybody and holds both to it.
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
    LEFT = "left"  # was one, and left or was removed
    ASKED = "asked"  # whoever a request, an offered part or a word was sent to
    OPERATOR = "operator"
    STRANGER = "stranger"  # agreed, and has to do with neither
    NEWCOMER = "newcomer"  # has not agreed to anything


class Action(StrEnum):
    """What can be done to a member's alerts, check-ins and supporters, to a group, to what was sent to somebody, or alone."""

    ANSWER_CHECKIN = "answer_checkin"
    STEER_ALERT = "steer_alert"  # ask now, not this time, did they reach you, end it
    ANSWER_INTERRUPTED = "answer_interrupted"  # the question that a restore leaves: do you still need someone?
    ASK_FOR_HELP = "ask_for_help"  # tell Sam, SOS
    ANSWER_ALERT = "answer_alert"  # I've got this, I can't, when, what came of it
    MANAGE_SUPPORTERS = "manage_supporters"  # invite, confirm, order, sharing, end
    SEE_SUPPORTED = "see_supported"  # a name on /people
    SEE_TODAY = "see_today"  # who answered in the group; never what
    CHANGE_GROUP = "change_group"  # cadence, link, pause, who is in it
    NAME_CO_LEADER = "name_co_leader"  # and hand it over, and close it
    LEAVE_GROUP = "leave_group"
    TAKE_PART = "take_part"  # as a member: how they are seen, offers, finding a supporter, muting, their rhythm
    GO_ON_ALONE = "go_on_alone"  # what becomes of a check-in whose group was left or has ended
    STEP_DOWN = "step_down"  # stop supporting
    HAND_OVER = "hand_over"  # ask the member to let somebody else follow
    SEND_WORD = "send_word"  # and take no more of them
    SAY_HOW_TO_REACH = "say_how_to_reach"  # the other side of a support
    ANSWER_REQUEST = "answer_request"  # a request, an offered part, a word that was sent
    REPORT_ALERT = "report_alert"
    REPORT_GROUP = "report_group"  # whoever leads it, or wrote to everybody
    APPROVE_GROUP = "approve_group"
    USE_LINK = "use_link"  # look at one, accept or decline it, report who sent it; the first screens
    OWN_THINGS = "own_things"  # settings, pauses, privacy, one's own pages: nobody else's rows are named


ANY = frozenset(AlertState) | {None}
HELD = frozenset({AlertState.HELD})
INTERRUPTED = frozenset({AlertState.INTERRUPTED})
LIVE = frozenset({AlertState.HELD, AlertState.ASKING, AlertState.ACKNOWLEDGED})
SENT = ANY - HELD - {None, AlertState.CANCELLED, AlertState.WITHDRAWN}  # "I've got this" also works after the end

State = AlertState | None
TABLE: Mapping[Action, Mapping[Relation, frozenset[State]]] = MappingProxyType(
    {
        Action.ANSWER_CHECKIN: {Relation.SELF: ANY},
        Action.STEER_ALERT: {Relation.SELF: LIVE},
        Action.ANSWER_INTERRUPTED: {Relation.SELF: INTERRUPTED},
        Action.ASK_FOR_HELP: {Relation.SELF: ANY},
        Action.ANSWER_ALERT: {Relation.SUPPORTER: SENT, Relation.LEADER: SENT, Relation.CO_LEADER: SENT},
        Action.MANAGE_SUPPORTERS: {Relation.SELF: ANY},
        Action.SEE_SUPPORTED: {Relation.SELF: ANY, Relation.SUPPORTER: ANY, Relation.UNCONFIRMED: ANY},
        Action.SEE_TODAY: {Relation.LEADER: ANY, Relation.CO_LEADER: ANY},
        Action.CHANGE_GROUP: {Relation.LEADER: ANY, Relation.CO_LEADER: ANY},
        Action.NAME_CO_LEADER: {Relation.LEADER: ANY},
        Action.LEAVE_GROUP: {Relation.FELLOW: ANY, Relation.LEADER: ANY, Relation.CO_LEADER: ANY},
        Action.TAKE_PART: {Relation.FELLOW: ANY},
        Action.GO_ON_ALONE: {Relation.LEFT: ANY},
        Action.STEP_DOWN: {Relation.SUPPORTER: ANY, Relation.UNCONFIRMED: ANY},
        Action.HAND_OVER: {Relation.SUPPORTER: ANY},
        Action.SEND_WORD: {Relation.SELF: ANY, Relation.SUPPORTER: ANY},
        Action.SAY_HOW_TO_REACH: {Relation.SELF: ANY, Relation.SUPPORTER: ANY, Relation.UNCONFIRMED: ANY},
        Action.ANSWER_REQUEST: {Relation.ASKED: ANY},
        Action.REPORT_ALERT: {Relation.SUPPORTER: SENT, Relation.FORMER: SENT},
        Action.REPORT_GROUP: dict.fromkeys(
            (Relation.FELLOW, Relation.LEFT, Relation.LEADER, Relation.CO_LEADER, Relation.ASKED), ANY
        ),
        Action.APPROVE_GROUP: {Relation.OPERATOR: ANY},
        Action.USE_LINK: dict.fromkeys(Relation, ANY),
        Action.OWN_THINGS: {relation: ANY for relation in Relation if relation is not Relation.NEWCOMER},
    }
)


def may(relation: Relation, action: Action, state: State = None) -> bool:
    """Say whether `relation` permits `action` while the alert it is about is in `state`; None where there is none."""
    return state in TABLE[action].get(relation, frozenset())
