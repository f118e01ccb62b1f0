"""The files of the project as the architecture tests read them: each is read and parsed once a run.

A tree that is returned here is shared: nobody may change it.
"""

import ast
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TypeVar, cast

ROOT = Path(__file__).resolve().parents[2]
PORTAL = ROOT / "portal"
Node = TypeVar("Node", bound=ast.AST)


@cache
def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def syntax(text: str) -> ast.Module:
    """Return the syntax of a Python text."""
    return ast.parse(text)


def parsed(path: Path) -> ast.Module:
    """Return the syntax of a Python file."""
    return syntax(text_of(path))


@cache
def _nodes_by_kind(tree: ast.Module) -> Mapping[type[ast.AST], Sequence[ast.AST]]:
    found: dict[type[ast.AST], list[ast.AST]] = defaultdict(list)
    for node in ast.walk(tree):
        found[type(node)].append(node)
    return found


def nodes(tree: ast.Module, kind: type[Node]) -> Sequence[Node]:
    """Return every node of a kind that is in a file, at any depth.

    :param kind: such as :class:`ast.Call`; a class that others derive from finds nothing.
    """
    return cast(Sequence[Node], _nodes_by_kind(tree).get(kind, ()))


def functions(tree: ast.Module) -> Sequence[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [*nodes(tree, ast.FunctionDef), *nodes(tree, ast.AsyncFunctionDef)]


@cache
def portal_files(kind: str = "py") -> Sequence[Path]:
    """Return the files of the portal with an ending, in the order of their names."""
    return sorted(path for path in PORTAL.rglob(f"*.{kind}") if "__pycache__" not in path.parts)


@cache
def modules() -> Sequence[Path]:
    """Return the Python files of the portal without migrations, which are never edited again."""
    return [path for path in portal_files() if "migrations" not in path.parts]


def module_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def sources() -> dict[str, Path]:
    """Return the modules of the portal by name, without migrations."""
    return {module_of(path): path for path in modules()}
