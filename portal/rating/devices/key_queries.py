"""The keys of queue machines, and the agency of a key."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.rating.devices.models import ApiKey


@dataclass(frozen=True, slots=True)
class ApiKeyInBrief:
    """A key by its number and name; the key itself is not known."""

    id: int
    agency_id: int
    name: str
    is_revoked: bool


def holder_of_api_key(session: Session, key_hash: bytes) -> ApiKeyInBrief | None:
    """Return the key with this hash, or None when there is none that is still good."""
    row = session.scalar(
        select(ApiKey).where(ApiKey.key_hash == key_hash, ApiKey.is_revoked.is_(False))
    )
    return _brief(row) if row else None


def api_keys(session: Session, *, agency_id: int | None = None) -> list[ApiKeyInBrief]:
    """Return all keys, good ones first, by agency and name.

    :param agency_id: only this agency's (None: all).
    """
    query = select(ApiKey).order_by(ApiKey.is_revoked, ApiKey.agency_id, ApiKey.name, ApiKey.id)
    if agency_id is not None:
        query = query.where(ApiKey.agency_id == agency_id)
    return [_brief(row) for row in session.scalars(query)]


def _brief(row: ApiKey) -> ApiKeyInBrief:
    return ApiKeyInBrief(
        id=row.id, agency_id=row.agency_id, name=row.name, is_revoked=row.is_revoked
    )
