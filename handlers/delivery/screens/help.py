"""Help, by role and by what a person is in the middle of. The buttons."""

from handlers.delivery.look import Look

SCREENS: dict[str, Look] = {}
