"""Which estimates are published: what each is drawn to, and what would disclose few people."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from portal.publication.building.figures import row_of
from portal.publication.building.longer_cells import Longer, closing, without_month
from portal.publication.building.longer_shared_sums import Key, WorkedOut
from portal.publication.building.longer_sums import told_sums
from portal.publication.disclosure_audit.auditor import (
    NOTHING_BEFORE,
    Auditor,
    Exposure,
    LongerPairs,
    PreviousRelease,
    agencies_of,
)
from portal.publication.exact_sums.cells import Cell, Cells, Pair
from portal.publication.exact_sums.inputs import ReleaseInputs
from portal.publication.figures.disclosure_rules import Group
from portal.publication.figures.documents import PlaceKind
from portal.publication.figures.figures import Reason
from portal.publication.figures.known_figures import CountRow
from portal.publication.figures.withholding import is_estimable
from portal.time.months import MONTHS_OF, MonthRange, PeriodKind

KINDS = frozenset({PlaceKind.UNIT, PlaceKind.SERVICE, PlaceKind.DESK})
FEW = frozenset({Reason.TOO_FEW, Reason.FEW_OR_COVER})
LONGEST = MONTHS_OF[PeriodKind.QUARTER]
Where = tuple[str, MonthRange]
# Of estimates that make up a sum, those count that weigh at least this share of the heaviest.
HEAVY = 0.5


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


def decide_estimates(
    inputs: ReleaseInputs,
    cells: Cells,
    *,
    longer: Longer,
    rows: Sequence[CountRow],
    auditor: Auditor,
    worked_out: WorkedOut,
) -> Estimates:
    """Return the estimates that may stand; no figure is ever hidden for one.

    :param rows: every count that months and longer figures tell.
    :param worked_out: what was worked out for earlier drafts of the release.
    """
    found = estimable(inputs, cells, longer=longer)
    _protect_sums(inputs, found, rows=rows, worked_out=worked_out)
    _protect_counts(inputs, cells, estimates=found, longer=longer, rows=rows, auditor=auditor)
    return found


def with_estimates(rows: Iterable[CountRow], estimates: Estimates) -> tuple[CountRow, ...]:
    """Return the rows, those of hidden headlines with an estimate marked so."""
    return tuple(
        replace(row, has_estimate=True) if _has_estimate(row, estimates) else row for row in rows
    )


def _has_estimate(row: CountRow, estimates: Estimates) -> bool:
    is_headline = row.element is None and not row.members and row.group is Group.ALL
    return is_headline and row.n is None and (row.address, row.span) in estimates


def _protect_sums(
    inputs: ReleaseInputs, found: Estimates, *, rows: Sequence[CountRow], worked_out: WorkedOut
) -> None:
    """Withhold estimates until no sum of few people, or of one person's, follows from any.

    An estimate is treated as if it stated its sum exactly, which assumes more than it does.
    """
    published = [*inputs.history, *rows]
    agencies: Collection[str] = agencies_of(inputs)
    while found and agencies:
        draft = [replace(row_of(inputs, each.cell), has_estimate=True) for each in found.values()]
        told = told_sums(
            inputs,
            published,
            draft=draft,
            agencies=agencies,
            worked_out=worked_out,
        )
        for each in told:
            # What told of this one may just have been withheld for another.
            if all(_where(key) in found for key in each.takes):
                del found[_cheapest(found, each.takes)]
        agencies = {inputs.city.agency_of(each.address) or "" for each in told}


def _cheapest(found: Estimates, takes: Mapping[Key, float]) -> Where:
    most = max(takes.values())
    heavy = [_where(key) for key, weight in takes.items() if weight >= HEAVY * most]
    return min(heavy, key=lambda where: (found[where].cell.sums.n, where))


def _where(key: Key) -> Where:
    return key[0], key[1]


def _protect_counts(
    inputs: ReleaseInputs,
    cells: Cells,
    *,
    estimates: Estimates,
    longer: Longer,
    rows: Sequence[CountRow],
    auditor: Auditor,
) -> None:
    """Withhold estimates until none brackets a hidden count that was open without them."""
    agencies: Collection[str] = agencies_of(inputs)
    spoken = _spoken_of(cells, estimates, longer=without_month(longer, cells))
    before: PreviousRelease | None = None
    while estimates and agencies:
        told = with_estimates(rows, estimates)
        found = auditor.exposures(
            cells, rows=told, agencies=agencies, longer=spoken, before=before or NOTHING_BEFORE
        )
        lost = auditor.take_unchecked()
        if found and before is None:
            # Only what was open without estimates matters; and others may be told besides.
            before = _told_without(inputs, cells, rows=rows, longer=spoken, auditor=auditor)
            continue
        agencies = {inputs.city.agency_of(each.target.address) or "" for each in found}
        for where in {
            where for each in found for where in _telling(inputs, estimates, exposure=each)
        }:
            del estimates[where]
        for where in [each for each in estimates if inputs.city.agency_of(each[0]) in lost]:
            del estimates[where]


def _told_without(
    inputs: ReleaseInputs,
    cells: Cells,
    *,
    rows: Sequence[CountRow],
    longer: LongerPairs,
    auditor: Auditor,
) -> PreviousRelease:
    """Return what is told without any estimate."""
    told = auditor.exposures(
        cells, rows=rows, agencies=agencies_of(inputs), longer=longer, is_everything=True
    )
    return {each.target: each.interval for each in told}


def _telling(inputs: ReleaseInputs, estimates: Estimates, *, exposure: Exposure) -> Iterator[Where]:
    """Give the estimates that tell a count: those that hold it, else all that are near it."""
    telling = {(said.addresses[0], said.span) for said in exposure.told_by}
    agency = inputs.city.agency_of(exposure.target.address)
    near = {each for each in estimates if inputs.city.agency_of(each[0]) == agency}
    yield from next((each for each in (telling & estimates.keys(), near) if each), estimates)


def _spoken_of(
    cells: Cells, estimates: Estimates, *, longer: Longer
) -> Mapping[str, Mapping[MonthRange, Pair]]:
    """Return the longer figures, and the carried months that have an estimate, by their span."""
    found = {address: dict(pairs) for address, pairs in longer.items()}
    for address, span in estimates:
        if cells[address].headline.span == span:
            found.setdefault(address, {})[span] = cells[address]
    return found
