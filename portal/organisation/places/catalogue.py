"""A frozen picture of the whole organisation on one day, found by id and by code."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from portal.organisation.places.kinds import AgencyKind
from portal.organisation.places.names import full_name
from portal.survey.elements import Element


@dataclass(frozen=True, slots=True)
class Place:
    """What agencies, units, services and desks have in common.

    ``name`` is the one carried on the catalogue's day. ``retired_on`` is the first day on
    which the place is no longer there (None: it is not planned to end); ``successor`` is
    the code of what took its place, of the same kind.
    """

    id: int
    code: str
    name: str
    retired_on: date | None
    successor: str | None

    def is_retired(self, on: date) -> bool:
        """Return whether the place is no longer there on the day ``on``."""
        return self.retired_on is not None and self.retired_on <= on


@dataclass(frozen=True, slots=True)
class Agency(Place):
    """A dinas or other body; compared only with agencies of its own ``kind``."""

    kind: AgencyKind


@dataclass(frozen=True, slots=True)
class Unit(Place):
    """A kelurahan, puskesmas or branch office of an agency."""

    agency_id: int


@dataclass(frozen=True, slots=True)
class Service(Place):
    """A layanan; ``left_out`` are the elements that are not asked there."""

    agency_id: int
    left_out: frozenset[Element]


@dataclass(frozen=True, slots=True)
class Desk(Place):
    """A loket of an agency, perhaps in a unit, offering ``service_ids``."""

    agency_id: int
    unit_id: int | None
    service_ids: frozenset[int]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything of the organisation on one day, retired places included, in order of code."""

    on: date
    agencies: Mapping[int, Agency]
    units: Mapping[int, Unit]
    services: Mapping[int, Service]
    desks: Mapping[int, Desk]
    agencies_by_code: Mapping[str, Agency]
    units_by_code: Mapping[str, Unit]
    services_by_code: Mapping[str, Service]
    desks_by_code: Mapping[str, Desk]

    @classmethod
    def of(
        cls,
        on: date,
        *,
        agencies: Sequence[Agency],
        units: Sequence[Unit],
        services: Sequence[Service],
        desks: Sequence[Desk],
    ) -> "Catalogue":
        """Return the picture of ``on`` that holds these places, each in order of code."""
        return cls(
            on=on,
            agencies=_by_id(agencies),
            units=_by_id(units),
            services=_by_id(services),
            desks=_by_id(desks),
            agencies_by_code=_by_code(agencies),
            units_by_code=_by_code(units),
            services_by_code=_by_code(services),
            desks_by_code=_by_code(desks),
        )

    def desks_of(self, agency_id: int) -> tuple[Desk, ...]:
        """Return an agency's desks in order of code, retired ones included."""
        return tuple(desk for desk in self.desks.values() if desk.agency_id == agency_id)

    def name_in_agency(self, place: Place) -> str:
        """Return what a place is called within its agency: a desk with its unit."""
        unit_id = place.unit_id if isinstance(place, Desk) else None
        return full_name(place.name, self.units[unit_id].name if unit_id is not None else "")

    def full_name(self, place: Place) -> str:
        """Return what a place is called in the city: with its unit and its agency."""
        agency_id = getattr(place, "agency_id", None)
        agency = self.agencies[agency_id].name if agency_id is not None else ""
        return full_name(self.name_in_agency(place), agency)

    def labels(self, desks: Iterable[Desk]) -> dict[Desk, str]:
        """Return what each of an agency's desks is called in a list, with its code."""
        return {desk: f"{self.name_in_agency(desk)} ({desk.code})" for desk in desks}

    def agency_of_desk(self, desk_id: int) -> Agency:
        """Return the agency a desk belongs to."""
        return self.agencies[self.desks[desk_id].agency_id]


PlaceType = TypeVar("PlaceType", bound=Place)


def _by_id(places: Sequence[PlaceType]) -> dict[int, PlaceType]:
    return {place.id: place for place in places}


def _by_code(places: Sequence[PlaceType]) -> dict[str, PlaceType]:
    return {place.code: place for place in places}
