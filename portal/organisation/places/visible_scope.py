"""Which part of the organisation a person sees, and which part they may change."""

from dataclasses import dataclass

from flask import abort

from portal.web.access import Role, Staff, current_staff

READERS = (
    Role.ADMINISTRATOR,
    Role.AGENCY_HEAD,
    Role.SUPERVISOR,
    Role.OFFICER,
    Role.AUDITOR,
)
EDITORS = (Role.ADMINISTRATOR, Role.AGENCY_HEAD)
CITY_READERS = (Role.ADMINISTRATOR, Role.AUDITOR)


@dataclass(frozen=True, slots=True)
class VisibleScope:
    """What one person sees: the whole city when ``agency_id`` is None, else one agency."""

    staff: Staff
    agency_id: int | None

    @property
    def is_administrator(self) -> bool:
        """Whether the person may change everything."""
        return self.staff.has(Role.ADMINISTRATOR)

    def sees(self, agency_id: int) -> bool:
        """Return whether an agency and what belongs to it is visible."""
        return self.agency_id in {None, agency_id}

    def may_change(self, agency_id: int) -> bool:
        """Return whether what belongs to an agency may be changed."""
        is_head = self.staff.has(Role.AGENCY_HEAD) and self.staff.agency_id == agency_id
        return self.is_administrator or is_head

    def require_change(self, agency_id: int) -> None:
        """Refuse the request unless what belongs to ``agency_id`` may be changed.

        What is not even visible is not there at all.
        """
        if not self.sees(agency_id):
            abort(404)
        if not self.may_change(agency_id):
            abort(403)


def own_scope() -> VisibleScope:
    """Return what the signed-in person sees; somebody without an agency sees no page of it."""
    staff = current_staff()
    if staff.has(*CITY_READERS):
        return VisibleScope(staff, None)
    if staff.agency_id is None:
        abort(403)
    return VisibleScope(staff, staff.agency_id)
