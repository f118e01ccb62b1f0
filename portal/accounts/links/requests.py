"""Keeps a request for a one-time link until it is answered, once, whoever answers it."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal.accounts.links.domain import KEPT_FOR
from portal.accounts.links.models import AskedLink
from portal.storage.database import begin_write
from portal.storage.validity import is_running

Answer = Callable[[bytes], None]


def keep_asked_link(session: Session, sealed: bytes, *, now: datetime) -> int:
    """Keep a request and return its number; commits. It looks nothing up."""
    begin_write(session)
    row = AskedLink(sealed=sealed, expires_at=now + KEPT_FOR)
    session.add(row)
    session.flush()
    asked_id = row.id
    session.commit()
    return asked_id


def answer_asked_link(session: Session, asked_id: int, *, now: datetime, answer: Answer) -> bool:
    """Take a request away and answer it, in one transaction; commits.

    :param answer: works within the transaction; it is not asked once the request is too old.
    :returns: False when somebody else answered it.
    """
    begin_write(session)
    taken = session.execute(
        delete(AskedLink)
        .where(AskedLink.id == asked_id)
        .returning(AskedLink.sealed, AskedLink.expires_at)
    ).first()
    if taken is not None and is_running(taken.expires_at, lasts=KEPT_FOR, now=now):
        answer(taken.sealed)
    session.commit()
    return taken is not None
