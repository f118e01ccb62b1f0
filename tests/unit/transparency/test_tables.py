"""A table says the same in every form, and none of its texts runs as a formula."""

import csv
import io
from decimal import Decimal

import pytest

from portal.storage.spreadsheets.reading import read_table
from portal.storage.spreadsheets.table import Columns
from portal.transparency.domain.tables import OpenTable, TableForm

COLUMNS = ("name", "n", "ikm", "is_demo", "grade")
ROWS: list[dict[str, object]] = [
    {"name": "Loket 1; Kasir", "n": 1240, "ikm": 88.5, "is_demo": True, "grade": "A"},
    {"name": "=1+1", "n": None, "ikm": -0.25, "is_demo": False},
]
TABLE = OpenTable(COLUMNS, ROWS, notes=[("n", "Respondents.")])


def test_programs_get_commas_and_points() -> None:
    assert TABLE.written(TableForm.CSV).decode().split("\r\n") == [
        "name,n,ikm,is_demo,grade",
        "Loket 1; Kasir,1240,88.5,true,A",
        "'=1+1,,-0.25,false,",
        "",
    ]


def test_indonesian_spreadsheets_get_semicolons_and_decimal_commas() -> None:
    text = TABLE.written(TableForm.LOCAL_CSV)

    assert text.startswith("\ufeff".encode())
    assert text.decode("utf-8-sig").split("\r\n") == [
        "name;n;ikm;is_demo;grade",
        '"Loket 1; Kasir";1240;88,5;true;A',
        "'=1+1;;-0,25;false;",
        "",
    ]


def test_a_decimal_of_any_type_gets_a_comma() -> None:
    table = OpenTable(("ikm",), [{"ikm": Decimal("81.20")}])

    assert table.written(TableForm.LOCAL_CSV).decode("utf-8-sig").split() == ["ikm", "81,20"]


@pytest.mark.parametrize("form", list(TableForm))
def test_every_form_is_read_back_alike(form: TableForm) -> None:
    """By the portal's own reader of files, which takes whatever offices send."""
    table = OpenTable(COLUMNS, ROWS)

    first, second = read_table(table.written(form), Columns(COLUMNS)).rows

    assert {**first.cells, "ikm": first.cells["ikm"].replace(",", ".")} == {
        "name": "Loket 1; Kasir",
        "n": "1240",
        "ikm": "88.5",
        "is_demo": "true",
        "grade": "A",
    }
    assert second.cells["name"].lstrip("'") == "=1+1"


def test_the_same_table_gives_the_same_bytes() -> None:
    assert TABLE.written(TableForm.WORKBOOK) == TABLE.written(TableForm.WORKBOOK)


def test_commas_are_where_csv_has_points() -> None:
    plain = list(csv.reader(io.StringIO(TABLE.written(TableForm.CSV).decode())))
    local = list(
        csv.reader(
            io.StringIO(TABLE.written(TableForm.LOCAL_CSV).decode("utf-8-sig")), delimiter=";"
        )
    )

    assert [[cell.replace(",", ".") for cell in row] for row in local] == plain
