"""Statements compiled once in a process, however many databases its tests open.

SQLAlchemy keeps what it compiled with each engine, and compiling anew for every test's own database was a fifth of the
time of the actions' tests, or more. The engines stay the tests' own, with what listens to them; a dialect and its compiled statements are lent to one
after the other. The bot itself opens its database once, and needs none of this.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.engine.default import DefaultDialect

from storage import engines
from storage.encryption import Keyring

_build = engines.build
_Lent = tuple[sa.Dialect, Any]
_free: dict[str, list[_Lent]] = defaultdict(list)
_lent: list[_Lent] = []


def compile_once() -> None:
    """From now on, in this process. Safe to call again."""
    engines.build = _lending
    cast("Any", DefaultDialect).do_savepoint = _at_once("SAVEPOINT")  # else compiled anew at each use
    cast("Any", DefaultDialect).do_release_savepoint = _at_once("RELEASE SAVEPOINT")


def how_many() -> int:
    """How many are lent now."""
    return len(_lent)


def take_back(*, but: int = 0) -> None:
    """Nobody uses any more what was lent, `but` for the first so many: lend it to the next."""
    for dialect, compiled in _lent[but:]:
        vars(dialect).pop("do_commit", None)  # some watch a life's commits there
        _free[dialect.name].append((dialect, compiled))
    del _lent[but:]


def _at_once(words: str) -> Callable[[sa.Dialect, sa.Connection, str], None]:
    return lambda _, connection, name: connection.exec_driver_sql(f"{words} {name}").close()


def _lending(url: str, keyring: Keyring | None) -> sa.Engine:
    engine = _build(url, keyring)
    if engine.dialect.name != "sqlite":  # psycopg's dialect learns from its own connections
        return engine
    known = _free[engine.dialect.name]
    if known:
        dialect, compiled = known.pop()
        its = cast("Any", engine)
        cast("Any", dialect).keyring = keyring
        its.dialect = its.pool._dialect = dialect
        its._compiled_cache = compiled
    _lent.append((engine.dialect, engine._compiled_cache))
    return engine
