"""Which module of the portal imports which, read from the source without running it."""

import ast
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PORTAL = ROOT / "portal"


@cache
def parsed(path: Path) -> ast.Module:
    """The syntax of a file, read once a run: many tests look at every file."""
    return ast.parse(path.read_text())


def module_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def sources() -> dict[str, Path]:
    """The modules of the portal by name, without migrations."""
    return {
        module_of(path): path
        for path in sorted(PORTAL.rglob("*.py"))
        if "migrations" not in path.parts
    }


def imports_of(path: Path, known: Mapping[str, Path]) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.ImportFrom) and node.module:
            for name in node.names:
                full = f"{node.module}.{name.name}"
                found.add(full if full in known else node.module)
        elif isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
    return found & known.keys()


def folder_of(module: str, known: Mapping[str, Path]) -> str:
    """The folder a module lies in; a single file of ``portal/`` is a folder of its own."""
    folder = module if known[module].name == "__init__.py" else module.rpartition(".")[0]
    return module if folder == "portal" else folder


def folder_graph() -> dict[str, set[str]]:
    known = sources()
    graph: dict[str, set[str]] = defaultdict(set)
    for module, path in known.items():
        here = folder_of(module, known)
        graph[here] |= {folder_of(each, known) for each in imports_of(path, known)} - {here}
    return graph


def cycles(graph: Mapping[str, set[str]]) -> set[frozenset[str]]:
    """Folders that reach each other, as groups."""
    reach: dict[str, set[str]] = {}
    for start in graph:
        seen: set[str] = set()
        waiting = list(graph[start])
        while waiting:
            each = waiting.pop()
            if each not in seen:
                seen.add(each)
                waiting += graph.get(each, ())
        reach[start] = seen
    return {
        frozenset(each for each in reach[start] if start in reach.get(each, ()))
        for start in graph
        if start in reach[start]
    }
