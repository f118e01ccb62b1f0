"""Which items a member of staff may see at all: their queues, never their own case."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, not_, or_, select, true
from sqlalchemy.orm import Session

from portal.complaints.intake.conflict import Case, Judge, Place, Ties, heads_own_desks
from portal.complaints.intake.kinds import Concern, Queue
from portal.complaints.intake.models import Complaint, FormerPlace
from portal.organisation.people import officer_queries
from portal.web.access import Role, Staff


@dataclass(frozen=True, slots=True)
class Scope:
    """What a person may see: everything of the city, one agency's queue, the inspectorate's.

    What their ``ties`` make their own case is out of sight; the condition says in SQL what
    ``domain.conflict`` says of one item, and a test compares the two.
    """

    is_city: bool
    agency_id: int | None
    is_inspectorate: bool = False
    ties: Ties = field(default_factory=Ties)

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
        kinds = zip(_tied(self.ties, Complaint), _tied(self.ties, FormerPlace), strict=True)
        for (kind, is_now), (_, was_before) in kinds:
            before = select(FormerPlace.complaint_id).where(was_before)
            yield and_(kind, or_(is_now, Complaint.id.in_(before)))


def _tied(ties: Ties, place: Any) -> Iterator[tuple[ColumnElement[bool], ColumnElement[bool]]]:
    """Give what makes an item somebody's own case: its kind, and the ``place`` it names.

    :param place: what has the columns ``agency_id`` and ``desk_id``.
    """
    is_about_desk = place.desk_id.is_not(None)
    if ties.posted_desk_ids:
        yield true(), and_(is_about_desk, place.desk_id.in_(ties.posted_desk_ids))
    if ties.led_agency_id is not None:
        yield true(), and_(is_about_desk, place.agency_id == ties.led_agency_id)
    if ties.colleague_agency_ids:
        colleagues = place.agency_id.in_(ties.colleague_agency_ids)
        yield Complaint.concern == Concern.OFFICER, and_(not_(is_about_desk), colleagues)
    if ties.house_ids:
        yield Complaint.queue == Queue.INSPECTORATE, place.agency_id.in_(ties.house_ids)


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
        ties=ties_of(session, staff, on=on),
    )


def ties_of(session: Session, staff: Staff, *, on: date) -> Ties:
    """Return what ties ``staff`` to desks and agencies, now or ever before."""
    posted = (
        officer_queries.desks_where_posted(session, staff.officer_id)
        if staff.officer_id is not None
        else {}
    )
    home = staff.agency_id
    places = 0 if home is None else officer_queries.places_in_service(session, home, on=on)
    is_led = home is not None and heads_own_desks(staff, places=places)
    return Ties(
        posted_desk_ids=frozenset(posted),
        posted_agency_ids=frozenset(posted.values()),
        home_agency_id=home,
        led_agency_id=home if is_led else None,
    )


def judge_of(staff: Staff, scope: Scope) -> Judge:
    """Return the person as the rules of conflicts see them."""
    return Judge(staff=staff, ties=scope.ties, is_inspectorate=scope.is_inspectorate)


def case_of(item: Any) -> Case:
    """Return what an item is about, and was about before it was passed on."""
    return Case(
        agency_id=item.agency_id,
        queue=Queue(item.queue),
        desk_id=item.desk_id,
        concern=Concern(item.concern),
        former=tuple(Place(place.agency_id, place.desk_id) for place in item.former),
    )


def _is_agency(session: Session, agency_id: int | None, *, code: str) -> bool:
    if agency_id is None or not code:
        return False
    return officer_queries.agency_code(session, agency_id) == code


def within(query: Select[*tuple[Any, ...]], scope: Scope) -> Select[*tuple[Any, ...]]:
    """Return ``query`` on complaints, limited to what ``scope`` lets see."""
    return query.where(scope.condition())
