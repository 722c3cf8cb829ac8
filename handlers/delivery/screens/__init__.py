"""Which buttons stand under which text, one module per conversation; together they are every screen there is."""

from handlers.delivery.look import Look
from handlers.delivery.screens import checkins

SCREENS: dict[str, Look] = {
    **checkins.SCREENS,
}
