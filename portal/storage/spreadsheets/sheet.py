"""The cells of one sheet of a workbook as text, row by row, within bounds."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import isfinite

from portal.storage.spreadsheets.cells import unguarded
from portal.storage.spreadsheets.limits import TableLimits
from portal.storage.spreadsheets.markup import Attributes, MarkupReader
from portal.storage.spreadsheets.styles import moment_text
from portal.storage.spreadsheets.table import (
    GridRow,
    TableFaultKind,
    TableRegion,
    UnreadableTable,
    column_index,
    column_letters,
    region,
    unreadable,
)

# Spreadsheet programs keep 15 digits of a number and turn the others into noughts.
EXACT_DIGITS = 15
_TRUE = frozenset({"1", "true"})


class SheetEnded(Exception):
    """As many lines were read as were asked for."""


@dataclass(frozen=True, slots=True)
class Book:
    """What the cells of every sheet refer to: shared texts, styles of days, the first day."""

    texts: Sequence[str]
    dates: frozenset[str]
    is_from_1904: bool


class NumberLostDigits(ValueError):
    """A number has more digits than spreadsheet programs keep."""


class SheetReader(MarkupReader):
    """Collects the rows of a sheet that are not blank; ``last_line`` ends it early.

    Rows, and empty cells that only carry a format, count among the cells, not among the columns.
    """

    def __init__(
        self, name: str, book: Book, *, limits: TableLimits, last_line: int | None = None
    ) -> None:
        super().__init__()
        self.rows: list[GridRow] = []
        self.merged: list[TableRegion] = []
        self._name, self._book, self._limits, self._last_line = name, book, limits, last_line
        self._line = self._count = self._characters = 0
        self._is_hidden = self._is_inside_row = False
        self._row: dict[int, str] = {}
        self._bad: dict[int, TableFaultKind] = {}
        self._index = -1
        self._kind = self._style = ""
        self._value: str | None = None
        self._inline: list[str] = []
        self._has_formula = self._is_phonetic = False
        self.starts = {
            "row": self._begin_row,
            "c": self._begin_cell,
            "v": self.collect,
            "t": self._begin_text,
            "f": self._formula,
            "rPh": self._begin_phonetic,
            "mergeCell": self._merge,
        }
        self.ends = {
            "row": self._end_row,
            "c": self._end_cell,
            "v": self._end_value,
            "t": self._end_text,
            "rPh": self._end_phonetic,
        }

    def _count_one(self) -> None:
        self._count += 1
        if self._count > self._limits.cells:
            raise self._refusal(TableFaultKind.TOO_MANY_CELLS, self._limits.cells)

    def _merge(self, attributes: Attributes) -> None:
        self._count_one()
        found = region(attributes.get("ref", ""))
        if found is not None:
            self.merged.append(found)

    def _begin_row(self, attributes: Attributes) -> None:
        self._count_one()
        number = attributes.get("r", "")
        self._line = int(number) if number.isdecimal() else self._line + 1
        if self._last_line is not None and self._line > self._last_line:
            raise SheetEnded
        self._is_hidden = attributes.get("hidden", "") in _TRUE
        self._row, self._bad, self._index = {}, {}, -1

    def _end_row(self) -> None:
        if not self._row and not self._bad:
            return
        width = max((*self._row, *self._bad)) + 1
        cells = [""] * width
        for index, text in self._row.items():
            cells[index] = text
        self.rows.append(GridRow(self._line, cells, self._is_hidden, self._bad))
        if len(self.rows) > self._limits.lines:
            raise self._refusal(TableFaultKind.TOO_MANY_ROWS, self._limits.rows)

    def _begin_cell(self, attributes: Attributes) -> None:
        self._count_one()
        index = column_index(attributes.get("r", ""))
        self._index = self._index + 1 if index is None else index
        self._kind = attributes.get("t", "n")
        self._style = attributes.get("s", "0")
        self._value, self._has_formula = None, False
        self._inline.clear()

    def _formula(self, _: Attributes) -> None:
        self._has_formula = True

    def _end_value(self) -> None:
        self._value = self.take_text()

    def _begin_text(self, _: Attributes) -> None:
        self.is_collecting = not self._is_phonetic

    def _end_text(self) -> None:
        self._inline.append(self.take_text())

    def _begin_phonetic(self, _: Attributes) -> None:
        self._is_phonetic = True

    def _end_phonetic(self) -> None:
        self._is_phonetic = False

    def _end_cell(self) -> None:
        # A formula that gave an empty text has an empty value; without any it was not calculated.
        is_text = self._kind == "str" and self._value is not None
        if self._has_formula and not self._value and not is_text:
            self._keep_bad(TableFaultKind.FORMULA_WITHOUT_VALUE)
        elif self._kind == "e":
            self._keep_bad(TableFaultKind.ERROR_VALUE)
        else:
            try:
                self._keep(self._text())
            except NumberLostDigits:
                self._keep_bad(TableFaultKind.LONG_NUMBER)

    def _text(self) -> str:
        if self._kind == "inlineStr":
            return "".join(self._inline)
        value = self._value or ""
        if self._kind == "s":
            return self._shared_text(value.strip()) if value else ""
        if self._kind == "b":
            return "TRUE" if value.strip() in _TRUE else "FALSE"
        if self._kind == "n" and value.strip():
            is_date = self._style in self._book.dates
            return self._number(value, is_date=is_date)
        return value

    def _shared_text(self, index: str) -> str:
        if not index.isdecimal():
            raise ValueError(index)
        return self._book.texts[int(index)]

    def _number(self, value: str, *, is_date: bool) -> str:
        if is_date:
            moment = moment_text(float(value), is_from_1904=self._book.is_from_1904)
            if moment is not None:
                return moment
        return number_text(value)

    def _keep(self, text: str) -> None:
        text = unguarded(text.strip())
        if not text:
            return
        self._check_column()
        self._characters += len(text)
        if len(text) > self._limits.cell_characters:
            raise self._refusal(TableFaultKind.LONG_CELL, self._limits.cell_characters)
        if self._characters > self._limits.characters:
            raise self._refusal(TableFaultKind.TOO_MANY_BYTES, self._limits.characters)
        self._row[self._index] = text

    def _keep_bad(self, kind: TableFaultKind) -> None:
        self._check_column()
        self._bad[self._index] = kind

    def _check_column(self) -> None:
        if self._index >= self._limits.columns:
            raise self._refusal(TableFaultKind.TOO_MANY_COLUMNS, self._limits.columns)

    def _refusal(self, kind: TableFaultKind, most: int) -> UnreadableTable:
        cell = f"{column_letters(self._index)}{self._line}" if self._index >= 0 else ""
        return unreadable(kind, str(most), line=self._line, sheet=self._name, cell=cell)


def number_text(value: str) -> str:
    """Return a stored number by its value: ``29`` for 29.0, the shortest decimals otherwise.

    :raises NumberLostDigits: for a whole number beyond 15 digits.
    :raises ValueError: when it is no finite number.
    """
    number = float(value)
    if not isfinite(number):
        raise ValueError(value)
    if number.is_integer():
        if abs(number) >= 10**EXACT_DIGITS:
            raise NumberLostDigits
        return str(int(number))
    return format(Decimal(repr(number)), "f")
