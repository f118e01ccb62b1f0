"""Directory of people for accounts, and the request of a new account to be somebody's."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from portal.accounts.audit_log.service import Actor
from portal.organisation.people.list_queries import find_people
from portal.organisation.people.queries import persons_by_number
from portal.organisation.people.service import TieAsked, ask_to_tie
from portal.organisation.places.queries import agencies_in_service


class OrganisationDirectory:
    """Implements ``portal.accounts.staff.directory.Directory``."""

    def agencies(self, session: Session, *, on: date) -> Mapping[int, str]:
        """Return the names of the agencies in service on a day, by number, in order of name."""
        return agencies_in_service(session, on=on)

    def officer_id(self, session: Session, staff_number: str) -> int | None:
        """Return the record of who has or had this staff number in its normal form, or None."""
        return persons_by_number(session, {staff_number}).get(staff_number)

    def people(self, session: Session, words: str, *, on: date) -> Sequence[tuple[int, str]]:
        """Return at most ten people by words of the name or a number, with what tells them."""
        return [
            (each.id, ", ".join(filter(None, (each.name, each.number, each.agency_name))))
            for each in find_people(session, words, on=on)
        ]

    def ask_to_tie(
        self,
        session: Session,
        account_id: int,
        *,
        officer_id: int,
        email: str,
        by: tuple[int | None, str],
        now: datetime,
    ) -> None:
        """Let an account invited by e-mail wait to be a person's, in the caller's transaction."""
        asked = TieAsked(officer_id, account_id, email)
        ask_to_tie(session, asked, by=Actor(*by), now=now)
