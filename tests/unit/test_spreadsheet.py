"""Tables as people send them: what is read, what is refused, and what is safe to open."""

import io
import re
import zipfile
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from portal.spreadsheet import reading
from portal.spreadsheet.cells import guarded, unguarded, write_csv
from portal.spreadsheet.faults import SheetFault, SheetFaultKind, UnreadableSheet
from portal.spreadsheet.reading import Sheet, read_sheet
from portal.spreadsheet.workbook import MOST_UNPACKED_BYTES, cell_text

plain_text = st.text(st.characters(exclude_categories=("Cs", "Cc", "Z")), min_size=1, max_size=12)


def workbook(*rows: tuple[Any, ...]) -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(row)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def refusal(content: bytes) -> SheetFault:
    with pytest.raises(UnreadableSheet) as caught:
        read_sheet(content)
    return caught.value.fault


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("delimiter", [",", ";"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_reads_csv_with_either_delimiter_and_line_end(
    mark: bytes, delimiter: str, newline: str
) -> None:
    lines = newline.join(["Kind,Name", " desk , Loket é ", "", "unit,"]).replace(",", delimiter)

    sheet = read_sheet(mark + lines.encode())

    assert sheet.columns == ("kind", "name")
    assert [(row.line, row.cells) for row in sheet.rows] == [
        (2, {"kind": "desk", "name": "Loket é"}),
        (4, {"kind": "unit", "name": ""}),
    ]


def test_counts_lines_as_an_editor_does_when_a_cell_holds_a_line_break() -> None:
    sheet = read_sheet(b'kind,name\ndesk,"two\nlines"\nunit,x\n')

    assert [row.line for row in sheet.rows] == [2, 4]


def test_reads_the_first_sheet_of_a_workbook_by_its_content() -> None:
    sheet = read_sheet(workbook(("kind", "starts_on"), (None, None), ("desk", date(2026, 11, 21))))

    assert [(row.line, row.cells) for row in sheet.rows] == [
        (3, {"kind": "desk", "starts_on": "2026-11-21"})
    ]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (7, "7"),
        (7.0, "7"),
        (7.5, "7.5"),
        (datetime.fromisoformat("2026-01-02"), "2026-01-02"),
        (datetime.fromisoformat("2026-01-02T03:04"), "2026-01-02T03:04:00"),
        (time(7, 30), "07:30:00"),
        (True, "True"),
        (" x ", "x"),
        (10**15 - 1, "999999999999999"),
    ],
)
def test_writes_a_cell_of_a_workbook_plainly(value: object, text: str) -> None:
    assert cell_text(value) == text


@pytest.mark.parametrize("number", [198703032010011005, 1.98703032010011e17])
def test_a_staff_number_kept_as_a_number_has_lost_digits(number: float) -> None:
    sheet = read_sheet(workbook(("code",), (number,), ("fine",)))

    assert sheet.faults == (SheetFault(2, SheetFaultKind.LONG_NUMBER),)


def test_names_every_row_with_more_cells_than_columns() -> None:
    sheet = read_sheet(b"a,b\n1,2,3\n1,2,\n1,2,,4\n")

    assert sheet.faults == (
        SheetFault(2, SheetFaultKind.EXTRA_CELLS),
        SheetFault(4, SheetFaultKind.EXTRA_CELLS),
    )


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", SheetFault(0, SheetFaultKind.EMPTY)),
        (b"\xef\xbb\xbf \n,,\n", SheetFault(0, SheetFaultKind.EMPTY)),
        (b"a,b\n1,2\n1,\xff\n", SheetFault(3, SheetFaultKind.NOT_UTF8)),
        (b'a,b\n1,2\n"1,2\n', SheetFault(3, SheetFaultKind.BROKEN_CSV)),
        (b'a,b\n"1"x,2\n', SheetFault(2, SheetFaultKind.BROKEN_CSV)),
        (b"\na,A\n", SheetFault(2, SheetFaultKind.REPEATED_COLUMN, "a")),
        (b"PK\x03\x04 and then nothing", SheetFault(0, SheetFaultKind.BROKEN_WORKBOOK)),
        (workbook(), SheetFault(0, SheetFaultKind.EMPTY)),
    ],
)
def test_says_why_a_file_is_no_table(content: bytes, fault: SheetFault) -> None:
    assert refusal(content) == fault


def test_refuses_more_rows_than_it_is_made_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_ROWS", 2)

    assert len(read_sheet(b"a\n1\n2\n").rows) == 2
    assert refusal(b"a\n1\n2\n3\n").kind is SheetFaultKind.TOO_LARGE
    assert refusal(workbook(("a",), (1,), (2,), (3,))).kind is SheetFaultKind.TOO_LARGE


def test_refuses_a_workbook_that_unpacks_to_a_monster() -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b" " * (MOST_UNPACKED_BYTES + 1))

    assert len(bomb.getvalue()) < MOST_UNPACKED_BYTES // 100
    assert refusal(bomb.getvalue()).kind is SheetFaultKind.TOO_LARGE


DAMAGED = workbook(("kind", "name"), ("desk", "Loket"))


def read_or_refused(content: bytes) -> Sheet | SheetFault:
    try:
        return read_sheet(content)
    except UnreadableSheet as error:
        return error.fault


@settings(max_examples=150)
@given(position=st.integers(min_value=4, max_value=len(DAMAGED) - 1), byte=st.integers(0, 255))
def test_a_damaged_workbook_is_read_or_refused_and_never_fails(position: int, byte: int) -> None:
    content = bytearray(DAMAGED)
    content[position] = byte

    assert isinstance(read_or_refused(bytes(content)), Sheet | SheetFault)


@given(content=st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    assert isinstance(read_or_refused(content), Sheet | SheetFault)


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

    assert writers == {"portal/spreadsheet/cells.py"}


@given(rows=st.lists(st.tuples(plain_text, plain_text), max_size=5))
def test_what_is_written_is_read_again(rows: list[tuple[str, str]]) -> None:
    sheet = read_sheet(write_csv(("a", "b"), rows).encode())

    assert [(row.cells["a"], row.cells["b"]) for row in sheet.rows] == rows
