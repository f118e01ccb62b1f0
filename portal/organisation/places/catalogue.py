"""A frozen picture of the whole organisation on one day, found by id and by code.

The fixed words of the organisation's tables and the full names of places stand here, too.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import chain, count
from typing import TypeVar

from portal.survey.elements import Element

SEPARATOR = ", "
CODE_PATTERN = r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?"
_CODE = re.compile(CODE_PATTERN)


class AgencyKind(StrEnum):
    """Agencies are only compared with agencies of the same kind."""

    DINAS = "dinas"
    BADAN = "badan"
    HOSPITAL = "hospital"
    HEALTH_CENTRE = "health_centre"
    DISTRICT = "district"
    OTHER = "other"


class SubjectKind(StrEnum):
    """What can carry a dated name."""

    AGENCY = "agency"
    UNIT = "unit"
    SERVICE = "service"
    DESK = "desk"


class NoteKind(StrEnum):
    """What a dated note is about."""

    STRIKE = "strike"
    CLOSURE = "closure"
    RENOVATION = "renovation"
    OTHER = "other"


class PosterState(StrEnum):
    """Whether a printed code opens the form (current), was replaced, or was withdrawn."""

    CURRENT = "current"
    ROTATED = "rotated"
    REVOKED = "revoked"


class RecordKind(StrEnum):
    """What a record is about, in the order in which records build on each other."""

    AGENCY = "agency"
    UNIT = "unit"
    SERVICE = "service"
    DESK = "desk"
    OFFICER = "officer"
    POSTING = "posting"


def full_name(*parts: str) -> str:
    """Return the name of a place with those of the places that it is in, from inside out.

    A place that carries the name of the next one already ("Loket 1 Puskesmas Melati" in
    "Puskesmas Melati") does not say it twice. Empty parts are left out.
    """
    said: list[str] = []
    for part in filter(None, parts):
        if not said or _words(part) not in _words(said[-1]):
            said.append(part)
    return SEPARATOR.join(said)


def _words(name: str) -> str:
    return f" {' '.join(name.casefold().split())} "


@dataclass(frozen=True, slots=True)
class KnownPlace:
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
class Agency(KnownPlace):
    """A dinas or other body; compared only with agencies of its own ``kind``."""

    kind: AgencyKind


@dataclass(frozen=True, slots=True)
class Unit(KnownPlace):
    """A kelurahan, puskesmas or branch office of an agency."""

    agency_id: int


@dataclass(frozen=True, slots=True)
class Service(KnownPlace):
    """A layanan; ``left_out`` are the elements that are not asked there."""

    agency_id: int
    left_out: frozenset[Element]


@dataclass(frozen=True, slots=True)
class Desk(KnownPlace):
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

    def name_in_agency(self, place: KnownPlace) -> str:
        """Return what a place is called within its agency: a desk with its unit."""
        unit_id = place.unit_id if isinstance(place, Desk) else None
        return full_name(place.name, self.units[unit_id].name if unit_id is not None else "")

    def full_name(self, place: KnownPlace) -> str:
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


PlaceType = TypeVar("PlaceType", bound=KnownPlace)


def _by_id(places: Sequence[PlaceType]) -> dict[int, PlaceType]:
    return {place.id: place for place in places}


def _by_code(places: Sequence[PlaceType]) -> dict[str, PlaceType]:
    return {place.code: place for place in places}


def is_code(text: str) -> bool:
    """Return whether ``text`` is 1 to 40 small letters, digits and inner hyphens."""
    return _CODE.fullmatch(text) is not None


CODE_WORDS = re.compile("[a-z0-9]+")
SUGGESTED_LENGTH = 36


def suggested_code(name: str, *, taken: Collection[str]) -> str:
    """Return a code made of a place's name that nothing else has, such as ``kecamatan-cempaka``.

    Letters lose their marks; a name in another script becomes ``tempat``.

    :param taken: the codes of the places of its kind, retired ones included.
    """
    plain = unicodedata.normalize("NFKD", name).lower()
    base = "-".join(CODE_WORDS.findall("".join(c for c in plain if not unicodedata.combining(c))))
    base = base[:SUGGESTED_LENGTH].strip("-") or "tempat"
    numbered = (f"{base}-{number}" for number in count(2))
    return next(code for code in chain((base,), numbered) if code not in taken)
