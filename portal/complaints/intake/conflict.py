"""Conflicts of interest: who may never see, hold or decide an item."""

from dataclasses import dataclass, field

from portal.complaints.intake.kinds import Concern, Queue
from portal.organisation.places.conflict_of_interest import ConflictOfInterest
from portal.web.access import Role, Staff


@dataclass(frozen=True, slots=True)
class CasePlace:
    """What an item is or was about: a desk of an agency; ``desk_id`` None is the agency alone."""

    agency_id: int
    desk_id: int | None = None


@dataclass(frozen=True, slots=True)
class CaseSubject:
    """What an item is about, as far as conflicts go; ``desk_id`` None is the agency alone.

    ``former`` are the places it was about before it was reassigned to another agency.
    """

    agency_id: int
    queue: Queue
    desk_id: int | None = None
    concern: Concern = Concern.SERVICE
    former: tuple[CasePlace, ...] = ()

    @property
    def places(self) -> tuple[CasePlace, ...]:
        """Every place the item is or was about: a conflict remains when the item is reassigned."""
        return (CasePlace(self.agency_id, self.desk_id), *self.former)


@dataclass(frozen=True, slots=True)
class Handler:
    """A person who would handle a case: who they are, their conflicts, and which queues are theirs.

    ``is_inspectorate`` says that the person heads the agency that is the inspectorate.
    """

    staff: Staff
    conflict: ConflictOfInterest = field(default_factory=ConflictOfInterest)
    is_inspectorate: bool = False


def is_conflicted(conflict: ConflictOfInterest, case: CaseSubject) -> bool:
    """Return whether somebody with this ``conflict`` would judge their own case.

    - an item about a desk: whoever is or was posted there, and that desk's own head;
    - an item about an officer that names no desk: whoever may be that officer or head them;
    - an item in the inspectorate's queue: everybody of the agency it is about.

    An item that was reassigned is checked against each place it was ever about.
    """
    return any(_is_tied(conflict, case, place=place) for place in case.places)


def _is_tied(conflict: ConflictOfInterest, case: CaseSubject, *, place: CasePlace) -> bool:
    if case.queue is Queue.INSPECTORATE and place.agency_id in conflict.own_agency_ids:
        return True
    if place.desk_id is None:
        is_unnamed_officer = case.concern is Concern.OFFICER
        return is_unnamed_officer and place.agency_id in conflict.colleague_agency_ids
    return conflict.is_with_desk(place.desk_id, agency_id=place.agency_id)


def may_handle(handler: Handler, case: CaseSubject) -> bool:
    """Return whether somebody may see and decide an item of this ``case``.

    Moderators and administrators handle every queue, so that somebody without a conflict
    remains; an agency's head handles that agency's queue; the head of the agency that is the
    inspectorate also handles the inspectorate's queue.
    """
    if is_conflicted(handler.conflict, case):
        return False
    staff = handler.staff
    if staff.has(Role.MODERATOR, Role.ADMINISTRATOR):
        return True
    if not staff.has(Role.AGENCY_HEAD):
        return False
    if case.queue is Queue.INSPECTORATE:
        return handler.is_inspectorate
    return case.queue is Queue.AGENCY and staff.agency_id == case.agency_id
