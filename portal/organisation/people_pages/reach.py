"""Whose records a member of staff may see and change; others are answered with 404."""

from dataclasses import dataclass
from datetime import date

from flask import abort
from sqlalchemy.orm import Session

from portal.organisation.people.domain import Person
from portal.organisation.people.evaluated import is_evaluated
from portal.organisation.people.list_queries import is_at_agency
from portal.organisation.people.queries import person
from portal.organisation.people.service import Hand
from portal.web.access import Role, Staff, current_staff
from portal.web.extensions import db, moment, today

OFFICE = (Role.PERFORMANCE_OFFICE,)
EDITORS = (*OFFICE, Role.PERFORMANCE_COORDINATOR)
READERS = (*EDITORS, Role.ADMINISTRATOR, Role.AGENCY_HEAD, Role.AUDITOR)
CITY_READERS = (*OFFICE, Role.ADMINISTRATOR, Role.AUDITOR)


@dataclass(frozen=True, slots=True)
class Reach:
    """What one member of staff reaches: the city when ``agency_id`` is None, else one agency."""

    staff: Staff
    agency_id: int | None

    @property
    def may_enter(self) -> bool:
        """Whether the person enters changes of those they reach."""
        return self.staff.has(*EDITORS)

    @property
    def sees_relations(self) -> bool:
        """Whether declared relations are shown; heads and administrators need them not."""
        return self.staff.has(*EDITORS, Role.AUDITOR)

    def reaches(self, session: Session, person_id: int, *, on: date) -> bool:
        """Return whether a person's record is within reach on a day."""
        return self.agency_id is None or is_at_agency(
            session, person_id, agency_id=self.agency_id, on=on
        )


def own_reach(*, is_to_change: bool = False) -> Reach:
    """Return what the signed-in person reaches; somebody without an agency reaches nothing.

    :param is_to_change: whether it is to change something: a coordinator who is an auditor, too,
        changes the own agency only.
    """
    staff = current_staff()
    if staff.has(*(OFFICE if is_to_change else CITY_READERS)):
        return Reach(staff, None)
    if staff.agency_id is None:
        abort(403)
    return Reach(staff, staff.agency_id)


def shown_person(person_id: int, *, is_to_change: bool = False) -> Person:
    """Return a person within reach, or end with 404."""
    found = person(db.session(), person_id)
    reach = own_reach(is_to_change=is_to_change)
    if found is None or not reach.reaches(db.session(), person_id, on=today()):
        abort(404)
    return found


def own_hand() -> Hand:
    """Return the signed-in person as services name who acts."""
    return Hand(current_staff(), moment(), today(), is_evaluated())
