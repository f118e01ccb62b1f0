"""The smallest groups of a year's ratings that readers reckon with, and the true counts."""

from collections import Counter
from collections.abc import Iterator, Mapping

from portal.disclosure.unknowns import Unknown, Unknowns
from portal.publication.exact_sums.archive import Counted
from portal.publication.figures.city import City, Location
from portal.publication.revising.inputs import RevisionInputs
from portal.rating.answers.answers import Channel
from portal.survey.elements import Element
from portal.time.months import Month

MIXED = tuple(channel for channel in Channel if channel is not Channel.PAPER)


def counted_in(inputs: RevisionInputs) -> Mapping[Unknown, int]:
    """Return the true number of ratings by group, as they count now and what was taken out."""
    found: Counter[Unknown] = Counter()
    left = inputs.revised.archive.by_channel
    for each, ratings in left.items():
        found[_unknown(inputs, each)] += ratings
    for each, published in inputs.standing.by_channel.items():
        # What is not left was taken out.
        gone = max(0, published - left[each])
        if gone:
            found[_unknown(inputs, each, is_taken_out=True)] += gone
    return found


def unknowns_of(inputs: RevisionInputs, counted: Mapping[Unknown, int]) -> Unknowns:
    """Return every group that readers reckon with: any service at any desk that offers it.

    Ratings may have lost their service, or at the end of the year their desk. What was taken out
    is known by desk, month and channel.

    :param counted: groups that have ratings; those outside the offer join.
    """
    late = {(desk, channel, month) for desk, channel, month in inputs.late}
    possible = [
        _unknown(
            inputs,
            each,
            is_taken_out=(each.location.desk_id, each.channel, each.month) in late,
        )
        for each in _possible(inputs)
    ]
    services = inputs.city.catalogue.services_by_code
    return Unknowns(
        list(dict.fromkeys((*possible, *counted))),
        asks=lambda address, month, element: _is_asked(
            inputs.city, services[address.partition("/")[2]].id, of=(month, Element(element))
        ),
    )


def _is_asked(city: City, service: int, *, of: tuple[Month, Element]) -> bool | None:
    """Return whether a service asked an element of everybody, of nobody, or (None) of some."""
    month, element = of
    asks = city.asks(service, month=month)
    return True if element in asks.surely else None if element in asks.perhaps else False


def _possible(inputs: RevisionInputs) -> Iterator[Counted]:
    city = inputs.city
    first = min(row.span.first for row in inputs.revised.history)
    last = inputs.span.last
    for month in inputs.months:
        for location in _at_desks(city, month=month) if month >= first else ():
            yield from (Counted(location, month, channel) for channel in MIXED)
    for location in _at_desks(city, month=last):
        if location.service_id is not None:
            yield Counted(location, last, Channel.PAPER)
    for location in _folded(city):
        yield from (Counted(location, last, channel) for channel in MIXED)


def _at_desks(city: City, *, month: Month) -> Iterator[Location]:
    for desk in city.catalogue.desks.values():
        terms = city.terms(desk, month=month)
        for service in (None, *sorted(terms.services)):
            yield Location(desk.agency_id, terms.unit_id, desk.id, service)


def _folded(city: City) -> Iterator[Location]:
    """Give where ratings of no desk may count at the end of a year."""
    catalogue = city.catalogue
    for service in catalogue.services.values():
        yield Location(service.agency_id, None, None, service.id)
    for unit in catalogue.units.values():
        yield Location(unit.agency_id, unit.id, None, None)
    for agency in catalogue.agencies:
        yield Location(agency, None, None, None)


def _unknown(inputs: RevisionInputs, counted: Counted, *, is_taken_out: bool = False) -> Unknown:
    held = {address.partition("/")[0]: address for address in inputs.city.holders(counted.location)}
    return Unknown(
        counted.month,
        str(counted.channel),
        agency=held["agencies"],
        unit=held.get("units", ""),
        desk=held.get("desks", ""),
        service=held.get("services", ""),
        is_taken_out=is_taken_out,
    )
