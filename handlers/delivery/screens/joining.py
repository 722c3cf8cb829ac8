"""Joining: what this is, the hour, the zone, the first check-in. The buttons."""

from handlers.delivery.look import Look

SCREENS: dict[str, Look] = {}
