"""A restore writes all of a backup or nothing, and nothing over what somebody may need."""

import os
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import create_engine, inspect, text

from portal.storage.backup import postgresql, sqlite
from portal.storage.database import begin_write
from portal.time.schedule.models import JobRun
from portal.web.extensions import db
from tests.factories.ratings import make_small_city
from tests.integration.storage.made import made, members, rewritten, rows

Run = Callable[..., Result]
Change = Callable[[dict[str, Any]], object]


@pytest.fixture(scope="module")
def made_before() -> dict[str, bytes]:
    """The backups that these tests made so far, by kind of database."""
    return {}


@pytest.fixture
def backup(
    app: Flask, folder: Path, run: Run, database_kind: str, made_before: dict[str, bytes]
) -> Path:
    """A backup of a small city, which the database of ``app`` holds, too."""
    with app.app_context():
        make_small_city(db.session())
    if database_kind not in made_before:
        made_before[database_kind] = made(run, app, folder).read_bytes()
    path = folder / "backup.tar"
    path.write_bytes(made_before[database_kind])
    return path


def member_of(path: Path) -> str:
    (name,) = [each for each in members(path) if each.startswith("database")]
    return name


def add_job(app: Flask, name: str) -> None:
    from portal.time import clock

    with app.app_context():
        begin_write(db.session())
        db.session.merge(JobRun(name=name, last_success_at=clock.now()))
        db.session.commit()


def is_refused(result: Result, *, why: str) -> bool:
    return result.exit_code == 1 and why in result.output and "Traceback" not in result.output


def test_a_database_that_holds_something_is_left_alone(app: Flask, backup: Path, run: Run) -> None:
    add_job(app, "later")
    before = rows(app)

    result = run(app, "backup", "restore", backup)

    assert is_refused(result, why="the database is not empty")
    assert "--replace" in result.output
    assert rows(app) == before


def test_replaces_all_that_the_database_holds_when_told_to(
    app: Flask, backup: Path, run: Run
) -> None:
    before = dict(rows(app))
    add_job(app, "later")
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(text("CREATE TABLE from_a_newer_portal (id INTEGER)"))

    result = run(app, "backup", "restore", backup, "--replace")

    assert result.exit_code == 0, result.output
    # Making the backup recorded the key of texts, maybe in an earlier test's portal.
    added = {"audit_entry": before["audit_entry"] + 1, "lasting_key": 1}
    assert dict(rows(app)) == before | added


def flipped(path: Path) -> Path:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    return path


def cut(path: Path) -> Path:
    os.truncate(path, path.stat().st_size // 2)
    return path


def no_archive(path: Path) -> Path:
    path.write_bytes(b"not a tar")
    return path


def without_a_database(path: Path) -> Path:
    return rewritten(path, change=lambda said: said["members"].pop(member_of(path)))


def with_a_strange_table(path: Path) -> Path:
    name = 'x"; DROP TABLE desk; --'
    return rewritten(path, change=lambda said: said["tables"].update({name: 1}))


@pytest.mark.parametrize(
    "damage", [flipped, cut, no_archive, without_a_database, with_a_strange_table]
)
def test_a_damaged_backup_changes_nothing(
    app: Flask, backup: Path, run: Run, damage: Callable[[Path], Path]
) -> None:
    before = rows(app)

    result = run(app, "backup", "restore", damage(backup), "--replace")

    assert result.exit_code == 1
    assert result.output.startswith("Error: it ") or "in it is damaged" in result.output
    assert rows(app) == before


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda said: said.update(format=2), "its format is 2"),
        (lambda said: said.update(revision="9999"), "this version of the portal does not have"),
        (lambda said: said.update(kind="oracle"), "of a oracle database"),
        (lambda said: said["tables"].update(desk=7), "holds other rows than were counted"),
        (lambda said: said["tables"].update(audit_entry=1), "holds other rows than were counted"),
    ],
)
def test_a_backup_that_does_not_fit_changes_nothing(
    app: Flask, backup: Path, run: Run, change: Change, why: str
) -> None:
    before = rows(app)

    result = run(app, "backup", "restore", rewritten(backup, change=change), "--replace")

    assert is_refused(result, why=why), result.output
    assert rows(app) == before


def test_a_copy_whose_end_is_missing_changes_nothing(app: Flask, backup: Path, run: Run) -> None:
    """The digests are right, and the tools of the database find it out."""
    before = rows(app)
    name = member_of(backup)
    content = members(backup)[name]

    path = rewritten(backup, contents={name: content[: len(content) * 3 // 4]})
    result = run(app, "backup", "restore", path, "--replace")

    assert result.exit_code == 1
    assert rows(app) == before


def test_a_database_in_use_is_left_alone(
    app: Flask, backup: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgresql, "LOCK_TIMEOUT_MS", 100)
    with app.app_context(), db.engine.connect().execution_options(portal_write=True) as writer:
        writer.execute(text("UPDATE desk SET name = 'Lain'"))
        result = run(app, "backup", "restore", backup, "--replace")
        writer.rollback()

    assert is_refused(result, why="the database is in use: stop the portal and its jobs first")


def test_a_transaction_of_another_program_is_waited_for_only_so_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "MOST_TRIES", 1)
    copy, target = tmp_path / "copy", tmp_path / "portal.db"
    for path in (copy, target):
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("CREATE TABLE place (id INTEGER)")
    copies = sqlite.SqliteCopies(create_engine(f"sqlite:///{target}"))

    with closing(sqlite3.connect(target, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(sqlite.CannotCopy, match="the database is in use"):
            copies.put_back(copy, tables={"place": 0})


def test_a_restored_file_is_for_its_owner_only(
    database_kind: str, other_app: Flask, backup: Path, run: Run, tmp_path: Path
) -> None:
    assert run(other_app, "backup", "restore", backup).exit_code == 0

    with other_app.app_context():
        assert inspect(db.engine).has_table("desk")
    files = [path for path in (tmp_path / "other").iterdir() if path.is_file()]
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} <= {0o600}
    assert any(path.name == "portal.db" for path in files) == (database_kind == "sqlite")
