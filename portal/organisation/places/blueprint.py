"""The blueprint of the organisation's staff pages and what every one of them has at hand."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, abort, url_for

from portal.organisation.places import catalogue_queries
from portal.organisation.places.arrangement import LAST_MONTH
from portal.organisation.places.catalogue import (
    Agency,
    Catalogue,
    Desk,
    KnownPlace,
    RecordKind,
    Service,
    Unit,
)
from portal.web.access import Role, Staff, current_staff
from portal.web.extensions import db, today

READERS = (
    Role.ADMINISTRATOR,
    Role.AGENCY_HEAD,
    Role.SUPERVISOR,
    Role.OFFICER,
    Role.AUDITOR,
)
EDITORS = (Role.ADMINISTRATOR, Role.AGENCY_HEAD)
CITY_READERS = (Role.ADMINISTRATOR, Role.AUDITOR)
METHODS = ["GET", "POST"]
blueprint = Blueprint("organisation", __name__, url_prefix="/admin/organisation")
KINDS: Mapping[str, RecordKind] = {
    "agencies": RecordKind.AGENCY,
    "units": RecordKind.UNIT,
    "services": RecordKind.SERVICE,
    "desks": RecordKind.DESK,
}
PLACES = "<any(agencies, units, services, desks):section>"
BELOW = "<any(units, services, desks):section>"
Below = Unit | Service | Desk


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


def catalogue() -> Catalogue:
    """Return the organisation as it stands today."""
    return catalogue_queries.catalogue(db.session(), on=today())


def decided_catalogue() -> Catalogue:
    """Return the organisation of today with what is decided for the next month already."""
    return catalogue_queries.catalogue(db.session(), on=today(), month=LAST_MONTH)


SECTIONS: Mapping[RecordKind, str] = {kind: section for section, kind in KINDS.items()}


@dataclass(frozen=True, slots=True)
class ShownPlace:
    """A place that the person sees, the agency it belongs to, and what else is around."""

    kind: RecordKind
    place: KnownPlace
    agency: Agency
    scope: VisibleScope
    around: Catalogue

    @property
    def may_change(self) -> bool:
        """Whether the person may change it; agencies themselves belong to administrators."""
        if self.kind is RecordKind.AGENCY:
            return self.scope.is_administrator
        return self.scope.may_change(self.agency.id)

    @property
    def subject(self) -> str:
        """What the audit log calls it."""
        return f"{self.kind}:{self.place.code}"

    @property
    def url(self) -> str:
        """The address of its page."""
        return url_for("organisation.place", section=SECTIONS[self.kind], code=self.place.code)


def places_of(kind: RecordKind, found: Catalogue) -> Mapping[str, KnownPlace]:
    """Return the places of a kind by code."""
    by_kind: Mapping[RecordKind, Mapping[str, KnownPlace]] = {
        RecordKind.AGENCY: found.agencies_by_code,
        RecordKind.UNIT: found.units_by_code,
        RecordKind.SERVICE: found.services_by_code,
        RecordKind.DESK: found.desks_by_code,
    }
    return by_kind[kind]


def agency_of(place: KnownPlace, found: Catalogue) -> Agency:
    """Return the agency a place belongs to; an agency belongs to itself."""
    return found.agencies[place.agency_id] if isinstance(place, Below) else found.agencies[place.id]


def shown(section: str, code: str) -> ShownPlace:
    """Return the place in a section, or end with 404 when the person does not see one there."""
    kind, scope, found = KINDS[section], own_scope(), catalogue()
    place = places_of(kind, found).get(code)
    if place is None:
        abort(404)
    agency = agency_of(place, found)
    if not scope.sees(agency.id):
        abort(404)
    return ShownPlace(kind=kind, place=place, agency=agency, scope=scope, around=found)


def changeable(section: str, code: str) -> ShownPlace:
    """Return the place like ``shown``, or end with 403 when the person only reads it."""
    found = shown(section, code)
    if not found.may_change:
        abort(403)
    return found


def changeable_agency(code: str) -> ShownPlace:
    """Return an agency of which the person may change what belongs to it."""
    found = shown("agencies", code)
    found.scope.require_change(found.agency.id)
    return found


def changeable_desk(code: str) -> Desk:
    """Return a desk that the person may change."""
    return changeable("desks", code).around.desks_by_code[code]
