"""Which module of the portal imports which, read from the source without running it."""

import ast
from collections import defaultdict
from collections.abc import Mapping, Set
from functools import cache
from pathlib import Path

from tests.architecture.source_files import nodes, parsed, sources


@cache
def imports_of(path: Path) -> Set[str]:
    """Return the modules of the portal that a file imports."""
    known = sources()
    tree = parsed(path)
    found = {name.name for node in nodes(tree, ast.Import) for name in node.names}
    for node in nodes(tree, ast.ImportFrom):
        for name in node.names:
            full = f"{node.module}.{name.name}"
            found.add(full if full in known else str(node.module))
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
        graph[here] |= {folder_of(each, known) for each in imports_of(path)} - {here}
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
