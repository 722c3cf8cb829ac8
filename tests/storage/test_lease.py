"""Two holders in every test: what one has, the other has not."""

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from storage import engines, lease
from storage.database import Database
from storage.encryption import Keyring
from storage.errors import DatabaseAway
from storage.lease import BOT
from tests.builders import NOW

FOR = timedelta(seconds=20)
OVER = NOW + FOR
MOMENT = timedelta(microseconds=1)


def acquire(database: Database, holder: str, now: datetime, *, by_force: bool = False) -> int | None:
    return database.write_now(lambda session: lease.acquire(session, BOT, holder, now, FOR, by_force=by_force))


def renew(database: Database, epoch: int, now: datetime) -> bool:
    return database.write_now(lambda session: lease.renew(session, BOT, epoch, now, FOR))


def holds(database: Database, epoch: int, now: datetime) -> bool:
    return database.write_now(lambda session: lease.holds(session, epoch, now))


def test_the_first_holder_gets_the_first_epoch(database: Database) -> None:
    assert acquire(database, "a", NOW) == 1
    assert holds(database, 1, NOW)


def test_nobody_holds_what_nobody_took(database: Database) -> None:
    assert not holds(database, 0, NOW)
    assert not holds(database, 1, NOW)
    assert not database.read_now(lambda session: lease.taken(session, NOW))


def test_a_lease_ends_at_its_end(database: Database) -> None:
    acquire(database, "a", NOW)
    assert holds(database, 1, OVER - MOMENT)
    assert not holds(database, 1, OVER)
    assert database.read_now(lambda session: lease.taken(session, OVER - MOMENT))
    assert not database.read_now(lambda session: lease.taken(session, OVER))


def test_another_takes_it_once_it_is_over_with_a_higher_epoch(database: Database) -> None:
    acquire(database, "a", NOW)
    assert acquire(database, "b", OVER - MOMENT) is None
    assert acquire(database, "b", OVER) == 2
    assert not holds(database, 1, OVER)
    assert holds(database, 2, OVER)


def test_renewing_keeps_others_out_for_longer(database: Database) -> None:
    acquire(database, "a", NOW)
    later = NOW + timedelta(seconds=15)
    assert renew(database, 1, later)
    assert acquire(database, "b", OVER) is None
    assert acquire(database, "b", later + FOR) == 2


def test_a_holder_that_slept_too_long_but_was_not_missed_may_go_on_after_renewing(database: Database) -> None:
    acquire(database, "a", NOW)
    assert not holds(database, 1, OVER)
    assert renew(database, 1, OVER)
    assert holds(database, 1, OVER)


def test_a_holder_that_was_superseded_cannot_renew_nor_release(database: Database) -> None:
    acquire(database, "a", NOW)
    acquire(database, "b", OVER)
    assert not renew(database, 1, OVER)
    database.write_now(lambda session: lease.release(session, BOT, 1, OVER))
    assert holds(database, 2, OVER)


def test_a_released_lease_is_free_at_once(database: Database) -> None:
    acquire(database, "a", NOW)
    database.write_now(lambda session: lease.release(session, BOT, 1, NOW))
    assert not holds(database, 1, NOW)
    assert acquire(database, "b", NOW) == 2


def test_force_takes_a_running_lease_with_a_new_epoch(database: Database) -> None:
    acquire(database, "a", NOW)
    assert acquire(database, "b", NOW, by_force=True) == 2
    assert not holds(database, 1, NOW)


def test_the_lease_of_who_is_gone_is_over(database: Database) -> None:
    def take(holder: str, gone: set[str]) -> int | None:
        def whole(session: Session) -> int | None:
            left = lease.left_behind(session, BOT, gone.__contains__)
            return lease.acquire(session, BOT, holder, NOW, FOR, gone=left)

        return database.write_now(whole)

    acquire(database, "a", NOW)
    assert take("b", {"c"}) is None
    assert take("b", {"a"}) == 2
    assert take("c", {"a"}) is None, "b has it, whoever else is gone"


def test_two_leases_do_not_touch(database: Database) -> None:
    acquire(database, "a", NOW)
    assert database.write_now(lambda session: lease.acquire(session, "other", "b", NOW, FOR)) == 1
    assert holds(database, 1, NOW)


@pytest.mark.postgresql
def test_a_holder_suspended_within_its_transaction_does_not_keep_it_for_ever(
    postgresql_url: str, keyring: Keyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "SUSPENDED_FOR_MS", 100)
    ours, theirs = Database.open(postgresql_url, keyring), Database.open(postgresql_url, keyring)
    acquire(ours, "a", NOW)
    taken: list[int | None] = []

    def suspended(session: Session) -> None:
        assert lease.holds(session, 1, OVER - MOMENT)
        taken.append(acquire(theirs, "b", OVER))  # waits until the server has ended our transaction
        session.execute(sa.text("SELECT 1"))

    with pytest.raises(DatabaseAway):
        ours.write_now(suspended)
    assert taken == [2]
    assert not holds(ours, 1, OVER)
    ours.close()
    theirs.close()


@pytest.mark.postgresql
def test_nobody_takes_it_while_the_holder_s_transaction_runs(postgresql_url: str, keyring: Keyring) -> None:
    """What was judged under a lease is committed under it: a taker waits for the transaction that looked."""
    ours, theirs = Database.open(postgresql_url, keyring), Database.open(postgresql_url, keyring)
    acquire(ours, "a", NOW)

    def judge(session: Session) -> None:
        assert lease.holds(session, 1, OVER - MOMENT)
        with theirs.engine.connect() as other:
            other.exec_driver_sql("SET LOCAL lock_timeout = 50")
            with pytest.raises(sa.exc.OperationalError, match="lock timeout"):
                other.exec_driver_sql("UPDATE lease SET epoch = epoch + 1")

    ours.write_now(judge)
    assert acquire(theirs, "b", OVER) == 2
    ours.close()
    theirs.close()
