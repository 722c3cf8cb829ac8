"""Groups: setting one up, its cadence, its links, and what a leader may see. The buttons."""

from handlers.delivery.look import Look

SCREENS: dict[str, Look] = {}
