"""All seeded bugs, by name."""

from tests.seeded_bugs import alert_bugs, intake_bugs, outbox_bugs, silence_bugs
from tests.seeded_bugs.bug import Bug

BUGS: dict[str, Bug] = {
    one.name: one for one in (*intake_bugs.BUGS, *outbox_bugs.BUGS, *silence_bugs.BUGS, *alert_bugs.BUGS)
}
