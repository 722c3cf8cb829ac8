"""Whom an SOS asks: everybody at once, and again. It knows no quiet hours, limits or days off (DESIGN §3.4).

Decides the next move. It must not stop at an acknowledgement: the others may join whoever is on it.
"""

from datetime import datetime, timedelta

from bot.rules.ladder import Ladder, Move
from bot.rules.vocabulary import StepState

LEADER_AFTER = timedelta(minutes=5)  # if nobody acknowledged
AGAIN_AFTER = timedelta(minutes=10)  # and again after each further such span …
AGAIN_TIMES = 3  # … so many times
REACHED_AFTER = timedelta(minutes=10)  # the member is asked whether somebody reached them


def next_sos_move(ladder: Ladder, now: datetime) -> Move:
    """Return what an SOS does at `now`. Its `round` counts how often everybody was asked again.

    Spans count from the newest message to a supporter that Telegram accepted. Exhausted only where nobody acknowledged.
    """
    supporters = [rung for rung in ladder.rungs if rung.live and not rung.is_leader]
    leader = tuple(rung.recipient for rung in ladder.rungs if rung.fresh and rung.is_leader)
    if fresh := tuple(rung.recipient for rung in supporters if rung.fresh):
        return Move(ladder.round, ask=fresh)
    if leader and not supporters:
        return Move(ladder.round, ask=leader)
    asked = [rung for rung in ladder.rungs if rung.state is StepState.ASKED]
    if not asked:
        return Move(ladder.round, exhausted=not ladder.acknowledged)
    counted = [rung for rung in asked if not rung.is_leader] or asked
    newest = max((rung.asked_at for rung in counted if rung.asked_at is not None), default=None)
    if newest is None:
        return Move(ladder.round)
    return _by_time(ladder, newest, leader=() if ladder.acknowledged else leader, now=now)


def _by_time(ladder: Ladder, newest: datetime, *, leader: tuple[int, ...], now: datetime) -> Move:
    if leader:
        if now < newest + LEADER_AFTER:
            return Move(ladder.round, next_at=newest + LEADER_AFTER)
        return Move(ladder.round, ask=leader, next_at=newest + AGAIN_AFTER)
    if now < newest + AGAIN_AFTER:
        return Move(ladder.round, next_at=newest + AGAIN_AFTER)
    if ladder.round >= AGAIN_TIMES:
        return Move(ladder.round, exhausted=not ladder.acknowledged)
    remind = tuple(rung.recipient for rung in ladder.rungs if rung.state is StepState.ASKED and not rung.on_its_way)
    return Move(ladder.round + 1, remind=remind)
