"""What lies in the instance folder is closed to other accounts, whatever the umask says."""

import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import create_engine, text
from sqlalchemy.pool import StaticPool

from portal.app import create_app
from portal.organisation.importing.uploads import keep_upload
from portal.publication.reports.report_cache import LOCK, _put
from portal.rating.mixing.lock import only_mixer
from portal.settings import Settings
from portal.storage.database import begin_write
from portal.storage.private_files import open_private, private_folder
from portal.storage.slots import slot, staff_drawing
from portal.storage.sqlite_files import private_sqlite
from portal.time import clock
from portal.time.schedule.job_locks import job_lock
from portal.web.extensions import db
from portal.web.one_process import claim_limits, release_limits
from tests.conftest import close

TurnMask = Callable[[int], None]


@pytest.fixture
def open_mask() -> Iterator[None]:
    """A umask that closes nothing."""
    before = os.umask(0)
    yield
    os.umask(before)


def modes(folder: Path) -> dict[str, int]:
    return {
        str(path.relative_to(folder)): stat.S_IMODE(path.stat().st_mode)
        for path in (folder, *folder.rglob("*"))
    }


def open_to_others(folder: Path) -> dict[str, str]:
    return {name: oct(mode) for name, mode in modes(folder).items() if mode & 0o077}


def use(instance: Path) -> Flask:
    """Let a portal write everything it keeps in its instance folder."""
    settings = Settings.from_env({"PORTAL_INSTANCE_DIR": str(instance)})
    app = create_app(settings)
    with app.app_context():
        upgrade()
        session = db.session()
        begin_write(session)
        session.execute(text("UPDATE alembic_version SET version_num = version_num"))
        session.commit()
        with job_lock(db.engine, "mix"), only_mixer(session):
            keep_upload(instance, b"table", account_id=1, now=clock.now())
        with slot(instance / "reports", [LOCK]), staff_drawing(instance):
            _put(instance / "reports" / "a.pdf", b"drawn")
        claim_limits(settings, environ={"SERVER_SOFTWARE": "gunicorn"})
        release_limits()
    return app


def test_every_file_and_folder_is_for_the_owner_only(tmp_path: Path, open_mask: None) -> None:
    app = use(tmp_path / "instance")

    found = modes(tmp_path / "instance")
    open_ones = open_to_others(tmp_path / "instance")
    close(app)

    assert open_ones == {}
    made = ("portal.db", "portal.db-wal", "portal.db-shm", "portal.db.lock", "portal.db.mix.turn")
    for name in (*made, "portal.db.mix.lock", "limits.lock", "secret_key", "uploads", "reports"):
        assert name in found


def test_what_was_open_before_is_closed_when_it_is_used(tmp_path: Path, open_mask: None) -> None:
    instance = tmp_path / "instance"
    close(use(instance))
    for path in (instance, *instance.rglob("*")):
        path.chmod(0o777 if path.is_dir() else 0o666)
    for path in (instance / "uploads").iterdir():
        path.unlink()
    (instance / "secret_key").chmod(0o600)
    (instance / "reports" / "a.pdf").unlink()

    close(use(instance))

    assert open_to_others(instance) == {}


def test_locks_on_a_database_outlive_a_second_connection(tmp_path: Path) -> None:
    """Opening the file and closing it again would give back what this process has locked."""
    path = tmp_path / "portal.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as held:
        held.execute("CREATE TABLE place (id INTEGER)")
        held.execute("BEGIN EXCLUSIVE")
        private_sqlite(path)
        program = f"""
import sqlite3
sqlite3.connect({str(path)!r}, timeout=0).execute("INSERT INTO place VALUES (1)")
"""
        done = subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, check=False
        )

    assert "database is locked" in done.stderr


def test_a_database_in_memory_makes_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for url in ("sqlite://", "sqlite:///file:shared?mode=memory&uri=true"):
        engine = create_engine(url, poolclass=StaticPool)
        with engine.connect() as connection:
            assert connection.scalar(text("SELECT 1")) == 1
        engine.dispose()

    assert list(tmp_path.iterdir()) == []


def test_a_database_that_is_a_folder_stays_open_to_others(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)

    private_sqlite(tmp_path)

    assert modes(tmp_path)["."] == 0o755


def test_a_disk_of_its_own_is_closed_to_others(tmp_path: Path) -> None:
    """A disk in memory that was just mounted is open to everybody, as ``/tmp`` is."""
    tmp_path.chmod(0o1777)

    private_folder(Settings.from_env({"PORTAL_INSTANCE_DIR": str(tmp_path)}).instance_dir)

    assert not modes(tmp_path)["."] & 0o077


def test_a_folder_of_another_owner_is_left_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, mode: int) -> None:
        raise PermissionError

    tmp_path.chmod(0o755)
    monkeypatch.setattr(Path, "chmod", refuse)

    private_folder(tmp_path)
    os.close(open_private(tmp_path / "lock"))

    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755
