"""The import contracts of pyproject.toml: they hold, and each of them fails on a wrong import.

The wrong imports are added to the graph of imports that import-linter builds from the real tree, which is built once.
"""

import ast
import sys
from copy import deepcopy
from pathlib import Path
from typing import Any, Protocol

import pytest
from grimp import ImportGraph, build_graph
from importlinter.api import read_configuration
from importlinter.contracts.forbidden import ForbiddenContract
from importlinter.contracts.layers import LayersContract

PROJECT = Path(__file__).resolve().parent.parent
CONFIGURATION = read_configuration(str(PROJECT / "pyproject.toml"))
TYPES: dict[str, Any] = {"layers": LayersContract, "forbidden": ForbiddenContract}


class Holds(Protocol):
    def __call__(self, contract: str, *wrong: tuple[str, str]) -> bool: ...


@pytest.fixture(scope="module")
def real_graph() -> ImportGraph:
    roots = CONFIGURATION["session_options"]["root_packages"]
    return build_graph(*roots, include_external_packages=True, cache_dir=None)


@pytest.fixture
def holds(real_graph: ImportGraph) -> Holds:
    """Whether the contract holds where, besides the real imports, `importer` also imports `imported`."""

    def check(contract: str, *wrong: tuple[str, str]) -> bool:
        [options] = [o for o in CONFIGURATION["contracts_options"] if o["id"] == contract]
        graph = deepcopy(real_graph)
        for importer, imported in wrong:
            graph.add_import(importer=importer, imported=imported)
        checked = TYPES[options["type"]](
            name=contract, session_options=CONFIGURATION["session_options"], contract_options=options
        )
        return bool(checked.check(graph, verbose=False).kept)

    return check


EVERY = ["layers", "telegram", "apscheduler", "sql", "rules", "sandbox", "sandbox-users"]


def test_every_contract_is_tried_here() -> None:
    assert [options["id"] for options in CONFIGURATION["contracts_options"]] == EVERY


@pytest.mark.parametrize("contract", EVERY)
def test_the_project_holds_its_contracts(contract: str, holds: Holds) -> None:
    assert holds(contract)


@pytest.mark.parametrize(
    ("contract", "importer", "imported"),
    [
        ("layers", "bot.rules.vocabulary", "storage"),
        ("layers", "bot.rules.vocabulary", "bot.texts"),
        ("layers", "storage.database", "bot.texts"),
        ("layers", "bot.texts", "storage.database"),
        ("layers", "storage.database", "bot.actions"),
        ("layers", "bot.actions", "handlers"),
        ("layers", "bot.actions", "schedules"),
        ("layers", "handlers.delivery", "schedules"),
        ("layers", "schedules", "handlers.delivery"),
        ("layers", "handlers", "bot.app"),
        ("layers", "bot.app", "bot.commands"),
        ("telegram", "bot.actions", "telegram"),
        ("telegram", "bot.settings", "telegram"),
        ("telegram", "bot.commands.run", "telegram"),
        ("telegram", "schedules", "telegram"),
        ("telegram", "storage.database", "telegram"),
        ("apscheduler", "schedules", "apscheduler"),
        ("apscheduler", "bot.app", "apscheduler"),
        ("apscheduler", "handlers", "apscheduler"),
        ("sql", "handlers.delivery", "sqlmodel"),
        ("sql", "handlers", "sqlalchemy"),
        ("sql", "bot.texts", "sqlite3"),
        ("rules", "bot.rules.vocabulary", "time"),
        ("rules", "bot.rules.vocabulary", "random"),
        ("rules", "bot.rules.vocabulary", "pathlib"),
        ("sandbox", "bot.sandbox.server", "bot.clock"),
        ("sandbox", "bot.sandbox.server", "bot.rules.vocabulary"),
        ("sandbox", "bot.sandbox.server", "handlers"),
        ("sandbox-users", "bot.app", "bot.sandbox.server"),
        ("sandbox-users", "handlers", "bot.sandbox"),
    ],
)
def test_a_wrong_import_breaks_its_contract(contract: str, importer: str, imported: str, holds: Holds) -> None:
    assert not holds(contract, (importer, imported))


@pytest.mark.parametrize(
    ("contract", "importer", "imported"),
    [
        ("layers", "bot.app", "handlers"),
        ("layers", "handlers", "bot.actions"),
        ("layers", "bot.actions", "storage.database"),
        ("telegram", "bot.app", "telegram"),
        ("telegram", "handlers.delivery", "telegram"),
        ("apscheduler", "schedules.alarm", "apscheduler"),
        ("sandbox-users", "bot.commands.run", "bot.sandbox.server"),
    ],
)
def test_a_right_import_breaks_nothing(contract: str, importer: str, imported: str, holds: Holds) -> None:
    assert holds(contract, (importer, imported))


def test_rules_import_the_standard_library_and_each_other_only() -> None:
    wrong = {
        f"{path.name} imports {name}"
        for path in (PROJECT / "bot" / "rules").rglob("*.py")
        for name in imports_of(ast.parse(path.read_text(encoding="utf-8")))
        if name.split(".")[0] not in sys.stdlib_module_names and not name.startswith("bot.rules")
    }
    assert wrong == set()


def imports_of(tree: ast.Module) -> set[str]:
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
    return names


def test_a_foreign_import_in_the_rules_would_be_seen() -> None:
    assert imports_of(ast.parse("import numpy.linalg\nfrom storage import tables\n")) == {"numpy.linalg", "storage"}
