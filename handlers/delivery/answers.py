"""What Telegram's answers mean: an error becomes an outcome. The traps are listed in the order in which they bite.

Nothing here may quote Telegram's words: they can repeat what a person wrote.
"""

from datetime import timedelta

import httpx
from telegram.error import BadRequest, Forbidden, InvalidToken, RetryAfter

from bot.actions.outgoing import Blocked, Invalid, NeverSent, NotNow, Outcome, TokenRefused, Uncertain
from handlers.delivery.limiter import seconds_of

# Telegram's words, in lower case, and ours for the log.
GONE = ("chat not found", "user not found", "peer_id_invalid", "user is deactivated", "bot was blocked")
UNCHANGED = ("message is not modified",)
LOST = ("message to edit not found", "message can't be edited", "message_id_invalid", "message to be edited not found")
STALE_TAP = ("query is too old", "query id is invalid")
REASONS = {
    "can't parse entities": "markup",
    "too long": "too-long",
    "button_data_invalid": "button",
    "button_user_privacy_restricted": "privacy",
    "message text is empty": "empty",
    "not enough rights": "rights",
}
NEVER_LEFT = (httpx.PoolTimeout, httpx.ConnectTimeout, httpx.ConnectError)


def outcome_of(error: Exception) -> Outcome:
    """What became of a message whose sending raised `error`. Whatever we do not know may have arrived."""
    match error:
        case RetryAfter():
            return NotNow(timedelta(seconds=seconds_of(error)))
        case Forbidden():
            return Blocked()
        case InvalidToken():
            return TokenRefused()
        case BadRequest() if says(error, GONE):
            return Blocked()
        case BadRequest():  # a subclass of NetworkError, and final nevertheless
            return Invalid(next((ours for theirs, ours in REASONS.items() if says(error, (theirs,))), "refused"))
    # TimedOut covers both "never sent" and "perhaps delivered"; only its cause tells.
    return NeverSent() if isinstance(error.__cause__, NEVER_LEFT) else Uncertain()


def says(error: Exception, words: tuple[str, ...]) -> bool:
    """Whether Telegram's message holds one of `words`, in whatever case."""
    told = str(error).lower()
    return any(word in told for word in words)
