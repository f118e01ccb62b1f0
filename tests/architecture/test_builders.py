"""Rows for tests are made in one place a table, so that a new column is filled in once.

Which tables are still made in several files is counted by file; the numbers may only become less.
"""

import ast
import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from portal.tables import Base
from tests.architecture.source_files import ROOT, nodes, parsed, text_of

IMPORTED_FROM = re.compile(r"from (portal\.[\w.]+) import")
# Beyond one file a table: how many further files make rows of it themselves.
FURTHER_FILES = 63


@cache
def tables() -> Mapping[str, str]:
    """The module of each mapped class, by the class's name."""
    return {each.class_.__name__: each.class_.__module__ for each in Base.registry.mappers}


def names_tables(text: str) -> bool:
    """Whether a file imports from a module of tables at all: most do not, and need no parsing."""
    return not {*tables().values()}.isdisjoint(IMPORTED_FROM.findall(text))


def tables_made_in(tree: ast.Module) -> set[str]:
    """Return the tables of which a test file makes rows itself."""
    known = tables()
    imported = {
        name.asname or name.name: name.name
        for node in nodes(tree, ast.ImportFrom)
        for name in node.names
        if known.get(name.name) == node.module
    }
    called = (node.func for node in nodes(tree, ast.Call))
    return {imported[one.id] for one in called if isinstance(one, ast.Name) and one.id in imported}


def makers() -> dict[str, list[Path]]:
    found: dict[str, list[Path]] = defaultdict(list)
    for path in sorted((ROOT / "tests").rglob("*.py")):
        for table in tables_made_in(parsed(path)) if names_tables(text_of(path)) else ():
            found[table].append(path)
    return found


def test_rows_of_a_table_are_made_in_one_place() -> None:
    further = {
        table: [str(path.relative_to(ROOT)) for path in paths]
        for table, paths in makers().items()
        if len(paths) > 1
    }

    assert sum(len(paths) - 1 for paths in further.values()) <= FURTHER_FILES, further


def test_a_row_that_a_test_makes_is_found_and_a_value_of_the_same_name_is_not() -> None:
    row = "from portal.rating.mixing.ballot_models import Tally as Sums\nSums(n=1)"
    value = "from portal.elsewhere import Tally\nTally(n=1)"

    assert names_tables(row)
    assert tables_made_in(ast.parse(row)) == {"Tally"}
    assert tables_made_in(ast.parse(value)) == set()
