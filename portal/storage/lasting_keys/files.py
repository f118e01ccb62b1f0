"""Files of lasting keys: checked when read, made once, replaced atomically."""

import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path

from portal.storage.lasting_keys.domain import KeyName, KeyState, KeyUnusable
from portal.storage.private_files import KEY_FILE_BYTES, read_bounded

MODE = 0o600
OTHERS = 0o077
ROOT = 0


def read_key_file(name: KeyName, path: Path) -> bytes:
    """Return what the key file ``path`` holds.

    Only a file that holds a key's few bytes is opened: a pipe, or a device, would never end.

    :raises KeyUnusable: when it is missing, of another owner, open to others or not readable.
    """
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise KeyUnusable(name, KeyState.UNREADABLE)
        if status.st_size > KEY_FILE_BYTES:
            raise KeyUnusable(name, KeyState.DAMAGED)
        if os.geteuid() not in {ROOT, status.st_uid}:
            raise KeyUnusable(name, KeyState.UNREADABLE)
        if stat.S_IMODE(status.st_mode) & OTHERS:
            raise KeyUnusable(name, KeyState.OPEN)
        return read_bounded(path, most_bytes=KEY_FILE_BYTES)
    except FileNotFoundError as error:
        raise KeyUnusable(name, KeyState.MISSING) from error
    except OSError as error:
        raise KeyUnusable(name, KeyState.UNREADABLE) from error


def make_key_file(path: Path, content: bytes) -> None:
    """Put ``content`` at ``path`` unless a file is there; of two at once the first wins.

    Its folder is not made here.
    """
    draft = _draft(path, content)
    try:
        with suppress(FileExistsError):
            os.link(draft, path)
    finally:
        draft.unlink()
    _sync_folder(path.parent)


def replace_key_file(path: Path, content: bytes) -> None:
    """Put ``content`` at ``path``: after a power cut the old or the new file is there, whole."""
    draft = _draft(path, content)
    status = path.stat() if path.exists() else None
    if status is not None and os.geteuid() == ROOT:
        # Root rotates a key that the portal's own user has to read.
        os.chown(draft, status.st_uid, status.st_gid)
    draft.rename(path)
    _sync_folder(path.parent)


def _draft(path: Path, content: bytes) -> Path:
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, MODE), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return draft


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
