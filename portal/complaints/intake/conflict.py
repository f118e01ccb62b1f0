"""No one judges their own case: who may never see, hold or decide an item."""

from dataclasses import dataclass, field

from portal.complaints.intake.kinds import Concern, Queue
from portal.web.access import Role, Staff

# An agency with a single desk or unit is that desk: nobody stands between it and the head.
PLACES_OF_ITS_OWN_HEAD = 1


@dataclass(frozen=True, slots=True)
class Ties:
    """What ties a person to places, whatever roles they hold beside it.

    ``posted_desk_ids`` and ``posted_agency_ids`` are the desks where the person serves or ever
    served and their agencies; ``home_agency_id`` the agency of an agency role; ``led_agency_id``
    the agency whose desks the person heads.
    """

    posted_desk_ids: frozenset[int] = frozenset()
    posted_agency_ids: frozenset[int] = frozenset()
    home_agency_id: int | None = None
    led_agency_id: int | None = None

    @property
    def house_ids(self) -> frozenset[int]:
        """The agencies the person belongs to or ever served at."""
        home = () if self.home_agency_id is None else (self.home_agency_id,)
        return self.posted_agency_ids.union(home)

    @property
    def colleague_agency_ids(self) -> frozenset[int]:
        """The agencies where an officer who is not named may be the person or one they head."""
        led = () if self.led_agency_id is None else (self.led_agency_id,)
        return self.posted_agency_ids.union(led)


@dataclass(frozen=True, slots=True)
class Place:
    """What an item is or was about: a desk of an agency; ``desk_id`` None is the agency alone."""

    agency_id: int
    desk_id: int | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """What an item is about, as far as conflicts go; ``desk_id`` None is the agency alone.

    ``former`` are the places it was about before it was passed on to another agency.
    """

    agency_id: int
    queue: Queue
    desk_id: int | None = None
    concern: Concern = Concern.SERVICE
    former: tuple[Place, ...] = ()

    @property
    def places(self) -> tuple[Place, ...]:
        """Every place the item is or was about: passing it on frees nobody of a conflict."""
        return (Place(self.agency_id, self.desk_id), *self.former)


@dataclass(frozen=True, slots=True)
class Judge:
    """A person before a case: who they are, what ties them, and which queues are theirs.

    ``is_inspectorate`` says that the person heads the agency that is the inspectorate.
    """

    staff: Staff
    ties: Ties = field(default_factory=Ties)
    is_inspectorate: bool = False


def heads_own_desks(staff: Staff, *, places: int) -> bool:
    """Return whether ``staff`` is the head of the desks of their agency.

    That is a supervisor of the agency; and the agency's head where the agency has no more than
    one place of its own below it, so that nobody stands between the head and the desk.

    :param places: units and desks outside units that the agency has in service.
    """
    is_only_place = places <= PLACES_OF_ITS_OWN_HEAD
    return staff.has(Role.SUPERVISOR) or (staff.has(Role.AGENCY_HEAD) and is_only_place)


def is_conflicted(ties: Ties, case: Case) -> bool:
    """Return whether somebody with these ``ties`` would judge their own case.

    - an item about a desk: whoever is or was posted there, and that desk's own head;
    - an item about an officer that names no desk: whoever may be that officer or head them;
    - an item in the inspectorate's queue: everybody of the agency it is about.

    What was passed on to another agency is held against each place it was ever about.
    """
    return any(_is_tied(ties, case, place=place) for place in case.places)


def _is_tied(ties: Ties, case: Case, *, place: Place) -> bool:
    if case.queue is Queue.INSPECTORATE and place.agency_id in ties.house_ids:
        return True
    if place.desk_id is None:
        is_unnamed_officer = case.concern is Concern.OFFICER
        return is_unnamed_officer and place.agency_id in ties.colleague_agency_ids
    return place.desk_id in ties.posted_desk_ids or place.agency_id == ties.led_agency_id


def may_handle(judge: Judge, case: Case) -> bool:
    """Return whether a person may see and decide an item of this ``case``.

    Moderators and administrators handle every queue, so that somebody without a conflict
    remains; an agency's head handles that agency's queue; the head of the agency that is the
    inspectorate also handles the inspectorate's queue.
    """
    if is_conflicted(judge.ties, case):
        return False
    staff = judge.staff
    if staff.has(Role.MODERATOR, Role.ADMINISTRATOR):
        return True
    if not staff.has(Role.AGENCY_HEAD):
        return False
    if case.queue is Queue.INSPECTORATE:
        return judge.is_inspectorate
    return case.queue is Queue.AGENCY and staff.agency_id == case.agency_id
