"""A table read from the bytes of a CSV file or a workbook, with the line of every row."""

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from portal.spreadsheet.cells import unguarded
from portal.spreadsheet.faults import SheetFault, SheetFaultKind, UnreadableSheet
from portal.spreadsheet.workbook import LongNumber, cell_text, is_workbook, workbook_rows

MOST_ROWS = 100_000
Line = tuple[int, list[str]]


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row that is not blank: its line in the file and its stripped cells by column."""

    line: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: column names in small letters, rows in order, and the rows that do not fit."""

    columns: tuple[str, ...]
    rows: tuple[SheetRow, ...]
    faults: tuple[SheetFault, ...]


def read_sheet(content: bytes) -> Sheet:
    """Return the table in a CSV file (comma or semicolon, UTF-8) or an .xlsx workbook.

    The first row names the columns; blank rows are passed over. Of a workbook the first
    sheet is read. What a file is, its content says, not its name.

    :raises UnreadableSheet: when it is neither, or has no header that can be used.
    """
    faults: list[SheetFault] = []
    read = _workbook_lines if is_workbook(content) else _csv_lines
    filled = [(line, cells) for line, cells in read(content, faults) if any(cells)]
    if not filled:
        raise UnreadableSheet(SheetFaultKind.EMPTY)
    if len(filled) > MOST_ROWS + 1:
        raise UnreadableSheet(SheetFaultKind.TOO_LARGE)
    (header_line, header), *body = filled
    columns = _columns(header, line=header_line)
    faults.extend(
        SheetFault(line, SheetFaultKind.EXTRA_CELLS)
        for line, cells in body
        if any(cells[len(columns) :])
    )
    rows = tuple(SheetRow(line, dict(zip(columns, cells, strict=False))) for line, cells in body)
    return Sheet(columns, rows, tuple(sorted(faults)))


def _columns(header: Sequence[str], *, line: int) -> tuple[str, ...]:
    names = [name.lower() for name in header]
    while not names[-1]:
        names.pop()
    for name in names:
        if names.count(name) > 1:
            raise UnreadableSheet(SheetFaultKind.REPEATED_COLUMN, line=line, detail=name)
    return tuple(names)


def _csv_lines(content: bytes, faults: list[SheetFault]) -> Iterator[Line]:
    text = _decoded(content)
    first = text.partition("\n")[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            yield line, [unguarded(cell.strip()) for cell in cells]
            line = reader.line_num + 1
    except csv.Error as error:
        raise UnreadableSheet(SheetFaultKind.BROKEN_CSV, line=line) from error


def _decoded(content: bytes) -> str:
    content = content.removeprefix(codecs.BOM_UTF8)
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UnreadableSheet(SheetFaultKind.NOT_UTF8, line=line) from error


def _workbook_lines(content: bytes, faults: list[SheetFault]) -> Iterator[Line]:
    for line, cells in workbook_rows(content, most_rows=MOST_ROWS + 2):
        texts = []
        for cell in cells:
            try:
                texts.append(cell_text(cell))
            except LongNumber:
                faults.append(SheetFault(line, SheetFaultKind.LONG_NUMBER))
                texts.append("")
        yield line, texts
