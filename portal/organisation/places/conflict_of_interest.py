"""Conflicts of interest: places to which a person is tied, so that they decide nothing there."""

from dataclasses import dataclass

# An agency with a single desk or unit is that desk: nobody stands between it and the head.
PLACES_OF_ITS_OWN_HEAD = 1


@dataclass(frozen=True, slots=True)
class ConflictOfInterest:
    """Places that a person belongs to, whatever roles they hold beside it.

    :ivar posted_desk_ids: the desks where the person serves or ever served.
    :ivar posted_agency_ids: the agencies of these desks.
    :ivar home_agency_id: the agency of an agency role.
    :ivar led_agency_id: the agency whose desks the person heads.
    """

    posted_desk_ids: frozenset[int] = frozenset()
    posted_agency_ids: frozenset[int] = frozenset()
    home_agency_id: int | None = None
    led_agency_id: int | None = None

    @property
    def own_agency_ids(self) -> frozenset[int]:
        """The agencies the person belongs to or ever served at."""
        home = () if self.home_agency_id is None else (self.home_agency_id,)
        return self.posted_agency_ids.union(home)

    @property
    def colleague_agency_ids(self) -> frozenset[int]:
        """The agencies where an officer who is not named may be the person or one they head."""
        led = () if self.led_agency_id is None else (self.led_agency_id,)
        return self.posted_agency_ids.union(led)

    def is_with_desk(self, desk_id: int, *, agency_id: int) -> bool:
        """Return whether the person was ever posted at a desk of an agency, or heads it."""
        return desk_id in self.posted_desk_ids or agency_id == self.led_agency_id


def heads_own_desks(*, is_supervisor: bool, is_agency_head: bool, places: int) -> bool:
    """Return whether somebody is the head of the desks of their agency.

    That is a supervisor of the agency; and the agency's head where the agency has no more than
    one place of its own below it, so that nobody stands between the head and the desk.

    :param places: units and desks outside units that the agency has in service.
    """
    return is_supervisor or (is_agency_head and places <= PLACES_OF_ITS_OWN_HEAD)
