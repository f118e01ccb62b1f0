"""The key of texts: its file, checked against what the database knows, made for an empty one."""

from pathlib import Path

from nacl.secret import SecretBox
from nacl.utils import random
from sqlalchemy.orm import Session

from portal.storage.lasting_keys.domain import Fingerprint, KeyName, KeyState, KeyUnusable
from portal.storage.lasting_keys.files import make_key_file, read_key_file
from portal.storage.lasting_keys.folders import FolderNotOurs, require_own_folder
from portal.storage.lasting_keys.service import KnownKey, known_key, record_key
from portal.storage.texts.columns import newest_text
from portal.storage.texts.vault import TextUnreadable, Vault

KEY_FILE = "texts.key"
KEY_BYTES = SecretBox.KEY_SIZE
NAME = KeyName.TEXTS


def open_vault(session: Session, keys_dir: Path) -> Vault:
    """Return the vault of ``keys_dir``; its secret is made only where nothing was ever locked.

    The first use records the secret's fingerprint, which commits.

    :raises KeyUnusable: when the file is missing, another one or
        damaged while the database knows a key or holds texts.
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
    """Return the vault that writes under the secret the database knows, or is changing to.

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
