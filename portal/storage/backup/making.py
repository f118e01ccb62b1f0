"""Makes a backup: copies, packs, restores the packed copy into a scratch database, verifies it."""

import errno
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from sqlalchemy import Engine

from portal.storage.backup import archive, kept, lasting_keys
from portal.storage.backup.archive import Manifest
from portal.storage.backup.copies import Copies
from portal.storage.backup.lasting_keys import KeyFile
from portal.storage.validity import is_running

WORK = ".suara-loket-backup-"
LEFT_BEHIND = timedelta(hours=12)
STEPS = 3
OnProgress = Callable[[int, int], None]
# Verifies a restored database; returns the first fault in words, or None.
Verify = Callable[[Engine], str | None]


class CannotBackUp(RuntimeError):
    """No backup was made, and no file of it is left; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Source:
    """What is backed up: the database's copies, the lasting keys, and who may read these.

    :ivar recovery_key: the public key (32 bytes) that the keys are sealed to; None leaves them out.
    :ivar left_out: tables whose rows never enter a backup.
    """

    copies: Copies
    keys: Sequence[KeyFile]
    recovery_key: bytes | None
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was made; ``fault`` says what in the database itself does not hold together."""

    path: Path
    manifest: Manifest
    fault: str | None


def make_backup(
    source: Source,
    folder: Path,
    *,
    now: datetime,
    verify: Verify,
    on_progress: OnProgress = lambda _done, _steps: None,
) -> Made:
    """Write a backup into ``folder`` and return it; it gets its name only once it is restorable.

    A database whose releases or audit log do not hold together is backed up all the same, under
    a name that says so: it is all there is to restore from, and never replaces a sound one.

    :raises CannotBackUp: when ``folder`` is missing or full.
    :raises portal.storage.backup.copies.CannotCopy: when the database cannot be copied.
    """
    source.copies.check()
    with _work_folder(folder, now=now) as work, _writing(folder):
        manifest = _packed(source, work, now=now)
        on_progress(1, STEPS)
        packed = work / kept.DRAFT
        archive.write_archive(packed, manifest, folder=work)
        on_progress(2, STEPS)
        fault = _verified(source.copies, packed, manifest=manifest, verify=verify)
        on_progress(3, STEPS)
        path = folder / kept.name_of(now, is_sound=fault is None)
        packed.rename(path)
        _sync(folder)
    return Made(path, manifest, fault)


def _packed(source: Source, work: Path, *, now: datetime) -> Manifest:
    """Put what belongs to the backup into ``work`` and return what that is."""
    copies, names = source.copies, [source.copies.member]
    copied = copies.copy_out(work / copies.member)
    if source.recovery_key is not None:
        box = lasting_keys.sealed(source.keys, recovery_key=source.recovery_key)
        (work / lasting_keys.MEMBER).write_bytes(box)
        names.append(lasting_keys.MEMBER)
    return Manifest(
        made_at=now.astimezone(UTC).isoformat(timespec="seconds"),
        portal=_version(),
        kind=copies.kind,
        revision=copied.revision,
        tables=copied.tables,
        left_out=source.left_out,
        keys=lasting_keys.present(source.keys) if source.recovery_key is not None else (),
        members={name: archive.measured(work / name) for name in names},
    )


def _verified(copies: Copies, packed: Path, *, manifest: Manifest, verify: Verify) -> str | None:
    """Restore the packed file into a scratch database and return what ``verify`` finds there."""
    copy = packed.with_name("restored")
    archive.extract(packed, copies.member, to=copy)
    with copies.scratch(copy, tables=manifest.tables) as restored:
        return verify(restored)


def _version() -> str:
    try:
        return version("suara-loket")
    except PackageNotFoundError:
        return "checkout"


@contextmanager
def _work_folder(folder: Path, *, now: datetime) -> Iterator[Path]:
    """Give a closed folder within ``folder``, which must be there; it is gone afterwards."""
    if not folder.is_dir():
        raise CannotBackUp(f"the folder {folder} is not there: is its disk mounted?")
    for old in folder.glob(f"{WORK}*"):
        begun = datetime.fromtimestamp(old.stat().st_mtime, UTC)
        if not is_running(begun + LEFT_BEHIND, lasts=LEFT_BEHIND, now=now):
            shutil.rmtree(old, ignore_errors=True)
    try:
        with tempfile.TemporaryDirectory(prefix=WORK, dir=folder) as name:
            yield Path(name)
    except PermissionError as error:
        raise CannotBackUp(f"nothing can be written into {folder}") from error


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        is_full = error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
        why = "its disk is full" if is_full else error.strerror or type(error).__name__
        raise CannotBackUp(f"the backup cannot be written to {folder}: {why}") from error


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
