"""What a draft states about counts, as the disclosure audit and later releases read it."""

from collections.abc import Iterator

from portal.publication.building.protection import Other
from portal.publication.exact_sums.cells import Cell, Cells, named_channels, named_group
from portal.publication.exact_sums.inputs import ReleaseInputs
from portal.publication.figures.disclosure_rules import LEAST_SHOWN, rounded_count
from portal.publication.figures.figures import Reason
from portal.publication.figures.known_figures import CountRow
from portal.survey.elements import Element


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
