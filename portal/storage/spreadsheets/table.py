"""A table as an import gets it, and what the import says beforehand about its columns."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from portal.storage.spreadsheets.faults import RowFault

# A column of this meaning is passed over.
IGNORED = "-"
# Headings of a column that only counts the rows.
COUNTERS = frozenset({"no", "nomor", "no urut", "nomor urut", "no resp", "no responden", "#"})


@dataclass(frozen=True, slots=True)
class Columns:
    """What an import waits for.

    ``names`` are the columns it knows; ``required`` those that must be there; ``marks`` are
    further headings by which the heading's row is found although they mean nothing by
    themselves, such as ``u1``. ``meanings`` says which column a heading stands for
    (``IGNORED``: none); headings compare without regard to case, points and blanks.
    """

    names: tuple[str, ...]
    required: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    meanings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row that is not blank: its line in the file and its stripped texts by column."""

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column of the file: its heading as it stands there, its letters, and what it means.

    ``meaning`` is a name or mark that the import knows, ``IGNORED``, or empty when nobody
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
