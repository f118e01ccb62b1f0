"""Cells that never start a formula in a spreadsheet program, and CSV made of them.

Every export of the portal is written here. A program may split a line at other signs than the
one it was written with (a comma here, a semicolon where commas are decimal), and then what
follows such a sign stands at the beginning of a cell, whatever quotes surround it.
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class CsvDialect:
    """How a CSV text is written.

    :ivar decimal: what stands between a number's units and its tenths.
    :ivar begins: what the text begins with, such as a mark of its encoding.
    """

    delimiter: str = ","
    line_end: str = "\n"
    decimal: str = "."
    begins: str = ""


UNIX_DIALECT = CsvDialect()
#: RFC 4180: what programs read.
PLAIN_DIALECT = CsvDialect(line_end="\r\n")
#: What spreadsheet programs open by a double click where commas are decimal, as in Indonesia.
LOCAL_DIALECT = CsvDialect(delimiter=";", line_end="\r\n", decimal=",", begins="\ufeff")


def write_csv(
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    dialect: CsvDialect = UNIX_DIALECT,
) -> str:
    """Return a CSV text; every text in it is guarded against running as a formula.

    Numbers stay numbers, also negative ones; None is an empty cell, and a truth value is ``true``
    or ``false``.
    """
    written = io.StringIO()
    written.write(dialect.begins)
    writer = csv.writer(written, delimiter=dialect.delimiter, lineterminator=dialect.line_end)
    writer.writerow([_harmless(name, dialect.decimal) for name in columns])
    writer.writerows([_harmless(cell, dialect.decimal) for cell in row] for row in rows)
    return written.getvalue()


def write_csv_of(
    rows: Iterable[Mapping[str, object]],
    columns: Sequence[str],
    *,
    dialect: CsvDialect = PLAIN_DIALECT,
) -> str:
    """Return CSV of rows by column name; absent columns are empty, others left out."""
    return write_csv(
        columns, ([row.get(name) for name in columns] for row in rows), dialect=dialect
    )


def _harmless(cell: object, decimal: str) -> object:
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float | Decimal) and decimal != ".":
        return str(cell).replace(".", decimal)
    if cell is None or isinstance(cell, int | float | Decimal):
        return cell
    return guarded(str(cell))
