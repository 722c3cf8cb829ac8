"""How much Telegram takes: sizes, ages and rates. Counts in the sandbox's own time; refuses with 429 and says how long to wait."""

import math
from dataclasses import dataclass, field
from datetime import timedelta

from bot.sandbox.clock import Clock
from bot.sandbox.errors import too_many_requests

TEXT = 4096
CAPTION = 1024
CALLBACK_DATA_BYTES = 64
CALLBACK_ANSWER = 200
BUTTONS_PER_ROW = 8
BUTTONS = 100
BUTTON_TEXT = 256  # Telegram gives no figure; labels longer than this are certainly a slip.
START_PAYLOAD = 64
COMMANDS = 100
COMMAND_NAME = 32
COMMAND_DESCRIPTION = 256
DESCRIPTION = 512
SHORT_DESCRIPTION = 120
BOT_NAME = 64
PHOTO_BYTES = 10 * 1024 * 1024
FILE_BYTES = 50 * 1024 * 1024
UPDATES_PER_POLL = 100
DELETABLE_FOR = timedelta(hours=48)
UPDATES_KEPT_FOR = timedelta(hours=24)


@dataclass
class Limits:
    """What can be set. Rates are off unless asked for, since most tests are about something else."""

    rates: bool = False
    overall_per_second: float = 30.0
    chat_per_second: float = 1.0
    chat_burst: int = 5
    group_per_minute: float = 20.0
    # Telegram documents no figure; its clients give up on an answer after about this long.
    callback_answer_within: timedelta = timedelta(seconds=15)


@dataclass
class _Bucket:
    tokens: float
    filled_at: float

    def wait(self, now: float, *, rate: float, burst: float) -> float:
        """Take one token; or take none and return the seconds until there is one."""
        self.tokens = min(burst, self.tokens + (now - self.filled_at) * rate)
        self.filled_at = now
        if self.tokens >= 1 - 1e-9:
            return 0.0
        return (1 - self.tokens) / rate

    def take(self) -> None:
        self.tokens -= 1


@dataclass
class Throttle:
    """Counts new messages and edits against the rates of `limits`."""

    clock: Clock
    limits: Limits
    _overall: _Bucket | None = None
    _chats: dict[int, _Bucket] = field(default_factory=dict)

    def new_message(self, chat_id: int) -> None:
        """Count one new message to a chat. Raises ApiError 429."""
        if self.limits.rates:
            now = self.clock.monotonic()
            rate, burst = self._of(chat_id)
            bucket = self._chats.setdefault(chat_id, _Bucket(burst, now))
            self._admit(now, bucket, rate, burst)

    def edit(self) -> None:
        """Count one edit, which draws on the overall rate only. Raises ApiError 429."""
        if self.limits.rates:
            self._admit(self.clock.monotonic(), None, 0.0, 0.0)

    def _of(self, chat_id: int) -> tuple[float, float]:
        if chat_id < 0:
            return self.limits.group_per_minute / 60, self.limits.group_per_minute
        return self.limits.chat_per_second, float(self.limits.chat_burst)

    def _admit(self, now: float, bucket: _Bucket | None, rate: float, burst: float) -> None:
        overall_rate = self.limits.overall_per_second
        if self._overall is None:
            self._overall = _Bucket(overall_rate, now)
        wait = self._overall.wait(now, rate=overall_rate, burst=overall_rate)
        if bucket:
            wait = max(wait, bucket.wait(now, rate=rate, burst=burst))
        if wait > 0:
            raise too_many_requests(max(1, math.ceil(wait - 1e-9)))
        self._overall.take()
        if bucket:
            bucket.take()
