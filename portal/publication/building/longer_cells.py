"""The cells of the quarter, half-year and year that end with a release's month."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from portal.publication.building.figures import element_reason
from portal.publication.exact_sums.cells import (
    Cell,
    Cells,
    Pair,
    is_personal,
    open_cell,
    why_nothing,
)
from portal.publication.exact_sums.inputs import ReleaseInputs
from portal.publication.figures.disclosure_rules import CHANNELS, MONTHLY_GROUPS, Group
from portal.publication.figures.documents import PlaceKind
from portal.publication.figures.figures import LONGER_KINDS, Reason, closed_by
from portal.survey.elements import Element
from portal.time.months import MONTHS_OF, MonthRange, PeriodKind

# Places of which there are statutory reports, and the city.
REPORTED = frozenset({PlaceKind.CITY, PlaceKind.AGENCY, PlaceKind.UNIT})
# The pairs of a place by span, shortest first.
Longer = dict[str, dict[MonthRange, Pair]]
# The headlines (None) and elements that earlier releases showed of a place, by its address.
Told = Mapping[str, Collection[tuple[MonthRange, Element | None]]]


def closing(inputs: ReleaseInputs) -> tuple[tuple[PeriodKind, MonthRange], ...]:
    """Return the longer periods that end with the release's month, shortest first.

    They begin with the first month that was ever released: nobody rated before, and readers
    know it.
    """
    first = min((row.span.first for row in inputs.history), default=inputs.period)
    return tuple(
        (each.kind, MonthRange(max(each.span.first, first), inputs.period))
        for each in closed_by(inputs.period)
    )


def kinds_of(inputs: ReleaseInputs, address: str) -> tuple[PeriodKind, ...]:
    """Return which longer figures a place has."""
    is_reported = inputs.city.places[address].kind in REPORTED
    return LONGER_KINDS if is_reported else (PeriodKind.QUARTER,)


def longer_cells(inputs: ReleaseInputs, cells: Cells) -> Longer:
    """Apply P2 and P3 to every place and every longer period that ends with the month.

    A span that the monthly headline covers already is that headline. Desks and services have
    quarters only: their half-years and years would tell more than anybody asks for.

    :param cells: what was decided for the month.
    """
    closed = closing(inputs)
    told = _elements_told(inputs) if closed else {}
    found: Longer = {}
    for address, pair in cells.items():
        kinds = kinds_of(inputs, address)
        found[address] = {
            span: pair
            if pair.headline.span == span
            else _pair(inputs, pair.headline, span=span, told=told)
            for span in (span for kind, span in closed if kind in kinds)
        }
    return found


def _pair(inputs: ReleaseInputs, month: Cell, *, span: MonthRange, told: Told) -> Pair:
    address = month.address
    sums = {
        group: inputs.archive.sums(address, months=span.months, channels=CHANNELS[group])
        for group in MONTHLY_GROUPS
    }
    least = inputs.rules.least_mean
    group = Group.VERIFIED if sums[Group.VERIFIED].n >= least else Group.ALL
    reason = None if sums[group].n >= least else Reason.FEW_OR_COVER
    if inputs.is_contradictory(address, span=span, n=sums[Group.ALL].n):
        reason = Reason.CONTRADICTORY
    elif not sums[Group.ALL].n:
        group, reason = Group.VERIFIED, why_nothing(inputs, address, span=span)
    elif is_personal(inputs, address, span=span):
        reason = Reason.FEW_OFFICERS
    withheld = _withheld(inputs, month, span=span, told=told.get(address, frozenset()))
    headline = Cell(address, span, group, sums[group], reason, withheld=withheld)
    beside = open_cell(headline, sums=sums[Group.OPEN], inputs=inputs)
    if beside and not beside.is_shown:
        beside = replace(beside, reason=Reason.FEW_OR_COVER)
    return Pair(headline, beside)


def _elements_told(inputs: ReleaseInputs) -> Told:
    found: defaultdict[str, set[tuple[MonthRange, Element | None]]] = defaultdict(set)
    for row in inputs.history:
        if row.n is not None and not row.members:
            found[row.address].add((row.span, row.element))
    return found


def _withheld(
    inputs: ReleaseInputs,
    month: Cell,
    *,
    span: MonthRange,
    told: Collection[tuple[MonthRange, Element | None]],
) -> frozenset[Element]:
    """Return the elements that some shown month of the span hides: less them, it would follow."""
    partly = inputs.city.partly_asked.get(month.address, frozenset())
    doubtful = partly | inputs.book.skippable_by(span.last)
    shown = [each for each, element in told if element is None and _lies_in(each, span)]
    return frozenset(
        element
        for element in doubtful
        if any((each, element) not in told for each in shown)
        or (month.is_shown and element_reason(inputs, month, element=element))
    )


def _lies_in(part: MonthRange, span: MonthRange) -> bool:
    return span.first <= part.first and part.last <= span.last


def pairs_of(longer: Longer, addresses: Iterable[str]) -> Iterator[Pair]:
    """Give the longer pairs of places."""
    for address in addresses:
        yield from longer.get(address, {}).values()


def hide_longer(longer: Longer, address: str, *, span: MonthRange, group: Group) -> None:
    """Hide one longer figure to protect another; a headline takes its unverified one along."""
    pair = longer[address][span]
    if group is Group.OPEN and pair.headline.group is not Group.ALL:
        longer[address][span] = pair.hidden_open(Reason.FEW_OR_COVER)
    else:
        longer[address][span] = pair.without_headline(Reason.FEW_OR_COVER)


def without_month(longer: Longer, cells: Cells) -> Longer:
    """Return the longer pairs that are not their place's monthly headline all the same."""
    return {
        address: {
            span: pair for span, pair in pairs.items() if cells[address].headline.span != span
        }
        for address, pairs in longer.items()
    }


def quarters_hidden(longer: Longer) -> Longer:
    """Return the longer pairs with every quarter hidden, as far as that could be needed."""
    return {
        address: {
            span: pair.without_headline(Reason.FEW_OR_COVER)
            if pair.headline.is_shown and len(span.months) <= MONTHS_OF[PeriodKind.QUARTER]
            else pair
            for span, pair in pairs.items()
        }
        for address, pairs in longer.items()
    }


def with_pair(longer: Longer, address: str, *, span: MonthRange, pair: Pair) -> Longer:
    """Return the longer pairs with one in the place of another."""
    return longer | {address: longer[address] | {span: pair}}
