"""Longer figures as the documents of places say them."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from portal.publication.building.figures import element_figures, figure_of, open_figure
from portal.publication.building.longer_cells import closing, kinds_of
from portal.publication.building.measures import Measures
from portal.publication.exact_sums.cells import Pair
from portal.publication.exact_sums.inputs import PreviousRelease, ReleaseInputs
from portal.publication.figures.figures import ClosedPeriod, Estimate, QuarterFigure
from portal.time.months import MonthRange, PeriodKind


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
