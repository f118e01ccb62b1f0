"""Which desks and agencies a person keeps machines for."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import abort

from portal.organisation.places.catalogue import Agency, Catalogue, Desk, KnownPlace, Service
from portal.organisation.places.catalogue_queries import catalogue
from portal.rating.questionnaire.extension_state import rating_state
from portal.rating.tickets.domain import ScopeKind, TicketScope
from portal.web.access import Role, current_staff
from portal.web.extensions import db, moment


@dataclass(frozen=True, slots=True)
class MachineScope:
    """The organisation, and the only agency a person may act for (None: all of them)."""

    known: Catalogue
    agency_id: int | None

    @property
    def agencies(self) -> list[Agency]:
        """The agencies in service which the person may act for."""
        there = self.known.agencies.values()
        return [one for one in there if self.keeps(one.id) and not one.is_retired(self.known.on)]

    @property
    def desks(self) -> list[Desk]:
        """The desks in service of these agencies."""
        there = self.known.desks.values()
        return [
            one for one in there if self.keeps(one.agency_id) and not one.is_retired(self.known.on)
        ]

    @property
    def services(self) -> list[Service]:
        """The services in service of these agencies."""
        there = self.known.services.values()
        return [
            one for one in there if self.keeps(one.agency_id) and not one.is_retired(self.known.on)
        ]

    @property
    def desk_ids(self) -> frozenset[int] | None:
        """The desks whose machines are shown, retired ones included; None means all."""
        if self.agency_id is None:
            return None
        return frozenset(desk.id for desk in self.known.desks_of(self.agency_id))

    def keeps(self, agency_id: int) -> bool:
        """Return whether the person may act for an agency."""
        return self.agency_id in {None, agency_id}

    def require(self, agency_id: int) -> None:
        """End the request with 404 when the person does not act for an agency."""
        if not self.keeps(agency_id):
            abort(404)


def own_scope() -> MachineScope:
    """Return what the signed-in person keeps."""
    staff = current_staff()
    known = catalogue(db.session(), on=rating_state().today(moment()))
    if staff.has(Role.ADMINISTRATOR):
        return MachineScope(known, None)
    if staff.agency_id is None:
        abort(403)
    return MachineScope(known, staff.agency_id)


@dataclass(frozen=True, slots=True)
class OfferedPlace:
    """A place that tickets can be for, with its code."""

    code: str
    scope: TicketScope


def ticket_places(scope: MachineScope) -> dict[str, OfferedPlace]:
    """Return what tickets can be for, by what the form sends: agencies, then services, desks."""
    return {f"{each.scope.kind}-{each.scope.id}": each for each in _offered(scope)}


def _offered(scope: MachineScope) -> Iterator[OfferedPlace]:
    kinds: tuple[tuple[ScopeKind, list[KnownPlace]], ...] = (
        (ScopeKind.AGENCY, [*scope.agencies]),
        (ScopeKind.SERVICE, [*scope.services]),
        (ScopeKind.DESK, [*scope.desks]),
    )
    for kind, places in kinds:
        for each in places:
            agency_id = getattr(each, "agency_id", each.id)
            name = scope.known.full_name(each)
            yield OfferedPlace(each.code, TicketScope(kind, each.id, agency_id, name))
