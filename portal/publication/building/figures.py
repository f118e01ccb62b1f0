"""How a decided cell becomes rows of counts and a figure: rounded, or null with a reason."""

from collections.abc import Iterator

from portal.publication.building.measures import Measures
from portal.publication.building.protection import Other
from portal.publication.exact_sums.cells import Cell, Cells, named_channels, named_group
from portal.publication.exact_sums.inputs import ReleaseInputs
from portal.publication.figures.disclosure_rules import (
    ELEMENT_FINE_FROM,
    LEAST_SHOWN,
    Group,
    element_step_of,
    grade_bound,
    is_verified,
    nrr_of,
    public_shares_of,
    rounded_count,
    rounded_element,
    rounded_ikm,
    rounded_percent,
    step_of,
)
from portal.publication.figures.figures import (
    Distribution,
    ElementFigure,
    Figure,
    Reason,
    ResponseShare,
)
from portal.publication.figures.known_figures import CountRow
from portal.survey.elements import ELEMENTS, Element
from portal.survey.index import ikm_of_index

BY_VISITS = "visits"


def count_rows(
    inputs: ReleaseInputs, cells: Cells, *, others: tuple[Other, ...]
) -> Iterator[CountRow]:
    """Give every count that the month's figures will state or hide with a reason."""
    for pair in cells.values():
        for cell in pair.published():
            yield row_of(inputs, cell)
        yield from element_rows(inputs, pair.headline)
    for other in others:
        yield row_of(inputs, other.cell, members=other.members)


def row_of(inputs: ReleaseInputs, cell: Cell, *, members: tuple[str, ...] = ()) -> CountRow:
    """Return what a cell's figure tells about its number of ratings.

    A figure names the channels that were used: where only unverified ratings came in, it is
    about those, and a reader knows it.
    """
    return CountRow(
        address=cell.address,
        span=cell.span,
        group=cell.group if members else named_group(inputs.archive, cell),
        n=rounded_count(cell.sums.n) if cell.is_shown else None,
        reason=cell.reason,
        has_few_answers=cell.has_few_answers,
        members=members,
        channels=tuple(map(str, named_channels(inputs.archive, cell))),
    )


def element_reason(inputs: ReleaseInputs, cell: Cell, *, element: Element) -> Reason | None:
    """Return why one element of a shown cell stays hidden, or None when it may be shown.

    Beside the place's own count, an element's tells how many were at services that do not ask
    it: fewer than ten of those are protected like any other small cell.
    """
    n = cell.sums.answers(element).n
    if not n:
        return Reason.NOT_ASKED
    if element in cell.withheld:
        return Reason.PROTECTS_ANOTHER
    if n < (LEAST_SHOWN if cell.has_few_answers else inputs.rules.least_mean):
        return Reason.TOO_FEW
    is_exact = any(
        element not in inputs.book.in_month(month).not_experienced for month in cell.span.months
    )
    return Reason.PROTECTS_ANOTHER if is_exact and 0 < cell.sums.n - n < LEAST_SHOWN else None


def element_rows(inputs: ReleaseInputs, cell: Cell) -> Iterator[CountRow]:
    """Give the element counts that say something of a service's share in a place.

    Where every service asks an element, its count repeats the place's own.
    """
    if not cell.is_shown:
        return
    for element in sorted(inputs.city.partly_asked.get(cell.address, ())):
        reason = element_reason(inputs, cell, element=element)
        yield CountRow(
            address=cell.address,
            span=cell.span,
            group=named_group(inputs.archive, cell),
            n=None if reason else rounded_count(cell.sums.answers(element).n),
            reason=reason,
            has_few_answers=cell.has_few_answers,
            element=element,
            channels=tuple(map(str, named_channels(inputs.archive, cell))),
        )


def figure_of(inputs: ReleaseInputs, cell: Cell, *, measures: Measures) -> Figure:
    """Return a cell's IKM as it may be shown, or null with the cell's reason."""
    channels = _channels(inputs, cell)
    if not cell.is_shown:
        return _null(cell, channels, reason=cell.reason)
    exact = cell.sums.ikm()
    value = rounded_ikm(exact, n=cell.sums.n)
    n = rounded_count(cell.sums.n)
    step = step_of(cell.sums.n)
    spread = measures.spread(cell.sums.sample())
    return Figure(
        value=value,
        n=n,
        period=cell.span,
        channels=channels,
        is_verified=is_verified(cell.group),
        step=step,
        interval=measures.interval(value, n=n, step=step, spread=spread),
        spread=spread,
        grade=grade_bound(exact),
        has_few_answers=cell.has_few_answers,
    )


def _channels(inputs: ReleaseInputs, cell: Cell) -> tuple[str, ...]:
    return tuple(str(channel) for channel in named_channels(inputs.archive, cell))


def _null(cell: Cell, channels: tuple[str, ...], *, reason: Reason | None) -> Figure:
    """Return a hidden figure: whether verified ratings were enough is not said of the place."""
    return Figure(
        value=None,
        n=None,
        period=cell.span,
        channels=channels,
        is_verified=cell.is_shown and is_verified(cell.group),
        suppressed=reason,
    )


def element_figures(inputs: ReleaseInputs, cell: Cell) -> tuple[ElementFigure, ...]:
    """Return the nine elements of a headline, each with the one published before."""
    before = inputs.before.get(cell.address)
    earlier = {
        each.element: each.previous if each.figure.value is None else each.figure
        for each in (before.elements if before else ())
    }
    return tuple(
        _element(inputs, cell, element=element, previous=earlier.get(element))
        for element in ELEMENTS
    )


def _element(
    inputs: ReleaseInputs, cell: Cell, *, element: Element, previous: Figure | None
) -> ElementFigure:
    channels = _channels(inputs, cell)
    reason = cell.reason or element_reason(inputs, cell, element=element)
    if reason:
        figure = _null(cell, channels, reason=reason)
        return ElementFigure(element, figure, previous=previous)
    answers = cell.sums.answers(element)
    exact = ikm_of_index(answers.nrr)
    value = rounded_element(exact, n=answers.n)
    figure = Figure(
        value=value,
        n=rounded_count(answers.n),
        period=cell.span,
        channels=channels,
        is_verified=is_verified(cell.group),
        step=element_step_of(answers.n),
        # With few answers a grade would tell more of an element than its rounded value does.
        grade=grade_bound(exact) if answers.n >= ELEMENT_FINE_FROM else None,
        has_few_answers=cell.has_few_answers,
    )
    return ElementFigure(element, figure, nrr=nrr_of(value), previous=previous)


def distributions(inputs: ReleaseInputs, cell: Cell) -> tuple[Distribution, ...]:
    """Return how the answers to each element spread, with reasons where that is hidden."""
    channels = _channels(inputs, cell)
    spread = []
    for element in ELEMENTS:
        reason = cell.reason or element_reason(inputs, cell, element=element)
        answers = cell.sums.answers(element)
        shares = None if reason else public_shares_of(answers)
        spread.append(
            Distribution(element, rounded_count(answers.n), cell.span, channels, shares)
            if shares
            else Distribution(
                element,
                None,
                cell.span,
                channels,
                suppressed=reason or Reason.PROTECTS_ANOTHER,
            )
        )
    return tuple(spread)


def response_share(inputs: ReleaseInputs, figure: Figure, *, address: str) -> ResponseShare:
    """Return a headline's ratings as a share of visits served, from published numbers.

    Visits are known only where every desk reported every month of the span.
    """
    counted = [
        inputs.visits.get((desk, month))
        for desk in inputs.city.desks.get(address, ())
        for month in figure.period.months
        if not inputs.city.catalogue.desks[desk].is_retired(inputs.city.catalogue.on)
    ]
    known = [each for each in counted if each is not None]
    visits = sum(each.visits for each in known)
    reason = None
    if not known or len(known) < len(counted):
        reason = Reason.VISITS_UNKNOWN
    elif not visits:
        reason = Reason.NO_VISITS
    elif figure.n is None:
        reason = Reason.NOT_SHOWN
    shown = reason is None and figure.n is not None
    return ResponseShare(
        value=rounded_percent(figure.n, visits) if shown and figure.n is not None else None,
        n=figure.n if shown else None,
        period=figure.period,
        channels=figure.channels,
        basis=None if reason in {Reason.VISITS_UNKNOWN} else BY_VISITS,
        source="; ".join(sorted({each.source for each in known})) or None,
        suppressed=reason,
    )


def open_figure(inputs: ReleaseInputs, cell: Cell | None, *, measures: Measures) -> Figure | None:
    """Return the unverified figure beside a verified headline; None where there is none."""
    if cell is None or cell.group is not Group.OPEN:
        return None
    return figure_of(inputs, cell, measures=measures)
