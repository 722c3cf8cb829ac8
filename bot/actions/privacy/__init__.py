"""A person's own data: seen (`page`), taken along (`exporting`), cleared from the chat (`clearing`), erased (`forgetting`).

`retiring` removes what has been kept long enough.
"""

from bot.actions.privacy.kinds import KINDS

__all__ = ["KINDS"]
