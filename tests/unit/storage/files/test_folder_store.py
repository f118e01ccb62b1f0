"""Files in a folder: whole or not there, refused on a full disk, swept when nobody claims them."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from portal.storage.files import contents
from portal.storage.files.contents import ContentGone, DiskNearlyFull, FileStore
from portal.storage.files.models import StoredContent

LOCKED = bytes(range(256)) * 40
NOW = datetime(2026, 11, 20, tzinfo=UTC)
# Ends the process where the file is written and not yet called by its name.
KILLED = """
import os, pathlib, sys
from portal.storage.files import contents
contents.is_nearly_full = lambda folder: False
pathlib.Path.rename = lambda self, target: os._exit(9)
contents.FileStore(pathlib.Path("/"), pathlib.Path(sys.argv[1])).put(None, b"x" * 5000)
"""


@pytest.fixture
def session() -> Iterator[Session]:
    engine = create_engine("sqlite://")
    StoredContent.__table__.create(engine)  # type: ignore[attr-defined] # a table, not any clause
    with Session(engine) as session:
        yield session
    engine.dispose()


@pytest.fixture(autouse=True)
def space(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the disk be as empty as it has to be."""
    monkeypatch.setattr(contents, "is_nearly_full", lambda _: False)


def test_a_file_is_kept_under_a_name_that_says_nothing_for_the_portal_alone(
    session: Session, tmp_path: Path
) -> None:
    store = FileStore(Path("/"), tmp_path / "files")

    name = store.put(session, LOCKED)

    (kept,) = (tmp_path / "files").iterdir()
    assert kept.name == name
    assert kept.stat().st_mode & 0o077 == 0
    assert (tmp_path / "files").stat().st_mode & 0o077 == 0
    assert store.content(session, name) == LOCKED
    store.remove_file(name)
    store.remove_file(name)
    with pytest.raises(ContentGone):
        store.content(session, name)


def test_what_was_kept_in_the_database_before_is_still_found(
    session: Session, tmp_path: Path
) -> None:
    name = FileStore(Path("/")).put(session, LOCKED)
    store = FileStore(Path("/"), tmp_path)

    assert store.content(session, name) == LOCKED
    assert list(tmp_path.iterdir()) == []
    store.remove_row(session, name)
    with pytest.raises(ContentGone):
        FileStore(Path("/")).content(session, name)
    FileStore(Path("/")).remove_file(name)


def test_a_write_that_is_killed_leaves_no_file_of_a_name_and_is_swept(
    session: Session, tmp_path: Path
) -> None:
    ended = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], check=False)

    assert ended.returncode == 9
    (draft,) = tmp_path.iterdir()
    assert "." in draft.name
    store = FileStore(Path("/"), tmp_path)
    name = store.put(session, LOCKED)
    for each in tmp_path.iterdir():
        os.utime(each, (0, 0))
    assert store.sweep({name}, now=NOW) == 1
    assert [each.name for each in tmp_path.iterdir()] == [name]
    # What may still be written is left alone.
    os.utime(tmp_path / name, (NOW.timestamp(), NOW.timestamp()))
    assert store.sweep(set(), now=NOW) == 0
    assert FileStore(Path("/"), tmp_path / "none").sweep(set(), now=NOW) == 0
    assert FileStore(Path("/")).sweep(set(), now=NOW) == 0


def test_a_folder_on_a_full_disk_takes_nothing(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contents, "is_nearly_full", lambda folder: folder == tmp_path)

    with pytest.raises(DiskNearlyFull):
        FileStore(Path("/"), tmp_path).put(session, LOCKED)
    assert list(tmp_path.iterdir()) == []


def test_space_is_that_of_the_disk_on_which_a_folder_will_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    looked_at = []

    class Usage:
        used, free = 4, 1

    monkeypatch.setattr(
        contents.shutil, "disk_usage", lambda folder: looked_at.append(folder) or Usage
    )
    assert contents.is_nearly_full(tmp_path / "not" / "yet")
    assert looked_at == [tmp_path]
