"""A file whose size nobody bounds is read to a bound, and only where it is a plain file."""

import errno
import os
from pathlib import Path

import pytest

from portal.storage.private_files import read_bounded


def test_a_file_up_to_the_bound_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "key"
    path.write_bytes(b"12345678")

    assert read_bounded(path, most_bytes=8) == b"12345678"


def test_a_larger_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "key"
    path.write_bytes(b"123456789")

    with pytest.raises(OSError, match="larger") as caught:
        read_bounded(path, most_bytes=8)

    assert caught.value.errno == errno.EINVAL


def test_a_pipe_nobody_writes_to_is_refused_at_once(tmp_path: Path) -> None:
    path = tmp_path / "key"
    os.mkfifo(path)

    with pytest.raises(OSError, match="not a plain file") as caught:
        read_bounded(path, most_bytes=8)

    assert caught.value.errno == errno.EINVAL


@pytest.mark.parametrize("path", [Path("/dev/zero"), Path("/")])
def test_a_device_and_a_folder_are_refused(path: Path) -> None:
    with pytest.raises(OSError, match=r"not a plain file|Is a directory"):
        read_bounded(path, most_bytes=8)


def test_a_missing_file_is_missing(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_bounded(tmp_path / "key", most_bytes=8)
