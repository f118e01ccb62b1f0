"""Counts what was refused, and deletes counts whose time is over."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal.accounts.refusals.domain import UNKNOWN, Refusal, hour_of
from portal.accounts.refusals.models import RefusalCount
from portal.accounts.refusals.queries import is_kept
from portal.storage.database import begin_write


def count_refusal(
    session: Session, account_id: int | None, *, kind: Refusal, now: datetime
) -> None:
    """Add one to the count of an account, or of all unknown names (None), in this hour."""
    begin_write(session)
    is_postgresql = session.get_bind().dialect.name == "postgresql"
    insert: Any = postgresql.insert if is_postgresql else sqlite.insert
    statement = insert(RefusalCount).values(
        account_number=account_id or UNKNOWN, hour=hour_of(now), kind=kind, times=1
    )
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["account_number", "hour", "kind"],
            set_={"times": RefusalCount.times + 1},
        )
    )
    session.commit()


def forget_refusals(session: Session, *, now: datetime) -> None:
    """Delete the counts of hours that ended longer ago than they are kept."""
    begin_write(session)
    session.execute(delete(RefusalCount).where(~is_kept(now)))
    session.commit()
