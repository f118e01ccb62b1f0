"""Which items a member of staff may see: those of their queues, without conflicts of interest."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, not_, or_, select, true
from sqlalchemy.orm import Session

from portal.complaints.intake.conflict import CasePlace, CaseSubject, Handler
from portal.complaints.intake.kinds import Concern, Queue
from portal.complaints.intake.models import Complaint, FormerPlace
from portal.organisation.people import officer_queries
from portal.organisation.places.conflict_of_interest import ConflictOfInterest
from portal.organisation.places.queries import agency_code
from portal.web.access import Role, Staff


@dataclass(frozen=True, slots=True)
class Scope:
    """What a person may see: everything of the city, one agency's queue, the inspectorate's.

    What their ``conflict`` makes their own case is left out; the condition says in SQL what
    ``conflict.is_conflicted`` says of one item, and a test compares the two.
    """

    is_city: bool
    agency_id: int | None
    is_inspectorate: bool = False
    conflict: ConflictOfInterest = field(default_factory=ConflictOfInterest)

    def condition(self) -> ColumnElement[bool]:
        """Return the condition that only visible items meet."""
        return and_(self._reach(), *(not_(own_case) for own_case in self._own_cases()))

    def _reach(self) -> ColumnElement[bool]:
        if self.is_city:
            return true()
        own = and_(Complaint.queue == Queue.AGENCY, Complaint.agency_id == self.agency_id)
        inspected = Complaint.queue == Queue.INSPECTORATE
        return or_(
            own if self.agency_id is not None else false(),
            inspected if self.is_inspectorate else false(),
        )

    def _own_cases(self) -> Iterator[ColumnElement[bool]]:
        """Give each kind of own case, by what an item is about now and what it was before."""
        kinds = zip(_tied(self.conflict, Complaint), _tied(self.conflict, FormerPlace), strict=True)
        for (kind, is_now), (_, was_before) in kinds:
            before = select(FormerPlace.complaint_id).where(was_before)
            yield and_(kind, or_(is_now, Complaint.id.in_(before)))


def _tied(
    conflict: ConflictOfInterest, place: Any
) -> Iterator[tuple[ColumnElement[bool], ColumnElement[bool]]]:
    """Give what makes an item somebody's own case: its kind, and the ``place`` it names.

    :param place: what has the columns ``agency_id`` and ``desk_id``.
    """
    is_about_desk = place.desk_id.is_not(None)
    if conflict.posted_desk_ids:
        yield true(), and_(is_about_desk, place.desk_id.in_(conflict.posted_desk_ids))
    if conflict.led_agency_id is not None:
        yield true(), and_(is_about_desk, place.agency_id == conflict.led_agency_id)
    if conflict.colleague_agency_ids:
        colleagues = place.agency_id.in_(conflict.colleague_agency_ids)
        yield Complaint.concern == Concern.OFFICER, and_(not_(is_about_desk), colleagues)
    if conflict.own_agency_ids:
        yield Complaint.queue == Queue.INSPECTORATE, place.agency_id.in_(conflict.own_agency_ids)


def scope_of(session: Session, staff: Staff, *, on: date, inspectorate: str = "") -> Scope:
    """Return what ``staff`` may see of complaints; auditors see the list, never the texts.

    :param on: the city's day, for which places are in service.
    :param inspectorate: the code of the agency whose head handles the inspectorate's queue;
        empty when only moderators of the city do.
    """
    is_head = staff.has(Role.AGENCY_HEAD)
    return Scope(
        is_city=staff.has(Role.MODERATOR, Role.ADMINISTRATOR, Role.AUDITOR),
        agency_id=staff.agency_id if is_head else None,
        is_inspectorate=is_head and _is_agency(session, staff.agency_id, code=inspectorate),
        conflict=_conflict_of(session, staff, on=on),
    )


def _conflict_of(session: Session, staff: Staff, *, on: date) -> ConflictOfInterest:
    """Return what ties somebody to places; nothing without an agency and a record of a person."""
    if staff.officer_id is None and staff.agency_id is None:
        return ConflictOfInterest()
    return officer_queries.conflict_of_interest(
        session,
        staff.officer_id,
        agency_id=staff.agency_id,
        is_supervisor=staff.has(Role.SUPERVISOR),
        is_agency_head=staff.has(Role.AGENCY_HEAD),
        on=on,
    )


def handler_of(staff: Staff, scope: Scope) -> Handler:
    """Return the person as the rules of conflicts see them."""
    return Handler(staff=staff, conflict=scope.conflict, is_inspectorate=scope.is_inspectorate)


def case_of(item: Any) -> CaseSubject:
    """Return what an item is about, and was about before it was passed on."""
    return CaseSubject(
        agency_id=item.agency_id,
        queue=Queue(item.queue),
        desk_id=item.desk_id,
        concern=Concern(item.concern),
        former=tuple(CasePlace(place.agency_id, place.desk_id) for place in item.former),
    )


def _is_agency(session: Session, agency_id: int | None, *, code: str) -> bool:
    if agency_id is None or not code:
        return False
    return agency_code(session, agency_id) == code


def within(query: Select[*tuple[Any, ...]], scope: Scope) -> Select[*tuple[Any, ...]]:
    """Return ``query`` on complaints, limited to what ``scope`` lets see."""
    return query.where(scope.condition())


def has_complaints(session: Session) -> bool:
    """Return whether the city ever took a complaint."""
    return session.scalar(select(Complaint.id).limit(1)) is not None
