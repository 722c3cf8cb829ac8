"""Every kind of outbox message there is, from the modules that know what it says."""

from bot.actions import alerts, checkins, operator, supporters
from bot.actions.outgoing import Kinds

KINDS: Kinds = {
    **checkins.KINDS,
    **alerts.KINDS,
    **operator.KINDS,
    **supporters.KINDS,
}
