"""The cells of a text file, parted by commas, semicolons, tabs or bars."""

import csv
import io
import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from itertools import islice

from portal.storage.spreadsheets.cells import unguarded
from portal.storage.spreadsheets.limits import TableLimits
from portal.storage.spreadsheets.table import (
    Grid,
    GridRow,
    TableFaultKind,
    column_letters,
    unreadable,
)

DELIMITERS = (",", ";", "\t", "|")
# Spreadsheet programs read this first line and do not show it.
_SEPARATOR_LINE = re.compile(r'"?sep=([^\w\s"\'\r\n]|\t)"?[ \t]*(\r\n|\r|\n|\Z)', re.IGNORECASE)
Score = Callable[[Sequence[GridRow]], tuple[int, ...]]


def delimited_grid(text: str, *, limits: TableLimits, score: Score) -> Grid:
    """Return the rows of ``text``.

    A first line ``sep=;`` names the delimiter; without it, it is the one with which the first
    lines score best.

    :param score: how much the first rows look like a table that is waited for.
    :raises UnreadableTable: with the line, when a quotation mark is not closed or stands
        within a cell, or when the text is larger than ``limits``.
    """
    named = _SEPARATOR_LINE.match(text)
    if named is not None:
        # The line stays as a blank one, so that lines are counted as an editor counts them.
        return Grid(_rows("\n" + text[named.end() :], named[1], limits=limits))
    first_lines = "".join(islice(io.StringIO(text, newline=""), limits.heading_lines))
    best = max(DELIMITERS, key=lambda each: score(_begin(first_lines, each, limits=limits)))
    return Grid(_rows(text, best, limits=limits))


def _begin(text: str, delimiter: str, *, limits: TableLimits) -> list[GridRow]:
    """Return the rows of a beginning that may end within quotation marks."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows: list[GridRow] = []
    with suppress(csv.Error):
        for cells in reader:
            first_cells = cells[: limits.columns + 1]
            rows.append(GridRow(reader.line_num, [cell.strip() for cell in first_cells]))
    return rows


def _rows(text: str, delimiter: str, *, limits: TableLimits) -> list[GridRow]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[GridRow] = []
    line, blank = 1, 0
    try:
        for cells in reader:
            begins, line = line, reader.line_num + 1
            # Empty cells are passed over, which is many times faster.
            texts = [cell and unguarded(cell.strip()) for cell in cells] if any(cells) else []
            if any(texts):
                rows.append(GridRow(begins, texts))
                _check(rows[-1], count=len(rows), limits=limits)
                continue
            blank += 1
            if blank > limits.cells:
                raise unreadable(TableFaultKind.TOO_MANY_CELLS, str(limits.cells), line=begins)
    except csv.Error as error:
        if "field limit" in str(error):
            raise unreadable(
                TableFaultKind.LONG_CELL, str(limits.cell_characters), line=line
            ) from error
        raise unreadable(TableFaultKind.BROKEN_CSV, line=line) from error
    return rows


def _check(row: GridRow, *, count: int, limits: TableLimits) -> None:
    if count > limits.lines:
        raise unreadable(TableFaultKind.TOO_MANY_ROWS, str(limits.rows), line=row.line)
    while not row.cells[-1]:
        row.cells.pop()
    if len(row.cells) > limits.columns:
        raise unreadable(TableFaultKind.TOO_MANY_COLUMNS, str(limits.columns), line=row.line)
    for index, cell in enumerate(row.cells):
        if len(cell) > limits.cell_characters:
            most, place = str(limits.cell_characters), f"{column_letters(index)}{row.line}"
            raise unreadable(TableFaultKind.LONG_CELL, most, line=row.line, cell=place)
