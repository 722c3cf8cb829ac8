"""What we could have heard: silence is judged only up to there, and a gap in it is an outage (DESIGN §3.2).

Pure. A fetch is one completed getUpdates (or, with a webhook, one getWebhookInfo that says 0 pending, with no timeout).
"""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

WHOLE_BATCH = 100  # getUpdates hands out at most so many: a full batch says that more may wait
OUTAGE_AFTER = timedelta(seconds=60)  # a gap of exactly this is none yet
LONGEST_POLL = timedelta(seconds=50)


@dataclass(frozen=True)
class Fetch:
    """A completed fetch. `elapsed` is monotonic time; between `started_at` and `ended_at` the wall clock may have jumped.

    `timeout`: how long Telegram was asked to wait for something to come. `count`: how many updates came.
    """

    started_at: datetime
    ended_at: datetime
    elapsed: timedelta
    timeout: timedelta
    count: int


@dataclass(frozen=True)
class Coverage:
    """Up to when completed fetches cover the time, on both clocks.

    `monotonic_at`: the same moment on the monotonic clock; None where another process covered it, whose clock is gone.
    """

    until_at: datetime
    monotonic_at: timedelta | None


@dataclass(frozen=True)
class Gap:
    """A stretch that no completed fetch covers, long enough to be an outage of ours or Telegram's."""

    from_at: datetime
    to_at: datetime


def heard_until(fetch: Fetch) -> datetime | None:
    """Everything sent before this instant has reached us; None: a full batch came, more may wait.

    That is the fetch's start; its start plus its timeout only where it came back empty after its whole timeout, since
    nothing can have come in the meantime.
    """
    if fetch.count >= WHOLE_BATCH:
        return None
    waited_in_vain = fetch.count == 0 and fetch.elapsed >= fetch.timeout
    return fetch.started_at + fetch.timeout if waited_in_vain else fetch.started_at


def covered(fetch: Fetch, *, ended: timedelta) -> Coverage:
    """What this fetch covers: from its start to its end, at most to its start plus its timeout.

    `ended`: the monotonic clock at `fetch.ended_at`. A jump of the wall clock within the fetch is not covered by it.
    """
    waited = min(fetch.elapsed, fetch.timeout)
    return Coverage(fetch.started_at + waited, ended - fetch.elapsed + waited)


def gap_before(fetch: Fetch, known: Coverage | None, *, ended: timedelta) -> Gap | None:
    """The outage that this fetch ends, or None: at most 60 s, on both clocks, lie between what was covered and its start.

    The longer of the two clocks counts: a wall clock that jumped forward passed over deadlines that nobody could keep, and
    one that was set back during an outage would hide it. `known` None: the bot never ran before.
    """
    if known is None:
        return None
    length = fetch.started_at - known.until_at
    if known.monotonic_at is not None:
        length = max(length, ended - fetch.elapsed - known.monotonic_at)
    return Gap(fetch.started_at - length, fetch.started_at) if length > OUTAGE_AFTER else None


def set_back(fetch: Fetch, known: Coverage | None) -> bool:
    """Say whether the wall clock was set back by more than a minute: the fetch began before what was covered already."""
    return known is not None and known.until_at - fetch.started_at > OUTAGE_AFTER


def poll_for(
    now: datetime, *, heard_until_at: datetime | None, deadline_at: datetime | None, longest: timedelta = LONGEST_POLL
) -> timedelta:
    """How long the next poll may wait, in whole seconds: at most to the next deadline, so that it is judged within a second.

    `deadline_at`: the earliest deadline still to be judged, None: there is none. One that was heard already waits for
    something else (an update to be handled), and is no reason to poll in a hurry. `longest`: Telegram's 50 s; against a
    stand-in whose clock walks it may reach further.
    """
    if deadline_at is None or (heard_until_at is not None and deadline_at <= heard_until_at):
        return longest
    left = max(deadline_at - now, timedelta(0))
    return min(timedelta(seconds=math.ceil(left.total_seconds())), longest)
