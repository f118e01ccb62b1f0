"""Begins, changes and throws away practice plans."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal.evaluation.guide.models import PracticeRow
from portal.evaluation.guide.practice import KEPT_FOR, PracticePlan, PracticeState, read, written
from portal.storage.database import begin_write
from portal.storage.texts.key_file import Vault
from portal.storage.validity import is_running


class PracticeChanged(ValueError):
    """The practice plan changed after the page was shown, or it is gone."""


def begin_practice(session: Session, account_id: int, *, vault: Vault, now: datetime) -> None:
    """Begin anew from the template; what was tried out before is gone; commits."""
    begin_write(session)
    session.execute(delete(PracticeRow).where(PracticeRow.account_id == account_id))
    session.add(
        PracticeRow(
            account_id=account_id,
            state=PracticeState.DRAFT,
            revision=1,
            fields=vault.lock(written(read(""))),
            expires_at=now + KEPT_FOR,
        )
    )
    session.commit()


def save_practice(
    session: Session, account_id: int, *, plan: PracticePlan, vault: Vault, now: datetime
) -> None:
    """Keep a practice plan; commits.

    :param plan: with the revision that the page showed.
    :raises PracticeChanged: when another tab changed it meanwhile, or threw it away.
    """
    begin_write(session)
    row = session.get(PracticeRow, account_id, with_for_update=True)
    if row is None or row.revision != plan.revision:
        session.rollback()
        raise PracticeChanged(f"{account_id}")
    row.state, row.revision = plan.state, plan.revision + 1
    row.fields, row.expires_at = vault.lock(written(plan.results)), now + KEPT_FOR
    session.commit()


def throw_practice_away(session: Session, account_id: int) -> None:
    """Delete an account's practice plan; commits."""
    begin_write(session)
    session.execute(delete(PracticeRow).where(PracticeRow.account_id == account_id))
    session.commit()


def forget_practice(session: Session, *, now: datetime) -> None:
    """Delete the practice plans whose time is over; commits."""
    begin_write(session)
    session.execute(
        delete(PracticeRow).where(~is_running(PracticeRow.expires_at, lasts=KEPT_FOR, now=now))
    )
    session.commit()
