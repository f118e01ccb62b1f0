"""A separate program that checks one file that somebody sent and then ends."""

import sys
from typing import BinaryIO

from portal.storage.confining import confine
from portal.storage.files.kinds import FileFault, FileKind, FileRefused
from portal.storage.files.limits import BOUNDS

TAKEN = b"taken\n"


def answer(source: BinaryIO, target: BinaryIO, *, kind: FileKind) -> None:
    """Read the file in ``source``; write ``taken`` and the file to keep, or the refusal."""
    # Loaded here: the libraries are large, and nothing else of the portal needs them.
    from portal.storage.files.papers import check_paper  # noqa: PLC0415 - large, in this program only
    from portal.storage.files.pictures import rewritten  # noqa: PLC0415 - large, in this program only

    content = source.read()
    try:
        if kind is FileKind.PDF:
            check_paper(content)
        else:
            content = rewritten(content, kind=kind)
    except FileRefused as refused:
        target.write(refused.fault.encode())
    except MemoryError:
        target.write(FileFault.TOO_COSTLY.encode())
    else:
        target.write(TAKEN + content)
    target.flush()


if __name__ == "__main__":
    confine(BOUNDS)
    answer(sys.stdin.buffer, sys.stdout.buffer, kind=FileKind(sys.argv[1]))
