"""Which hidden months and quarters could have an estimate, and what each is drawn to."""

from collections.abc import Iterator
from dataclasses import dataclass

from portal.publication.building.longer_cells import Longer, closing
from portal.publication.exact_sums.cells import Cell, Cells
from portal.publication.exact_sums.inputs import ReleaseInputs
from portal.publication.figures.disclosure_rules import Group
from portal.publication.figures.documents import PlaceKind
from portal.publication.figures.figures import Reason
from portal.publication.figures.withholding import is_estimable
from portal.time.months import MONTHS_OF, MonthRange, PeriodKind

KINDS = frozenset({PlaceKind.UNIT, PlaceKind.SERVICE, PlaceKind.DESK})
FEW = frozenset({Reason.TOO_FEW, Reason.FEW_OR_COVER})
LONGEST = MONTHS_OF[PeriodKind.QUARTER]


@dataclass(frozen=True, slots=True)
class Estimable:
    """A hidden cell of 10 to 29 answers, and the shown cell of the place above it."""

    cell: Cell
    above: Cell


# By the place and the span that an estimate is of.
Estimates = dict[tuple[str, MonthRange], Estimable]


def estimable(inputs: ReleaseInputs, cells: Cells, *, longer: Longer) -> Estimates:
    """Return every estimate that the month and the quarter it ends could have.

    A month that is carried over the whole quarter is that quarter. Spans beyond three months
    have none, and none is drawn to a figure that is hidden or rests on few answers itself.
    """
    found: Estimates = {}
    for quarter in (span for kind, span in closing(inputs) if kind is PeriodKind.QUARTER):
        headlines = {
            address: pairs[quarter].headline
            for address, pairs in longer.items()
            if quarter in pairs
        }
        found |= dict(_estimable(inputs, headlines))
    months = {address: pair.headline for address, pair in cells.items()}
    return dict(_estimable(inputs, months)) | found


def _estimable(
    inputs: ReleaseInputs, headlines: dict[str, Cell]
) -> Iterator[tuple[tuple[str, MonthRange], Estimable]]:
    for address, cell in headlines.items():
        above = _above(inputs, address, headlines=headlines)
        if above is not None and _is_few(inputs, cell):
            yield (address, cell.span), Estimable(cell, above)


def _is_few(inputs: ReleaseInputs, cell: Cell) -> bool:
    return (
        inputs.city.places[cell.address].kind in KINDS
        and cell.reason in FEW
        and cell.group is Group.ALL
        and len(cell.span.months) <= LONGEST
        and is_estimable(cell.sums.n, least_mean=inputs.rules.least_mean)
    )


def _above(inputs: ReleaseInputs, address: str, *, headlines: dict[str, Cell]) -> Cell | None:
    """Return the figure of the nearest place above that shows one."""
    found = (headlines.get(each) for each in reversed(inputs.city.parents[address]))
    return next(
        (cell for cell in found if cell and cell.is_shown and not cell.has_few_answers), None
    )
