"""A released city as somebody reads it who has its documents and its public structure alone."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from portal.disclosure.documents import constraints_of
from portal.disclosure.figures import Constraint, Count
from portal.disclosure.unknowns import Unknown, Unknowns
from tests.factories.released_city import Rating, ReleasedCity

Json = dict[str, Any]
CHANNELS = ("ticket", "presence", "open")


@dataclass(frozen=True)
class Reader:
    """What was told, and the true number of ratings of every unknown group beside it."""

    unknowns: Unknowns
    constraints: tuple[Constraint, ...]
    truth: tuple[int, ...]

    def true(self, count: Count) -> int:
        return sum(self.truth[column] for column in self.unknowns.columns(count))


def read(city: ReleasedCity, *, prefixes: tuple[str, ...] = ("",)) -> Reader:
    """Read every document of every month whose address begins with one of ``prefixes``."""
    told = dict.fromkeys(
        constraint
        for documents in city.documents.values()
        for address, document in documents.items()
        if address.startswith(prefixes)
        for constraint in constraints_of(document, address=address)
    )
    unknowns = unknowns_of(city)
    return Reader(unknowns, tuple(told), true_counts(unknowns, city.ratings, city))


def unknowns_of(city: ReleasedCity) -> Unknowns:
    """Return the groups that the city's public structure allows for."""
    catalogue = city.catalogue
    left_out = {
        f"services/{each.code}": {str(element) for element in each.left_out}
        for each in catalogue.services.values()
    }
    return Unknowns(
        list(_unknowns(city)), asks=lambda service, _, element: element not in left_out[service]
    )


def _unknowns(city: ReleasedCity) -> Iterator[Unknown]:
    catalogue = city.catalogue
    for month in sorted(city.documents):
        for desk in catalogue.desks.values():
            for service in sorted(desk.service_ids):
                for channel in CHANNELS:
                    yield unknown_of(city, (month, channel), desk.id, service)


def unknown_of(city: ReleasedCity, when: tuple[str, str], desk_id: int, service: int) -> Unknown:
    catalogue = city.catalogue
    desk = catalogue.desks[desk_id]
    unit = catalogue.units[desk.unit_id].code if desk.unit_id else ""
    return Unknown(
        *when,
        agency=f"agencies/{catalogue.agencies[desk.agency_id].code}",
        unit=unit and f"units/{unit}",
        desk=f"desks/{desk.code}",
        service=f"services/{catalogue.services[service].code}",
    )


def true_counts(unknowns: Unknowns, ratings: list[Rating], city: ReleasedCity) -> tuple[int, ...]:
    counts: Mapping[Unknown, int] = Counter(
        unknown_of(city, (each.month, str(each.channel)), each.desk, each.service)
        for each in ratings
    )
    return tuple(counts.get(each, 0) for each in unknowns.all)
