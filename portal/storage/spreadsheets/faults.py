"""What can be wrong with a table that somebody sends, with its place: file, sheet, row, column."""

from dataclasses import dataclass
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
