"""CSV that is safe to open in a spreadsheet program."""

import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.storage.spreadsheets.cells import guarded, unguarded, write_csv
from portal.storage.spreadsheets.extracting import extract
from portal.storage.spreadsheets.table import Columns

plain_text = st.text(st.characters(exclude_categories=("Cs", "Cc", "Z")), min_size=1, max_size=12)
FORMULAS = ["=1+1", "+62811", "-5", "@SUM(A1)", "'=1", " =1", "＝1+1", "＋1", "－1", "＠A1", "−1"]
# Programs that expect another separator begin a new cell behind these.
BETWEEN = ["", ";", "a;", "a\t", "a\n", "a\r\n"]


@pytest.mark.parametrize("before", BETWEEN)
@pytest.mark.parametrize("formula", FORMULAS)
def test_a_cell_that_would_run_is_written_as_text(before: str, formula: str) -> None:
    assert guarded(before + formula) == f"{before}'{formula}"


@pytest.mark.parametrize("cell", ["\t=1", "\r=1", "\n", "\t"])
def test_a_cell_that_begins_with_a_separator_is_written_as_text(cell: str) -> None:
    assert guarded(cell).startswith("'")


@pytest.mark.parametrize(
    "cell", ["", "Loket 1", "'s morgens", "1-4=07:30-16:00", "a=b", "a;b", "a; b"]
)
def test_an_innocent_cell_is_written_as_it_is(cell: str) -> None:
    assert guarded(cell) == cell


@given(cell=st.text())
def test_guarding_loses_nothing(cell: str) -> None:
    assert unguarded(guarded(cell)) == cell
    for separator in (";", "\t", "\r", "\n"):
        for part in guarded(cell).split(separator):
            assert not part.lstrip().startswith(tuple("=+-@＝＋－＠")), part


def test_numbers_and_truth_stay_what_they_are() -> None:
    row = (-5, -2.5, Decimal("-0.1"), True, None, "-5")

    assert write_csv(("=a", "b", "c", "d", "e", "f"), [row]) == (
        "'=a,b,c,d,e,f\n-5,-2.5,-0.1,true,,'-5\n"
    )


def test_no_other_module_writes_csv() -> None:
    """One guard for every export: who needs another format of it adds it there."""
    writers = {
        str(path)
        for path in Path("portal").rglob("*.py")
        if re.search(r"csv\.(writer|DictWriter)|Workbook\(|write_only", path.read_text())
    }

    assert writers == {"portal/storage/spreadsheets/cells.py"}


@given(rows=st.lists(st.tuples(plain_text, plain_text), min_size=1, max_size=5))
def test_what_is_written_is_read_again(rows: list[tuple[str, str]]) -> None:
    table = extract(write_csv(("a", "b"), rows).encode(), Columns(("a", "b")))

    assert [(row.cells["a"], row.cells["b"]) for row in table.rows] == rows
