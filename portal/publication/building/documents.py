"""The documents of a release, put together from what was decided."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from portal.publication.building.deciding import ReleaseDecision
from portal.publication.building.estimate_figures import published_estimate
from portal.publication.building.figures import (
    element_figures,
    figure_of,
    open_figure,
    response_share,
)
from portal.publication.building.longer_cells import closing, kinds_of
from portal.publication.building.measures import Measures, comparisons, measures_of
from portal.publication.building.spreads import Spreads, spreads_of
from portal.publication.building.yearly import OfYear, yearly_sections
from portal.publication.exact_sums.cells import Cell, Pair
from portal.publication.exact_sums.inputs import PreviousRelease, ReleaseInputs
from portal.publication.figures.documents import (
    CITY_ADDRESS,
    LeftOut,
    Place,
    PlaceDocument,
    PlaceKind,
    Row,
)
from portal.publication.figures.figures import (
    ClosedPeriod,
    Comparison,
    ElementFigure,
    Estimate,
    Figure,
    QuarterFigure,
    Reason,
    ResponseShare,
)
from portal.time.months import MonthRange, PeriodKind

WITH_SPREAD = frozenset({PlaceKind.CITY, PlaceKind.AGENCY})
KIND_ORDER = tuple(PlaceKind)


def closed_periods(
    inputs: ReleaseInputs,
    address: str,
    *,
    pairs: Mapping[MonthRange, Pair],
    measures: Measures,
    estimates: Mapping[MonthRange, Estimate],
) -> Iterator[ClosedPeriod]:
    """Give the quarter, half-year and year of a place that end with the release's month.

    :param pairs: the place's longer cells by span.
    :param measures: those that the release states.
    :param estimates: the place's estimates by span.
    """
    for kind, span in closing(inputs):
        pair = pairs.get(span)
        if pair is None or kind not in kinds_of(inputs, address):
            continue
        beside = pair.open if pair.headline.is_shown else None
        elements = element_figures(inputs, pair.headline) if pair.headline.is_shown else ()
        yield ClosedPeriod(
            kind=kind,
            figure=figure_of(inputs, pair.headline, measures=measures),
            open=open_figure(inputs, beside, measures=measures),
            elements=tuple(replace(element, previous=None) for element in elements),
            estimate=estimates.get(span) if kind is PeriodKind.QUARTER else None,
        )


def quarters_with(
    before: PreviousRelease | None, closed: tuple[ClosedPeriod, ...]
) -> tuple[QuarterFigure, ...]:
    """Return a place's quarters so far, earliest first."""
    new = (
        QuarterFigure(each.figure, each.estimate)
        for each in closed
        if each.kind is PeriodKind.QUARTER
    )
    return (*(before.quarters if before else ()), *new)


@dataclass(frozen=True, slots=True)
class Drawn:
    """Headlines, response shares and comparisons of all places, by address."""

    inputs: ReleaseInputs
    decision: ReleaseDecision
    measures: Measures
    headlines: Mapping[str, Figure]
    responses: Mapping[str, ResponseShare]
    comparisons: Mapping[str, Comparison]
    yearly: Mapping[str, OfYear]
    estimates: Mapping[str, Mapping[MonthRange, Estimate]]
    spreads: Spreads


def place_documents(inputs: ReleaseInputs, decision: ReleaseDecision) -> Iterator[PlaceDocument]:
    """Give a document for every place that the decision holds, parents first."""
    measures = measures_of(inputs)
    headlines = {
        address: figure_of(inputs, pair.headline, measures=measures)
        for address, pair in decision.cells.items()
    }
    responses = {
        address: response_share(inputs, figure, address=address)
        for address, figure in headlines.items()
    }
    both = {address: (figure, responses[address]) for address, figure in headlines.items()}
    compared = comparisons(inputs, both, measures=measures)
    yearly = yearly_sections(inputs.city, inputs.yearly) if inputs.yearly else {}
    estimates: defaultdict[str, dict[MonthRange, Estimate]] = defaultdict(dict)
    for (address, span), each in decision.estimates.items():
        estimates[address][span] = published_estimate(inputs, each, measures=measures)
    spreads = spreads_of(inputs, dict(_with_spread(inputs, decision)))
    drawn = Drawn(
        inputs, decision, measures, headlines, responses, compared, yearly, estimates, spreads
    )
    for address in decision.cells:
        yield _document(drawn, address)


def _with_spread(inputs: ReleaseInputs, decision: ReleaseDecision) -> Iterator[tuple[str, Cell]]:
    """Give the headlines of the city and its agencies, the city's first."""
    for address, pair in decision.cells.items():
        if inputs.city.places[address].kind in WITH_SPREAD:
            yield address, pair.headline


def _document(drawn: Drawn, address: str) -> PlaceDocument:
    inputs = drawn.inputs
    place = inputs.city.places[address]
    pair = drawn.decision.cells[address]
    before = inputs.before.get(address)
    headline = drawn.headlines[address]
    elements = element_figures(inputs, pair.headline)
    closed = _closed(drawn, address)
    # Between two Decembers a year's sections stay as they were published.
    is_withheld = pair.headline.reason is Reason.CONTRADICTORY
    of_year = before if is_withheld else drawn.yearly.get(address, before)
    return PlaceDocument(
        place=place,
        parents=tuple(inputs.city.places[each] for each in inputs.city.parents[address]),
        release=inputs.stamp,
        headline=headline,
        open=_beside(drawn, pair),
        previous=_previous(before),
        response=drawn.responses[address],
        comparison=drawn.comparisons.get(address),
        elements=elements,
        trend=trend_with(before, headline),
        distributions=drawn.spreads.get(address, ()),
        rows=_rows(drawn, address),
        breakdowns=of_year.breakdowns if of_year else (),
        officers=of_year.officers if of_year else None,
        notes=inputs.notes.get(address, ()),
        left_out=_not_asked(elements),
        exclusions=inputs.exclusions.get(address, ()),
        moderation=inputs.moderation.get(address),
        lessons=inputs.lessons if address == CITY_ADDRESS else (),
        earlier=inputs.earlier.get(address, ()),
        method=drawn.measures.method(),
        closed=closed,
        quarters=quarters_with(before, closed),
        estimate=_estimate(drawn, address),
    )


def _not_asked(elements: Iterable[ElementFigure]) -> tuple[LeftOut, ...]:
    found = (each for each in elements if each.figure.suppressed is Reason.NOT_ASKED)
    return tuple(LeftOut(each.element, Reason.NOT_ASKED) for each in found)


def _closed(drawn: Drawn, address: str) -> tuple[ClosedPeriod, ...]:
    pairs = drawn.decision.longer.get(address, {})
    return tuple(
        closed_periods(
            drawn.inputs,
            address,
            pairs=pairs,
            measures=drawn.measures,
            estimates=drawn.estimates.get(address, {}),
        )
    )


def _estimate(drawn: Drawn, address: str) -> Estimate | None:
    """Return the estimate that stands beside a place's hidden headline."""
    return drawn.estimates.get(address, {}).get(drawn.headlines[address].period)


def _beside(drawn: Drawn, pair: Pair) -> Figure | None:
    """Return the unverified figure beside a shown headline."""
    beside = pair.open if pair.open in tuple(pair.published()) else None
    return open_figure(drawn.inputs, beside, measures=drawn.measures)


def trend_with(before: PreviousRelease | None, headline: Figure) -> tuple[Figure, ...]:
    """Return a place's headlines so far; a span that was carried forward gives way to this one."""
    if before is None:
        return (headline,)
    kept = before.trend
    if kept and kept[-1].period.first == headline.period.first:
        kept = kept[:-1]
    return (*kept, headline)


def _previous(before: PreviousRelease | None) -> Figure | None:
    shown = [figure for figure in (before.trend if before else ()) if figure.value is not None]
    return shown[-1] if shown else None


def _rows(drawn: Drawn, address: str) -> tuple[Row, ...]:
    """Return the children of a place, by kind and then by name, with "other" after its kind."""
    rows = [
        Row(
            place=drawn.inputs.city.places[child],
            figure=drawn.headlines[child],
            comparison=drawn.comparisons[child],
            response=drawn.responses[child],
            estimate=_estimate(drawn, child),
        )
        for child in _children(drawn, address)
    ]
    rows.sort(key=lambda row: (KIND_ORDER.index(row.place.kind), row.place.name, row.place.address))
    return (*rows, *_other_rows(drawn, address))


def _children(drawn: Drawn, address: str) -> Iterator[str]:
    """Give every place below an agency, but only agencies for the city."""
    city = drawn.inputs.city
    depth = len(city.parents[address]) + 1
    for child in drawn.decision.cells:
        lineage = city.parents[child]
        if address in lineage and (len(lineage) == depth or address != CITY_ADDRESS):
            yield child


def _other_rows(drawn: Drawn, address: str) -> Iterator[Row]:
    for other in drawn.decision.others:
        if other.family.parent == address:
            figure = figure_of(drawn.inputs, other.cell, measures=drawn.measures)
            code = other.family.kind
            place = Place(PlaceKind.OTHER, code, "", other.cell.address)
            not_compared = Comparison(band=None, suppressed=Reason.NOT_SHOWN)
            response = response_share(drawn.inputs, figure, address=other.cell.address)
            yield Row(place, figure, not_compared, response)
