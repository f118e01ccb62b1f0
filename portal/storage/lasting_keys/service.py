"""Knows a lasting key again, records it at its first use, and marks the steps of a rotation."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal.storage.database import begin_write
from portal.storage.lasting_keys.domain import Fingerprint, KeyName
from portal.storage.lasting_keys.models import LastingKey
from portal.storage.prepared import Question, prepared


@dataclass(frozen=True, slots=True)
class KnownKey:
    """What the database knows of a key: its fingerprint, and the one it is changing to."""

    current: Fingerprint
    following: Fingerprint | None
    earlier: bytes | None


@prepared()
def _known(name: Any) -> Question:
    key = LastingKey
    columns = select(key.salt, key.digest, key.next_salt, key.next_digest, key.earlier)
    return columns.where(key.name == name)


def known_key(session: Session, name: KeyName) -> KnownKey | None:
    """Return what the database knows of a key, or None when it was never used."""
    row = _known.rows(session, name=name).one_or_none()
    if row is None:
        return None
    is_changing = row.next_salt is not None and row.next_digest is not None
    following = Fingerprint(row.next_salt, row.next_digest) if is_changing else None
    return KnownKey(Fingerprint(row.salt, row.digest), following, row.earlier)


def is_right_key(session: Session, name: KeyName, *, key: bytes) -> bool:
    """Return whether ``key`` is the one the database knows, or is changing to, or knows none."""
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
