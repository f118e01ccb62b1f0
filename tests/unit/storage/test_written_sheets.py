"""Whole sheets come back from the program that reads them; other formats are refused as such."""

import io
import json
import zipfile

import pytest

from portal.storage.spreadsheets import program
from portal.storage.spreadsheets.extracting import extract_sheets
from portal.storage.spreadsheets.table import Sheets, TableFaultKind, UnreadableTable
from portal.storage.spreadsheets.wire import SHEETS, read_written_sheets
from portal.storage.spreadsheets.writing import NAME_LENGTH, Cell, WrittenSheet, write_workbook


def as_answered(content: bytes) -> Sheets:
    """Return what the portal is told of a file, by the program, in this process."""
    answered = io.BytesIO()
    program.answer(io.BytesIO(content), answered, columns=SHEETS)
    return read_written_sheets(answered.getvalue().decode())


def test_every_sheet_of_a_workbook_comes_back_with_its_regions() -> None:
    rows: list[list[Cell]] = [["Rencana", None, None], [], ["a", "b", "c"]]
    content = write_workbook([WrittenSheet("SKP", rows, merged=["A1:C1"])])

    (grid,) = as_answered(content).grids

    assert (grid.sheet, [each.text for each in grid.merged]) == ("SKP", ["A1:C1"])
    assert as_answered(content) == extract_sheets(content)


def test_a_text_file_is_one_sheet_cut_where_most_columns_come_out() -> None:
    (grid,) = as_answered(b"Judul, panjang\na;b;c\n1;2;3\n").grids

    assert grid.sheet == ""
    assert [list(row.cells) for row in grid.rows][-1] == ["1", "2", "3"]


@pytest.mark.parametrize("content", [b"<html><table>", b"  \xd0\xcf\x11\xe0", b"%PDF-1.7"])
def test_another_format_is_refused_by_its_name(content: bytes) -> None:
    with pytest.raises(UnreadableTable) as caught:
        as_answered(content)

    assert caught.value.fault.kind is TableFaultKind.OTHER_FORMAT


def test_names_of_sheets_are_kept_apart_and_short() -> None:
    long = "Dinas Kependudukan dan Pencatatan Sipil"
    content = write_workbook([WrittenSheet(name, [["a"]]) for name in (long, long.upper(), "[]")])

    names = [grid.sheet for grid in extract_sheets(content).grids]

    assert names[0] == long[:NAME_LENGTH]
    assert names[1].endswith(" (2)")
    assert len({name.casefold() for name in names}) == 3
    assert max(map(len, names)) <= NAME_LENGTH
    assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None
    assert json.dumps(names[2]) == '"Lembar"'
