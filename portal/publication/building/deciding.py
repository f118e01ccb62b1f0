"""The whole decision of what is shown: P1 to P3 for each place, P5 for tables, P7 until clean."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from portal.publication.building.counts import count_rows
from portal.publication.building.estimate_cells import Estimates
from portal.publication.building.estimate_deciding import decide_estimates, with_estimates
from portal.publication.building.longer_cells import Longer
from portal.publication.building.longer_deciding import decide_longer
from portal.publication.building.protection import Other, others, protect_neighbours
from portal.publication.building.repairing import (
    CannotProtect,
    hide_more,
    is_told_by,
    telling_pools,
    withhold_elements,
)
from portal.publication.disclosure_audit.brackets import Linter, members_of
from portal.publication.disclosure_audit.contradictions import examined, with_contradictions
from portal.publication.exact_sums.cells import Cells, first_cells
from portal.publication.exact_sums.inputs import ReleaseInputs
from portal.publication.figures.contradictions import Contradiction, ContradictionKind
from portal.publication.figures.knowledge import CountRow
from portal.publication.figures.month_ranges import Span

MOST_ROUNDS = 40


@dataclass(frozen=True, slots=True)
class Decision:
    """What a release shows and hides; ``rows`` are all the counts it tells.

    ``longer`` are the quarter, half-year and year that end with it, ``estimates`` stand beside
    some hidden months and quarters. Of the places of ``contradictions`` nothing is shown.
    """

    cells: Cells
    others: tuple[Other, ...]
    rows: tuple[CountRow, ...]
    contradictions: tuple[Contradiction, ...] = ()
    longer: Longer = field(default_factory=dict)
    estimates: Estimates = field(default_factory=dict)


class _Unsafe(Exception):
    """More contradictions turned up: the decision begins again without their places."""

    def __init__(self, found: Sequence[Contradiction]) -> None:
        super().__init__(f"{len(found)} contradictions")
        self.found = found


def decide(inputs: ReleaseInputs) -> Decision:
    """Decide for every place, and hide more until no hidden count can be told within 5.

    Of a place whose data contradict themselves nothing is shown; all others go out.

    :raises CannotProtect: when that does not end, or nothing is left that could be hidden.
    """
    known = examined(inputs)
    for _ in range(MOST_ROUNDS):
        try:
            return replace(_decided(known.inputs), contradictions=known.found)
        except _Unsafe as unsafe:
            more = with_contradictions(known.inputs, (*known.found, *unsafe.found))
            if more.inputs.contradictory == known.inputs.contradictory:
                place = unsafe.found[0].address
                raise CannotProtect(f"{place} cannot be checked, withheld or not") from unsafe
            known = more
    raise CannotProtect(f"after {MOST_ROUNDS} rounds: {known.found[0].address}")


def _decided(inputs: ReleaseInputs) -> Decision:
    """Hide more until a strict reader learns nothing from the draft, and P7 holds for all else.

    What nothing in the draft tells, such as a count that reasons of spans and earlier months
    bracket, cannot be mended by hiding more: there the five units of P7 have to do.
    """
    cells = first_cells(inputs)
    protect_neighbours(inputs, cells)
    every = {each for each in inputs.city.places if inputs.city.agency_of(each) == each}
    unchecked, withheld, is_deferred = every, set[str](), False
    linter = Linter(inputs)
    for _ in range(MOST_ROUNDS):
        pooled = others(inputs, cells, withheld=withheld)
        rows = tuple(count_rows(inputs, cells, others=pooled))
        found = linter.exposures(cells, rows=rows, agencies=unchecked)
        _check(inputs, linter, rows=rows)
        if not linter.is_lenient:
            mendable = [each for each in found if is_told_by(cells, each, pooled=pooled)]
            is_deferred = is_deferred or len(mendable) < len(found)
            found = mendable
            if not found and is_deferred:
                linter.is_lenient, unchecked = True, every
                continue
        if not found:
            return _with_longer(inputs, Decision(cells, pooled, rows), linter=linter)
        pools = telling_pools(found, pooled=pooled)
        withheld |= pools
        if not pools and not withhold_elements(cells, found=found):
            hide_more(inputs, cells, found=found)
        agencies = (inputs.city.agency_of(exposure.target.address) for exposure in found)
        unchecked = {agency for agency in agencies if agency is not None}
    raise CannotProtect(f"after {MOST_ROUNDS} rounds: {found[0].target.address}")


def _with_longer(inputs: ReleaseInputs, month: Decision, *, linter: Linter) -> Decision:
    """Add the longer figures to what was decided for the month, and estimates to both."""
    longer, told = decide_longer(inputs, month.cells, rows=month.rows, linter=linter)
    rows = (*month.rows, *told)
    estimates = decide_estimates(inputs, month.cells, longer=longer, rows=rows, linter=linter)
    rows = with_estimates(rows, estimates)
    return replace(month, rows=rows, longer=longer, estimates=estimates)


def _check(inputs: ReleaseInputs, linter: Linter, *, rows: tuple[CountRow, ...]) -> None:
    """Give the draft up when it contradicts the ratings, or cannot be checked for an agency."""
    found = linter.contradictions(rows)
    span = Span(inputs.period, inputs.period)
    for agency in sorted(linter.unchecked):
        members = members_of(inputs, agency)
        found += [Contradiction(each, span, ContradictionKind.UNCHECKED) for each in members]
    if found:
        raise _Unsafe(found)
