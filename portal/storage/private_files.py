"""Files and folders that only the portal's own account may read, whatever the umask says."""

import contextlib
import errno
import os
import secrets
import stat
from pathlib import Path

FILE_MODE = 0o600
FOLDER_MODE = 0o700
# A key file holds a few keys of 32 bytes, those before a change included.
KEY_FILE_BYTES = 64 * 1024
OTHERS = stat.S_IRWXG | stat.S_IRWXO


def private_folder(folder: Path, *, parents: bool = True) -> None:
    """Make ``folder`` where it is missing, and close it to others where it is open to them.

    A folder of another owner stays as it is: that owner decides about it.

    :param parents: whether folders above it are made, too. Where they hold keys that somebody may
        have taken away and will put back, what lies in a new one would be lost with it.
    :raises FileNotFoundError: when a folder above is missing and is not to be made.
    """
    folder.mkdir(mode=FOLDER_MODE, parents=parents, exist_ok=True)
    close_to_others(folder, FOLDER_MODE)


class FolderAway(RuntimeError):
    """A folder of what lasts is not there: its disk is not mounted, or a setting is wrong."""


def lasting_folder(folder: Path, *, is_first: bool) -> None:
    """Let the folder of what lasts be there and closed to others; made for the first use only.

    What lay in it before may come back: whoever puts the folder back would replace one that was
    made meanwhile, with all that it holds.

    :param is_first: whether nothing that belongs into it was ever made.
    :raises FolderAway: when it is missing and not to be made.
    """
    if is_first:
        private_folder(folder)
    elif not folder.is_dir():
        raise FolderAway("the folder is not there, and none is made in its place")
    else:
        close_to_others(folder, FOLDER_MODE)


def write_whole(path: Path, content: bytes) -> None:
    """Put ``content`` at ``path`` so that after a power cut it is there whole or not at all.

    Its folder must be there.
    """
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.rename(path)
    sync_folder(path.parent)


def read_bounded(path: Path, *, most_bytes: int) -> bytes:
    """Return what the file at ``path`` holds; only a plain file of so few bytes is read.

    A pipe or a device would never end, and a file without bound would take all memory.

    :param most_bytes: the most that is returned.
    :raises OSError: when it is missing or not readable; EINVAL where it is no plain file or larger.
    """
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(errno.EINVAL, "not a plain file", path.name)
        content = file.read(most_bytes + 1)
    if len(content) > most_bytes:
        raise OSError(errno.EINVAL, "larger than it can be", path.name)
    return content


def open_private(path: str | Path) -> int:
    """Return a handle on the file at ``path``, made where it is missing and closed to others.

    :raises OSError: when it cannot be opened for reading and writing.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT, FILE_MODE)
    close_to_others(Path(path), FILE_MODE)
    return handle


def close_to_others(path: Path, mode: int) -> None:
    """Take a file or folder from others, where its owner is who runs.

    What is not of the kind that was meant stays open.
    """
    is_meant = stat.S_ISDIR if mode == FOLDER_MODE else stat.S_ISREG
    with contextlib.suppress(FileNotFoundError, PermissionError):
        found = path.stat().st_mode
        if found & OTHERS and is_meant(found):
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
