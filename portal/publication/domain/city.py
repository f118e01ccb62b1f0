"""The places that are published, how they contain each other, and where a rating counts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from portal.organisation.domain.catalogue import Agency, Catalogue, Desk, Service, Unit
from portal.organisation.domain.catalogue import Place as Origin
from portal.publication.domain.documents import CITY_ADDRESS, Place, PlaceKind, address_of
from portal.survey.elements import ELEMENTS, Element


@dataclass(frozen=True, slots=True)
class Location:
    """Where a rating was given, as far as it is known; a desk may be unknown (folded up)."""

    agency_id: int
    unit_id: int | None
    desk_id: int | None
    service_id: int | None


@dataclass(frozen=True, slots=True)
class Family:
    """Children whose ratings add up to a parent's: its desks and units, or its services."""

    parent: str
    kind: str
    children: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class City:
    """All places of a catalogue by address, parents first, with their families.

    ``asked`` are the elements asked for a service, ``desks`` the desks at or below a place
    (none for a service), ``partly_asked`` the elements that only some services there ask.
    """

    places: Mapping[str, Place]
    parents: Mapping[str, tuple[str, ...]]
    families: tuple[Family, ...]
    asked: Mapping[int, frozenset[Element]]
    desks: Mapping[str, tuple[int, ...]]
    partly_asked: Mapping[str, frozenset[Element]]
    catalogue: Catalogue

    def holders(self, location: Location) -> tuple[str, ...]:
        """Return every address whose figure a rating at ``location`` counts in."""
        catalogue = self.catalogue
        found = [CITY_ADDRESS, _address(catalogue.agencies[location.agency_id])]
        if location.unit_id is not None:
            found.append(_address(catalogue.units[location.unit_id]))
        if location.desk_id is not None:
            found.append(_address(catalogue.desks[location.desk_id]))
        if location.service_id is not None:
            found.append(_address(catalogue.services[location.service_id]))
        return tuple(found)

    def agency_of(self, address: str) -> str | None:
        """Return the address of the agency a place is or belongs to; None for the city."""
        lineage = (*self.parents[address], address)
        return lineage[1] if len(lineage) > 1 else None


KINDS: Mapping[type[Origin], PlaceKind] = {
    Agency: PlaceKind.AGENCY,
    Unit: PlaceKind.UNIT,
    Service: PlaceKind.SERVICE,
    Desk: PlaceKind.DESK,
}


def city_of(catalogue: Catalogue, *, name: str) -> City:
    """Arrange a catalogue for publication.

    :param name: the city's own name.
    """
    places = {CITY_ADDRESS: Place(PlaceKind.CITY, None, name, CITY_ADDRESS)}
    parents: dict[str, tuple[str, ...]] = {CITY_ADDRESS: ()}
    for origin in _origins(catalogue):
        address = _address(origin)
        places[address] = _place(origin, catalogue=catalogue)
        parents[address] = _lineage(origin, catalogue=catalogue)
    return City(
        places=places,
        parents=parents,
        families=tuple(_families(places, parents=parents)),
        asked={
            service.id: frozenset(ELEMENTS) - service.left_out
            for service in catalogue.services.values()
        },
        desks=_desks(catalogue, parents=parents),
        partly_asked=_partly_asked(catalogue, parents=parents),
        catalogue=catalogue,
    )


def _origins(catalogue: Catalogue) -> Iterable[Origin]:
    yield from catalogue.agencies.values()
    yield from catalogue.units.values()
    yield from catalogue.services.values()
    yield from catalogue.desks.values()


def _address(origin: Origin) -> str:
    return address_of(KINDS[type(origin)], origin.code)


def _place(origin: Origin, *, catalogue: Catalogue) -> Place:
    kind = KINDS[type(origin)]
    return Place(
        kind=kind,
        code=origin.code,
        name=origin.name,
        address=address_of(kind, origin.code),
        group=str(origin.kind) if isinstance(origin, Agency) else None,
        is_retired=origin.is_retired(catalogue.on),
        successor=origin.successor and address_of(kind, origin.successor),
    )


def _lineage(origin: Origin, *, catalogue: Catalogue) -> tuple[str, ...]:
    if isinstance(origin, Unit | Service | Desk):
        agency = _address(catalogue.agencies[origin.agency_id])
        if isinstance(origin, Desk) and origin.unit_id is not None:
            return CITY_ADDRESS, agency, _address(catalogue.units[origin.unit_id])
        return CITY_ADDRESS, agency
    return (CITY_ADDRESS,)


def _desks(
    catalogue: Catalogue, *, parents: Mapping[str, tuple[str, ...]]
) -> Mapping[str, tuple[int, ...]]:
    found: dict[str, list[int]] = {}
    for desk in catalogue.desks.values():
        address = _address(desk)
        for holder in (*parents[address], address):
            found.setdefault(holder, []).append(desk.id)
    return {address: tuple(desks) for address, desks in found.items()}


def _partly_asked(
    catalogue: Catalogue, *, parents: Mapping[str, tuple[str, ...]]
) -> Mapping[str, frozenset[Element]]:
    found: dict[str, frozenset[Element]] = {}
    for desk in catalogue.desks.values():
        left_out = [catalogue.services[service].left_out for service in desk.service_ids]
        here = frozenset[Element]().union(*left_out)
        address = _address(desk)
        for holder in (*parents[address], address):
            found[holder] = found.get(holder, frozenset()) | here
    return found


def _families(
    places: Mapping[str, Place], *, parents: Mapping[str, tuple[str, ...]]
) -> Iterable[Family]:
    """Give each parent's partitions: places (units and desks) apart from services."""
    grouped: dict[tuple[str, str], list[str]] = {}
    for address, lineage in parents.items():
        if lineage:
            kind = "services" if places[address].kind is PlaceKind.SERVICE else "places"
            grouped.setdefault((lineage[-1], kind), []).append(address)
    for (parent, kind), children in grouped.items():
        yield Family(parent=parent, kind=kind, children=tuple(children))
