"""Cells that never start a formula in a spreadsheet program, and CSV made of them.

Every export of the portal is written here. A program may split a line at other signs than the
one it was written with (a comma here, a semicolon where commas are decimal), and then what
follows such a sign stands at the beginning of a cell, whatever quotes surround it.
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

# Programs read full-width and small signs as the plain one that each row begins with.
_SIGNS = "=＝﹦⁼₌" + "+＋﹢⁺₊" + "\\-－﹣−⁻₋" + "@＠﹫"
_SPACES = r"(?:[^\S\t\r\n]|['\ufeff\u200b])*"
_RUNS = rf"(?:^|(?<=[;\t\r\n])){{}}(?={_SPACES}[{_SIGNS}])|^{{}}(?='*[\t\r\n])"
_STARTS_FORMULA = re.compile(_RUNS.format("", ""))
_GUARDED = re.compile(_RUNS.format("'", "'"))


def guarded(cell: str) -> str:
    """Return ``cell`` with an apostrophe wherever a spreadsheet would begin to run it."""
    return _STARTS_FORMULA.sub("'", cell)


def unguarded(cell: str) -> str:
    """Return the text that ``guarded`` was given."""
    return _GUARDED.sub("", cell)


def write_csv(
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    line_end: str = "\n",
) -> str:
    """Return a CSV text with commas; every text in it is guarded against running as a formula.

    Numbers stay numbers, also negative ones; None is an empty cell, and a truth value is ``true``
    or ``false``.
    """
    written = io.StringIO()
    writer = csv.writer(written, lineterminator=line_end)
    writer.writerow([_harmless(name) for name in columns])
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return written.getvalue()


def write_csv_of(
    rows: Iterable[Mapping[str, object]], columns: Sequence[str], *, line_end: str = "\r\n"
) -> str:
    """Return CSV of rows by column name; absent columns are empty, others left out."""
    return write_csv(
        columns, ([row.get(name) for name in columns] for row in rows), line_end=line_end
    )


def _harmless(cell: object) -> object:
    if isinstance(cell, bool):
        return str(cell).lower()
    if cell is None or isinstance(cell, int | float | Decimal):
        return cell
    return guarded(str(cell))
