"""Files between preview and confirmation: stored an hour, for the person who sent them."""

import os
import re
import secrets
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from portal.storage.private_files import private_folder, read_bounded
from portal.storage.validity import is_running

FOLDER = "uploads"
KEPT_FOR = timedelta(hours=1)
TOKEN_BYTES = 16
# Twice what a page takes.
MOST_BYTES = 16 * 1024 * 1024
_TOKEN = re.compile(rf"[0-9a-f]{{{2 * TOKEN_BYTES}}}")


class UploadGone(LookupError):
    """There is no such file of this person, or its hour is over."""


def keep_upload(instance: Path, content: bytes, *, account_id: int, now: datetime) -> str:
    """Keep ``content`` below ``instance`` and return the token it is asked back with.

    Files whose hour is over are taken away on the way.
    """
    folder = instance / FOLDER
    private_folder(folder)
    for path in folder.iterdir():
        if _is_over(path, now):
            path.unlink(missing_ok=True)
    token = secrets.token_hex(TOKEN_BYTES)
    path = _path(instance, token, account_id=account_id)
    path.touch(mode=0o600)
    path.write_bytes(content)
    os.utime(path, (now.timestamp(), now.timestamp()))
    return token


def kept_upload(instance: Path, token: str, *, account_id: int, now: datetime) -> bytes:
    """Return the file that ``account_id`` was given ``token`` for.

    :raises UploadGone: when there is none.
    """
    path = _path(instance, token, account_id=account_id)
    try:
        if _is_over(path, now):
            raise UploadGone
        return read_bounded(path, most_bytes=MOST_BYTES)
    except FileNotFoundError as error:
        raise UploadGone from error


def drop_upload(instance: Path, token: str, *, account_id: int) -> None:
    """Take a file away that is no longer needed."""
    with suppress(UploadGone):
        _path(instance, token, account_id=account_id).unlink(missing_ok=True)


def _path(instance: Path, token: str, *, account_id: int) -> Path:
    if not _TOKEN.fullmatch(token):
        raise UploadGone
    return instance / FOLDER / f"{account_id}-{token}"


def _is_over(path: Path, now: datetime) -> bool:
    ends_at = datetime.fromtimestamp(path.stat().st_mtime, UTC) + KEPT_FOR
    return not is_running(ends_at, lasts=KEPT_FOR, now=now)
