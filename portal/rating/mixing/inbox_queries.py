"""Which key citizens' ratings are sealed to at the moment."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.rating.mixing.inbox_models import InboxKey


@dataclass(frozen=True, slots=True)
class InboxKeyInBrief:
    """The public half (32 bytes) of the day's key and its number."""

    key_id: int
    public_key: bytes


def current_inbox_key(session: Session) -> InboxKeyInBrief | None:
    """Return the key that ratings are sealed to now, or None before the first one is made."""
    row = session.execute(
        select(InboxKey.id, InboxKey.public_key).where(InboxKey.state == "current")
    ).one_or_none()
    return InboxKeyInBrief(key_id=row.id, public_key=row.public_key) if row else None
