"""A change of source text, compiled and swapped into the functions and statements that are already there; and taken back.

The functions stay the same objects, whoever imported them, so that nothing has to be loaded anew.
"""

import ast
import importlib
import inspect
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any


class DoesNotApply(Exception):
    """The source no longer reads as the change expects it."""


@dataclass(frozen=True)
class Change:
    """In `module` ("bot.actions.dispatch"): `old`, which stands there once, becomes `new`.

    Inside a function or method, or in what a private name of the module is set to (a statement built once).
    """

    module: str
    old: str
    new: str


@contextmanager
def changed(*changes: Change) -> Iterator[None]:
    """Let the bot run with these changes. Raises DoesNotApply."""
    texts: dict[str, str] = {}
    for change in changes:
        text = texts.get(change.module) or source(change.module)
        if text.count(change.old) != 1:
            raise DoesNotApply(f"{change.module}: {change.old!r} stands there {text.count(change.old)} times")
        texts[change.module] = text.replace(change.old, change.new)
    with ExitStack() as taken_back:
        for name, text in texts.items():
            module = importlib.import_module(name)
            functions, constants = _replacements(module, text), _constants(module, text)
            if not functions and not constants:
                raise DoesNotApply(f"{name}: the change touches no function and no statement")
            for function, code in functions:
                taken_back.callback(setattr, function, "__code__", function.__code__)
                function.__code__ = code
            for constant, value in constants.items():
                taken_back.callback(setattr, module, constant, getattr(module, constant))
                setattr(module, constant, value)
        yield


def source(module: str) -> str:
    """The module's source as it stands in its file."""
    file = importlib.import_module(module).__file__
    assert file is not None
    return Path(file).read_text(encoding="utf-8")


def _replacements(module: ModuleType, text: str) -> list[tuple[FunctionType, CodeType]]:
    """Each function of the module that reads otherwise in `text`, with its new code."""
    file = str(module.__file__)
    before = _functions(compile(source(module.__name__), file, "exec"))
    after = _functions(compile(text, file, "exec"))
    return [
        (_function(module, name), code)
        for name, code in after.items()
        if name in before and not _same(before[name], code)
    ]


def _constants(module: ModuleType, text: str) -> dict[str, Any]:
    """Each private name of the module that is set to something else in `text`, or to what is made of such a one."""
    before, after = _settings(source(module.__name__)), _settings(text)
    found = {name for name, value in after.items() if ast.dump(value) != ast.dump(before[name])}
    if not found:
        return {}
    while more := {name for name, value in after.items() if found & _names(value)} - found:
        found |= more
    fresh: dict[str, Any] = {"__name__": module.__name__, "__file__": module.__file__}
    exec(compile(text, str(module.__file__), "exec"), fresh)
    return {name: fresh[name] for name in found}


def _settings(text: str) -> dict[str, ast.expr]:
    """What the private names of a module are set to."""
    return {
        target.id: statement.value
        for statement in ast.parse(text).body
        if isinstance(statement, ast.Assign)
        for target in statement.targets
        if isinstance(target, ast.Name) and target.id.startswith("_")
    }


def _names(value: ast.expr) -> set[str]:
    return {node.id for node in ast.walk(value) if isinstance(node, ast.Name)}


def _functions(code: CodeType, inside: str = "") -> dict[str, CodeType]:
    """Code by qualified name: of functions and methods, not of what is defined inside them."""
    found: dict[str, CodeType] = {}
    for const in code.co_consts:
        if not isinstance(const, CodeType) or const.co_name.startswith("<"):
            continue
        name = f"{inside}{const.co_name}"
        if const.co_flags & inspect.CO_OPTIMIZED:
            found[name] = const
        else:  # the body of a class
            found |= _functions(const, f"{name}.")
    return found


def _same(one: CodeType, other: CodeType) -> bool:
    """Whether both do the same, wherever in the file they stand."""
    return _essence(one) == _essence(other)


def _essence(code: CodeType) -> tuple[Any, ...]:
    consts = tuple(_essence(one) if isinstance(one, CodeType) else (type(one), one) for one in code.co_consts)
    return code.co_code, code.co_names, code.co_varnames, code.co_freevars, consts


def _function(module: ModuleType, name: str) -> FunctionType:
    holder: Any = module
    for part in name.split("."):
        holder = vars(holder)[part]
    holder = getattr(holder, "fget", None) or getattr(holder, "__func__", None) or inspect.unwrap(holder)
    if not isinstance(holder, FunctionType):
        raise DoesNotApply(f"{module.__name__}.{name} is no function")
    return holder
