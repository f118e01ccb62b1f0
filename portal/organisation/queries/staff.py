"""What the accounts room asks: which agencies a role may count for, who an officer is."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.organisation.models.people import Officer
from portal.organisation.models.places import Agency


class OrganisationDirectory:
    """Implements ``portal.accounts.directory.Directory``."""

    def agencies(self, session: Session, *, on: date) -> Mapping[int, str]:
        """Return the names of the agencies in service on a day, by number, in order of name."""
        rows = session.execute(
            select(Agency.id, Agency.name)
            .where((Agency.retired_on.is_(None)) | (Agency.retired_on > on))
            .order_by(func.lower(Agency.name), Agency.id)
        )
        return {row.id: row.name for row in rows}

    def officer_id(self, session: Session, staff_number: str) -> int | None:
        """Return the record of the officer with this staff number, or None."""
        return session.scalar(select(Officer.id).where(Officer.number == staff_number))
