"""Restores a backup: whole or not at all, and never over a database that holds rows."""

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from portal.storage.backup import archive, lasting_keys
from portal.storage.backup.archive import Manifest
from portal.storage.backup.copies import Copies
from portal.storage.backup.lasting_keys import KeyFile
from portal.storage.backup.rows import REVISIONS
from portal.storage.private_files import KEY_FILE_BYTES, read_bounded


class RestoreRefused(RuntimeError):
    """Nothing was restored; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class RestoreTarget:
    """Where a backup is restored to.

    :ivar work: a folder with room for the unpacked copy while it is put back.
    :ivar held: the rows that the tables of the database hold now; empty where there is none.
    :ivar known_revisions: of the schema, all that this version of the portal has.
    """

    work: Path
    copies: Copies
    keys: Sequence[KeyFile]
    held: Mapping[str, int]
    known_revisions: frozenset[str]


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored, and the names of the keys that were written."""

    manifest: Manifest
    keys: tuple[str, ...]


def restore_backup(
    path: Path,
    target: RestoreTarget,
    *,
    now: datetime,
    recovery_private_key: bytes | None = None,
    may_replace: bool = False,
    on_read: Callable[[], None] = lambda: None,
) -> Restored:
    """Put the backup at ``path`` back.

    :param recovery_private_key: opens the lasting keys in it; None leaves those that are there.
    :param may_replace: whether all that the database holds may be lost.
    :param on_read: called when everything was checked and before anything is written.
    :raises RestoreRefused: when the backup does not fit, the database holds something, or a folder
        of keys is not there.
    :raises portal.storage.backup.archive.NotABackup: when it cannot be read.
    :raises portal.storage.backup.copies.CannotCopy: when the database cannot be written.
    """
    manifest = archive.read_manifest(path)
    _check(manifest, target, may_replace=may_replace)
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=target.work) as name:
        copy = Path(name) / "copy"
        archive.extract(path, target.copies.member, to=copy)
        keys = _keys(path, manifest, private_key=recovery_private_key, folder=Path(name))
        _check_folders(target, keys)
        on_read()
        target.copies.put_back(copy, tables=manifest.tables)
    return Restored(manifest, lasting_keys.put_back(target.keys, keys, now=now))


def _check_folders(target: RestoreTarget, keys: Mapping[str, bytes]) -> None:
    away = lasting_keys.out_of_reach(target.keys, keys)
    if away:
        raise RestoreRefused(
            f"the folder of {', '.join(away)} is not there, and nothing was changed: mount its "
            "disk or make it, then run the command again"
        )


def _check(manifest: Manifest, target: RestoreTarget, *, may_replace: bool) -> None:
    if manifest.kind != target.copies.kind:
        raise RestoreRefused(
            f"the backup is of a {manifest.kind} database, "
            f"and PORTAL_DATABASE_URL names one of {target.copies.kind}"
        )
    if manifest.revision not in target.known_revisions:
        raise RestoreRefused(
            f"the backup has the schema {manifest.revision}, which this version of the portal "
            "does not have: restore it with the version that made it, or a newer one"
        )
    filled = [name for name, rows in target.held.items() if rows and name != REVISIONS]
    if filled and not may_replace:
        raise RestoreRefused(
            f"the database is not empty ({len(filled)} tables hold rows): nothing was changed; "
            "--replace puts the backup in the place of all of it"
        )


def _keys(
    path: Path, manifest: Manifest, *, private_key: bytes | None, folder: Path
) -> Mapping[str, bytes]:
    if private_key is None:
        return {}
    if not manifest.keys:
        raise RestoreRefused("the backup holds no keys: restore it without --recovery-key")
    box = folder / "keys"
    archive.extract(path, lasting_keys.MEMBER, to=box)
    return lasting_keys.opened(
        read_bounded(box, most_bytes=KEY_FILE_BYTES), recovery_private_key=private_key
    )
