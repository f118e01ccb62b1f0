"""Public PDFs on disk: each content is drawn once, and one report at a time."""

import hashlib
import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from portal.publication.reports.content import Audience, Report
from portal.publication.reports.encoding import report_json
from portal.storage.private_files import open_private
from portal.storage.slots import NoSlotFree, slot

FOLDER = "reports"
LOCK = ".lock"
MOST_FILES = 1000


class ReportCacheBusy(RuntimeError):
    """Another report is being drawn; asking again in a moment helps."""


class OfficialReportNotCached(ValueError):
    """An official report with exact figures is never stored on disk."""


@dataclass(frozen=True, slots=True)
class ReportCache:
    """A folder of PDFs, each named by the digest of its report and of what draws it."""

    folder: Path
    draw: Callable[[Report], bytes]
    most_files: int = MOST_FILES

    def pdf(self, report: Report) -> Path:
        """Return the file of a public report, drawn when it is not there yet.

        :raises OfficialReportNotCached: for an official report.
        :raises ReportCacheBusy: while another one is drawn.
        """
        if report.edition is not Audience.PUBLIC:
            raise OfficialReportNotCached("official reports are drawn for whoever opens them")
        path = self.folder / f"{digest_of(report)}.pdf"
        if not path.exists():
            try:
                with slot(self.folder, [LOCK]):
                    # Whoever held it before may have drawn just this one.
                    if not path.exists():
                        _put(path, self.draw(report))
            except NoSlotFree as error:
                raise ReportCacheBusy("another report is being drawn") from error
            self._remove_old()
        return path

    def _remove_old(self) -> None:
        """Remove the files drawn first, so that old editions do not fill the disk."""
        files = sorted(self.folder.glob("*.pdf"), key=_drawn_at, reverse=True)
        for path in files[self.most_files :]:
            path.unlink(missing_ok=True)


def digest_of(report: Report) -> str:
    """Return what names a report's PDF: a change of its figures or of the drawing changes it."""
    return hashlib.sha256(f"{_drawing()}{report.look}{report_json(report)}".encode()).hexdigest()


@cache
def _drawing() -> str:
    """Return a digest of the code that draws, so that an update draws anew."""
    sources = sorted(Path(__file__).parent.rglob("*.py"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()


def _drawn_at(path: Path) -> float:
    """Return when a file was written; one that another process removed meanwhile is the oldest."""
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return 0.0


def _put(path: Path, body: bytes) -> None:
    """Write ``body`` to ``path`` atomically."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(open_private(draft), "wb") as file:
        file.write(body)
    draft.replace(path)
