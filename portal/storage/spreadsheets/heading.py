"""Finds the row that names the columns, which may stand below titles."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.storage.spreadsheets.table import COUNTERS, IGNORED, Columns, GridRow, heading_key

# One known word may stand in a row of data; two in a row are a heading.
_SURE = 2


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading: its position among the rows, its texts by column, how many are known."""

    position: int
    texts: tuple[str, ...]
    known: int


class Words:
    """The headings of an import by their keys, with what they mean."""

    def __init__(self, columns: Columns) -> None:
        self._meanings = {heading_key(name): name for name in (*columns.names, *columns.marks)}
        self._meanings |= {heading_key(each): name for each, name in columns.meanings.items()}

    def meaning(self, text: str) -> str | None:
        """Return the column that a heading stands for, or None."""
        return self._meanings.get(heading_key(text))

    def is_counter(self, text: str) -> bool:
        """Return whether a column only counts the rows."""
        is_free = self.meaning(text) in (None, IGNORED)
        return is_free and heading_key(text) in COUNTERS


def find_heading(rows: Sequence[GridRow], words: Words, *, last_line: int) -> Heading | None:
    """Return the row with most known headings, the first of several; None when there is none.

    A cell of the heading that is empty takes the text of the cell above it, as in headings of
    two rows.

    :param rows: rows that are not blank, in order.
    :param last_line: the last line that is looked at, inclusive.
    """
    best: Heading | None = None
    for position, row in enumerate(rows):
        if row.line > last_line:
            break
        found = _heading(rows, position, words=words)
        if found.known > (best.known if best else 0) and _is_sure(found, rows, position=position):
            best = found
    return best


def _heading(rows: Sequence[GridRow], position: int, *, words: Words) -> Heading:
    row = rows[position]
    above: list[str] = []
    if position and rows[position - 1].line == row.line - 1:
        above = rows[position - 1].cells
    width = max(len(row.cells), len(above))
    texts = tuple(_cell(row.cells, index) or _cell(above, index) for index in range(width))
    known = sum(words.meaning(each) is not None for each in row.cells)
    return Heading(position, texts, known=known)


def _is_sure(found: Heading, rows: Sequence[GridRow], *, position: int) -> bool:
    filled = sum(bool(cell) for cell in rows[position].cells)
    return found.known >= _SURE or found.known == filled or (position == 0 and found.known > 0)


def _cell(cells: Sequence[str], index: int) -> str:
    return cells[index] if index < len(cells) else ""
