"""A program of its own: reads one file that a stranger sent, and is gone with its memory."""

import sys
from typing import BinaryIO

from portal.storage.confining import Bounds, confine
from portal.storage.spreadsheets.extracting import extract, extract_sheets
from portal.storage.spreadsheets.limits import LIMITS
from portal.storage.spreadsheets.table import RowFault, TableFaultKind, UnreadableTable
from portal.storage.spreadsheets.wire import SHEETS, read_columns, written_outcome, written_sheets


def answer(source: BinaryIO, target: BinaryIO, *, columns: str) -> None:
    """Read the file in ``source`` and write what is asked of it, or the refusal, to ``target``.

    :param columns: what a table is waited for with, or ``SHEETS`` for every sheet.
    """
    try:
        text = _read(source.read(), columns)
    except UnreadableTable as error:
        text = written_outcome(error.fault)
    except MemoryError:
        text = written_outcome(RowFault(0, "", TableFaultKind.TOO_COSTLY))
    target.write(text.encode())
    target.flush()


def _read(content: bytes, columns: str) -> str:
    if columns == SHEETS:
        return written_sheets(extract_sheets(content))
    return written_outcome(extract(content, read_columns(columns)))


if __name__ == "__main__":
    confine(Bounds(LIMITS.cpu_seconds, LIMITS.memory_bytes, LIMITS.output_bytes))
    answer(sys.stdin.buffer, sys.stdout.buffer, columns=sys.argv[1])
