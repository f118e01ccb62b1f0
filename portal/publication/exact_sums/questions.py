"""What the ratings of a service show to have been asked, beside what is recorded of it."""

from collections.abc import Iterator, Mapping

from portal.organisation.places.arrangement import Asks
from portal.publication.exact_sums.archive import Answered, Archive, location_of
from portal.publication.figures.city import City
from portal.publication.figures.contradictions import Contradiction, ContradictionKind
from portal.publication.figures.documents import PlaceKind, address_of
from portal.rating.answers.answers import Channel
from portal.survey.elements import ELEMENTS, Element, RuleBook
from portal.time.months import MonthRange

ServiceMonth = tuple[int, str]


def asked_of_raters(city: City, archive: Archive, *, book: RuleBook) -> Mapping[ServiceMonth, Asks]:
    """Return what was asked where the record of a service leaves it open or is wrong.

    Whoever sees the form knows what it asks, so that what all answered was asked of all.
    """
    found = {}
    for (service, month), answered in archive.answered.items():
        record = city.recorded(service, month=month)
        is_wrong = any(_wrong(answered, record, may_skip=book.skippable_by(month)))
        if is_wrong or record.surely != record.perhaps:
            found[service, month] = _shown(answered, record, may_skip=book.skippable_by(month))
    return found


def contradictory_answers(
    city: City, archive: Archive, *, book: RuleBook
) -> Iterator[Contradiction]:
    """Give every service, month and element of which ratings and record cannot both be true."""
    for (service, month), answered in archive.answered.items():
        address = _address(city, service)
        record = city.recorded(service, month=month)
        for kind, element in _wrong(answered, record, may_skip=book.skippable_by(month)):
            yield Contradiction(
                address=address,
                span=MonthRange(month, month),
                kind=kind,
                element=element,
                found=answered.answers[element],
                expected=answered.n if kind is ContradictionKind.NOT_ANSWERED else 0,
            )
    for (service, month), ratings in archive.foreign.items():
        yield Contradiction(
            _address(city, service),
            MonthRange(month, month),
            ContradictionKind.ANOTHER_AGENCY,
            found=ratings,
        )


def impossible_sums(city: City, archive: Archive) -> Iterator[Contradiction]:
    """Give every tally that cannot be true, at each place that its ratings are about."""
    for tally in archive.impossible.values():
        cell = tally.cell
        is_paper = cell.channel is Channel.PAPER
        kind = ContradictionKind.IMPOSSIBLE_PAPER if is_paper else ContradictionKind.IMPOSSIBLE
        for address in city.lowest_holders(location_of(cell)):
            yield Contradiction(
                address=address,
                span=MonthRange(cell.period, cell.period),
                kind=kind,
                found=tally.respondents,
                flaw=tally.flaw,
            )


def _address(city: City, service: int) -> str:
    return address_of(PlaceKind.SERVICE, city.catalogue.services[service].code)


def _wrong(
    answered: Answered, record: Asks, *, may_skip: frozenset[Element]
) -> Iterator[tuple[ContradictionKind, Element]]:
    for element in ELEMENTS:
        count = answered.answers[element]
        if count and element not in record.perhaps:
            yield ContradictionKind.NOT_ASKED, element
        elif count < answered.n and element in record.surely - may_skip:
            yield ContradictionKind.NOT_ANSWERED, element


def _shown(answered: Answered, record: Asks, *, may_skip: frozenset[Element]) -> Asks:
    whole = (each for each in ELEMENTS if answered.answers[each] == answered.n)
    surely = frozenset(whole) | (record.surely & may_skip)
    some = (each for each in ELEMENTS if answered.answers[each])
    return Asks(surely=surely, perhaps=surely.union(some))
