"""`flask backup create` and `restore`, on both databases."""

import os
import stat
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from nacl.public import PrivateKey
from sqlalchemy import Column, Connection, String, Table, delete, insert, text
from sqlalchemy.orm import Session

from portal.storage.backup import postgresql, sqlite
from portal.storage.backup.archive import read_manifest
from portal.storage.backup.rows import NEVER_IN_BACKUP, counted
from portal.storage.database import Base, begin_write
from portal.storage.private_files import private_folder
from portal.storage.sealing.keys import KeyStore
from portal.time import clock
from portal.time.schedule.job_locks import job_lock
from portal.time.schedule.models import JobRun
from portal.web.access import Role
from portal.web.extensions import current_settings, db
from tests.integration.storage.made import every_byte, made, rows
from tests.staff import signed_in

Run = Callable[..., Result]


def test_the_file_is_for_its_owner_only_and_nothing_else_is_left(
    app: Flask, folder: Path, run: Run
) -> None:
    mask = os.umask(0)
    try:
        path = made(run, app, folder)
    finally:
        os.umask(mask)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.name.startswith("suara-loket-2")
    assert not list(path.parent.parent.glob(".backup-*"))


@pytest.fixture
def colleague_answer() -> Iterator[Table]:
    """A table of answers that nobody may see before they are folded."""
    table = Table(
        "colleague_answer", Base.metadata, Column("words", String(40)), info=NEVER_IN_BACKUP
    )
    yield table
    Base.metadata.remove(table)


def test_keys_of_the_day_and_answers_of_colleagues_never_enter(
    app: Flask, folder: Path, run: Run, colleague_answer: Table
) -> None:
    private = PrivateKey.generate()
    with app.app_context():
        private_folder(current_settings().keys_dir)
        KeyStore.from_settings(current_settings()).save(bytes(private))
        session = db.session()
        colleague_answer.create(session.connection())
        session.commit()
        begin_write(session)
        session.execute(insert(colleague_answer).values(words="kolega-yang-rahasia"))
        session.add(JobRun(name="nama-yang-dihapus", last_success_at=clock.now()))
        session.commit()
        begin_write(session)
        session.execute(delete(JobRun).where(JobRun.name == "nama-yang-dihapus"))
        session.commit()

    everything = every_byte(made(run, app, folder))

    assert b"colleague_answer" in everything  # the table itself is there
    for never in (bytes(private), bytes(private).hex().encode(), b"kolega-yang-rahasia"):
        assert never not in everything
    assert b"nama-yang-dihapus" not in everything  # nor what was deleted


def test_who_is_signed_in_never_enters(
    app: Flask, other_app: Flask, folder: Path, run: Run
) -> None:
    """A session that was ended since must not be there again after a restore."""
    signed_in(app, Role.ADMINISTRATOR)
    path = made(run, app, folder)

    result = run(other_app, "backup", "restore", path)

    assert result.exit_code == 0, result.output
    assert rows(app)["staff_session"] == 1
    assert rows(other_app)["staff_session"] == 0
    assert rows(other_app)["account"] == 1


def test_a_broken_audit_log_is_named(app: Flask, folder: Path, run: Run) -> None:
    assert run(app, "accounts", "create-admin", "admin@kota.example").exit_code == 0
    with app.app_context():
        session = db.session()
        if session.get_bind().dialect.name == "sqlite":
            guards = (
                "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'audit%'"
            )
            for name in session.scalars(text(guards)).all():
                session.execute(text(f"DROP TRIGGER {name}"))
        else:
            session.execute(text("ALTER TABLE audit_entry DISABLE TRIGGER USER"))
        session.execute(text("UPDATE audit_entry SET actor = 'orang lain'"))
        session.commit()

    result = run(app, "backup", "create", folder)

    assert result.exit_code == 1
    assert "audit log: entry 1: its content was changed" in result.output


def test_one_backup_is_made_at_a_time(app: Flask, folder: Path, run: Run) -> None:
    with app.app_context(), job_lock(db.engine, "backup-file") as is_ours:
        assert is_ours
        result = run(app, "backup", "create", folder)

    assert result.exit_code == 1
    assert result.output.endswith("Error: another backup is being made: wait for it to end\n")
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("what", ["missing", "file"])
def test_a_folder_that_is_not_there_is_not_made(
    app: Flask, tmp_path: Path, run: Run, what: str
) -> None:
    folder = tmp_path / "unmounted"
    if what == "file":
        folder.touch()

    result = run(app, "backup", "create", folder)

    assert result.exit_code == (1 if what == "missing" else 2)
    assert not folder.is_dir()


def test_a_database_that_is_not_set_up_is_not_backed_up(
    other_app: Flask, folder: Path, run: Run
) -> None:
    result = run(other_app, "backup", "create", folder)

    assert result.exit_code == 1
    assert list(folder.iterdir()) == []


def test_an_older_schema_is_not_backed_up(app: Flask, folder: Path, run: Run) -> None:
    with app.app_context():
        db.session.execute(text("UPDATE alembic_version SET version_num = '0001'"))
        db.session.commit()

    result = run(app, "backup", "create", folder)

    assert result.exit_code == 1
    assert "the database has the schema 0001" in result.output
    assert list(folder.iterdir()) == []


def test_what_is_written_meanwhile_is_in_the_next_backup(
    app: Flask, folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows are counted, somebody writes, then pages are copied: all of one state."""
    counts: list[Mapping[str, int]] = []

    def count_and_write(connection: Connection, *, left_out: Sequence[str]) -> Mapping[str, int]:
        counts.append(counted(connection, left_out=left_out))
        with Session(db.engine) as other:
            begin_write(other)
            other.merge(JobRun(name=f"job-{len(counts)}", last_success_at=clock.now()))
            other.commit()
        return counts[-1]

    monkeypatch.setattr(postgresql, "counted", count_and_write)
    monkeypatch.setattr(sqlite, "counted", count_and_write)

    manifest = read_manifest(made(run, app, folder))

    assert manifest.tables["job_run"] == counts[0]["job_run"] == rows(app)["job_run"] - len(counts)
