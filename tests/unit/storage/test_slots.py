"""So many at a time on one machine, and nobody waits."""

import stat
from collections.abc import Sequence
from pathlib import Path

import pytest

from portal.storage.slots import STAFF_FOLDER, STAFF_SLOTS, NoSlotFree, slot, staff_drawing


def is_free(folder: Path, names: Sequence[str]) -> bool:
    try:
        with slot(folder, names):
            return True
    except NoSlotFree:
        return False


def test_as_many_hold_one_as_there_are_files(tmp_path: Path) -> None:
    names = ("a.lock", "b.lock")

    with slot(tmp_path, names), slot(tmp_path, names):
        assert not is_free(tmp_path, names)
    assert is_free(tmp_path, names)


def test_a_slot_is_given_back_when_the_work_fails(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), slot(tmp_path, ["a.lock"]):
        raise ZeroDivisionError

    with slot(tmp_path, ["a.lock"]):
        assert stat.S_IMODE((tmp_path / "a.lock").stat().st_mode) == 0o600


def test_staff_have_two(tmp_path: Path) -> None:
    with staff_drawing(tmp_path), staff_drawing(tmp_path):
        assert not is_free(tmp_path / STAFF_FOLDER, STAFF_SLOTS)
    assert is_free(tmp_path / STAFF_FOLDER, STAFF_SLOTS)
