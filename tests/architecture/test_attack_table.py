"""The table of what attacks found names files and tests that are there, for every row."""

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HEADING = "## What attacks found, and what holds each rule"
LEAST_ROWS = 15
NAMED = re.compile(r"`([^`]+)`")


def rows(document: str) -> list[list[str]]:
    """Return the cells of the table below the heading, without its two first lines."""
    section = document.partition(HEADING)[2].partition("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[1:]]


def gone(cells: list[str]) -> Iterator[str]:
    """Give what a row names that is not there; a row names code and a test."""
    _, _, code, tests = cells
    for column, named in (("code", NAMED.findall(code)), ("test", NAMED.findall(tests))):
        if not named:
            yield f"no {column}"
        for each in named:
            path, _, name = each.partition("::")
            file = ROOT / path
            is_there = file.is_file() and (column == "code" or f"def {name}(" in file.read_text())
            if not is_there or (column == "test") != bool(name):
                yield each


def test_every_row_names_code_and_tests_that_are_there() -> None:
    found = rows((ROOT / "docs" / "threat-model.md").read_text())

    assert len(found) >= LEAST_ROWS
    assert {cells[0]: missing for cells in found if (missing := list(gone(cells)))} == {}


def test_what_is_gone_is_noticed() -> None:
    here = "tests/architecture/test_attack_table.py"
    table = f"{HEADING}\n\n| Found | Rule | Code | Test |\n|---|---|---|---|\n"
    table += f"| a | b | `portal/app.py` | `{here}::test_what_is_gone_is_noticed` |\n"
    table += f"| a | b | `portal/none.py` | `{here}::test_none` |\n| a | b | none | `{here}` |\n"
    there, missing, unnamed = rows(table)

    assert list(gone(there)) == []
    assert list(gone(missing)) == ["portal/none.py", f"{here}::test_none"]
    assert list(gone(unnamed)) == ["no code", here]
