"""The fingerprint of the code for figures covers every folder it names."""

import pytest

from portal.publication.releases import versions


@pytest.mark.parametrize("folder", versions.FOLDERS)
def test_a_named_folder_holds_code(folder: str) -> None:
    assert (versions.PORTAL / folder).is_dir()


def test_a_folder_that_was_moved_is_not_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(versions, "FOLDERS", (*versions.FOLDERS, "rating/moved"))
    versions.versions.cache_clear()

    with pytest.raises(FileNotFoundError, match="rating/moved"):
        versions.versions()
