"""Parts that the command and the nightly job of backups share: database, keys, check."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from portal import tables
from portal.accounts.audit_log.queries import first_broken
from portal.cli.migrations import newest_migration
from portal.cli.progress import progress
from portal.publication.building.charts import draw
from portal.publication.releases.verifying import differences
from portal.settings import Settings
from portal.storage.backup.copies import Copies
from portal.storage.backup.lasting_keys import KeyFile
from portal.storage.backup.making import CannotBackUp, Made, Source, make_backup
from portal.storage.backup.postgresql import PostgresqlCopies
from portal.storage.backup.rows import counted, never_in_backup, revision_of
from portal.storage.backup.sqlite import SqliteCopies
from portal.storage.hash_chain import Break
from portal.storage.lasting_keys.keys import KeyName, KeyState, is_right_key
from portal.storage.lasting_keys.secret_file import SECRET_FILE
from portal.storage.private_files import KEY_FILE_BYTES, read_bounded
from portal.storage.sealing.keys import decoded_key
from portal.storage.texts.key_file import KEY_FILE, state_of_texts
from portal.time.schedule.job_locks import job_lock

TURN = "backup-file"
REVISION = re.compile(r"^revision = ['\"](\w+)", re.MULTILINE)


def copies_of(engine: Engine) -> Copies:
    """Return what copies the database of ``engine``."""
    kind = SqliteCopies if engine.dialect.name == "sqlite" else PostgresqlCopies
    return kind(engine, left_out=never_in_backup(tables.Base.metadata))


def lasting_keys_of(settings: Settings) -> tuple[KeyFile, ...]:
    """Return the keys that outlive a day; the keys of the day are none of them."""
    texts = settings.keys_dir / KEY_FILE
    return (
        KeyFile(
            KEY_FILE,
            texts,
            read_bounded(texts, most_bytes=KEY_FILE_BYTES) if texts.is_file() else None,
        ),
        KeyFile(SECRET_FILE, settings.instance_dir / SECRET_FILE, settings.secret_key.encode()),
    )


def right_keys_of(engine: Engine, settings: Settings) -> tuple[KeyFile, ...]:
    """Return the lasting keys without those that are not the ones that the database records.

    A wrong key in a backup would be put back one day in the place of the right one.
    """
    with Session(engine) as session:
        secret = settings.secret_key.encode()
        is_right = {
            KEY_FILE: state_of_texts(session, settings.keys_dir) is KeyState.OK,
            SECRET_FILE: is_right_key(session, KeyName.SECRET, key=secret),
        }
    return tuple(
        key if is_right[key.name] else replace(key, content=None)
        for key in lasting_keys_of(settings)
    )


def known_revisions() -> frozenset[str]:
    """Return every revision of the schema that this version of the portal has."""
    files = tables.MIGRATIONS.glob("versions/*.py")
    return frozenset(word for file in files for word in REVISION.findall(file.read_text()))


def rows_held(engine: Engine) -> Mapping[str, int]:
    """Return the rows of each table of the database; nothing where an SQLite file is missing."""
    database = engine.url.database
    if engine.dialect.name == "sqlite" and not Path(database or "").is_file():
        return {}
    with engine.connect() as connection:
        return counted(connection)


def make(
    engine: Engine,
    settings: Settings,
    *,
    folder: Path,
    now: datetime,
    on_progress: Callable[[int, int], None] = lambda _done, _steps: None,
) -> Made:
    """Make a backup in ``folder``, one at a time.

    :raises portal.storage.backup.making.CannotBackUp: when another one is being made, the folder
        cannot be written, or the schema is not the one that this version verifies.
    :raises portal.storage.backup.copies.CannotCopy: when the database cannot be copied.
    """
    copies = copies_of(engine)
    copies.check()
    _check_revision(engine)
    source = Source(
        copies=copies,
        keys=right_keys_of(engine, settings),
        recovery_key=decoded_key(settings.recovery_key) if settings.recovery_key else None,
        left_out=never_in_backup(tables.Base.metadata),
    )
    with job_lock(engine, TURN) as is_ours:
        if not is_ours:
            raise CannotBackUp("another backup is being made: wait for it to end")
        return make_backup(source, folder, now=now, verify=first_fault, on_progress=on_progress)


def _check_revision(engine: Engine) -> None:
    with engine.connect() as connection:
        found = revision_of(connection)
    if found is None:
        raise CannotBackUp("the database is not set up: run `flask db upgrade` first")
    if found != newest_migration():
        raise CannotBackUp(
            f"the database has the schema {found}, and this version verifies "
            f"{newest_migration()}: back up with the version before, or run `flask db upgrade`"
        )


def first_fault(engine: Engine) -> str | None:
    """Return what first contradicts itself in a database: releases, then the audit log."""
    try:
        with Session(engine) as session:
            with progress("verifying") as on_progress:
                difference = next(differences(session, draw=draw, on_progress=on_progress), None)
            if difference is not None:
                return f"releases: {difference}"
            result = first_broken(session)
    except Exception as error:  # whatever contents make the check raise, they are at fault
        return f"the check itself failed ({type(error).__name__})"
    if isinstance(result, Break):
        return f"audit log: entry {result.sequence}: {result.fault}"
    return None
