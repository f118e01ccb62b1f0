"""Files and folders that only the portal's own account may read, whatever the umask says."""

import contextlib
import os
import secrets
import stat
from pathlib import Path

FILE_MODE = 0o600
FOLDER_MODE = 0o700
OTHERS = stat.S_IRWXG | stat.S_IRWXO
# What SQLite keeps beside a database; both take over the mode that the database has.
BESIDE_SQLITE = ("-wal", "-shm", "-journal")


def private_folder(folder: Path, *, parents: bool = True) -> None:
    """Make ``folder`` where it is missing, and close it to others where it is open to them.

    A folder of another owner stays as it is: that owner decides about it.

    :param parents: whether folders above it are made, too. Where they hold keys that somebody may
        have taken away and will put back, what lies in a new one would be lost with it.
    :raises FileNotFoundError: when a folder above is missing and is not to be made.
    """
    folder.mkdir(mode=FOLDER_MODE, parents=parents, exist_ok=True)
    _close(folder, FOLDER_MODE)


def open_private(path: str | Path) -> int:
    """Return a handle on the file at ``path``, made where it is missing and closed to others.

    :raises OSError: when it cannot be opened for reading and writing.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT, FILE_MODE)
    _close(Path(path), FILE_MODE)
    return handle


def private_sqlite(path: str | Path) -> None:
    """Let the SQLite database at ``path``, and what lies beside it, be closed to others.

    A database that is missing is made as an empty file, which SQLite takes for its own, unless
    its folder is missing, too: connecting says so. No file is opened, for closing it again would
    give back the locks that this process has on the database.
    """
    with contextlib.suppress(OSError):
        os.mknod(path, FILE_MODE)
    for suffix in ("", *BESIDE_SQLITE):
        _close(Path(f"{path}{suffix}"), FILE_MODE)


def _close(path: Path, mode: int) -> None:
    """Take a file or folder from others; what is not of the kind that was meant stays open."""
    is_meant = stat.S_ISDIR if mode == FOLDER_MODE else stat.S_ISREG
    with contextlib.suppress(FileNotFoundError, PermissionError):
        found = path.stat().st_mode
        # A folder with this bit is one that many share, such as /tmp.
        if found & OTHERS and is_meant(found) and not found & stat.S_ISVTX:
            path.chmod(mode)


def shred(path: Path) -> None:
    """Overwrite a file, remove it, and make the removal durable; doing it twice is safe."""
    try:
        with path.open("r+b") as file:
            file.write(secrets.token_bytes(path.stat().st_size))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
    except FileNotFoundError:
        return
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make durable which files ``folder`` holds."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
