"""Modules that are loaded by name while the program runs are there, and hold what is asked of them.

mypy sees neither: a module that was moved, or a class that was renamed, would fail at the first
request that needs it.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.source_files import parsed, portal_files, sources, text_of

LOADER = "import_module"


def loaded_by_name(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """Give the modules of ours that a file loads by name, and the variable each is kept in."""
    for node in ast.walk(tree):
        if isinstance(node, ast.AnnAssign | ast.Assign) and isinstance(node.value, ast.Call):
            target = node.target if isinstance(node, ast.AnnAssign) else node.targets[0]
            name = target.id if isinstance(target, ast.Name) else ""
            yield from ((module, name) for module in _named(node.value))
        elif isinstance(node, ast.Call):
            yield from ((module, "") for module in _named(node))


def _named(call: ast.Call) -> Iterator[str]:
    called = call.func.attr if isinstance(call.func, ast.Attribute) else ""
    called = call.func.id if isinstance(call.func, ast.Name) else called
    for given in call.args[:1] if called == LOADER else ():
        if isinstance(given, ast.Constant) and str(given.value).startswith("portal."):
            yield str(given.value)


def asked_of(tree: ast.AST, variable: str) -> set[str]:
    """Return what a file asks of the module in a variable."""
    return {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == variable
    }


def held_by(path: Path) -> set[str]:
    """Return the names that a module holds."""
    names: set[str] = set()
    for node in parsed(path).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
        targets = node.targets if isinstance(node, ast.Assign) else []
        targets = [node.target] if isinstance(node, ast.AnnAssign) else targets
        names |= {each.id for each in targets if isinstance(each, ast.Name)}
    return names


def missing(tree: ast.AST, known: dict[str, Path]) -> set[str]:
    """Return the modules that are not there, and what is asked of others in vain."""
    found: set[str] = set()
    for module, variable in loaded_by_name(tree):
        if module not in known:
            found.add(module)
        elif variable:
            lacking = asked_of(tree, variable) - held_by(known[module])
            found |= {f"{module}.{name}" for name in lacking}
    return found


def test_what_is_loaded_by_name_is_there() -> None:
    known = sources()
    loaders = [path for path in portal_files() if LOADER in text_of(path)]

    assert len(loaders) > 3
    assert {str(path): missing(parsed(path), known) for path in loaders} == {
        str(path): set() for path in loaders
    }


@pytest.mark.parametrize(
    ("text", "lacks"),
    [
        (
            'x: Any = import_module("portal.web.counting")\nx.Renamed()',
            "portal.web.counting.Renamed",
        ),
        ('import_module("portal.web.gone").install()', "portal.web.gone"),
    ],
)
def test_a_renamed_class_and_a_moved_module_are_found(text: str, lacks: str) -> None:
    assert missing(ast.parse(text), sources()) == {lacks}
