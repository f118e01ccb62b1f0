"""A program of its own: reads one file that a stranger sent, and is gone with its memory."""

import resource
import sys
from typing import BinaryIO

from portal.storage.spreadsheets.extracting import extract
from portal.storage.spreadsheets.faults import RowFault, TableFaultKind, UnreadableTable
from portal.storage.spreadsheets.limits import LIMITS, Limits
from portal.storage.spreadsheets.table import Table
from portal.storage.spreadsheets.wire import read_columns, written_outcome


def confine(limits: Limits) -> None:
    """Let the kernel end this process when it takes too much time, memory or space."""
    bounds = {
        resource.RLIMIT_CPU: limits.cpu_seconds,
        resource.RLIMIT_AS: limits.memory_bytes,
        resource.RLIMIT_FSIZE: limits.output_bytes,
        resource.RLIMIT_CORE: 0,
    }
    for kind, bound in bounds.items():
        resource.setrlimit(kind, (bound, bound))


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
    confine(LIMITS)
    answer(sys.stdin.buffer, sys.stdout.buffer, columns=sys.argv[1])
