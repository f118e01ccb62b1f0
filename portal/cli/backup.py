"""`flask backup`: one verified file with everything that belongs to it, and the way back."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask.cli import AppGroup

from portal.cli.backing_up import copies_of, known_revisions, lasting_keys_of, make, rows_held
from portal.cli.faults import content_of
from portal.cli.migrations import newest_migration
from portal.cli.plainly import without_database
from portal.cli.progress import progress
from portal.settings import InvalidSetting
from portal.storage.backup.archive import NotABackup
from portal.storage.backup.copies import CannotCopy
from portal.storage.backup.making import CannotBackUp, Made
from portal.storage.backup.restoring import Restored, RestoreRefused, RestoreTarget, restore_backup
from portal.storage.database import begin_write
from portal.storage.sealing.keys import decoded_key
from portal.storage.sqlite_files import making_database
from portal.web.extensions import current_settings, db, moment, record_act

REFUSALS = (CannotBackUp, CannotCopy, InvalidSetting, NotABackup, RestoreRefused)
SECRET_VARIABLE = "PORTAL_SECRET_KEY"  # noqa: S105 - its name

group = AppGroup("backup", help="Make a verified backup of everything, and put one back.")


@contextmanager
def refusals() -> Iterator[None]:
    """Turn named errors into one clear line and exit code 1."""
    try:
        yield
    except REFUSALS as error:
        raise click.ClickException(str(error)) from error


@group.command("create")
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
def create(folder: Path) -> None:
    """Write a backup into DIR, restore it into a scratch database and verify it there."""
    with refusals(), progress("backing up") as on_progress:
        made = make(
            db.session().get_bind().engine,
            current_settings(),
            folder=folder,
            now=moment(),
            on_progress=on_progress,
        )
    _say_made(made)


def _say_made(made: Made) -> None:
    click.echo(
        f"{made.path}: {made.manifest.rows:,} rows of {len(made.manifest.tables)} tables, "
        f"{made.path.stat().st_size:,} bytes"
    )
    if made.manifest.keys:
        click.echo(f"keys in it, sealed to the recovery key: {', '.join(made.manifest.keys)}")
    else:
        click.echo(
            "no keys are in it (PORTAL_RECOVERY_KEY is not set, or no key is the right one): "
            "keep texts.key and the secret key apart from it, or its complaints stay unreadable"
        )
    if made.fault is not None:
        raise click.ClickException(
            f"the backup can be restored, but what it holds does not verify: {made.fault}"
        )
    click.echo("restored into a scratch database; releases and audit log verified there")


@group.command("restore")
@without_database
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--replace", "may_replace", is_flag=True, help="Lose all that the database holds.")
@click.option(
    "--recovery-key",
    "recovery_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The file with the private recovery key; puts the lasting keys back, too.",
)
def restore(file: Path, *, may_replace: bool, recovery_file: Path | None) -> None:
    """Put the backup FILE into the configured database: all of it, or nothing."""
    settings = current_settings()
    engine = db.session().get_bind().engine
    with refusals(), making_database():
        private = (
            decoded_key(content_of(recovery_file).decode(errors="replace"))
            if recovery_file
            else None
        )
        target = RestoreTarget(
            work=settings.instance_dir,
            copies=copies_of(engine),
            keys=lasting_keys_of(settings),
            held=rows_held(engine),
            known_revisions=known_revisions(),
        )
        restored = restore_backup(
            file,
            target,
            now=moment(),
            recovery_private_key=private,
            may_replace=may_replace,
            on_read=lambda: click.echo("the backup is whole; putting it back"),
        )
    _say_restored(restored)


def _say_restored(restored: Restored) -> None:
    manifest = restored.manifest
    click.echo(f"restored: the state of {manifest.made_at}, {manifest.rows:,} rows")
    if restored.keys:
        click.echo(f"keys put back: {', '.join(restored.keys)}")
    if SECRET_VARIABLE in os.environ and "secret_key" in restored.keys:
        click.echo(f"{SECRET_VARIABLE} is set and wins over the file: set it to what the file says")
    if manifest.revision == newest_migration():
        record_act("backup.restored", "database", made_at=manifest.made_at)
        begin_write(db.session())
        db.session.commit()
    click.echo("next: flask db upgrade; flask releases verify; flask audit verify;")
    click.echo("      flask jobs run-due; then start the portal (docs/operations.md)")
