"""The fingerprint of the code for figures covers every folder it names."""

import pytest

from portal.publication.releases import gathering


@pytest.mark.parametrize("folder", gathering.FOLDERS)
def test_a_named_folder_holds_code(folder: str) -> None:
    assert (gathering.PORTAL / folder).is_dir()


def test_a_folder_that_was_moved_is_not_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "FOLDERS", (*gathering.FOLDERS, "rating/moved"))
    gathering.versions.cache_clear()

    with pytest.raises(FileNotFoundError, match="rating/moved"):
        gathering.versions()
