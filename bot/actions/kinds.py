"""Every kind of outbox message there is, from the modules that know what it says."""

from bot.actions import (
    alerts,
    farewell,
    finding,
    groups,
    joining,
    operator,
    outages,
    privacy,
    reporting,
    restoring,
    settings,
    supporters,
)
from bot.actions.checkins import kinds as checkins
from bot.actions.outgoing import Kinds

KINDS: Kinds = {
    **checkins.KINDS,
    **alerts.KINDS,
    **outages.KINDS,
    **supporters.KINDS,
    **finding.KINDS,
    **joining.KINDS,
    **groups.KINDS,
    **settings.KINDS,
    **privacy.KINDS,
    **restoring.KINDS,
    **farewell.KINDS,
    **operator.KINDS,
    **reporting.KINDS,
}
