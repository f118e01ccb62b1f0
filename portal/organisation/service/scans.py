"""Adds batches of scans to the monthly counts."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal.database import begin_write
from portal.organisation.domain.scans import DeskMonth
from portal.organisation.models.poster import PosterScan


def record_scans(session: Session, counts: Mapping[DeskMonth, int]) -> None:
    """Add one or more scans to each desk and month; processes that add at once both count."""
    begin_write(session)
    is_postgresql = session.get_bind().dialect.name == "postgresql"
    insert: Any = postgresql.insert if is_postgresql else sqlite.insert
    # In one order for all, or two processes would wait for each other's rows.
    for (desk_id, period), scans in sorted(counts.items()):
        statement = insert(PosterScan).values(desk_id=desk_id, period=period, scans=scans)
        session.execute(
            statement.on_conflict_do_update(
                index_elements=["desk_id", "period"],
                set_={"scans": PosterScan.scans + statement.excluded.scans},
            )
        )
    session.commit()
