"""Makes the table an import waits for out of the bytes of a file; runs in a program of its own."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from portal.storage.spreadsheets.archive import SIGNATURE
from portal.storage.spreadsheets.delimited import delimited_grid
from portal.storage.spreadsheets.encodings import decoded
from portal.storage.spreadsheets.heading import Heading, Words, find_heading
from portal.storage.spreadsheets.limits import LIMITS, TableLimits
from portal.storage.spreadsheets.table import (
    IGNORED,
    Columns,
    Grid,
    GridRow,
    RowFault,
    Sheets,
    Table,
    TableColumn,
    TableFaultKind,
    TableRegion,
    TableRow,
    column_letters,
    misread,
    unreadable,
)
from portal.storage.spreadsheets.workbook import WorkbookSheets

# Old and protected workbooks, and pages that call themselves workbooks.
_OTHER_FORMATS = (b"\xd0\xcf\x11\xe0", b"%PDF", b"<")


def extract(content: bytes, columns: Columns, *, limits: TableLimits = LIMITS) -> Table:
    """Return the table in a text file or an .xlsx workbook; what a file is, its content says.

    :raises UnreadableTable: when the file is refused as a whole.
    """
    words = Words(columns)
    grid = _workbook_grid if content.startswith(SIGNATURE) else _text_grid
    return _table(grid(content, words, limits=limits), columns, words=words, limits=limits)


def extract_sheets(content: bytes, *, limits: TableLimits = LIMITS) -> Sheets:
    """Return every visible sheet of a workbook, or a text file as one sheet without a name.

    :raises UnreadableTable: when the file is refused as a whole.
    """
    if content.startswith(SIGNATURE):
        book = WorkbookSheets(content, limits=limits)
        return Sheets(tuple(book.grids()), book.hidden)
    if content.lstrip().startswith(_OTHER_FORMATS):
        raise unreadable(TableFaultKind.OTHER_FORMAT)
    text = decoded(content)
    return Sheets((delimited_grid(text, limits=limits, score=_width),))


def _width(rows: Sequence[GridRow]) -> tuple[int, ...]:
    return (max((len(row.cells) for row in rows), default=0),)


def _text_grid(content: bytes, words: Words, *, limits: TableLimits) -> Grid:
    if content.lstrip().startswith(_OTHER_FORMATS):
        raise unreadable(TableFaultKind.OTHER_FORMAT)

    def score(rows: Sequence[GridRow]) -> tuple[int, ...]:
        found = find_heading(rows, words, last_line=limits.heading_lines)
        return (found.known if found else 0, max((len(row.cells) for row in rows), default=0))

    return delimited_grid(decoded(content), limits=limits, score=score)


def _workbook_grid(content: bytes, words: Words, *, limits: TableLimits) -> Grid:
    """Return the one sheet with a heading.

    :raises UnreadableTable: when none or several have one, with rows below it.
    """
    book = WorkbookSheets(content, limits=limits)
    if len(book.names) == 1:
        return book.grid(*book.names)
    found = [
        grid.sheet
        for grid in book.grids(last_line=limits.heading_lines + 1)
        if find_heading(grid.rows, words, last_line=limits.heading_lines)
    ]
    if len(found) > 1:
        raise unreadable(TableFaultKind.SEVERAL_SHEETS, ", ".join(found))
    if found:
        return book.grid(found[0])
    if not any(grid.rows for grid in book.grids()):
        raise unreadable(TableFaultKind.EMPTY)
    raise unreadable(
        TableFaultKind.NO_HEADING, str(limits.heading_lines), sheet=", ".join(book.names)
    )


def _table(grid: Grid, columns: Columns, *, words: Words, limits: TableLimits) -> Table:
    if not grid.rows:
        raise unreadable(TableFaultKind.EMPTY)
    heading = find_heading(grid.rows, words, last_line=limits.heading_lines)
    if heading is None:
        raise unreadable(TableFaultKind.NO_HEADING, str(limits.heading_lines), sheet=grid.sheet)
    below = grid.rows[heading.position + 1 :]
    if len(below) > limits.rows:
        line = below[limits.rows].line
        raise unreadable(
            TableFaultKind.TOO_MANY_ROWS, str(limits.rows), line=line, sheet=grid.sheet
        )
    return _Body(grid, heading, columns=columns, words=words).table(limits)


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of the file: its heading as it stands there, and what it means, "" for nothing."""

    heading: str
    meaning: str
    is_counter: bool

    @property
    def is_ignored(self) -> bool:
        """Whether what stands in it is of no concern."""
        return self.is_counter or self.meaning == IGNORED


class _Body:
    """The rows below a heading."""

    def __init__(self, grid: Grid, heading: Heading, *, columns: Columns, words: Words) -> None:
        self._grid, self._names = grid, columns
        self._line = grid.rows[heading.position].line
        self._rows = grid.rows[heading.position + 1 :]
        self._merged: Sequence[TableRegion] = ()
        used = {
            index
            for row in self._rows
            for index in (*row.bad, *(at for at, cell in enumerate(row.cells) if cell))
        }
        own = grid.rows[heading.position].cells
        self._columns = {
            index: _column(text, words)
            for index, text in enumerate(heading.texts)
            if text and (index in used or (index < len(own) and own[index]))
        }

    def table(self, limits: TableLimits) -> Table:
        left_out = self._left_out()
        self._merged = self._misread(left_out, most=limits.faults)
        faults = list(self._heading_faults())
        has_all = all(fault.kind is not TableFaultKind.MISSING_COLUMN for fault in faults)
        rows = []
        for row in self._rows if has_all else ():
            if row.line in left_out:
                continue
            if len(faults) >= limits.faults:
                faults.append(RowFault(row.line, "", TableFaultKind.FURTHER_ROWS))
                break
            faults.extend(self._row_faults(row))
            rows.append(TableRow(row.line, self._cells(row)))
        return Table(
            columns=tuple(
                TableColumn(
                    each.heading,
                    IGNORED if each.is_ignored else each.meaning,
                    column_letters(index) if self._grid.sheet else "",
                )
                for index, each in self._columns.items()
            ),
            rows=tuple(rows),
            faults=tuple(faults),
            sheet=self._grid.sheet,
            heading_line=self._line,
            left_out=tuple(sorted(left_out)),
        )

    def _cells(self, row: GridRow) -> dict[str, str]:
        cells: dict[str, str] = {}
        for index, column in self._columns.items():
            if column.meaning and not column.is_ignored and index < len(row.cells):
                cells.setdefault(column.meaning, row.cells[index])
        return cells

    def _misread(self, left_out: frozenset[int], *, most: int) -> Sequence[TableRegion]:
        """Return the merged cells that would be read as a text and nothings."""
        lines = [row.line for row in self._rows if row.line not in left_out]
        read = (at for at, each in self._columns.items() if each.meaning and not each.is_ignored)
        return misread(self._grid.merged, lines=lines, indexes=sorted(read), most=most)

    def _left_out(self) -> frozenset[int]:
        """Return the lines from the first word on that stands in the counting column's tail."""
        counter = next((at for at, each in self._columns.items() if each.is_counter), None)
        if counter is None:
            return frozenset()
        words = [row.cells[counter] if counter < len(row.cells) else "" for row in self._rows]
        last = max((at for at, word in enumerate(words) if word.isdecimal()), default=-1)
        tail = next((at for at, word in enumerate(words) if at > last and word), len(words))
        return frozenset(row.line for row in self._rows[tail:]) if last >= 0 else frozenset()

    def _heading_faults(self) -> Iterator[RowFault]:
        meanings = [each.meaning for each in self._columns.values() if not each.is_ignored]
        for index, column in self._columns.items():
            place = self._place(self._line, index)
            if column.is_ignored:
                continue
            if not column.meaning:
                yield self._fault(TableFaultKind.UNKNOWN_COLUMN, column.heading, place=place)
            elif meanings.count(column.meaning) > 1:
                yield self._fault(
                    TableFaultKind.REPEATED_COLUMN,
                    column.heading,
                    place=place,
                    detail=column.meaning,
                )
        for name in self._names.required:
            if name not in meanings:
                yield self._fault(TableFaultKind.MISSING_COLUMN, name)

    def _fault(
        self, kind: TableFaultKind, column: str, *, place: str = "", detail: str = ""
    ) -> RowFault:
        return RowFault(self._line, column, kind, detail, self._grid.sheet, place)

    def _row_faults(self, row: GridRow) -> Iterator[RowFault]:
        sheet = self._grid.sheet
        if row.is_hidden:
            yield RowFault(row.line, "", TableFaultKind.HIDDEN_ROW, sheet=sheet)
            return
        yield from self._merged_faults(row)
        for index in range(max(len(row.cells), *(at + 1 for at in row.bad), 0)):
            column = self._columns.get(index)
            is_filled = index in row.bad or (index < len(row.cells) and bool(row.cells[index]))
            kind = TableFaultKind.EXTRA_CELLS if column is None else row.bad.get(index)
            is_ignored = column is not None and column.is_ignored
            if is_filled and not is_ignored and kind is not None:
                heading = column.heading if column else ""
                yield RowFault(
                    row.line, heading, kind, sheet=sheet, cell=self._place(row.line, index)
                )

    def _merged_faults(self, row: GridRow) -> Iterator[RowFault]:
        for each in self._merged:
            if each.covers_line(row.line):
                column = self._columns.get(each.first_index)
                yield RowFault(
                    row.line,
                    column.heading if column else "",
                    TableFaultKind.MERGED_CELLS,
                    sheet=self._grid.sheet,
                    cell=each.text,
                )

    def _place(self, line: int, index: int) -> str:
        return f"{column_letters(index)}{line}" if self._grid.sheet else ""


def _column(text: str, words: Words) -> _Column:
    return _Column(text, words.meaning(text) or "", words.is_counter(text))
