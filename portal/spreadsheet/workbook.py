"""The rows of the first sheet of an .xlsx workbook, as text."""

import io
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time
from importlib import import_module
from typing import Any

from portal.spreadsheet.cells import unguarded
from portal.spreadsheet.faults import SheetFaultKind, UnreadableSheet

MOST_COLUMNS = 100
MOST_UNPACKED_BYTES = 64 * 1024 * 1024
# Spreadsheet programs keep 15 digits of a number and turn the others into noughts.
EXACT_DIGITS = 15
SIGNATURE = b"PK\x03\x04"

# A workbook is a parcel of foreign files: whatever its parsers stumble over, it is broken.
# Errors in its XML are SyntaxErrors.
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
)


class LongNumber(ValueError):
    """A number has more digits than spreadsheet programs keep, so that some are lost."""


def is_workbook(content: bytes) -> bool:
    """Return whether the bytes look like a packed workbook."""
    return content.startswith(SIGNATURE)


def workbook_rows(content: bytes, *, most_rows: int) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """Return the rows of the first sheet with their numbers from 1, at most ``most_rows``.

    :raises UnreadableSheet: when the workbook is broken, or unpacks to a monster.
    """
    _check_size(content)
    try:
        with warnings.catch_warnings(action="ignore"):
            rows = _first_sheet(content, most_rows=most_rows)
    except _BROKEN as error:
        raise UnreadableSheet(SheetFaultKind.BROKEN_WORKBOOK) from error
    return enumerate(rows, start=1)


def _first_sheet(content: bytes, *, most_rows: int) -> list[tuple[Any, ...]]:
    # The library brings numpy along, which no worker that takes ratings should load.
    book = import_module("openpyxl").load_workbook(
        io.BytesIO(content), read_only=True, data_only=True
    )
    sheet = book.worksheets[0]
    sheet.reset_dimensions()
    return list(sheet.iter_rows(max_row=most_rows, max_col=MOST_COLUMNS, values_only=True))


def _check_size(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            unpacked_bytes = sum(part.file_size for part in packed.infolist())
    except _BROKEN as error:
        raise UnreadableSheet(SheetFaultKind.BROKEN_WORKBOOK) from error
    if unpacked_bytes > MOST_UNPACKED_BYTES:
        raise UnreadableSheet(SheetFaultKind.TOO_LARGE)


def cell_text(value: Any) -> str:
    """Return a cell as text; days as 2026-11-21, times as 07:30:00, whole numbers plainly.

    :raises LongNumber: when digits of a number are lost.
    """
    if value is None:
        return ""
    if isinstance(value, datetime) and value.time() == time():
        value = value.date()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int) and abs(value) >= 10**EXACT_DIGITS:
        raise LongNumber
    return unguarded(str(value).strip())
