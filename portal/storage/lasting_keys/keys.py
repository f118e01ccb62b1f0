"""Keys that last: known again by fingerprints, kept in files, marked while they change."""

import hashlib
import hmac
import os
import secrets
import stat
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import CheckConstraint, Insert, LargeBinary, String, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.storage.database import Base, begin_write, one_of
from portal.storage.prepared import Question, prepared
from portal.storage.private_files import KEY_FILE_BYTES, read_bounded

SALT_BYTES = 16
FINGERPRINT_BYTES = 32
_LABEL = b"suara-loket lasting key\0"


# What one guess of a key costs: scrypt with 2 to this power blocks of 1 KB. 16 MB and about 40 ms,
# once a process. Keys of 32 random bytes need no such cost; a secret key that a person made up
# does. Each fingerprint holds the cost it was made with, so that this number may change.
DOUBLINGS = 14
MOST_DOUBLINGS = 14


@lru_cache(maxsize=8)
def _digest(labelled: bytes, *, salt: bytes) -> bytes:
    blocks = 2 ** min(max(1, salt[0]), MOST_DOUBLINGS)
    return hashlib.scrypt(labelled, salt=salt, n=blocks, r=8, p=1, dklen=FINGERPRINT_BYTES)


class KeyName(StrEnum):
    """The keys that last."""

    TEXTS = "texts"
    SECRET = "secret"  # noqa: S105 - the name of a key, not a key


class KeyState(StrEnum):
    """The state of a lasting key; the values are those of ``/readyz``."""

    OK = "ok"
    MISSING = "missing"
    OTHER = "another key"
    UNREADABLE = "not readable"
    OPEN = "readable by others"
    DAMAGED = "damaged"


class KeyUnusable(RuntimeError):
    """A lasting key is not the one that the database records; what needs it is refused."""

    def __init__(self, name: KeyName, state: KeyState) -> None:
        super().__init__(f"the key {name} cannot be used: {state}")
        self.name = name
        self.state = state


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What the database keeps of a key: nobody can tell the key from it.

    The first byte of ``salt`` is the cost of the fingerprint, as a power of two, the rest chance.
    """

    salt: bytes
    digest: bytes

    @classmethod
    def of(cls, name: KeyName, key: bytes, *, salt: bytes | None = None) -> "Fingerprint":
        """Return the fingerprint of ``key``, with a salt of its own when None is given."""
        own = bytes([DOUBLINGS]) + secrets.token_bytes(SALT_BYTES - 1) if salt is None else salt
        return cls(own, _digest(_LABEL + name.encode() + b"\0" + key, salt=own))

    def fits(self, name: KeyName, key: bytes) -> bool:
        """Return whether this is the fingerprint of ``key``."""
        other = Fingerprint.of(name, key, salt=self.salt)
        return hmac.compare_digest(self.digest, other.digest)


def derived_key(secret_key: str, *, purpose: str) -> bytes:
    """Return 32 bytes that follow from ``secret_key`` and say nothing about it or each other."""
    label = b"suara-loket\0" + purpose.encode()
    return hmac.digest(secret_key.encode(), label, hashlib.sha256)


def keyed_hash(key: bytes, text: str) -> bytes:
    """Return the keyed hash of ``text``, 32 bytes."""
    return hmac.digest(key, text.encode(), hashlib.sha256)


class LastingKey(Base):
    """The fingerprint by which a lasting key is recognised; during a rotation there are two."""

    __tablename__ = "lasting_key"
    __table_args__ = (
        one_of("name", KeyName, name="name"),
        CheckConstraint("length(salt) = 16", name="salt"),
        CheckConstraint("length(digest) = 32", name="digest"),
        CheckConstraint("length(next_salt) = 16", name="next_salt"),
        CheckConstraint("length(next_digest) = 32", name="next_digest"),
        CheckConstraint("(next_salt IS NULL) = (next_digest IS NULL)", name="next"),
    )

    name: Mapped[str] = mapped_column(String(10), primary_key=True)
    salt: Mapped[bytes] = mapped_column(LargeBinary)
    #: The fingerprint of the key in use.
    digest: Mapped[bytes] = mapped_column(LargeBinary)
    #: The fingerprint of the key that a rotation is changing to; None when none is under way.
    next_salt: Mapped[bytes | None] = mapped_column(LargeBinary)
    next_digest: Mapped[bytes | None] = mapped_column(LargeBinary)
    #: What is still needed of the keys before, sealed under the key in use; None before the first
    #: rotation.
    earlier: Mapped[bytes | None] = mapped_column(LargeBinary)


@dataclass(frozen=True, slots=True)
class KnownKey:
    """What the database records of a key: its fingerprint, and the one it is changing to."""

    current: Fingerprint
    following: Fingerprint | None
    earlier: bytes | None


@prepared()
def _known(name: Any) -> Question:
    key = LastingKey
    columns = select(key.salt, key.digest, key.next_salt, key.next_digest, key.earlier)
    return columns.where(key.name == name)


def known_key(session: Session, name: KeyName) -> KnownKey | None:
    """Return what the database records of a key, or None when it was never used."""
    row = _known.rows(session, name=name).one_or_none()
    if row is None:
        return None
    is_changing = row.next_salt is not None and row.next_digest is not None
    following = Fingerprint(row.next_salt, row.next_digest) if is_changing else None
    return KnownKey(Fingerprint(row.salt, row.digest), following, row.earlier)


def is_right_key(session: Session, name: KeyName, *, key: bytes) -> bool:
    """Return whether ``key`` is the recorded one, or the next one, or whether none is recorded."""
    known = known_key(session, name)
    if known is None:
        return True
    both = (known.current, known.following)
    return any(each.fits(name, key) for each in both if each is not None)


def record_key(session: Session, name: KeyName, *, key: bytes) -> KnownKey:
    """Record the key at its first use and return what is known now; of two at once one counts.

    Commits.
    """
    found = Fingerprint.of(name, key)
    begin_write(session)
    values = {"name": str(name), "salt": found.salt, "digest": found.digest}
    session.execute(_insert_once(session, values))
    session.commit()
    known = known_key(session, name)
    session.rollback()
    return known or KnownKey(found, None, None)


def begin_rotation(
    session: Session, name: KeyName, *, following: bytes, earlier: bytes | None
) -> None:
    """Mark that the key changes to ``following``; from now on both are known. Commits."""
    found = Fingerprint.of(name, following)
    begin_write(session)
    row = session.get_one(LastingKey, str(name))
    row.next_salt, row.next_digest = found.salt, found.digest
    row.earlier = earlier
    session.commit()


def end_rotation(session: Session, name: KeyName) -> None:
    """Let only the new key be known from now on. Commits."""
    begin_write(session)
    row = session.get_one(LastingKey, str(name))
    row.salt, row.digest = row.next_salt or row.salt, row.next_digest or row.digest
    row.next_salt = row.next_digest = None
    session.commit()


def _insert_once(session: Session, values: Mapping[str, object]) -> Insert:
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    insert = sqlite.insert if is_sqlite else postgresql.insert
    return insert(LastingKey).values(**values).on_conflict_do_nothing()


MODE = 0o600
OTHERS = 0o077
ROOT = 0


def read_key_file(name: KeyName, path: Path) -> bytes:
    """Return what the key file ``path`` holds.

    Only a file that holds a key's few bytes is opened: a pipe, or a device, would never end.

    :raises KeyUnusable: when it is missing, of another owner, open to others or not readable.
    """
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise KeyUnusable(name, KeyState.UNREADABLE)
        if status.st_size > KEY_FILE_BYTES:
            raise KeyUnusable(name, KeyState.DAMAGED)
        if os.geteuid() not in {ROOT, status.st_uid}:
            raise KeyUnusable(name, KeyState.UNREADABLE)
        if stat.S_IMODE(status.st_mode) & OTHERS:
            raise KeyUnusable(name, KeyState.OPEN)
        return read_bounded(path, most_bytes=KEY_FILE_BYTES)
    except FileNotFoundError as error:
        raise KeyUnusable(name, KeyState.MISSING) from error
    except OSError as error:
        raise KeyUnusable(name, KeyState.UNREADABLE) from error


def make_key_file(path: Path, content: bytes) -> None:
    """Put ``content`` at ``path`` unless a file is there; of two at once the first wins.

    Its folder is not made here.
    """
    draft = _draft(path, content)
    try:
        with suppress(FileExistsError):
            os.link(draft, path)
    finally:
        draft.unlink()
    _sync_folder(path.parent)


def replace_key_file(path: Path, content: bytes) -> None:
    """Put ``content`` at ``path``: after a power cut the old or the new file is there, whole."""
    draft = _draft(path, content)
    status = path.stat() if path.exists() else None
    if status is not None and os.geteuid() == ROOT:
        # Root rotates a key that the portal's own user has to read.
        os.chown(draft, status.st_uid, status.st_gid)
    draft.rename(path)
    _sync_folder(path.parent)


def _draft(path: Path, content: bytes) -> Path:
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, MODE), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return draft


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
