"""Cells that never start a formula in a spreadsheet program, and CSV made of them."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

_STARTS_FORMULA = re.compile(r"'*[=+\-@\t\r]")


def guarded(cell: str) -> str:
    """Return ``cell`` with an apostrophe in front when a spreadsheet would run it."""
    return f"'{cell}" if _STARTS_FORMULA.match(cell) else cell


def unguarded(cell: str) -> str:
    """Return the text that ``guarded`` was given."""
    return cell[1:] if cell.startswith("'") and _STARTS_FORMULA.match(cell) else cell


def write_csv(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a CSV text with commas; every cell is guarded against running as a formula."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([guarded(str(cell)) for cell in row] for row in rows)
    return written.getvalue()
