"""Every place that has a page, found by its address or by words of its name."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from portal.organisation.domain.catalogue import Catalogue
from portal.organisation.queries import catalogue
from portal.publication.domain.documents import PlaceKind, address_of

LONGEST_QUERY = 80
MOST_RESULTS = 60


@dataclass(frozen=True, slots=True)
class Entry:
    """A place with the agency it belongs to; ``address`` is that of its document."""

    kind: PlaceKind
    code: str
    name: str
    agency: str
    address: str
    is_retired: bool

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
            )


def matching(entries: Iterable[Entry], query: str) -> tuple[Entry, ...]:
    """Return the entries whose name, code or agency holds every word of ``query``.

    Names that start with the query come first, then by name; retired places last. At most
    ``MOST_RESULTS`` are returned.
    """
    wanted = folded(query[:LONGEST_QUERY])
    words = wanted.split()
    if not words:
        return ()
    found = [
        entry
        for entry in entries
        if all(word in folded(f"{entry.name} {entry.code} {entry.agency}") for word in words)
    ]
    found.sort(
        key=lambda entry: (
            entry.is_retired,
            not folded(entry.name).startswith(wanted.strip()),
            folded(entry.name),
        )
    )
    return tuple(found[:MOST_RESULTS])


def folded(text: str) -> str:
    """Return ``text`` for comparison: no capitals, no accents."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in plain if not unicodedata.combining(sign)).casefold()
