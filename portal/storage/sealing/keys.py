"""Where the private halves of the inbox keys lie, how they are kept twice and destroyed."""

import base64
import re
from dataclasses import dataclass
from pathlib import Path

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from portal.settings import InvalidSetting, Settings
from portal.storage.private_files import (
    KEY_FILE_BYTES,
    lasting_folder,
    read_bounded,
    shred,
    write_whole,
)

KEY_BYTES = 32
NAME_DIGITS = 32
PRIVATE_SUFFIX = ".key"
ESCROW_SUFFIX = ".sealed"
MOUNT_IT = "mount its disk, set PORTAL_KEYS_DIR right, or make the folder yourself"
# Names the first key of the database that the folder belongs to.
MARK = "belongs-to"
DAY_KEY = re.compile(rf"[0-9a-f]{{{NAME_DIGITS}}}{re.escape(PRIVATE_SUFFIX)}")


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

        The folder is never made here.

        :raises EscrowUnreachable: when the second copy cannot be written.
        :raises portal.storage.private_files.FolderAway: when the folder is not there.
        """
        public_key = public_half(private_key)
        if self.escrow:
            sealed = SealedBox(PublicKey(self.escrow.recovery_key)).encrypt(private_key)
            write_whole(self._escrow_path(public_key), sealed)
        lasting_folder(self.folder, is_first=False)
        write_whole(self._path(public_key), private_key)

    def load(self, public_key: bytes) -> bytes:
        """Return the private half of ``public_key``.

        :raises KeyLost: when its file is missing or unreadable, or is not its private half.
        """
        try:
            private_key = read_bounded(self._path(public_key), most_bytes=KEY_FILE_BYTES)
        except FileNotFoundError as error:
            raise KeyLost(f"key file {self._path(public_key).name} is missing") from error
        except OSError as error:
            name = self._path(public_key).name
            raise KeyLost(f"key file {name} cannot be read: {error.strerror}") from error
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

        :raises CannotRestore: when ``copy`` does not open with the recovery key, or the folder is
            not there.
        """
        if not self.is_there():
            raise CannotRestore(f"the folder of keys is not there: {MOUNT_IT}")
        try:
            private_key = bytes(SealedBox(PrivateKey(recovery_private_key)).decrypt(copy))
        except (CryptoError, ValueError, TypeError) as error:
            raise CannotRestore("the recovery key does not open this file") from error
        if len(private_key) != KEY_BYTES:
            raise CannotRestore("the file holds no key")
        lasting_folder(self.folder, is_first=False)
        public_key = public_half(private_key)
        write_whole(self._path(public_key), private_key)
        return public_key

    def make_folder(self) -> None:
        """Make the folder for a database's first key, or for one whose keys are lost for good."""
        lasting_folder(self.folder, is_first=True)

    def is_there(self) -> bool:
        """Return whether there is a folder at all."""
        return self.folder.is_dir()

    def mark(self) -> str | None:
        """Return the name of the first key of the database that the folder belongs to."""
        try:
            found = read_bounded(self.folder / MARK, most_bytes=KEY_FILE_BYTES)
            return found.decode(errors="replace").strip()
        except FileNotFoundError:
            return None

    def put_mark(self, public_key: bytes) -> None:
        """Say that the folder belongs to the database whose first key is ``public_key``."""
        write_whole(self.folder / MARK, key_name(public_key).encode())

    def names(self) -> frozenset[str]:
        """Return the names of all keys that lie in the folder."""
        found = self.folder.glob(f"*{PRIVATE_SUFFIX}")
        return frozenset(path.stem for path in found if DAY_KEY.fullmatch(path.name))

    def copies(self) -> frozenset[str]:
        """Return the names of all keys of which a second copy can be reached."""
        found = self.escrow.folder.glob(f"*{ESCROW_SUFFIX}") if self.escrow else ()
        return frozenset(path.stem for path in found)

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


SEAL_BYTES = 48


class CannotOpen(ValueError):
    """A ciphertext was not sealed to this key, or was changed since."""


class PayloadSealer:
    """Seals to one public key (32 bytes); needs no secret."""

    def __init__(self, public_key: bytes) -> None:
        self._box = SealedBox(PublicKey(public_key))

    def seal_payload(self, payload: bytes) -> bytes:
        """Return bytes sealed without looking into them, ``SEAL_BYTES`` longer."""
        return self._box.encrypt(payload)


class PayloadOpener:
    """Opens what was sealed to the public half of one private key (32 bytes)."""

    def __init__(self, private_key: bytes) -> None:
        self._box = SealedBox(PrivateKey(private_key))

    def open_payload(self, ciphertext: bytes) -> bytes:
        """Return the sealed bytes as they are.

        :raises CannotOpen: when the ciphertext was sealed to another key or changed.
        """
        try:
            return bytes(self._box.decrypt(ciphertext))
        except CryptoError as error:
            raise CannotOpen("the ciphertext does not open with this key") from error
