"""A sheet of an official form that is being laid out: rows of cells and what is merged."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from portal.storage.spreadsheets.table import column_letters
from portal.storage.spreadsheets.writing import Cell, Look, Styled, WrittenSheet


@dataclass
class Layout:
    """A sheet of a number of columns, filled from top to bottom.

    :ivar width: how many columns it has.
    """

    name: str
    width: int
    widths: Sequence[int]
    is_wide: bool = False
    rows: list[list[Cell]] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)

    def line(self, text: str, *, look: Look = Look.BOLD) -> None:
        """Add one text over the full width."""
        self.row([text] + [""] * (self.width - 1), look=look)
        self.merge(0, self.width - 1)

    def blank(self) -> None:
        """Add an empty line."""
        self.rows.append([])

    def row(self, texts: Sequence[str], *, look: Look = Look.PLAIN) -> None:
        """Add a row of texts, all with one look."""
        self.rows.append([Styled(text, look) for text in texts])

    def merge(self, first: int, last: int, *, height: int = 1) -> None:
        """Merge columns ``first`` to ``last``, both inclusive, of the last ``height`` rows."""
        bottom = len(self.rows)
        if last > first or height > 1:
            top = bottom - height + 1
            self.merged.append(f"{column_letters(first)}{top}:{column_letters(last)}{bottom}")

    def sheet(self) -> WrittenSheet:
        """Return the sheet."""
        return WrittenSheet(self.name, self.rows, self.merged, self.widths, self.is_wide)


def numbered(count: int) -> list[str]:
    """Return the row of column numbers that stands under the heads: ``(1)``, ``(2)``."""
    return [f"({each})" for each in range(1, count + 1)]
