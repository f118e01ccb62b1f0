"""The names a place has carried."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.organisation.domain import SubjectKind
from portal.organisation.models.places import DatedName


def names_of(session: Session, kind: SubjectKind, *, code: str) -> tuple[tuple[date, str], ...]:
    """Return the day from which each name was carried with the name, the latest first."""
    query = (
        select(DatedName.starts_on, DatedName.name)
        .where(DatedName.subject_kind == kind, DatedName.subject_code == code)
        .order_by(DatedName.starts_on.desc())
    )
    return tuple((row.starts_on, row.name) for row in session.execute(query))
