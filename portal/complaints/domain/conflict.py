"""No one judges their own case: who may never see, hold or decide an item."""

from dataclasses import dataclass

from portal.access import Role, Staff
from portal.complaints.domain.words import Queue


@dataclass(frozen=True, slots=True)
class Case:
    """What an item is about, as far as conflicts go.

    ``posted_officer_ids`` are the officers posted at the desk now or when it happened;
    ``decided_by`` holds the accounts whose decision is being appealed.
    """

    agency_id: int
    queue: Queue
    posted_officer_ids: frozenset[int] = frozenset()
    is_about_desk: bool = False
    decided_by: frozenset[int] = frozenset()


def is_conflicted(staff: Staff, case: Case) -> bool:
    """Return whether ``staff`` would judge their own case.

    That is an officer posted at the desk, a supervisor of its agency (who heads desks), and
    whoever took the decision under appeal. What concerns the agency's head never reaches the
    agency: it lies in the inspectorate's queue.
    """
    if staff.account_id in case.decided_by:
        return True
    if staff.officer_id is not None and staff.officer_id in case.posted_officer_ids:
        return True
    is_own_agency = staff.agency_id == case.agency_id
    return case.is_about_desk and is_own_agency and staff.has(Role.SUPERVISOR)


def may_handle(staff: Staff, case: Case) -> bool:
    """Return whether ``staff`` may see and decide an item of this ``case``.

    Moderators and administrators handle every queue, so that somebody without a conflict
    remains; an agency's head handles that agency's queue only, never the inspectorate's.
    """
    if is_conflicted(staff, case):
        return False
    is_own = case.queue is Queue.AGENCY and staff.agency_id == case.agency_id
    return staff.has(Role.MODERATOR, Role.ADMINISTRATOR) or (staff.has(Role.AGENCY_HEAD) and is_own)
