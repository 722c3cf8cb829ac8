"""Supporters: inviting, accepting, confirming, what each is told, and the supporter's own page. The buttons."""

from handlers.delivery.look import Look

SCREENS: dict[str, Look] = {}
