"""Where the private halves of the inbox keys lie, how they are kept twice and destroyed."""

import base64
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from portal.settings import InvalidSetting, Settings
from portal.storage.private_files import shred, sync_folder

KEY_BYTES = 32
NAME_DIGITS = 32
PRIVATE_SUFFIX = ".key"
ESCROW_SUFFIX = ".sealed"


class KeyLost(RuntimeError):
    """The private half of a key is not where it should be."""


class EscrowUnreachable(RuntimeError):
    """The folder of the second copies is not there, so that none can be written or destroyed."""


class CannotRestore(ValueError):
    """A file is no second copy of a key, or the recovery key does not open it."""


@dataclass(frozen=True, slots=True)
class Escrow:
    """Where second copies lie and the public recovery key (32 bytes) they are sealed to."""

    folder: Path
    recovery_key: bytes


@dataclass(frozen=True, slots=True)
class KeyStore:
    """The folder of private keys (mode 0700, files 0600) and, if set, of their second copies."""

    folder: Path
    escrow: Escrow | None = None

    @classmethod
    def from_settings(cls, settings: Settings) -> "KeyStore":
        """Return the store the operator chose.

        :raises portal.settings.InvalidSetting: when the recovery key is not 32 bytes of base64.
        """
        if settings.escrow_dir is None:
            return cls(settings.keys_dir)
        recovery_key = decoded_key(settings.recovery_key)
        return cls(settings.keys_dir, Escrow(settings.escrow_dir, recovery_key))

    def save(self, private_key: bytes) -> None:
        """Write a private key and its second copy, each whole or not at all, durably.

        :raises EscrowUnreachable: when the second copy cannot be written.
        """
        public_key = public_half(private_key)
        if self.escrow:
            sealed = SealedBox(PublicKey(self.escrow.recovery_key)).encrypt(private_key)
            _write(self._escrow_path(public_key), sealed)
        _private_folder(self.folder)
        _write(self._path(public_key), private_key)

    def load(self, public_key: bytes) -> bytes:
        """Return the private half of ``public_key``.

        :raises KeyLost: when its file is missing, or is not its private half.
        """
        try:
            private_key = self._path(public_key).read_bytes()
        except OSError as error:
            raise KeyLost(f"key file {self._path(public_key).name} is missing") from error
        if len(private_key) != KEY_BYTES or public_half(private_key) != public_key:
            raise KeyLost(f"key file {self._path(public_key).name} is damaged")
        return private_key

    def clear_drafts(self) -> None:
        """Destroy what a crash left half written; no rating was ever sealed to it."""
        for draft in self.folder.glob(f"[0-9a-f]*{PRIVATE_SUFFIX}.*"):
            shred(draft)

    def has(self, public_key: bytes) -> bool:
        """Return whether the private half's file is there."""
        return self._path(public_key).exists()

    def destroy(self, public_key: bytes) -> None:
        """Overwrite and remove the private half and its second copy; doing it twice is safe.

        :raises EscrowUnreachable: when the folder of second copies is not there.
        """
        if self.escrow:
            shred(self._escrow_path(public_key))
        shred(self._path(public_key))

    def restore(self, copy: bytes, *, recovery_private_key: bytes) -> bytes:
        """Put a private key back from its second copy and return its public half.

        :raises CannotRestore: when ``copy`` does not open with the recovery key.
        """
        try:
            private_key = bytes(SealedBox(PrivateKey(recovery_private_key)).decrypt(copy))
        except (CryptoError, ValueError, TypeError) as error:
            raise CannotRestore("the recovery key does not open this file") from error
        if len(private_key) != KEY_BYTES:
            raise CannotRestore("the file holds no key")
        _private_folder(self.folder)
        public_key = public_half(private_key)
        _write(self._path(public_key), private_key)
        return public_key

    def _path(self, public_key: bytes) -> Path:
        return self.folder / (key_name(public_key) + PRIVATE_SUFFIX)

    def _escrow_path(self, public_key: bytes) -> Path:
        if self.escrow is None or not self.escrow.folder.is_dir():
            raise EscrowUnreachable("the folder of the second copies of keys is not there")
        return self.escrow.folder / (key_name(public_key) + ESCROW_SUFFIX)


def key_name(public_key: bytes) -> str:
    """Return what a key's files are called, without their suffix."""
    return public_key.hex()[:NAME_DIGITS]


def public_half(private_key: bytes) -> bytes:
    """Return the public half (32 bytes) of a private key."""
    return bytes(PrivateKey(private_key).public_key)


def decoded_key(text: str) -> bytes:
    """Return the 32 bytes of a key written in base64.

    :raises portal.settings.InvalidSetting: for anything else.
    """
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except ValueError as error:
        raise InvalidSetting("a recovery key is 32 bytes in base64") from error
    if len(key) != KEY_BYTES:
        raise InvalidSetting("a recovery key is 32 bytes in base64")
    return key


def _private_folder(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)


def _write(path: Path, content: bytes) -> None:
    """Put ``content`` at ``path`` so that after a power cut it is there whole or not at all."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.rename(path)
    sync_folder(path.parent)
