"""A program of its own: reads one file that a stranger sent, and is gone with its memory."""

import sys
from typing import BinaryIO

from portal.storage.confining import Bounds, confine
from portal.storage.spreadsheets.extracting import extract
from portal.storage.spreadsheets.faults import RowFault, TableFaultKind, UnreadableTable
from portal.storage.spreadsheets.limits import LIMITS
from portal.storage.spreadsheets.table import Table
from portal.storage.spreadsheets.wire import read_columns, written_outcome


def answer(source: BinaryIO, target: BinaryIO, *, columns: str) -> None:
    """Read the file in ``source`` and write the table, or the refusal, to ``target``."""
    outcome: Table | RowFault
    try:
        outcome = extract(source.read(), read_columns(columns))
    except UnreadableTable as error:
        outcome = error.fault
    except MemoryError:
        outcome = RowFault(0, "", TableFaultKind.TOO_COSTLY)
    target.write(written_outcome(outcome).encode())
    target.flush()


if __name__ == "__main__":
    confine(Bounds(LIMITS.cpu_seconds, LIMITS.memory_bytes, LIMITS.output_bytes))
    answer(sys.stdin.buffer, sys.stdout.buffer, columns=sys.argv[1])
