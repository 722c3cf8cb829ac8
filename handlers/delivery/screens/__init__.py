"""Which buttons stand under which text, one module per conversation; together they are every screen there is."""

from handlers.delivery.look import Look
from handlers.delivery.screens import (
    alerts,
    checkins,
    finding,
    groups,
    help,
    joining,
    leading,
    privacy,
    reports,
    settings,
    sharing,
    supporters,
)

SCREENS: dict[str, Look] = {
    **joining.SCREENS,
    **checkins.SCREENS,
    **alerts.SCREENS,
    **supporters.SCREENS,
    **sharing.SCREENS,
    **finding.SCREENS,
    **groups.SCREENS,
    **leading.SCREENS,
    **reports.SCREENS,
    **settings.SCREENS,
    **privacy.SCREENS,
    **help.SCREENS,
}
