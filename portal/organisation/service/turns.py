"""One change of the organisation at a time, so that what was checked is still true."""

from sqlalchemy import text
from sqlalchemy.orm import Session

from portal.database import begin_write

# Any number will do, as long as nothing else in the portal takes the same turn.
_TURN = 7_203_117


def begin_change(session: Session) -> None:
    """Begin a transaction that may change the organisation, after those that run already."""
    begin_write(session)
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:turn)"), {"turn": _TURN})
