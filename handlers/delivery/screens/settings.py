"""Settings: the hour, the zone, pauses, quiet hours, the use question. The buttons."""

from handlers.delivery.look import Look

SCREENS: dict[str, Look] = {}
