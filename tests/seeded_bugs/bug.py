"""What a seeded bug is."""

from dataclasses import dataclass

from tests.seeded_bugs.patching import Change


@dataclass(frozen=True)
class Bug:
    """`story`: what a careless author would have thought. `spoils`: the invariant of DESIGN §5 that it breaks.

    `where`: in which lives it shows at all, "core" (rows, actions, tick, relay) or "app" (also intake, sender, Telegram),
    or at which "crash" point. `faults`, `core_faults`: the weather in which it is looked for, of either simulation.
    """

    name: str
    story: str
    spoils: str
    changes: tuple[Change, ...]
    where: tuple[str, ...] = ("core", "app")
    faults: str = "storm"
    core_faults: str = "storm"


def bug(
    name: str, story: str, spoils: str, *changes: tuple[str, str, str],
    where: tuple[str, ...] = ("core", "app"), faults: str = "storm", core_faults: str = "storm",
) -> Bug:  # fmt: skip
    return Bug(name, story, spoils, tuple(Change(*one) for one in changes), where, faults, core_faults)
