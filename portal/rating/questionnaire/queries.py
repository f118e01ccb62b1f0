"""Queries on a submission: whether its key was accepted, whether its seal is current."""

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from portal.rating.mixing.inbox_models import AcceptedSubmission, InboxKey


def is_accepted(session: Session, key_hash: bytes) -> bool:
    """Return whether a form or grant with this keyed hash was accepted before."""
    query = select(exists().where(AcceptedSubmission.key_hash == key_hash))
    return bool(session.scalar(query))


def is_key_current(session: Session, key_id: int) -> bool:
    """Return whether ratings are still sealed to the inbox key ``key_id``."""
    query = select(exists().where(InboxKey.id == key_id, InboxKey.state == "current"))
    return bool(session.scalar(query))
