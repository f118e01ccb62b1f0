"""The heading is found below titles, and everything that does not fit it is named."""

from pathlib import Path

import pytest

from portal.storage.spreadsheets.extracting import extract
from portal.storage.spreadsheets.limits import TableLimits
from portal.storage.spreadsheets.table import (
    Columns,
    RowFault,
    Table,
    TableFaultKind,
    UnreadableTable,
    column_index,
    column_letters,
    heading_key,
)

CASES = Path(__file__).parents[2] / "cases"
COLUMNS = Columns(("kind", "code", "badge_name"), required=("kind",))


def read(text: str, columns: Columns = COLUMNS, limits: TableLimits | None = None) -> Table:
    return extract(text.encode(), columns, limits=limits or TableLimits())


def kinds(table: Table) -> list[tuple[int, str, str]]:
    return [(fault.line, fault.column, str(fault.kind)) for fault in table.faults]


def test_an_office_sheet_with_titles_two_rows_of_heading_and_sums_is_read() -> None:
    codes = tuple(f"u{number}" for number in range(1, 10))
    content = (CASES / "c09_skm_sheet_as_offices_keep_it.xlsx").read_bytes()

    table = extract(
        content, Columns(("requirements",), marks=codes, meanings={"U1": "requirements"})
    )

    assert (table.heading_line, len(table.rows), table.faults) == (6, 30, ())
    assert table.meanings == ("-", "requirements", *codes[1:])
    assert table.rows[0].cells["requirements"] == "3"
    assert table.left_out == (37, 38)


def test_case_points_blanks_and_underscores_of_a_heading_do_not_matter() -> None:
    assert heading_key(" Badge_Name\n") == heading_key("BADGE  name.") == "badge name"

    assert read("Kind,CODE,Badge Name\nx,y,z\n").rows[0].cells == {
        "kind": "x",
        "code": "y",
        "badge_name": "z",
    }


def test_a_known_word_in_a_title_or_a_row_of_data_is_no_heading() -> None:
    table = read("Daftar,kind,2026\n\nkind,code\ncode,7\n")

    assert (table.heading_line, [row.line for row in table.rows]) == (3, [4])


def test_a_heading_in_the_first_row_needs_but_one_known_word() -> None:
    table = read("kind,colour\nx,red\n")

    assert kinds(table) == [(1, "colour", "unknown_column")]
    assert table.rows[0].cells == {"kind": "x"}


def test_a_heading_below_the_lines_that_are_looked_at_is_not_found() -> None:
    with pytest.raises(UnreadableTable) as caught:
        read("x\n" * 30 + "kind,code\n")

    assert caught.value.fault == RowFault(0, "", TableFaultKind.NO_HEADING, "30")


def test_missing_repeated_and_untitled_columns_are_named() -> None:
    table = read("code,CODE,badge name\n1,2,3,4\n")

    assert kinds(table) == [
        (1, "code", "repeated_column"),
        (1, "CODE", "repeated_column"),
        (1, "kind", "missing_column"),
    ]
    assert table.rows == ()


def test_the_first_of_two_equal_columns_is_read_and_both_are_named() -> None:
    table = read("kind,CODE,code,\n1,2,3,4\n")

    assert kinds(table) == [
        (1, "CODE", "repeated_column"),
        (1, "code", "repeated_column"),
        (2, "", "extra_cells"),
    ]
    assert table.rows[0].cells == {"kind": "1", "code": "2"}


def test_a_heading_is_mapped_or_passed_over_as_somebody_said() -> None:
    columns = Columns(("kind", "code"), meanings={"Jenis": "kind", "Catatan": "-"})

    table = read("jenis,code,CATATAN\nx,1,apa saja\n", columns)

    assert table.faults == ()
    assert table.meanings == ("kind", "code", "-")
    assert table.rows[0].cells == {"kind": "x", "code": "1"}


def test_rows_below_the_last_number_are_sums_and_unnumbered_rows_above_are_not() -> None:
    columns = Columns(("kind", "code"))
    text = "No,kind,code\n1,a,1\n,b,2\n2,c,3\n,d,4\nJumlah,,10\n,,Kepala Dinas\n"

    table = read(text, columns)

    assert [row.line for row in table.rows] == [2, 3, 4, 5]
    assert table.left_out == (6, 7)


@pytest.mark.parametrize("text", ["No,kind,code\n,a,1\nJumlah,b,2\n", "kind,code\n1,2\nJumlah,3\n"])
def test_without_numbered_rows_nothing_is_left_out(text: str) -> None:
    assert len(read(text, Columns(("kind", "code"))).rows) == 2


def test_the_list_of_faults_ends_and_says_so() -> None:
    table = read("kind\n" + "1,2\n" * 5, limits=TableLimits(faults=3))

    assert kinds(table) == [
        (2, "", "extra_cells"),
        (3, "", "extra_cells"),
        (4, "", "extra_cells"),
        (5, "", "further_rows"),
    ]


def test_a_fault_of_an_import_gets_the_heading_that_stands_in_the_file() -> None:
    table = read("Kind,Badge Name\nx,y\n")

    placed = table.placed(RowFault(2, "badge_name", TableFaultKind.LONG_CELL))

    assert placed.column == "Badge Name"
    assert table.placed(RowFault(2, "code", TableFaultKind.LONG_CELL)).column == "code"


@pytest.mark.parametrize(
    ("index", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")]
)
def test_columns_are_called_as_spreadsheets_call_them(index: int, letters: str) -> None:
    assert column_letters(index) == letters
    assert column_index(f"{letters}7") == index


def test_a_cell_without_letters_has_no_column() -> None:
    assert column_index("7") is column_index("") is None
