"""Text files: delimiters, encodings, quotation marks, and the line of everything."""

import codecs
import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from portal.storage.spreadsheets import delimited
from portal.storage.spreadsheets.extracting import extract
from portal.storage.spreadsheets.limits import TableLimits
from portal.storage.spreadsheets.table import (
    Columns,
    RowFault,
    Table,
    TableFaultKind,
    UnreadableTable,
)

CASES = Path(__file__).parents[2] / "cases"
COLUMNS = Columns(("kind", "code", "name", "badge_name", "badge_number"))
TEXT = "kind,name\n desk , Loket é \n\nunit,\n"


def read(content: bytes) -> Table:
    return extract(content, COLUMNS)


def rows(content: bytes) -> list[tuple[int, dict[str, str]]]:
    return [(row.line, dict(row.cells)) for row in read(content).rows]


def refusal(content: bytes, limits: TableLimits | None = None) -> RowFault:
    with pytest.raises(UnreadableTable) as caught:
        extract(content, COLUMNS, limits=limits or TableLimits())
    return caught.value.fault


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_any_delimiter_and_line_end_is_read(delimiter: str, newline: str) -> None:
    text = TEXT.replace(",", delimiter).replace("\n", newline)

    assert rows(text.encode()) == [
        (2, {"kind": "desk", "name": "Loket é"}),
        (4, {"kind": "unit"}),
    ]


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (b"", "utf-8"),
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (b"", "windows-1252"),
    ],
)
def test_any_encoding_of_the_rule_is_read(mark: bytes, encoding: str) -> None:
    assert rows(mark + TEXT.encode(encoding))[0] == (2, {"kind": "desk", "name": "Loket é"})


@pytest.mark.parametrize("name", ["c11_sep_line.csv", "c11_tabs.tsv"])
def test_a_separator_line_and_tabs_are_read(name: str) -> None:
    (row,) = rows((CASES / name).read_bytes())

    assert row[1]["code"].startswith("19900303202001100")


@pytest.mark.parametrize("first", ["sep=;\n", '"sep=;"\r\n', "SEP=;\r"])
def test_a_separator_line_counts_as_a_line(first: str) -> None:
    assert rows(f"{first}kind;name\nx;a,b\n".encode()) == [(3, {"kind": "x", "name": "a,b"})]


def test_the_delimiter_is_the_one_that_makes_the_heading() -> None:
    text = "Daftar petugas, loket, dan lain-lain\nkind;name\ndesk;a, b, c\n"

    assert rows(text.encode()) == [(3, {"kind": "desk", "name": "a, b, c"})]


def test_lines_are_counted_as_an_editor_does_when_a_cell_holds_a_line_break() -> None:
    assert [line for line, _ in rows(b'kind,name\ndesk,"two\nlines"\nunit,x\n')] == [2, 4]


@pytest.mark.parametrize(
    ("content", "kind", "line"),
    [
        (b"", TableFaultKind.EMPTY, 0),
        (b"\xef\xbb\xbf \n,,\n", TableFaultKind.EMPTY, 0),
        (b"sep=;", TableFaultKind.EMPTY, 0),
        (b"kind,name\n1,\xff \xc3\xa9\n", TableFaultKind.MIXED_ENCODING, 2),
        (b"kind,name\n1,2\n1,\x81\n", TableFaultKind.NOT_TEXT, 3),
        (b"kind,name\n1,\x00\n", TableFaultKind.NOT_TEXT, 2),
        (codecs.BOM_UTF16_LE + b"k\x00\n\x00\x00\xd8", TableFaultKind.NOT_TEXT, 2),
        (b"k\x00i\x00n\x00d\x00", TableFaultKind.NOT_TEXT, 1),
        (b'kind,name\n1,2\n"1,2\n', TableFaultKind.BROKEN_CSV, 3),
        (b'kind,name\n"1"x,2\n', TableFaultKind.BROKEN_CSV, 2),
        (b"%PDF-1.7", TableFaultKind.OTHER_FORMAT, 0),
    ],
)
def test_says_why_a_text_is_no_table(content: bytes, kind: TableFaultKind, line: int) -> None:
    fault = refusal(content)

    assert (fault.kind, fault.line) == (kind, line)


def test_a_text_larger_than_the_limits_is_refused_with_its_place() -> None:
    small = TableLimits(rows=1, heading_lines=1, columns=2, cell_characters=4)

    assert refusal(b"kind,name\n1,2\n1,2\n", small) == RowFault(
        3, "", TableFaultKind.TOO_MANY_ROWS, "1"
    )
    assert refusal(b"kind,name\n1," + b"x" * 200_000).kind is TableFaultKind.LONG_CELL
    assert refusal(b"kind,name\n1" + b"," * 200_000 + b"2").kind is TableFaultKind.TOO_MANY_COLUMNS
    assert refusal(b"kind,name\n1,2\n1,2\n", TableLimits(rows=1)) == RowFault(
        3, "", TableFaultKind.TOO_MANY_ROWS, "1"
    )
    assert refusal(b"kind,name,\n1,2,3\n", small) == RowFault(
        2, "", TableFaultKind.TOO_MANY_COLUMNS, "2"
    )
    assert refusal(b"kind,name\n1,12345\n", small) == RowFault(
        2, "", TableFaultKind.LONG_CELL, "4", cell="B2"
    )


@pytest.mark.parametrize("blank", ["\n", "\r", "\r\n", ",,,\n", " \n", '""\n'])
def test_blank_lines_are_bounded_like_cells(blank: str, monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[int] = []
    plain = csv.reader

    def counting(*words: Any, **options: Any) -> Any:
        reader = plain(*words, **options)
        return _Counted(reader, taken) if options.get("strict") else reader

    monkeypatch.setattr(delimited.csv, "reader", counting)
    small = TableLimits(cells=50)

    found = refusal(("kind,name\n" + blank * 5_000).encode(), small)

    assert (found.kind, found.detail, found.line) == (TableFaultKind.TOO_MANY_CELLS, "50", 52)
    assert len(taken) == 52


class _Counted:
    """Counts the rows that are taken from a reader."""

    def __init__(self, reader: Any, taken: list[int]) -> None:
        self._reader, self._taken = reader, taken

    def __iter__(self) -> Iterator[list[str]]:
        for row in self._reader:
            self._taken.append(self.line_num)
            yield row

    @property
    def line_num(self) -> int:
        return int(self._reader.line_num)


def test_blank_lines_within_the_bound_change_nothing() -> None:
    found = rows(b"kind,name\n" + b"\n" * 9_000 + b"unit,a\n")

    assert found == [(9_002, {"kind": "unit", "name": "a"})]
