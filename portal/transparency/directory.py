"""Every place that has a page, found by its address or by words of its name."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from sqlalchemy.orm import Session

from portal.organisation.places.catalogue import Catalogue, Desk, Place
from portal.organisation.places.catalogue_queries import catalogue
from portal.publication.figures.documents import PlaceKind, address_of

LONGEST_QUERY = 80
MOST_RESULTS = 60
MOST_WORDS = 8
QUERIES_KEPT = 256


@dataclass(frozen=True, slots=True)
class Above:
    """The next place up, in whose figures a place's ratings count."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A place with the agency it belongs to; ``address`` is that of its document.

    ``above`` is None where the next place up is the city.
    """

    kind: PlaceKind
    code: str
    name: str
    agency: str
    address: str
    is_retired: bool
    above: Above | None = None

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


def directory(session: Session, *, on: date) -> tuple[Entry, ...]:
    """Return all agencies, units, services and desks, retired ones included."""
    return tuple(_entries(catalogue(session, on=on), on=on))


def _entries(city: Catalogue, *, on: date) -> Iterator[Entry]:
    groups = (
        (PlaceKind.AGENCY, city.agencies.values()),
        (PlaceKind.UNIT, city.units.values()),
        (PlaceKind.SERVICE, city.services.values()),
        (PlaceKind.DESK, city.desks.values()),
    )
    for kind, places in groups:
        for place in places:
            agency = city.agencies[getattr(place, "agency_id", place.id)]
            yield Entry(
                kind=kind,
                code=place.code,
                name=place.name,
                agency="" if kind is PlaceKind.AGENCY else agency.name,
                address=address_of(kind, place.code),
                is_retired=place.is_retired(on),
                above=_above(city, place),
            )


def _above(city: Catalogue, place: Place) -> Above | None:
    unit_id = place.unit_id if isinstance(place, Desk) else None
    if unit_id is not None:
        unit = city.units[unit_id]
        return Above(unit.name, address_of(PlaceKind.UNIT, unit.code))
    agency_id = getattr(place, "agency_id", None)
    if agency_id is None:
        return None
    agency = city.agencies[agency_id]
    return Above(agency.name, address_of(PlaceKind.AGENCY, agency.code))


class SearchIndex:
    """Places made ready for being found; what was asked lately is not looked for again."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._lines = [
            (entry, folded(f"{entry.name} {entry.code} {entry.agency}"), folded(entry.name))
            for entry in entries
        ]
        self._found = lru_cache(maxsize=QUERIES_KEPT)(self._search)

    def matching(self, query: str) -> tuple[Entry, ...]:
        """Return the entries whose name, code or agency holds every word of ``query``.

        Names that start with the query come first, then by name; retired places last. At most
        ``MOST_RESULTS`` are returned; of the query ``LONGEST_QUERY`` characters and
        ``MOST_WORDS`` words count.
        """
        wanted = " ".join(folded(query[:LONGEST_QUERY]).split()[:MOST_WORDS])
        return self._found(wanted) if wanted else ()

    def _search(self, wanted: str) -> tuple[Entry, ...]:
        words = wanted.split()
        found = [
            (entry.is_retired, not name.startswith(wanted), name, entry)
            for entry, line, name in self._lines
            if all(word in line for word in words)
        ]
        found.sort(key=lambda each: each[:3])
        return tuple(entry for *_, entry in found[:MOST_RESULTS])


def matching(entries: Iterable[Entry], query: str) -> tuple[Entry, ...]:
    """Return what a search for ``query`` finds among ``entries``."""
    return SearchIndex(entries).matching(query)


def folded(text: str) -> str:
    """Return ``text`` for comparison: no capitals, no accents."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in plain if not unicodedata.combining(sign)).casefold()
