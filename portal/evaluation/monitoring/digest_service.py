"""The daily mail: chosen, and noted as sent in the transaction that keeps the letter."""

from datetime import date

from sqlalchemy.orm import Session

from portal.evaluation.monitoring.digest_models import DigestChoice
from portal.storage.database import begin_write


def wants_digest(session: Session, account_id: int) -> bool:
    """Return whether an account gets the daily mail; who never chose gets it."""
    row = session.get(DigestChoice, account_id)
    return row is None or row.is_wanted


def choose_digest(session: Session, account_id: int, *, is_wanted: bool) -> None:
    """Keep whether an account gets the daily mail; commits."""
    begin_write(session)
    _row(session, account_id).is_wanted = is_wanted
    session.commit()


def note_digest(session: Session, account_id: int, *, today: date) -> bool:
    """Note that today's mail goes out, within the caller's transaction.

    :returns: False when it went out already, or is not wanted.
    """
    begin_write(session)
    row = _row(session, account_id)
    if not row.is_wanted or row.sent_on == today:
        session.rollback()
        return False
    row.sent_on = today
    session.flush()
    return True


def _row(session: Session, account_id: int) -> DigestChoice:
    row = session.get(DigestChoice, account_id, with_for_update=True)
    if row is None:
        row = DigestChoice(account_id=account_id, is_wanted=True, sent_on=None)
        session.add(row)
    return row
