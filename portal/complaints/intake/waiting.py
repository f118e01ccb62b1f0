"""Stores complaints until the night: files of one size in the folder of keys, in no order.

A row of the database would stand in its log, in a backup and among its transactions beside the
ticket that its writer spent a minute before. A file is in none of them.
"""

import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

from portal.storage.private_files import FILE_MODE, private_folder, read_bounded, shred, sync_folder

FOLDER = "waiting-complaints"
SUFFIX = ".box"
# A written complaint is a few thousand characters.
MOST_BYTES = 1024 * 1024


class CannotBeKept(RuntimeError):
    """The disk does not take a complaint, so that none was accepted."""


@dataclass(frozen=True, slots=True)
class WaitingComplaints:
    """The waiting complaints in ``folder``, each a file that its name does not tie to a row."""

    folder: Path

    @classmethod
    def beside_keys(cls, keys_dir: Path) -> "WaitingComplaints":
        """Return what waits in the folder that is kept out of backups and of the database."""
        return cls(keys_dir / FOLDER)

    def put(self, name: str, content: bytes, *, day: date) -> None:
        """Keep ``content`` durably; what is kept under the name already stays.

        The file's own time says the day and no more. Nothing is kept while the folder of keys is
        away: whoever puts it back would replace what was made in its place.

        :raises CannotBeKept: when it cannot be written; nothing is kept then.
        """
        draft = self.folder / f".{secrets.token_hex(8)}"
        try:
            private_folder(self.folder, parents=False)
            try:
                _write(draft, content, day=day)
                with suppress(FileExistsError):
                    os.link(draft, self._path(name))
            finally:
                draft.unlink(missing_ok=True)
            sync_folder(self.folder)
        except OSError as error:
            raise CannotBeKept from error

    def has(self, name: str) -> bool:
        """Return whether something waits under ``name``."""
        return self._path(name).exists()

    def names(self) -> list[str]:
        """Return the names of all that waits, in the order of the names."""
        return sorted(path.stem for path in self.folder.glob(f"*{SUFFIX}"))

    def read(self, name: str) -> bytes:
        """Return what waits under ``name``."""
        return read_bounded(self._path(name), most_bytes=MOST_BYTES)

    def remove(self, name: str) -> None:
        """Overwrite and remove what waited under ``name``; doing it twice is safe."""
        shred(self._path(name))

    def clear_drafts(self, *, before: datetime) -> None:
        """Destroy what a crash left half written before a moment; nothing of it was accepted."""
        for draft in self.folder.glob(".*"):
            if draft.stat().st_ctime < before.timestamp():
                shred(draft)

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}{SUFFIX}"


def _write(path: Path, content: bytes, *, day: date) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE), "wb") as file:
        file.write(content)
        file.flush()
        at = datetime.combine(day, time(), tzinfo=UTC).timestamp()
        os.utime(file.fileno(), (at, at))
        os.fsync(file.fileno())
