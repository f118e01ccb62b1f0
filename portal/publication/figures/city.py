"""The places that are published, how they contain each other, and where a rating counts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from portal.organisation.places.arrangement import Arrangement, Asks, Timeline, offers_by_desk
from portal.organisation.places.catalogue import Agency, Catalogue, Desk, KnownPlace, Service, Unit
from portal.publication.figures.documents import CITY_ADDRESS, Place, PlaceKind, address_of
from portal.survey.elements import ELEMENTS, Element
from portal.time.months import Month


@dataclass(frozen=True, slots=True)
class DeskTerms:
    """The unit a desk belonged to and the services it offered in a month, by id."""

    unit_id: int | None
    services: frozenset[int]


@dataclass(frozen=True, slots=True)
class Arranged:
    """Questions by month and service, terms by month and desk, of those that ever changed."""

    asks: Mapping[str, Mapping[int, Asks]] = field(default_factory=dict)
    desks: Mapping[str, Mapping[int, DeskTerms]] = field(default_factory=dict)


def arranged_in(dated: Arrangement, *, months: Iterable[Month]) -> Arranged:
    """Return what held in each of ``months`` of the services and desks that ever changed."""
    questions = {id_: each for id_, each in dated.questions.items() if each.decisions}
    desks = _changed_desks(dated)
    spanned = tuple(months)
    return Arranged(
        asks={
            month: {id_: _asks(each, month) for id_, each in questions.items()} for month in spanned
        }
        if questions
        else {},
        desks={month: _terms(dated, month, desks=desks) for month in spanned} if desks else {},
    )


def _changed_desks(dated: Arrangement) -> frozenset[int]:
    units = (desk for desk, each in dated.units.items() if each.decisions)
    offers = (desk for (desk, _), each in dated.offers.items() if each.decisions)
    return frozenset((*units, *offers))


def _asks(timeline: Timeline[frozenset[Element]], month: Month) -> Asks:
    """Return what was asked of every rating that can count in a month, and of any of them."""
    asked = [frozenset(ELEMENTS) - left_out for left_out in timeline.until(month)]
    # A correction may begin later than the month: then the first thing it says is meant.
    asked = asked or [frozenset(ELEMENTS) - timeline.in_month(month)]
    return Asks(surely=asked[0].intersection(*asked), perhaps=asked[0].union(*asked))


def _terms(dated: Arrangement, month: Month, *, desks: frozenset[int]) -> Mapping[int, DeskTerms]:
    offers = offers_by_desk(dated, month=month)
    return {
        desk: DeskTerms(dated.units[desk].in_month(month), offers.get(desk, frozenset()))
        for desk in sorted(desks)
    }


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

    ``desks`` are the desks at or below a place (none for a service), ``partly_asked`` the
    elements that were not asked of everybody there. ``arranged`` says what was otherwise in the
    months of the year, ``answered`` what the ratings of a service and month show to have been
    asked, where the record leaves that open.
    """

    places: Mapping[str, Place]
    parents: Mapping[str, tuple[str, ...]]
    families: tuple[Family, ...]
    desks: Mapping[str, tuple[int, ...]]
    partly_asked: Mapping[str, frozenset[Element]]
    catalogue: Catalogue
    arranged: Arranged = field(default_factory=Arranged)
    answered: Mapping[tuple[int, Month], Asks] = field(default_factory=dict)

    def recorded(self, service_id: int, *, month: Month) -> Asks:
        """Return what a service asked in a month, as it is recorded."""
        known = self.arranged.asks.get(month, {}).get(service_id)
        return known or _asked_now(self.catalogue.services[service_id])

    def asks(self, service_id: int, *, month: Month) -> Asks:
        """Return what a service asked in a month, from its ratings where the record is open."""
        return self.answered.get((service_id, month)) or self.recorded(service_id, month=month)

    def terms(self, desk: Desk, *, month: Month) -> DeskTerms:
        """Return the unit of a desk and what it offered in a month."""
        known = self.arranged.desks.get(month, {}).get(desk.id)
        return known or DeskTerms(desk.unit_id, desk.service_ids)

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

    def lowest_holders(self, location: Location) -> tuple[str, ...]:
        """Return the addresses that a rating's figure is about: desk and service, else above."""
        above = 1 + (location.unit_id is not None)
        holders = self.holders(location)
        return holders[1 + above :] or holders[above:]

    def agency_of(self, address: str) -> str | None:
        """Return the address of the agency a place is or belongs to; None for the city."""
        lineage = (*self.parents[address], address)
        return lineage[1] if len(lineage) > 1 else None


KINDS: Mapping[type[KnownPlace], PlaceKind] = {
    Agency: PlaceKind.AGENCY,
    Unit: PlaceKind.UNIT,
    Service: PlaceKind.SERVICE,
    Desk: PlaceKind.DESK,
}


def city_of(catalogue: Catalogue, *, name: str, arranged: Arranged | None = None) -> City:
    """Arrange a catalogue for publication.

    :param name: the city's own name.
    :param arranged: what was otherwise in single months; None where nothing was.
    """
    arranged = arranged or Arranged()
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
        desks=_desks(catalogue, parents=parents),
        partly_asked=_partly_asked(catalogue, parents=parents, arranged=arranged),
        catalogue=catalogue,
        arranged=arranged,
    )


def _origins(catalogue: Catalogue) -> Iterable[KnownPlace]:
    yield from catalogue.agencies.values()
    yield from catalogue.units.values()
    yield from catalogue.services.values()
    yield from catalogue.desks.values()


def _address(origin: KnownPlace) -> str:
    return address_of(KINDS[type(origin)], origin.code)


def _place(origin: KnownPlace, *, catalogue: Catalogue) -> Place:
    kind = KINDS[type(origin)]
    return Place(
        kind=kind,
        code=origin.code,
        name=catalogue.name_in_agency(origin),
        address=address_of(kind, origin.code),
        group=str(origin.kind) if isinstance(origin, Agency) else None,
        is_retired=origin.is_retired(catalogue.on),
        successor=origin.successor and address_of(kind, origin.successor),
    )


def _lineage(origin: KnownPlace, *, catalogue: Catalogue) -> tuple[str, ...]:
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


def _asked_now(service: Service) -> Asks:
    asked = frozenset(ELEMENTS) - service.left_out
    return Asks(surely=asked, perhaps=asked)


def _partly_asked(
    catalogue: Catalogue, *, parents: Mapping[str, tuple[str, ...]], arranged: Arranged
) -> Mapping[str, frozenset[Element]]:
    found: dict[str, frozenset[Element]] = {}
    for desk in catalogue.desks.values():
        here = _not_asked_of_all(desk, catalogue=catalogue, arranged=arranged)
        address = _address(desk)
        units = {terms[desk.id].unit_id for terms in arranged.desks.values() if desk.id in terms}
        once = (_address(catalogue.units[unit]) for unit in units if unit is not None)
        for holder in {*parents[address], address, *once}:
            found[holder] = found.get(holder, frozenset()) | here
    return found


def _not_asked_of_all(
    desk: Desk, *, catalogue: Catalogue, arranged: Arranged
) -> frozenset[Element]:
    """Return the elements that some service of a desk does not, or did not, ask of everybody."""
    every = frozenset(ELEMENTS)
    terms = (each[desk.id] for each in arranged.desks.values() if desk.id in each)
    services = desk.service_ids.union(*(each.services for each in terms))
    left_out = [catalogue.services[service].left_out for service in services]
    left_out += [
        every - asks[service].surely
        for asks in arranged.asks.values()
        for service in services
        if service in asks
    ]
    return frozenset[Element]().union(*left_out)


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
