"""Bounds how many processes and threads of a machine do a costly thing at once, by locked files."""

import fcntl
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from portal.storage.private_files import open_private, private_folder


class NoSlotFree(RuntimeError):
    """As many as are allowed are at it; asking again in a moment helps."""


@contextmanager
def slot(folder: Path, names: Sequence[str]) -> Iterator[None]:
    """Hold the first free one of the files ``names`` in ``folder`` while the block runs.

    Nobody waits: a request that waits would hold a worker.

    :raises NoSlotFree: when all are held.
    """
    private_folder(folder)
    handle = _first_free(folder, names)
    if handle is None:
        raise NoSlotFree("as many as are allowed are at it")
    try:
        yield
    finally:
        os.close(handle)


def _first_free(folder: Path, names: Sequence[str]) -> int | None:
    for name in names:
        handle = open_private(folder / name)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
        else:
            return handle
    return None


# What staff let be drawn; the public reports have a slot of their own.
STAFF_FOLDER = "drawing"
STAFF_SLOTS = ("first.lock", "second.lock")


@contextmanager
def staff_drawing(instance: Path) -> Iterator[None]:
    """Hold one of the machine's two slots for PDFs that staff ask for.

    :raises NoSlotFree: when both are held.
    """
    with slot(instance / STAFF_FOLDER, STAFF_SLOTS):
        yield
