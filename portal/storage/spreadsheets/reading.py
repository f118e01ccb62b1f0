"""The one reader of tables that people send: every import calls ``read_table``.

A program of its own parses the file, because a stranger wrote it: the kernel bounds its time,
memory and output, and a web worker has nothing but the finished table in its memory.
"""

import threading
from collections.abc import Callable
from json import JSONDecodeError
from time import monotonic
from typing import TypeVar

from portal.storage.own_programs import ProgramFailed, run_reader
from portal.storage.spreadsheets.limits import LIMITS
from portal.storage.spreadsheets.table import (
    Columns,
    RowFault,
    Sheets,
    Table,
    TableFaultKind,
    TableRow,
    unreadable,
)
from portal.storage.spreadsheets.wire import (
    SHEETS,
    read_outcome,
    read_written_sheets,
    written_columns,
)

Read = TypeVar("Read")
PROGRAM = "portal.storage.spreadsheets.program"
# A process reads one file at a time; who comes meanwhile waits this long.
_one_at_a_time = threading.BoundedSemaphore(1)


def read_table(
    content: bytes, columns: Columns, *, program: str = PROGRAM, seconds: float = LIMITS.seconds
) -> Table:
    """Return the table in a CSV, TSV or .xlsx file; call it before a transaction is begun.

    :param columns: what the import waits for.
    :param program: the module that reads.
    :param seconds: how long to wait, for those who came before and for the program together.
    :raises UnreadableTable: when the file is refused as a whole; its ``fault`` says why.
    """
    asked = written_columns(columns)
    return _answer(content, asked, read=read_outcome, program=program, seconds=seconds)


def read_sheets(content: bytes, *, program: str = PROGRAM) -> Sheets:
    """Return every visible sheet of an .xlsx file, or the one of a text file, cell by cell.

    For forms, in which no row names the columns. Call it before a transaction is begun.

    :raises UnreadableTable: when the file is refused as a whole; its ``fault`` says why.
    """
    return _answer(
        content, SHEETS, read=read_written_sheets, program=program, seconds=LIMITS.seconds
    )


def _answer(
    content: bytes, asked: str, *, read: Callable[[str], Read], program: str, seconds: float
) -> Read:
    latest = monotonic() + seconds
    if not _one_at_a_time.acquire(timeout=seconds):
        raise unreadable(TableFaultKind.BUSY)
    try:
        left = latest - monotonic()
        return read(_outcome(content, asked, program=program, seconds=left))
    except (UnicodeDecodeError, JSONDecodeError) as error:
        # The kernel stops writing at the bound, and the program need not notice.
        raise unreadable(TableFaultKind.TOO_COSTLY) from error
    finally:
        _one_at_a_time.release()


def _outcome(content: bytes, asked: str, *, program: str, seconds: float) -> str:
    arguments, most = [program, asked], LIMITS.output_bytes
    try:
        told = run_reader(content, arguments=arguments, seconds=seconds, output_bytes=most)
    except ProgramFailed as error:
        raise unreadable(TableFaultKind.TOO_COSTLY) from error
    return told.decode()


def read_rows(
    table: Table, read: Callable[[TableRow], Read | list[RowFault]]
) -> tuple[list[Read], list[RowFault]]:
    """Return what ``read`` makes of the rows, and all faults, the table's own included.

    A row that the table itself refuses (hidden, merged, with a cell too many) is not among them,
    and no row is where two columns have one meaning: nobody knows which one was meant.
    From ``Limits.faults`` faults on no further row is read; the last fault says so.
    """
    found: list[Read] = []
    faults = list(table.faults)
    refused = {fault.line for fault in faults}
    is_certain = all(each.kind is not TableFaultKind.REPEATED_COLUMN for each in faults)
    for row in table.rows:
        if len(faults) >= LIMITS.faults:
            faults.append(RowFault(row.line, "", TableFaultKind.FURTHER_ROWS))
            break
        outcome = read(row)
        if isinstance(outcome, list):
            faults.extend(map(table.placed, outcome))
        elif is_certain and row.line not in refused:
            found.append(outcome)
    return found, faults
