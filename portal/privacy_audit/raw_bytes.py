"""Where a row's key stands in the files themselves: live rows, dead rows, indexes, free pages."""

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

import numpy as np
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.orm import Session

SQLITE_PAGE = 4096
POSTGRESQL_PAGE = 8192
CHUNK = 1 << 22
PREFIX = 8
_FILES = text(
    "SELECT pg_relation_filepath(c.oid) FROM pg_class c WHERE c.oid = cast(:table AS regclass) "
    "UNION SELECT pg_relation_filepath(indexrelid) FROM pg_index "
    "WHERE indrelid = cast(:table AS regclass)"
)
_WHOLE_FILE = text("SELECT pg_read_binary_file(:path)")


class FilesUnreadable(RuntimeError):
    """The database's user may not read the server's files, so this attack cannot be made."""


def places(content: bytes, keys: Collection[bytes]) -> dict[bytes, list[int]]:
    """Return every place, in ascending order, at which each of ``keys`` stands in ``content``.

    :param keys: each of at least eight bytes; two may not share their first eight.
    """
    found: dict[bytes, list[int]] = {key: [] for key in keys}
    if not keys or len(content) < PREFIX:
        return found
    by_prefix = {int.from_bytes(key[:PREFIX], "little"): key for key in keys}
    prefixes = np.array(sorted(by_prefix), dtype=np.uint64)
    for start in range(0, len(content), CHUNK):
        chunk = content[start : start + CHUNK + PREFIX - 1]
        for place in _hits(chunk, prefixes):
            key = by_prefix[int.from_bytes(chunk[place : place + PREFIX], "little")]
            if content.startswith(key, start + place):
                found[key].append(start + place)
    return found


def _hits(chunk: bytes, prefixes: "np.ndarray[tuple[int], np.dtype[np.uint64]]") -> list[int]:
    windows = len(chunk) - PREFIX + 1
    if windows <= 0:
        return []
    single = np.frombuffer(chunk, dtype=np.uint8)
    begins = single[:windows].astype(np.uint32) | single[1 : windows + 1].astype(np.uint32) << 8
    wanted = np.zeros(1 << 16, dtype=bool)
    wanted[(prefixes & np.uint64(0xFFFF)).astype(np.uint32)] = True
    candidates = np.flatnonzero(wanted[begins])
    values = np.zeros(len(candidates), dtype=np.uint64)
    for byte in range(PREFIX):
        values |= single[candidates + byte].astype(np.uint64) << np.uint64(8 * byte)
    nearest = np.searchsorted(prefixes, values).clip(max=len(prefixes) - 1)
    hits: list[int] = candidates[prefixes[nearest] == values].tolist()
    return hits


def files_of(session: Session, table: str) -> Iterator[tuple[str, bytes]]:
    """Give the files in which rows of ``table`` lie or lay, each with a name for people.

    On SQLite the database and its write-ahead log, which hold all tables; on PostgreSQL the
    heap of the table and each of its indexes, as they are after a checkpoint.

    :raises FilesUnreadable: on PostgreSQL when the user is no superuser.
    """
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        path = Path(str(connection.engine.url.database))
        for name, file in (("file", path), ("log", path.with_name(path.name + "-wal"))):
            if file.exists():
                yield name, file.read_bytes()
        return
    try:
        for number, path in enumerate(session.scalars(_FILES, {"table": table}).all()):
            yield f"file {number}", bytes(session.scalar(_WHOLE_FILE, {"path": path}) or b"")
    except ProgrammingError as error:
        session.rollback()
        raise FilesUnreadable("reading the server's files takes a superuser") from error


def raw_traces(
    files: Mapping[str, bytes], keys: Collection[bytes], *, page: int
) -> dict[bytes, dict[str, int]]:
    """Return, by key, what its first and its last place in each file tell of the order.

    Both databases fill a page from its end: within a page, what lies further back came earlier,
    also where a sorted index hides the order of arrival from every query.

    :param page: bytes of a page.
    """
    traces: dict[bytes, dict[str, int]] = {key: {} for key in keys}
    for name, content in files.items():
        for key, found in places(content, keys).items():
            for which, place in zip(("first", "last"), (found[:1], found[-1:]), strict=True):
                if place:
                    number, offset = divmod(place[0], page)
                    traces[key][f"{which} in {name}"] = number * page + page - offset
                    traces[key][f"{which} in a page of {name}"] = page - offset
    return traces
