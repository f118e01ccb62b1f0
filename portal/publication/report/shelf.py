"""Public PDFs on disk, drawn once for what they say, and one at a time however many ask."""

import contextlib
import fcntl
import hashlib
import os
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from portal.private_files import open_private, private_folder
from portal.publication.report.content import Edition, Report
from portal.publication.report.encoding import report_json

FOLDER = "reports"
LOCK = ".lock"


class ShelfBusy(RuntimeError):
    """Another report is being drawn; asking again in a moment helps."""


class NotForTheShelf(ValueError):
    """Exact figures are never laid on a disk."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """A folder of PDFs, each named by the digest of its report and of what draws it."""

    folder: Path
    draw: Callable[[Report], bytes]

    def pdf(self, report: Report) -> Path:
        """Return the file of a public report, drawn when it is not there yet.

        :raises NotForTheShelf: for an official report.
        :raises ShelfBusy: while another one is drawn.
        """
        if report.edition is not Edition.PUBLIC:
            raise NotForTheShelf("official reports are drawn for whoever opens them")
        path = self.folder / f"{digest_of(report)}.pdf"
        if not path.exists():
            with _turn(self.folder):
                _put(path, self.draw(report))
        return path


def digest_of(report: Report) -> str:
    """Return what names a report's PDF: a change of its figures or of the drawing changes it."""
    return hashlib.sha256(f"{_drawing()}{report_json(report)}".encode()).hexdigest()


@cache
def _drawing() -> str:
    """Return a digest of the code that draws, so that an update draws anew."""
    sources = sorted(Path(__file__).parent.rglob("*.py"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()


@contextlib.contextmanager
def _turn(folder: Path) -> Iterator[None]:
    """Take the one turn there is on this machine, or refuse at once: nobody waits in a worker."""
    private_folder(folder)
    lock = open_private(folder / LOCK)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        raise ShelfBusy("another report is being drawn") from error
    finally:
        os.close(lock)


def _put(path: Path, body: bytes) -> None:
    """Lay ``body`` at ``path`` whole or not at all."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(open_private(draft), "wb") as file:
        file.write(body)
    draft.replace(path)
