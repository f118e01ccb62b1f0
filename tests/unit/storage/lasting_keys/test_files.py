"""Key files are read with suspicion, made once and replaced whole."""

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from portal.storage.lasting_keys.keys import (
    KeyName,
    KeyState,
    KeyUnusable,
    make_key_file,
    read_key_file,
    replace_key_file,
)
from portal.storage.lasting_keys.secret_file import secret_in

NAME = KeyName.TEXTS


def state_of(path: Path) -> KeyState:
    with pytest.raises(KeyUnusable) as refused:
        read_key_file(NAME, path)
    assert refused.value.name is NAME
    return refused.value.state


def test_a_file_that_only_the_owner_reads_is_read(tmp_path: Path) -> None:
    make_key_file(tmp_path / "key", b"secret")

    assert read_key_file(NAME, tmp_path / "key") == b"secret"


def test_what_is_wrong_with_a_file_is_told_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "key"
    assert state_of(path) is KeyState.MISSING
    make_key_file(path, b"secret")
    assert state_of(path / "below") is KeyState.UNREADABLE
    for mode in (0o640, 0o604, 0o620):
        path.chmod(mode)
        assert state_of(path) is KeyState.OPEN
    path.chmod(0o600)
    monkeypatch.setattr(os, "geteuid", lambda: path.stat().st_uid + 1)
    assert state_of(path) is KeyState.UNREADABLE
    monkeypatch.undo()
    path.unlink()
    path.mkdir(mode=0o700)
    assert state_of(path) is KeyState.UNREADABLE


def test_what_never_ends_is_not_read(tmp_path: Path) -> None:
    pipe, device, large = tmp_path / "pipe", tmp_path / "device", tmp_path / "large"
    os.mkfifo(pipe, 0o600)
    device.symlink_to("/dev/zero")
    large.touch(0o600)
    os.truncate(large, 2**33)

    assert state_of(pipe) is KeyState.UNREADABLE
    assert state_of(device) is KeyState.UNREADABLE
    assert state_of(large) is KeyState.DAMAGED


def test_processes_that_make_a_key_together_agree_on_one(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "key"
    with ThreadPoolExecutor(16) as pool:
        path.parent.mkdir()
        list(pool.map(lambda number: make_key_file(path, bytes([number]) * 32), range(64)))

    assert len(set(path.read_bytes())) == 1
    assert len(path.read_bytes()) == 32
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [each.name for each in path.parent.iterdir()] == ["key"]


def test_a_replaced_key_keeps_its_owner_and_mode(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, given = tmp_path / "key", []
    replace_key_file(path, b"first")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(os, "chown", lambda _, user, group: given.append((user, group)))
    replace_key_file(path, b"second")

    status = path.stat()
    assert path.read_bytes() == b"second"
    assert given == [(status.st_uid, status.st_gid)]
    assert stat.S_IMODE(status.st_mode) == 0o600
    monkeypatch.setattr(os, "geteuid", lambda: status.st_uid + 1)
    replace_key_file(path, b"third")
    assert given == [(status.st_uid, status.st_gid)]
    assert [each.name for each in tmp_path.iterdir()] == ["key"]


@pytest.mark.parametrize("content", [b"", b"a" * 31, b" " * 64, b"\xff" * 64])
def test_half_a_secret_key_is_none(tmp_path: Path, content: bytes) -> None:
    make_key_file(tmp_path / "secret_key", content)

    with pytest.raises(KeyUnusable) as refused:
        secret_in(tmp_path / "secret_key")
    assert refused.value.state is KeyState.DAMAGED
