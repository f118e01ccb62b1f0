"""Private keys are kept twice, whole, for their owner only, and can be destroyed for good."""

import base64
import os
import stat
from pathlib import Path

import pytest
from nacl.public import PrivateKey, PublicKey, SealedBox

from portal.settings import InvalidSetting
from portal.storage.sealing.keys import (
    CannotRestore,
    Escrow,
    EscrowUnreachable,
    KeyLost,
    KeyStore,
    decoded_key,
    public_half,
)
from tests.conftest import settings_for

PRIVATE = bytes(PrivateKey.generate())
PUBLIC = public_half(PRIVATE)
RECOVERY = PrivateKey.generate()
KEY_TEXT = base64.b64encode(bytes(RECOVERY.public_key)).decode()


@pytest.fixture
def store(tmp_path: Path) -> KeyStore:
    (tmp_path / "escrow").mkdir()
    (tmp_path / "keys").mkdir(mode=0o700)
    return KeyStore(
        tmp_path / "keys", Escrow(tmp_path / "escrow", recovery_key=bytes(RECOVERY.public_key))
    )


def files(store: KeyStore) -> list[Path]:
    assert store.escrow is not None
    return [*store.folder.iterdir(), *store.escrow.folder.iterdir()]


def test_a_key_is_kept_for_its_owner_only(store: KeyStore) -> None:
    store.save(PRIVATE)

    assert store.load(PUBLIC) == PRIVATE
    assert store.has(PUBLIC)
    assert stat.S_IMODE(store.folder.stat().st_mode) == 0o700
    assert [stat.S_IMODE(file.stat().st_mode) for file in files(store)] == [0o600, 0o600]


def test_a_folder_that_others_could_read_is_closed_to_them(store: KeyStore) -> None:
    store.folder.chmod(0o755)

    store.save(PRIVATE)

    assert stat.S_IMODE(store.folder.stat().st_mode) == 0o700


def test_the_second_copy_does_not_show_the_key(store: KeyStore) -> None:
    store.save(PRIVATE)

    _, copy = sorted(files(store), key=lambda file: file.suffix)
    assert PRIVATE not in copy.read_bytes()
    assert SealedBox(RECOVERY).decrypt(copy.read_bytes()) == PRIVATE


def test_a_lost_key_comes_back_from_its_second_copy(store: KeyStore) -> None:
    store.save(PRIVATE)
    (key_file,) = store.folder.iterdir()
    key_file.unlink()
    assert store.escrow is not None
    (copy,) = store.escrow.folder.iterdir()

    restored = store.restore(copy.read_bytes(), recovery_private_key=bytes(RECOVERY))

    assert restored == PUBLIC
    assert store.load(PUBLIC) == PRIVATE


@pytest.mark.parametrize(
    "copy",
    [b"", b"nonsense" * 10, SealedBox(RECOVERY.public_key).encrypt(b"short")],
    ids=["nothing", "nonsense", "too short"],
)
def test_what_is_no_second_copy_restores_nothing(store: KeyStore, copy: bytes) -> None:
    with pytest.raises(CannotRestore):
        store.restore(copy, recovery_private_key=bytes(RECOVERY))


def test_the_wrong_recovery_key_restores_nothing(store: KeyStore) -> None:
    copy = SealedBox(PublicKey(bytes(RECOVERY.public_key))).encrypt(PRIVATE)

    with pytest.raises(CannotRestore):
        store.restore(copy, recovery_private_key=bytes(PrivateKey.generate()))
    with pytest.raises(CannotRestore):
        store.restore(copy, recovery_private_key=b"too short")


def test_destroying_overwrites_and_removes_both_copies_and_can_be_repeated(
    store: KeyStore, tmp_path: Path
) -> None:
    store.save(PRIVATE)
    (key_file,) = store.folder.iterdir()
    (tmp_path / "witness").hardlink_to(key_file)

    store.destroy(PUBLIC)
    store.destroy(PUBLIC)

    assert files(store) == []
    assert PRIVATE not in (tmp_path / "witness").read_bytes()
    with pytest.raises(KeyLost):
        store.load(PUBLIC)


def test_a_damaged_key_file_counts_as_lost(store: KeyStore) -> None:
    store.save(PRIVATE)
    (key_file,) = store.folder.iterdir()
    key_file.write_bytes(bytes(PrivateKey.generate()))

    with pytest.raises(KeyLost, match="damaged"):
        store.load(PUBLIC)


def test_a_pipe_in_the_place_of_a_key_counts_as_lost_at_once(store: KeyStore) -> None:
    store.save(PRIVATE)
    (key_file,) = store.folder.iterdir()
    key_file.unlink()
    os.mkfifo(key_file)

    with pytest.raises(KeyLost, match="not a plain file"):
        store.load(PUBLIC)


def test_without_its_folder_of_second_copies_no_key_is_made_or_destroyed(tmp_path: Path) -> None:
    store = KeyStore(tmp_path, Escrow(tmp_path / "gone", recovery_key=bytes(RECOVERY.public_key)))

    with pytest.raises(EscrowUnreachable):
        store.save(PRIVATE)
    with pytest.raises(EscrowUnreachable):
        store.destroy(PUBLIC)
    assert list(tmp_path.iterdir()) == []


def test_what_a_crash_left_half_written_is_destroyed(store: KeyStore) -> None:
    store.save(PRIVATE)
    draft = store.folder / "abc.key.1234"
    draft.write_bytes(b"half a key")

    store.clear_drafts()

    assert not draft.exists()
    assert store.has(PUBLIC)


def test_the_store_follows_the_settings(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'portal.db'}"

    plain = KeyStore.from_settings(settings_for(tmp_path, url))
    doubled = KeyStore.from_settings(
        settings_for(tmp_path, url, RECOVERY_KEY=KEY_TEXT, ESCROW_DIR=str(tmp_path / "escrow"))
    )

    assert plain == KeyStore(tmp_path / "keys")
    assert doubled.escrow == Escrow(tmp_path / "escrow", recovery_key=bytes(RECOVERY.public_key))


@pytest.mark.parametrize("text", ["", "not base64!", base64.b64encode(b"short").decode()])
def test_a_recovery_key_is_32_bytes_of_base64(text: str) -> None:
    with pytest.raises(InvalidSetting):
        decoded_key(text)


@pytest.mark.parametrize("half", [{"RECOVERY_KEY": KEY_TEXT}, {"ESCROW_DIR": "/backup"}])
def test_half_of_what_a_second_copy_needs_is_refused(tmp_path: Path, half: dict[str, str]) -> None:
    with pytest.raises(InvalidSetting, match="belong together"):
        settings_for(tmp_path, f"sqlite:///{tmp_path / 'city.db'}", **half)
