"""Texts encrypted under a key outside the database, and the file of that key."""

import hashlib
import hmac
from collections.abc import Sequence
from pathlib import Path

from nacl.exceptions import CryptoError
from nacl.secret import SecretBox
from nacl.utils import random
from sqlalchemy.orm import Session

from portal.storage.lasting_keys.folders import FolderNotOurs, require_own_folder
from portal.storage.lasting_keys.keys import (
    Fingerprint,
    KeyName,
    KeyState,
    KeyUnusable,
    KnownKey,
    known_key,
    make_key_file,
    read_key_file,
    record_key,
)
from portal.storage.texts.cleaning import signature
from portal.storage.texts.columns import DESTROYED, newest_text

PADDING_BYTES = 256


class TextUnreadable(RuntimeError):
    """A stored text does not open: it was changed, or the key in PORTAL_KEYS_DIR is another."""


class Vault:
    """Encrypts texts and hashes codes with keys drawn from one secret.

    :param secret: 32 random bytes.
    :param earlier: secrets that were rotated; what was written under them is still read.
    """

    def __init__(self, secret: bytes, *, earlier: Sequence[bytes] = ()) -> None:
        self._box = SecretBox(_derived(secret, "texts"))
        self._earlier = tuple(SecretBox(_derived(each, "texts")) for each in earlier)
        #: Newest first: a code is a hash, which nobody can compute anew without the code.
        self.code_keys = tuple(_derived(each, "codes") for each in (secret, *earlier))
        self._likeness_key = _expanded(secret, "likeness of texts")

    def lock(self, text: str) -> bytes:
        """Return ``text`` encrypted; its length is hidden up to the next 256 bytes."""
        plain = text.encode()
        padding = -(len(plain) + 1) % PADDING_BYTES
        return self._closed(plain + b"\x80" + b"\x00" * padding)

    def unlock(self, locked: bytes) -> str:
        """Return the text that was locked; nothing for one that was destroyed.

        :raises TextUnreadable: when it was changed or locked under another key.
        """
        if locked == DESTROYED:
            return ""
        return self._opened(locked).rstrip(b"\x00")[:-1].decode()

    def renewed(self, locked: bytes) -> bytes | None:
        """Return the text locked under the secret in use, or None where it is already.

        :raises TextUnreadable: when it opens under no secret.
        """
        if _opened_by(self._box, locked) is not None:
            return None
        return self._closed(self._opened(locked))

    def signature(self, text: str) -> int:
        """Return by what ``text`` is found to be like another, under the secret in use."""
        return signature(text, key=self._likeness_key)

    def _closed(self, padded: bytes) -> bytes:
        return bytes(self._box.encrypt(padded))

    def _opened(self, locked: bytes) -> bytes:
        for box in (self._box, *self._earlier):
            padded = _opened_by(box, locked)
            if padded is not None:
                return padded
        raise TextUnreadable("the text does not open with the key of PORTAL_KEYS_DIR")


def _opened_by(box: SecretBox, locked: bytes) -> bytes | None:
    try:
        return bytes(box.decrypt(locked))
    except (CryptoError, ValueError):
        return None


def _derived(secret: bytes, label: str) -> bytes:
    return hmac.new(secret, label.encode(), hashlib.sha256).digest()


def _expanded(secret: bytes, label: str) -> bytes:
    """Return a key of 32 bytes for one use. Source: RFC 5869 (HKDF), with SHA-256 and no salt."""
    pseudorandom = hmac.digest(bytes(hashlib.sha256().digest_size), secret, "sha256")
    return hmac.digest(pseudorandom, label.encode() + b"\x01", "sha256")


KEY_FILE = "texts.key"
KEY_BYTES = SecretBox.KEY_SIZE
NAME = KeyName.TEXTS


def open_vault(session: Session, keys_dir: Path) -> Vault:
    """Return the vault of ``keys_dir``; its secret is made only where nothing was ever locked.

    The first use records the secret's fingerprint, which commits.

    :raises KeyUnusable: when the file is missing, another one or
        damaged while the database records a key or holds texts.
    """
    known = known_key(session, NAME)
    secrets = _secrets_of(session, keys_dir / KEY_FILE, is_known=known is not None)
    if known is None:
        known = _first_use(session, secrets[0])
    return vault_of(secrets, known)


def state_of_texts(session: Session, keys_dir: Path) -> KeyState:
    """Return what can be said of the key of texts; an empty database gets one."""
    try:
        open_vault(session, keys_dir)
    except KeyUnusable as problem:
        return problem.state
    return KeyState.OK


def secrets_in(path: Path) -> tuple[bytes, ...]:
    """Return the secrets of a key file, 32 bytes each: the newest, then those before it.

    :raises KeyUnusable: when it cannot be read or is not whole.
    """
    content = read_key_file(NAME, path)
    if not content or len(content) % KEY_BYTES:
        raise KeyUnusable(NAME, KeyState.DAMAGED)
    return tuple(content[at : at + KEY_BYTES] for at in range(0, len(content), KEY_BYTES))


def vault_of(secrets: tuple[bytes, ...], known: KnownKey) -> Vault:
    """Return the vault that writes under the secret the database records, or is changing to.

    :raises KeyUnusable: when a secret it knows is not among them.
    """
    writing = _known_among(secrets, known.current)
    if known.following is not None:
        writing = _known_among(secrets, known.following)
    return Vault(writing, earlier=[each for each in secrets if each != writing])


def _known_among(secrets: tuple[bytes, ...], fingerprint: Fingerprint) -> bytes:
    for secret in secrets:
        if fingerprint.fits(NAME, secret):
            return secret
    raise KeyUnusable(NAME, KeyState.OTHER)


def _secrets_of(session: Session, path: Path, *, is_known: bool) -> tuple[bytes, ...]:
    try:
        return secrets_in(path)
    except KeyUnusable as problem:
        is_lost = problem.state is not KeyState.MISSING
        if is_lost or is_known or newest_text(session) is not None:
            raise
    _make_first_secret(session, path)
    return secrets_in(path)


def _make_first_secret(session: Session, path: Path) -> None:
    """Make the secret of a database that never locked a text, never in a folder that is not its."""
    try:
        require_own_folder(session, path.parent)
    except FolderNotOurs as error:
        raise KeyUnusable(NAME, KeyState.MISSING) from error
    make_key_file(path, random(KEY_BYTES))


def _first_use(session: Session, secret: bytes) -> KnownKey:
    """Record the secret, unless a text that is there does not open with it."""
    text = newest_text(session)
    try:
        if text is not None:
            Vault(secret).unlock(text)
    except TextUnreadable as error:
        raise KeyUnusable(NAME, KeyState.OTHER) from error
    return record_key(session, NAME, key=secret)
