"""Stateful property tests on a real database: Hypothesis makes up what happens, the machine says what must hold.

The default run is short and the same each time; `pytest tests/actions -k machine --hypothesis-profile=long` takes minutes,
and a chance of its own. One database serves all examples of a test and is emptied before each.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test
from sqlmodel import Session, SQLModel

from storage.database import Database
from tests.builders import NOW
from tests.databases import without_waiting_for_the_disk

LONG = "long"
_ALWAYS: dict[str, Any] = {"deadline": None, "suppress_health_check": list(HealthCheck), "database": None}

T = TypeVar("T")


class Machine(RuleBasedStateMachine):
    """`now` stands still unless a rule moves it. Rules act by `write`, each in a transaction of its own."""

    def __init__(self, database: Database) -> None:
        super().__init__()
        self.database = database
        self.now: datetime = NOW
        database.write_now(_empty)

    def write(self, f: Callable[[Session], T]) -> T:
        return self.database.write_now(f)

    def read(self, f: Callable[[Session], T]) -> T:
        return self.database.read_now(f)


def register_profiles() -> None:
    settings.register_profile(LONG, max_examples=2000, stateful_step_count=100, **_ALWAYS)


def run(machine: Callable[[Database], Machine], database: Database, *, examples: int, steps: int) -> None:
    """Let a machine live that many short lives; or, under the profile "long", as many and as long as that says."""
    without_waiting_for_the_disk(database)
    short = settings(
        max_examples=examples,
        stateful_step_count=steps,
        derandomize=True,
        phases=(Phase.generate, Phase.shrink),
        **_ALWAYS,
    )
    chosen = settings() if settings.get_current_profile_name() == LONG else short
    make: Any = lambda: machine(database)  # noqa: E731 - Hypothesis takes any factory, and says so only in its docs
    run_state_machine_as_test(make, settings=chosen)


def _empty(session: Session) -> None:
    for table in reversed(SQLModel.metadata.sorted_tables):
        session.execute(sa.delete(table))
