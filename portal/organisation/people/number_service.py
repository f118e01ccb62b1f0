"""Corrects a staff number that was recorded wrongly."""

from sqlalchemy import delete, inspect, select, update
from sqlalchemy.orm import Session

from portal.accounts.staff.staff_numbers import read_staff_number
from portal.organisation.people.models import Officer, StaffNumber
from portal.organisation.places.service import begin_change
from portal.storage.database import refused_as


class OfficerUnknown(LookupError):
    """No officer has this staff number."""


class StaffNumberTaken(ValueError):
    """Another officer has this staff number."""


def renumber_officer(session: Session, old: str, *, new: str) -> str:
    """Change the staff number ``old``, spelled as it is stored, and return the new one; commits.

    Ratings, postings and the account of the officer stay with the record; ``old`` was wrong and
    is forgotten. Migrations ask for it before the table of numbers is there.

    :raises OfficerUnknown: when no record has ``old``.
    :raises StaffNumberTaken: when another record has ``new``.
    :raises portal.accounts.staff.staff_numbers.NotAStaffNumber: when ``new`` is none.
    """
    number = read_staff_number(new)
    begin_change(session)
    found = session.scalar(select(Officer.id).where(Officer.number == old))
    if found is None:
        session.rollback()
        raise OfficerUnknown(f"no officer has the staff number {old!r}")
    with refused_as(session, StaffNumberTaken(f"another officer has the staff number {number!r}")):
        session.execute(update(Officer).where(Officer.id == found).values(number=number))
        if inspect(session.connection()).has_table(StaffNumber.__tablename__):
            session.execute(delete(StaffNumber).where(StaffNumber.number == old))
        session.commit()
    return number
