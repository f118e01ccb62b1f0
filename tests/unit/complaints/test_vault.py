"""Citizens' words at rest: unreadable without the key, and one key for every process."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.complaints import vault
from portal.complaints.vault import TextUnreadable, Vault, open_vault

VAULT = Vault(b"k" * 32)


@given(st.text(max_size=5_000))
def test_a_text_comes_back_as_it_was(text: str) -> None:
    assert VAULT.unlock(VAULT.lock(text)) == text


def test_texts_of_like_length_lock_to_the_same_length_and_never_to_the_same_bytes() -> None:
    locked = {VAULT.lock("a" * length) for length in range(1, 200)}

    assert len({len(text) for text in locked}) == 1
    assert VAULT.lock("a") != VAULT.lock("a")


@pytest.mark.parametrize("damage", [lambda b: b[:-1], lambda b: b"\x00" + b[1:], lambda _: b""])
def test_a_changed_text_does_not_open(damage) -> None:
    with pytest.raises(TextUnreadable):
        VAULT.unlock(damage(VAULT.lock("rahasia")))


def test_another_key_opens_nothing() -> None:
    with pytest.raises(TextUnreadable):
        Vault(b"x" * 32).unlock(VAULT.lock("rahasia"))


def test_processes_that_start_together_share_one_key_only_the_owner_reads(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    with ThreadPoolExecutor(16) as pool:
        vaults = list(pool.map(lambda _: open_vault(folder), range(64)))

    locked = vaults[0].lock("rahasia")
    assert {vault.unlock(locked) for vault in vaults} == {"rahasia"}
    assert stat.S_IMODE((folder / "texts.key").stat().st_mode) == 0o600
    assert [path.name for path in folder.iterdir()] == ["texts.key"]


def test_who_makes_a_key_while_another_did_takes_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = open_vault(tmp_path)
    link, lost = vault.os.link, []

    def late_link(draft: Path, path: Path) -> None:
        lost.append(draft)
        link(draft, path)

    monkeypatch.setattr("portal.complaints.vault.os.link", late_link)
    monkeypatch.setattr(Path, "exists", lambda _: False)
    second = open_vault(tmp_path)
    monkeypatch.undo()

    assert second.unlock(first.lock("rahasia")) == "rahasia"
    assert len(lost) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["texts.key"]
