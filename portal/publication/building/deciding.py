"""The whole decision of what is shown: P1 to P3 for each place, P5 for tables, P7 until clean."""

from dataclasses import dataclass

from portal.publication.building.cells import Cells, first_cells
from portal.publication.building.counts import count_rows
from portal.publication.building.inputs import ReleaseInputs
from portal.publication.building.protection import Other, others, protect_neighbours
from portal.publication.building.repairing import (
    CannotProtect,
    hide_more,
    telling_pools,
    withhold_elements,
)
from portal.publication.domain.disclosure.knowledge import CountRow
from portal.publication.lint.brackets import Linter

MOST_ROUNDS = 40


@dataclass(frozen=True, slots=True)
class Decision:
    """What a release shows and hides; ``rows`` are all the counts it tells."""

    cells: Cells
    others: tuple[Other, ...]
    rows: tuple[CountRow, ...]


def decide(inputs: ReleaseInputs) -> Decision:
    """Decide for every place, and hide more until no hidden count can be told within 5.

    :raises CannotProtect: when that does not end, or nothing is left that could be hidden.
    """
    cells = first_cells(inputs)
    protect_neighbours(inputs, cells)
    unchecked = {each for each in inputs.city.places if inputs.city.agency_of(each) == each}
    withheld: set[str] = set()
    linter = Linter(inputs)
    for _ in range(MOST_ROUNDS):
        pooled = others(inputs, cells, withheld=withheld)
        rows = tuple(count_rows(inputs, cells, others=pooled))
        found = linter.exposures(cells, rows=rows, agencies=unchecked)
        if not found:
            return Decision(cells, pooled, rows)
        pools = telling_pools(found, pooled=pooled)
        withheld |= pools
        if not pools and not withhold_elements(cells, found=found):
            hide_more(inputs, cells, found=found)
        agencies = (inputs.city.agency_of(exposure.target.address) for exposure in found)
        unchecked = {agency for agency in agencies if agency is not None}
    raise CannotProtect(f"after {MOST_ROUNDS} rounds: {found[0].target.address}")
