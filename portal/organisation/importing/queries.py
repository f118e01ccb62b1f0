"""Queries on the headings that are stored for an agency's files."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.organisation.importing.models import ColumnMeaning


def column_meanings(session: Session, agency_id: int, *, import_name: str) -> dict[str, str]:
    """Return the column that each remembered heading stands for, in order of heading."""
    rows = session.execute(
        select(ColumnMeaning.heading, ColumnMeaning.meaning)
        .where(ColumnMeaning.agency_id == agency_id, ColumnMeaning.import_name == import_name)
        .order_by(ColumnMeaning.heading)
    )
    return {row.heading: row.meaning for row in rows}
