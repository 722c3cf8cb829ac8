"""Alerts: the member's say in them, the supporter's answers, and SOS. The buttons."""

from handlers.delivery.look import Look

SCREENS: dict[str, Look] = {}
