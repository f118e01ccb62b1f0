"""Gives agencies keys for their queue machines, and takes them back."""

from sqlalchemy import update
from sqlalchemy.orm import Session

from portal.rating.devices.domain import NAME_LENGTH, new_api_key, secret_hash
from portal.rating.devices.models import ApiKey
from portal.storage.database import begin_write


class NameInvalid(ValueError):
    """A name is empty or too long."""


class ApiKeyUnknown(LookupError):
    """There is no such key, or it was taken back before."""


def create_api_key(session: Session, *, agency_id: int, name: str) -> str:
    """Return a new key for an agency's queue machine; it is shown once. Commits.

    :raises NameInvalid: for an empty name or one of more than 80 characters.
    """
    key, plain = new_api_key(), checked_name(name)
    begin_write(session)
    session.add(ApiKey(agency_id=agency_id, name=plain, key_hash=secret_hash(key)))
    session.commit()
    return key


def revoke_api_key(session: Session, key_id: int) -> None:
    """Take a key back for good. Commits.

    :raises ApiKeyUnknown: when there is none that is still good.
    """
    begin_write(session)
    statement = (
        update(ApiKey)
        .where(ApiKey.id == key_id, ApiKey.is_revoked.is_(False))
        .values(is_revoked=True)
        .returning(ApiKey.id)
    )
    if session.scalar(statement) is None:
        session.rollback()
        raise ApiKeyUnknown(f"there is no key {key_id} to take back")
    session.commit()


def checked_name(name: str) -> str:
    """Return ``name`` without blanks around it.

    :raises NameInvalid: when nothing is left, or more than 80 characters.
    """
    plain = " ".join(name.split())
    if not 1 <= len(plain) <= NAME_LENGTH or not plain.isprintable():
        raise NameInvalid(f"a name has 1 to {NAME_LENGTH} characters")
    return plain
