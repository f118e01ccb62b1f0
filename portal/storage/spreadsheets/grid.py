"""Cells as they stand in a file, before anything knows which of them is the heading."""

from dataclasses import dataclass, field

from portal.storage.spreadsheets.table import TableFaultKind


@dataclass(frozen=True, slots=True, order=True)
class Region:
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
    merged: list[Region] = field(default_factory=list)


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
