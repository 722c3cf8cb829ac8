"""Alerts: a request for a supporter's help, from the answers or the silence that raise it to what came of it.

`judging` decides that one follows, `opening` holds and announces it, `asking` climbs the ladder, `promises` follows who took
it up, `joining_in` brings in somebody beside them, `ending` closes it. `steering` is the member's say in it, `answering` the
supporter's, `sos` the urgent one. `saying` and `telling` are the words to the member and to supporters; `notices` and `pages`
the outbox messages to each, `kinds` their list.
"""

from bot.actions.alerts.asking import advance_due, hours_changed
from bot.actions.alerts.crisis import crisis_card, nobody_yet
from bot.actions.alerts.judging import Reading, closing_line, judge, judge_quiet, sign_of_life
from bot.actions.alerts.kinds import KINDS
from bot.actions.alerts.saying import first_supporter_name

__all__ = [
    "KINDS",
    "Reading",
    "advance_due",
    "closing_line",
    "crisis_card",
    "first_supporter_name",
    "hours_changed",
    "judge",
    "judge_quiet",
    "nobody_yet",
    "sign_of_life",
]
