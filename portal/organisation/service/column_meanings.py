"""Remembers what the headings in an agency's files mean, and forgets it again."""

from collections.abc import Mapping

from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal.database import begin_write
from portal.organisation.models.column_meanings import HEADING_LENGTH, ColumnMeaning
from portal.storage.spreadsheets.table import heading_key


def remember_columns(
    session: Session, agency_id: int, *, import_name: str, meanings: Mapping[str, str]
) -> None:
    """Remember which column each heading stands for; part of the import's own transaction.

    A later meaning of a heading replaces the earlier one. Does not commit.
    """
    for heading, meaning in meanings.items():
        key = heading_key(heading)[:HEADING_LENGTH]
        session.merge(
            ColumnMeaning(
                agency_id=agency_id, import_name=import_name, heading=key, meaning=meaning
            )
        )


def forget_columns(session: Session, agency_id: int, *, import_name: str) -> None:
    """Forget all headings of an agency's files of one import; commits."""
    begin_write(session)
    session.execute(
        delete(ColumnMeaning).where(
            ColumnMeaning.agency_id == agency_id, ColumnMeaning.import_name == import_name
        )
    )
    session.commit()
