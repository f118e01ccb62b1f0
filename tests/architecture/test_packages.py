"""How the packages of the portal are cut: how many there are, how large, and no circles.

What does not fit yet is named or counted here. An entry that is not needed any more fails a test,
too, so that these lists and numbers only ever become shorter.
"""

import ast
import statistics
import tomllib
from collections import Counter
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

from tests.architecture.imports_of_portal import cycles, folder_graph, imports_of
from tests.architecture.source_files import (
    PORTAL,
    ROOT,
    nodes,
    parsed,
    portal_files,
    sources,
    text_of,
)

ENTRIES = 24
FEATURE_LINES = 4000
FEATURE_FILES = 45
FILE_IMPORTS = 12
LINE_LENGTH = 160
# Each imports one list: of a package, or of its features.
WIRING = {"portal.app", "portal.tables", "portal.cli", "portal.evaluation.install"}
DEEPER = {"portal.publication.reports.pdf"}
# Aims: 0 files, a mean of 4, a share of .08.
FILES_WITH_MANY_IMPORTS = 63
MEAN_IMPORTS = 5.67
SHARE_OF_IMPORTS = 0.108


def feature_of(module: str) -> str:
    """A folder of a package; files beside the folders belong to the package itself."""
    parts = module.split(".")
    return ".".join(parts[: 3 if len(parts) > 3 else 2])


def is_kept(path: Path) -> bool:
    """Whether an entry holds more than what Python wrote while it ran."""
    files = [path] if path.is_file() else [each for each in path.rglob("*") if each.is_file()]
    return any(each.suffix != ".pyc" for each in files)


def long_lines() -> Iterator[str]:
    for path in portal_files("html"):
        yield from (line for line in text_of(path).splitlines() if len(line) > LINE_LENGTH)


def own_imports() -> dict[str, int]:
    return {
        module: len(imports_of(path))
        for module, path in sources().items()
        if path.name != "__init__.py"
    }


def test_the_list_of_packages_is_short() -> None:
    entries = [path for path in PORTAL.iterdir() if path.name != "__init__.py" and is_kept(path)]

    assert len(entries) <= ENTRIES


def test_no_two_folders_import_each_other() -> None:
    assert cycles(folder_graph()) == set()


def test_two_folders_that_import_each_other_are_found() -> None:
    graph = {"a": {"b"}, "b": {"c"}, "c": {"b"}, "d": {"a"}}

    assert cycles(graph) == {frozenset({"b", "c"})}


def test_no_two_files_import_each_other() -> None:
    graph = {module: imports_of(path) - {module} for module, path in sources().items()}

    TopologicalSorter(graph).prepare()  # raises CycleError, which names the circle


def test_every_package_has_an_exhaustive_order_of_what_lies_in_it() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    contracts = settings["tool"]["importlinter"]["contracts"]
    ordered = {name for each in contracts if each.get("exhaustive") for name in each["containers"]}
    packages = {
        f"portal.{path.parent.name}"
        for path in PORTAL.glob("*/__init__.py")
        if path.parent.name != "migrations"
    }

    assert packages - ordered == set()


def test_a_feature_has_no_folders_but_those_named() -> None:
    deep = {
        ".".join(path.parent.relative_to(ROOT).parts)
        for path in sources().values()
        if len(path.parent.relative_to(PORTAL).parts) > 2
    }

    assert deep == DEEPER


def test_a_feature_is_small_enough_to_be_read() -> None:
    lines: Counter[str] = Counter()
    files: Counter[str] = Counter()
    for module, path in sources().items():
        lines[feature_of(module)] += len(text_of(path).splitlines())
        files[feature_of(module)] += 1
    large = {each for each in lines if lines[each] > FEATURE_LINES or files[each] > FEATURE_FILES}

    assert large == set()


def test_a_file_imports_few_others() -> None:
    many = {module for module, count in own_imports().items() if count > FILE_IMPORTS} - WIRING

    assert len(many) == FILES_WITH_MANY_IMPORTS, sorted(many)


def test_files_import_few_others_on_average() -> None:
    assert round(statistics.mean(own_imports().values()), 2) == MEAN_IMPORTS


def test_few_lines_are_imports() -> None:
    imports = total = 0
    for path in sources().values():
        total += len(text_of(path).splitlines())
        tree = parsed(path)
        for node in (*nodes(tree, ast.Import), *nodes(tree, ast.ImportFrom)):
            imports += (node.end_lineno or node.lineno) - node.lineno + 1

    assert round(imports / total, 3) == SHARE_OF_IMPORTS


def test_lines_of_templates_can_be_read_without_scrolling() -> None:
    assert list(long_lines()) == []
