"""Stores files, encrypted: in the database, or in a folder that the operator names.

In the database they are in one transaction with whoever refers to them, and in every backup. In a
folder a file is there whole before its row is, and goes after its row went: killed in between, the
portal leaves a file that nobody refers to and whose key nobody has; the next night takes it away.
"""

import secrets
import shutil
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from pathlib import Path

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.storage.files.limits import MOST_STORED_BYTES
from portal.storage.files.models import NAME_LENGTH, StoredContent
from portal.storage.private_files import private_folder, read_bounded, write_whole

# A disk this full takes no further file: the database on it has to go on.
FULLEST = Fraction(4, 5)
# What the row of a file in a folder holds: what is encrypted is never empty.
IN_FOLDER = b""
# So long a file may lie without its row: whoever writes it is done or was killed.
UNCLAIMED = timedelta(days=1)


class DiskNearlyFull(RuntimeError):
    """The disk is four fifths full: no further file is taken, and nothing was kept."""


class ContentGone(LookupError):
    """There is no file of this name."""


@dataclass(frozen=True, slots=True)
class FileStore:
    """Where new files go; what was kept elsewhere before is still found.

    :ivar beside: a folder on the disk whose free space counts for files in the database.
    :ivar folder: where files lie; None for the database.
    """

    beside: Path
    folder: Path | None = None

    def put(self, session: Session, content: bytes) -> str:
        """Keep encrypted bytes for the caller's transaction and return their name.

        :raises DiskNearlyFull: when no further file is taken; the transaction is over then.
        """
        if is_nearly_full(self.folder or self.beside):
            session.rollback()
            raise DiskNearlyFull(str(self.folder or self.beside))
        name = secrets.token_hex(NAME_LENGTH // 2)
        if self.folder is not None:
            private_folder(self.folder)
            write_whole(self.folder / name, content)
            content = IN_FOLDER
        session.add(StoredContent(name=name, content=content))
        session.flush()
        return name

    def content(self, session: Session, name: str) -> bytes:
        """Return encrypted bytes, wherever they lie.

        :raises ContentGone: when there are none of this name.
        """
        content = session.scalar(select(StoredContent.content).where(StoredContent.name == name))
        if content:
            return content
        if content is None or self.folder is None:
            raise ContentGone(name)
        try:
            return read_bounded(self.folder / name, most_bytes=MOST_STORED_BYTES)
        except FileNotFoundError as error:
            raise ContentGone(name) from error

    def remove_row(self, session: Session, name: str) -> None:
        """Take encrypted bytes out of the database, within the caller's transaction."""
        session.execute(delete(StoredContent).where(StoredContent.name == name))

    def remove_file(self, name: str) -> None:
        """Take encrypted bytes out of the folder, once the transaction is committed."""
        if self.folder is not None:
            (self.folder / name).unlink(missing_ok=True)

    def sweep(self, claimed: Collection[str], *, now: datetime) -> int:
        """Take away files of the folder that nobody refers to, and return how many.

        :param claimed: names that are referred to.
        """
        if self.folder is None or not self.folder.is_dir():
            return 0
        latest = (now - UNCLAIMED).timestamp()
        left = [
            each
            for each in self.folder.iterdir()
            if each.name not in claimed and each.stat().st_mtime < latest
        ]
        for each in left:
            each.unlink(missing_ok=True)
        return len(left)


def stored_names(session: Session) -> set[str]:
    """Return the names of all files that somebody refers to, wherever they lie."""
    return set(session.scalars(select(StoredContent.name)))


def is_nearly_full(folder: Path) -> bool:
    """Return whether four fifths of a disk are used, of what the portal's account may use."""
    there = next(each for each in (folder, *folder.parents) if each.exists())
    usage = shutil.disk_usage(there)
    return Fraction(usage.used, max(usage.used + usage.free, 1)) >= FULLEST
