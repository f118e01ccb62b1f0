"""Every place that has a page, with the places that it is in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from portal.organisation.places.catalogue import Catalogue, Desk, KnownPlace
from portal.organisation.places.catalogue_queries import catalogue
from portal.publication.figures.documents import CITY_ADDRESS, PlaceKind, address_of


@dataclass(frozen=True, slots=True)
class PlaceAbove:
    """The next place up, in whose figures a place's ratings count."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class PlaceEntry:
    """A place with the agency it belongs to; ``address`` is that of its document.

    ``above`` is None where the next place up is the city; ``unit`` is empty but for a desk in one.
    """

    kind: PlaceKind
    code: str
    name: str
    agency: str
    address: str
    is_retired: bool
    above: PlaceAbove | None = None
    unit: str = ""

    def as_plain(self) -> dict[str, str | bool]:
        """Return what a program reads about the place."""
        return {
            "kind": str(self.kind),
            "code": self.code,
            "name": self.name,
            "agency": self.agency,
            "address": f"/{self.address}",
            "retired": self.is_retired,
        }


def directory(session: Session, *, on: date) -> tuple[PlaceEntry, ...]:
    """Return all agencies, units, services and desks, retired ones included."""
    return tuple(_entries(catalogue(session, on=on), on=on))


def places_within(entries: Sequence[PlaceEntry], address: str) -> list[PlaceEntry]:
    """Return what is in service within the place at ``address``, as the directory orders it.

    Within the city these are its agencies; within an agency its units, services and desks, those
    of its units included.
    """
    if address == CITY_ADDRESS:
        return [each for each in entries if each.kind is PlaceKind.AGENCY and not each.is_retired]
    own = {each.address for each in entries if each.above and each.above.address == address}
    within = own | {each.address for each in entries if each.above and each.above.address in own}
    return [each for each in entries if each.address in within and not each.is_retired]


def _entries(city: Catalogue, *, on: date) -> Iterator[PlaceEntry]:
    groups = (
        (PlaceKind.AGENCY, city.agencies.values()),
        (PlaceKind.UNIT, city.units.values()),
        (PlaceKind.SERVICE, city.services.values()),
        (PlaceKind.DESK, city.desks.values()),
    )
    for kind, places in groups:
        for place in places:
            agency = city.agencies[getattr(place, "agency_id", place.id)]
            yield PlaceEntry(
                kind=kind,
                code=place.code,
                name=place.name,
                agency="" if kind is PlaceKind.AGENCY else agency.name,
                address=address_of(kind, place.code),
                is_retired=place.is_retired(on),
                above=_above(city, place),
                unit=_unit(city, place),
            )


def _unit(city: Catalogue, place: KnownPlace) -> str:
    unit_id = place.unit_id if isinstance(place, Desk) else None
    return city.units[unit_id].name if unit_id is not None else ""


def _above(city: Catalogue, place: KnownPlace) -> PlaceAbove | None:
    unit_id = place.unit_id if isinstance(place, Desk) else None
    if unit_id is not None:
        unit = city.units[unit_id]
        return PlaceAbove(unit.name, address_of(PlaceKind.UNIT, unit.code))
    agency_id = getattr(place, "agency_id", None)
    if agency_id is None:
        return None
    agency = city.agencies[agency_id]
    return PlaceAbove(agency.name, address_of(PlaceKind.AGENCY, agency.code))
