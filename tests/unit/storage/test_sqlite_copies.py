"""What cannot be copied, restored or written is refused in words, and nothing is half done."""

import errno
import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from portal.storage.backup import archive, making
from portal.storage.backup.copies import CannotCopy
from portal.storage.backup.making import CannotBackUp, Source, make_backup
from portal.storage.backup.rows import revision_of
from portal.storage.backup.sqlite import SqliteCopies

NOW = datetime(2026, 1, 12, tzinfo=UTC)


def database(folder: Path, *, name: str = "portal.db", desk: int = 1) -> Path:
    """Make a database of one desk; of a desk that is not there, its reference is broken."""
    path = folder / name
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(
            "CREATE TABLE desk (id INTEGER PRIMARY KEY);"
            "CREATE TABLE rating (desk_id INTEGER REFERENCES desk (id));"
            f"INSERT INTO desk VALUES (1); INSERT INTO rating VALUES ({desk});"
        )
    return path


def copies(path: Path, *, left_out: tuple[str, ...] = ()) -> SqliteCopies:
    return SqliteCopies(create_engine(f"sqlite:///{path}"), left_out=left_out)


def source(path: Path) -> Source:
    return Source(copies(path), keys=(), recovery_key=None, left_out=())


def test_a_database_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    path = tmp_path / "portal.db"

    with pytest.raises(CannotCopy, match="there is no database at"):
        copies(path).check()

    assert not path.exists()


def test_a_database_without_the_table_that_stays_out_is_not_copied(tmp_path: Path) -> None:
    found = copies(database(tmp_path), left_out=("colleague_answer",))

    with pytest.raises(CannotCopy, match="cannot be copied: no such table: colleague_answer"):
        found.copy_out(tmp_path / "copy")

    assert not list(tmp_path.glob(".backup-*"))


def test_a_copy_with_a_broken_reference_is_not_put_back(tmp_path: Path) -> None:
    path = database(tmp_path)
    broken = database(tmp_path, name="copy.db", desk=7)
    before = path.read_bytes()

    with pytest.raises(CannotCopy, match="not a sound database"):
        copies(path).put_back(broken, tables={"desk": 1, "rating": 1})

    assert path.read_bytes() == before


def test_a_database_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    copy = database(tmp_path, name="copy.db")
    folder = tmp_path / "portal.db"
    folder.mkdir()

    with pytest.raises(CannotCopy, match="the database cannot be written"):
        copies(folder).put_back(copy, tables={"desk": 1, "rating": 1})


def test_a_database_without_migrations_has_no_revision(tmp_path: Path) -> None:
    with create_engine(f"sqlite:///{database(tmp_path)}").connect() as connection:
        assert revision_of(connection) is None


@pytest.mark.parametrize(
    ("number", "why"),
    [
        (errno.ENOSPC, "its disk is full"),
        (errno.EDQUOT, "its disk is full"),
        (errno.EFBIG, "its disk is full"),
        (errno.EIO, "Input/output error"),
        (None, "OSError"),
    ],
)
def test_a_backup_that_cannot_be_written_says_why_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int | None, why: str
) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()

    def fail(path: Path, *_: object, **__: object) -> None:
        path.write_bytes(b"half")
        raise OSError(number, os.strerror(number)) if number else OSError

    monkeypatch.setattr(archive, "write_archive", fail)

    with pytest.raises(CannotBackUp, match=f"cannot be written to {folder}: {why}$"):
        make_backup(source(database(tmp_path)), folder, now=NOW, verify=lambda _: None)

    assert list(folder.iterdir()) == []


def test_a_folder_that_may_not_be_written_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    path = database(tmp_path)
    monkeypatch.setattr(making.tempfile, "TemporaryDirectory", refuse)

    with pytest.raises(CannotBackUp, match=f"nothing can be written into {tmp_path}"):
        make_backup(source(path), tmp_path, now=NOW, verify=lambda _: None)

    assert list(tmp_path.iterdir()) == [path]
