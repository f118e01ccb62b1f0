"""Tables of open data: CSV for programs, CSV for Indonesian spreadsheets, and workbooks.

Each form holds the same rows and columns. The second CSV has semicolons and decimal commas, as
spreadsheet programs that are set to Indonesian expect, and begins with a mark that says UTF-8.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from portal.storage.spreadsheets.cells import LOCAL_DIALECT, write_csv_of
from portal.storage.spreadsheets.templates import MIMETYPE as WORKBOOK
from portal.storage.spreadsheets.writing import (
    Cell,
    Look,
    Styled,
    WrittenSheet,
    write_workbook,
)

Row = Mapping[str, object]
DATA_SHEET, NOTES_SHEET = "Data", "Keterangan"
NOTES_WIDTHS = (22, 100)


class TableForm(StrEnum):
    """How a table is written; the value is how its address ends."""

    CSV = "csv"
    LOCAL_CSV = "id.csv"
    WORKBOOK = "xlsx"

    @property
    def mimetype(self) -> str:
        """What the answer is called on the wire."""
        return WORKBOOK if self is TableForm.WORKBOOK else "text/csv"


@dataclass(frozen=True, slots=True)
class OpenTable:
    """Rows by column name, in the order of ``columns``.

    :ivar notes: what columns mean, as rows of words; a sheet of its own in a workbook.
    """

    columns: Sequence[str]
    rows: Sequence[Row]
    notes: Sequence[Sequence[str]] = ()

    def written(self, form: TableForm) -> bytes:
        """Return the table in a form."""
        if form is TableForm.WORKBOOK:
            return _workbook(self)
        if form is TableForm.LOCAL_CSV:
            return write_csv_of(self.rows, self.columns, dialect=LOCAL_DIALECT).encode()
        return write_csv_of(self.rows, self.columns).encode()


def _workbook(table: OpenTable) -> bytes:
    sheets = [WrittenSheet(DATA_SHEET, _lines(table.columns, table.rows), is_data=True)]
    if table.notes:
        sheets.append(WrittenSheet(NOTES_SHEET, table.notes, widths=NOTES_WIDTHS, is_data=True))
    return write_workbook(sheets)


def _lines(columns: Sequence[str], rows: Iterable[Row]) -> Iterable[Sequence[Cell]]:
    yield [Styled(name, Look.HEAD) for name in columns]
    for row in rows:
        yield [_cell(row.get(name)) for name in columns]


def _cell(value: object) -> Cell:
    """Return a value as a workbook holds it: truth as in CSV, numbers as numbers."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return Decimal(repr(value))
    if value is None or isinstance(value, int | Decimal):
        return value
    return str(value)
