"""Which requests for one-time links nobody answered yet."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models.asked_links import AskedLink


def waiting_links(session: Session) -> Sequence[int]:
    """Return the numbers of the requests that wait, the earliest first."""
    return session.scalars(select(AskedLink.id).order_by(AskedLink.id)).all()
