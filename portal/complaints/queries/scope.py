"""Which items a member of staff may see at all: their queues, never their own case."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, or_, true
from sqlalchemy.orm import Session

from portal.access import Role, Staff
from portal.complaints.domain.words import Queue
from portal.complaints.models.item import Complaint
from portal.organisation import queries as organisation


@dataclass(frozen=True, slots=True)
class Scope:
    """What a person may see: everything of the city, or one agency's queue.

    ``own_desk_ids`` are desks where the person is or was posted; ``led_agency_id`` the agency
    whose desks the person heads as a supervisor. Items about those are out of sight.
    """

    is_city: bool
    agency_id: int | None
    own_desk_ids: frozenset[int]
    led_agency_id: int | None

    def condition(self) -> ColumnElement[bool]:
        """Return the condition that only visible items meet."""
        return and_(self._reach(), self._no_own_desk(), self._no_led_desk())

    def _reach(self) -> ColumnElement[bool]:
        if self.is_city:
            return true()
        if self.agency_id is None:
            return false()
        return and_(Complaint.queue == Queue.AGENCY, Complaint.agency_id == self.agency_id)

    def _no_own_desk(self) -> ColumnElement[bool]:
        if not self.own_desk_ids:
            return true()
        return or_(Complaint.desk_id.is_(None), Complaint.desk_id.not_in(self.own_desk_ids))

    def _no_led_desk(self) -> ColumnElement[bool]:
        if self.led_agency_id is None:
            return true()
        return or_(Complaint.desk_id.is_(None), Complaint.agency_id != self.led_agency_id)


def scope_of(session: Session, staff: Staff) -> Scope:
    """Return what ``staff`` may see of complaints; auditors see the list, never the texts."""
    posted = (
        organisation.desks_where_posted(session, staff.officer_id)
        if staff.officer_id is not None
        else frozenset()
    )
    return Scope(
        is_city=staff.has(Role.MODERATOR, Role.ADMINISTRATOR, Role.AUDITOR),
        agency_id=staff.agency_id if staff.has(Role.AGENCY_HEAD) else None,
        own_desk_ids=posted,
        led_agency_id=staff.agency_id if staff.has(Role.SUPERVISOR) else None,
    )


def within(query: Select[*tuple[Any, ...]], scope: Scope) -> Select[*tuple[Any, ...]]:
    """Return ``query`` on complaints, limited to what ``scope`` lets see."""
    return query.where(scope.condition())
