"""A change is swapped into what is running, and taken back; where it does not apply, it says so."""

from datetime import UTC, datetime, time, timedelta

import pytest

from bot.rules import lifecycle, sooner
from storage.queries import outbox
from tests.seeded_bugs.catalogue import BUGS
from tests.seeded_bugs.patching import Change, DoesNotApply, changed

HOUR = timedelta(hours=1)
LONGER = Change("bot.rules.sooner", "    return after < before\n", "    return after > before\n")


def test_a_changed_function_acts_otherwise_and_then_as_before() -> None:
    act = sooner.by_window  # as somebody has it who imported it by name
    with changed(LONGER):
        assert act(HOUR, 2 * HOUR)
    assert not act(HOUR, 2 * HOUR)


def test_methods_and_several_changes_of_one_module_are_swapped_too() -> None:
    nights = lifecycle.Nights("UTC", time(22), time(7), time(9))
    moment = datetime(2026, 1, 1, 23, tzinfo=UTC)
    never = Change("bot.rules.lifecycle", "        return self._quiet(moment, self.zone)\n", "        return False\n")
    none = Change("bot.rules.lifecycle", "    return timedelta(0) <= today - on <= COUNTS_FOR\n", "    return False\n")
    with changed(never, none):
        assert not nights.covers(moment)
        assert not lifecycle.counts_for(moment.date(), moment.date())
    assert nights.covers(moment)
    assert lifecycle.counts_for(moment.date(), moment.date())


def test_a_statement_that_is_built_once_is_built_anew_with_all_that_is_made_of_it() -> None:
    before = str(outbox._CLAIMABLE)
    with changed(
        Change("storage.queries.outbox", "_WAITING = _row.state == OutboxState.WAITING", "_WAITING = _row.id > 0")
    ):
        assert "outbox.state" not in str(outbox._CLAIMABLE)
    assert str(outbox._CLAIMABLE) == before


def test_it_is_taken_back_also_where_the_test_in_it_fails() -> None:
    with pytest.raises(ZeroDivisionError), changed(LONGER):
        1 / 0  # noqa: B018
    assert not sooner.by_window(HOUR, 2 * HOUR)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("    return before < after\n", "", id="text that is not there"),
        pytest.param("before", "after", id="text that is there more than once"),
        pytest.param("FEW_DAYS = 3 ", "FEW_DAYS = 4 ", id="text that no function and no private name holds"),
    ],
)
def test_a_change_that_does_not_apply_says_so(old: str, new: str) -> None:
    with pytest.raises(DoesNotApply), changed(Change("bot.rules.sooner", old, new)):
        pass


@pytest.mark.parametrize("name", BUGS)
def test_every_seeded_bug_still_applies(name: str) -> None:
    with changed(*BUGS[name].changes):
        pass
