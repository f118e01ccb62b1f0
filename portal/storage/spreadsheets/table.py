"""A table that somebody sent: its cells as they stand in the file, and what can be wrong in it.

Read cell by cell, the others would be empty: a service written once beside three rows would
count for one of them, an answer across two columns as an element that was not answered.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum


class TableFaultKind(StrEnum):
    """The facts for which a file, or a row of it, is refused before its import looks at it."""

    # The file cannot be read at all.
    EMPTY = "empty"
    NOT_TEXT = "not_text"
    MIXED_ENCODING = "mixed_encoding"
    BROKEN_CSV = "broken_csv"
    BROKEN_WORKBOOK = "broken_workbook"
    UNSAFE_WORKBOOK = "unsafe_workbook"
    OTHER_FORMAT = "other_format"
    # The file is larger than the reader allows; the detail is the limit.
    TOO_MANY_BYTES = "too_many_bytes"
    TOO_MANY_TEXTS = "too_many_texts"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MANY_COLUMNS = "too_many_columns"
    TOO_MANY_CELLS = "too_many_cells"
    LONG_CELL = "long_cell"
    TOO_COSTLY = "too_costly"
    BUSY = "busy"
    # The heading.
    NO_HEADING = "no_heading"
    SEVERAL_SHEETS = "several_sheets"
    REPEATED_COLUMN = "repeated_column"
    UNKNOWN_COLUMN = "unknown_column"
    MISSING_COLUMN = "missing_column"
    # A row or a cell.
    EXTRA_CELLS = "extra_cells"
    HIDDEN_ROW = "hidden_row"
    MERGED_CELLS = "merged_cells"
    LONG_NUMBER = "long_number"
    FORMULA_WITHOUT_VALUE = "formula_without_value"
    ERROR_VALUE = "error_value"
    # The list of faults ends here although rows follow.
    FURTHER_ROWS = "further_rows"


@dataclass(frozen=True, slots=True, order=True)
class RowFault:
    """One thing that is wrong: in which line of a file (0: no line), which column, and why.

    ``kind`` is a member of ``TableFaultKind`` or of the import's own enum. ``detail`` is what
    was written or what it collides with. ``sheet`` and ``cell`` (such as ``I2``) are set where
    a workbook was read.
    """

    line: int
    column: str
    kind: StrEnum
    detail: str = ""
    sheet: str = ""
    cell: str = ""


class UnreadableTable(ValueError):
    """A file is refused as a whole; ``fault`` says why and where."""

    def __init__(self, fault: RowFault) -> None:
        super().__init__(f"{fault.kind} at line {fault.line}")
        self.fault = fault


def unreadable(
    kind: TableFaultKind, detail: str = "", *, line: int = 0, sheet: str = "", cell: str = ""
) -> UnreadableTable:
    """Return the refusal of a whole file."""
    return UnreadableTable(RowFault(line, "", kind, detail, sheet, cell))


# A column of this meaning is passed over.
IGNORED = "-"
# Headings of a column that only counts the rows.
COUNTERS = frozenset({"no", "nomor", "no urut", "nomor urut", "no resp", "no responden", "#"})


@dataclass(frozen=True, slots=True)
class Columns:
    """What an import waits for.

    ``names`` are the columns it reads; ``required`` those that must be there; ``marks`` are
    further headings by which the heading's row is found although they mean nothing by
    themselves, such as ``u1``. ``meanings`` says which column a heading stands for
    (``IGNORED``: none); headings compare without regard to case, points and blanks.
    """

    names: tuple[str, ...]
    required: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    meanings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ExplainedColumn:
    """What a column holds, in a few words, and a value that the import takes."""

    holds: str
    example: str = ""


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row that is not blank: its line in the file and its stripped texts by column."""

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column of the file: its heading as it stands there, its letters, and what it means.

    ``meaning`` is a name or mark that the import reads, ``IGNORED``, or empty when nobody
    knows it. ``letters`` (``A`` for the first) are empty in a text file.
    """

    heading: str
    meaning: str
    letters: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table that was found in a file.

    Without a required column no row is read. ``left_out`` are the lines below the last counted
    row, which hold sums. ``faults`` are by line; at most ``Limits.faults`` are kept, and one
    that says that more would follow.
    """

    columns: tuple[TableColumn, ...]
    rows: tuple[TableRow, ...]
    faults: tuple[RowFault, ...] = ()
    sheet: str = ""
    heading_line: int = 1
    left_out: tuple[int, ...] = ()

    @property
    def meanings(self) -> tuple[str, ...]:
        """What the columns mean, in their order."""
        return tuple(column.meaning for column in self.columns)

    def placed(self, fault: RowFault) -> RowFault:
        """Return a fault of an import with the heading that stands in the file, and its cell."""
        column = next((each for each in self.columns if each.meaning == fault.column), None)
        if column is None or fault.sheet:
            return fault
        cell = f"{column.letters}{fault.line}" if column.letters and fault.line else ""
        return replace(fault, column=column.heading, sheet=self.sheet, cell=cell)


def heading_key(text: str) -> str:
    """Return a heading in the form in which headings are compared."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return " ".join("".join(" " if each in "._" else each for each in plain).split())


@dataclass(frozen=True, slots=True, order=True)
class TableRegion:
    """Cells that are shown as one; the bounds are inclusive, ``text`` is what the file says."""

    first_line: int
    last_line: int
    first_index: int
    last_index: int
    text: str

    def covers_line(self, line: int) -> bool:
        """Return whether cells of the row ``line`` are among them."""
        return self.first_line <= line <= self.last_line


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row that is not blank: its number from 1, its texts from the first column on.

    ``bad`` says for the index of a column why its cell has no text that can be used.
    """

    line: int
    cells: list[str]
    is_hidden: bool = False
    bad: dict[int, TableFaultKind] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Grid:
    """The rows of a text file, or of one sheet of a workbook; ``sheet`` is empty for a text."""

    rows: list[GridRow]
    sheet: str = ""
    merged: list[TableRegion] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Sheets:
    """All visible sheets of a file in their order, and the names of those that are hidden."""

    grids: tuple[Grid, ...]
    hidden: tuple[str, ...] = ()


# One more than any program's last column (XFD) has.
LETTERS = 4


def column_letters(index: int) -> str:
    """Return what spreadsheet programs call a column; 0 is ``A``, 26 is ``AA``."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_index(reference: str) -> int | None:
    """Return the index from 0 of a cell such as ``AB7``; None when there are no letters.

    No more than ``LETTERS`` letters are looked at, so that a long text costs nothing.
    """
    index = 0
    for letter in reference[:LETTERS]:
        if not "A" <= letter <= "Z":
            break
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1 if index else None


_REGION = re.compile(r"([A-Z]{1,4})(\d{1,8}):([A-Z]{1,4})(\d{1,8})", re.ASCII)


def region(text: str) -> TableRegion | None:
    """Return the region that a reference such as ``B5:B7`` names; None when it names none."""
    found = _REGION.fullmatch(text)
    if found is None:
        return None
    first, first_line, last, last_line = found.groups()
    first_index, last_index = column_index(first) or 0, column_index(last) or 0
    return TableRegion(int(first_line), int(last_line), first_index, last_index, text)


def misread(
    regions: Sequence[TableRegion], *, lines: Sequence[int], indexes: Sequence[int], most: int
) -> list[TableRegion]:
    """Return the regions of which more than one cell would be read, by their first line.

    :param lines: of the rows that are read, ascending; blank rows are not among them.
    :param indexes: of the columns that mean something, ascending.
    :param most: how many are returned at the most; each is a fault of one row or more.
    """
    found: list[TableRegion] = []
    for each in sorted(regions):
        tall = _between(lines, first=each.first_line, last=each.last_line)
        wide = _between(indexes, first=each.first_index, last=each.last_index)
        if tall * wide > 1:
            found.append(each)
        if len(found) >= most:
            break
    return found


def _between(ascending: Sequence[int], *, first: int, last: int) -> int:
    """Return how many numbers lie from ``first`` to ``last``, both included."""
    return max(0, bisect_left(ascending, last + 1) - bisect_left(ascending, first))
