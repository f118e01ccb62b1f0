"""The one way in for a file that somebody sends: identified by content, checked, written anew.

A separate program checks it, because it may be hostile: the kernel limits the program's time,
memory and output, and one file at a time is checked.
"""

import threading
from dataclasses import dataclass
from time import monotonic
from typing import IO

from portal.storage.files.kinds import MOST_BYTES, FileFault, FileKind, FileRefused, kind_of
from portal.storage.files.limits import BOUNDS, SECONDS
from portal.storage.own_programs import ProgramFailed, run_reader

PROGRAM = "portal.storage.files.program"
TAKEN = b"taken\n"
# Waiting for those who came before and for the program together.
WAIT_SECONDS = 2 * SECONDS
_one_at_a_time = threading.BoundedSemaphore(1)


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file that may be kept: a picture without what was in it beside the picture."""

    kind: FileKind
    content: bytes


def checked_file(
    content: bytes, *, name: str, program: str = PROGRAM, seconds: float = WAIT_SECONDS
) -> CheckedFile:
    """Return the file to keep; call it before a transaction is begun.

    :param name: as it was sent.
    :param program: the module that looks.
    :param seconds: how long to wait, for those who came before and for the program together.
    :raises FileRefused: with the reason.
    """
    kind = kind_of(content, name=name)
    latest = monotonic() + seconds
    if not _one_at_a_time.acquire(timeout=seconds):
        raise FileRefused(FileFault.BUSY)
    try:
        told = _told(content, kind=kind, program=program, seconds=latest - monotonic())
    finally:
        _one_at_a_time.release()
    if told.startswith(TAKEN):
        return CheckedFile(kind, told.removeprefix(TAKEN))
    known = {str(each).encode(): each for each in FileFault}
    raise FileRefused(known.get(told, FileFault.TOO_COSTLY))


def checked_upload(stream: IO[bytes], *, name: str) -> CheckedFile:
    """Return the file to keep of an upload, of which no more is read than may be kept.

    :raises FileRefused: with the reason.
    """
    with stream:
        content = stream.read(MOST_BYTES + 1)
    return checked_file(content, name=name)


def _told(content: bytes, *, kind: FileKind, program: str, seconds: float) -> bytes:
    arguments, most = [program, str(kind)], BOUNDS.output_bytes
    try:
        return run_reader(content, arguments=arguments, seconds=seconds, output_bytes=most)
    except ProgramFailed as error:
        raise FileRefused(FileFault.TOO_COSTLY) from error
