"""The folder of what lasts is made once, and its absence later is said instead of mended."""

from pathlib import Path

import pytest

from portal.storage.private_files import FolderAway, lasting_folder


def test_it_is_made_for_the_first_use_only(tmp_path: Path) -> None:
    folder = tmp_path / "kept"

    lasting_folder(folder, is_first=True)

    assert folder.stat().st_mode & 0o777 == 0o700


def test_a_folder_that_went_away_is_not_made_in_its_place(tmp_path: Path) -> None:
    with pytest.raises(FolderAway, match="none is made in its place"):
        lasting_folder(tmp_path / "kept", is_first=False)

    assert list(tmp_path.iterdir()) == []


def test_one_that_others_could_open_is_closed(tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    folder.mkdir(mode=0o755)

    lasting_folder(folder, is_first=False)

    assert folder.stat().st_mode & 0o777 == 0o700
