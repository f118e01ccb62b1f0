"""Queries on practice plans."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.evaluation.guide.models import PracticeRow
from portal.evaluation.guide.practice import KEPT_FOR, PracticePlan, PracticeState, read
from portal.storage.texts.key_file import Vault
from portal.storage.validity import is_running


def practice_plan(
    session: Session, account_id: int, *, vault: Vault, now: datetime
) -> PracticePlan | None:
    """Return the practice plan of an account; None without one or when it is over."""
    row = session.get(PracticeRow, account_id)
    if row is None or not is_running(row.expires_at, lasts=KEPT_FOR, now=now):
        return None
    results = read(vault.unlock(row.fields))
    return PracticePlan(PracticeState(row.state), row.revision, results)
