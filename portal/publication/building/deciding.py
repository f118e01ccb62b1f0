"""The whole decision of what is shown: P1 to P3 for each place, P5 for tables, P7 until clean."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from portal.publication.building.cells import Cell, Cells, first_cells
from portal.publication.building.counts import count_rows
from portal.publication.building.inputs import ReleaseInputs
from portal.publication.building.protection import (
    Other,
    hide,
    others,
    protect_neighbours,
    shown_cell,
)
from portal.publication.domain.disclosure.knowledge import CountRow, Statement
from portal.publication.domain.groups import Group
from portal.publication.lint.brackets import Exposure, exposures

MOST_ROUNDS = 40


class CannotProtect(ValueError):
    """A hidden count stays within fewer than 5, whatever else is hidden; nothing is released."""


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
    for _ in range(MOST_ROUNDS):
        pooled = others(inputs, cells, withheld=withheld)
        rows = tuple(count_rows(inputs, cells, others=pooled))
        found = find_exposures(inputs, cells, rows=rows, agencies=unchecked)
        if not found:
            return Decision(cells, pooled, rows)
        pools = _telling_pools(found, pooled=pooled)
        withheld |= pools
        unchecked = _agencies(inputs, found) if pools else _hide_more(inputs, cells, found=found)
    raise CannotProtect(f"after {MOST_ROUNDS} rounds: {found[0].target.address}")


def find_exposures(
    inputs: ReleaseInputs, cells: Cells, *, rows: tuple[CountRow, ...], agencies: Collection[str]
) -> list[Exposure]:
    """Return what P7 finds in each of ``agencies`` (addresses)."""
    by_agency = _by_agency(inputs, (*inputs.history, *rows))
    return [
        exposure
        for agency in sorted(agencies)
        for exposure in exposures(
            inputs, cells, rows=by_agency[agency] + by_agency[None], agency=agency
        )
    ]


def _by_agency(
    inputs: ReleaseInputs, rows: tuple[CountRow, ...]
) -> Mapping[str | None, list[CountRow]]:
    """Group rows by agency; under None what agencies as a whole and the city say."""
    grouped: defaultdict[str | None, list[CountRow]] = defaultdict(list)
    for row in rows:
        addresses = row.members or (row.address,)
        holders = {inputs.city.agency_of(address) for address in addresses}
        is_above = len(holders) > 1 or None in holders or addresses[0] in holders
        grouped[None if is_above else next(iter(holders))].append(row)
    return grouped


def _hide_more(inputs: ReleaseInputs, cells: Cells, *, found: list[Exposure]) -> set[str]:
    """Hide one figure in each family that is exposed; return the agencies to check again.

    One protector often covers several neighbours, so the rest wait for the next check.
    """
    repaired = set()
    for exposure in found:
        target = exposure.target
        parent = inputs.city.parents[target.address][-1]
        if parent in repaired:
            continue
        cell = _next_to_hide(inputs, cells, exposure=exposure)
        if cell is None:
            raise CannotProtect(f"nothing is left to hide for {target.address}")
        hide(cells, cell.address, group=cell.group)
        repaired.add(parent)
    protect_neighbours(inputs, cells)
    return _agencies(inputs, found)


def _agencies(inputs: ReleaseInputs, found: list[Exposure]) -> set[str]:
    agencies = (inputs.city.agency_of(exposure.target.address) for exposure in found)
    return {agency for agency in agencies if agency is not None}


def _telling_pools(found: list[Exposure], *, pooled: tuple[Other, ...]) -> set[str]:
    """Return the pooled rows of this draft that give a count away; they are spared first."""
    told = {(said.addresses, said.span) for each in found for said in each.told_by}
    return {
        other.cell.address
        for other in pooled
        if other.cell.is_shown and (other.members, other.cell.span) in told
    }


def _next_to_hide(inputs: ReleaseInputs, cells: Cells, *, exposure: Exposure) -> Cell | None:
    """Return the smallest figure of this draft that gives the count away, itself first.

    Where older releases alone give it away, the smallest shown neighbour or the parent goes.
    """
    target = exposure.target
    groups = (target.group, Group.ALL)
    own = _shown(cells, target.address, groups=groups)
    telling = [cell for said in exposure.told_by if (cell := _said_by(cells, said))]
    family = next(each for each in inputs.city.families if target.address in each.children)
    near = [_shown(cells, address, groups=groups) for address in family.children]
    neighbours = [cell for cell in near if cell is not None]
    for choice in ([own] if own else [], telling, neighbours):
        if choice:
            return min(choice, key=lambda cell: (cell.sums.n, cell.address))
    return _shown(cells, family.parent, groups=groups)


def _said_by(cells: Cells, said: Statement) -> Cell | None:
    """Return the shown cell of this draft that makes a statement, if one does."""
    cell = shown_cell(cells, said.addresses[0], group=said.group)
    return cell if cell and cell.span == said.span and len(said.addresses) == 1 else None


def _shown(cells: Cells, address: str, *, groups: tuple[Group, ...]) -> Cell | None:
    found = (shown_cell(cells, address, group=group) for group in groups)
    return next((cell for cell in found if cell is not None), None)
