"""Chooses what else to hide when a draft discloses a hidden count: as little as possible."""

from dataclasses import replace

from portal.publication.building.protection import Other, hide, shown_cell, suppress_secondary
from portal.publication.disclosure_audit.auditor import (
    Exposure,
    agencies_of,
    agency_or_city,
    members_of,
)
from portal.publication.exact_sums.cells import Cell, Cells
from portal.publication.exact_sums.inputs import ReleaseInputs
from portal.publication.figures.disclosure_rules import Group
from portal.publication.figures.documents import CITY_ADDRESS
from portal.publication.figures.known_figures import PublishedConstraint


def is_told_by(cells: Cells, exposure: Exposure, *, pooled: tuple[Other, ...]) -> bool:
    """Whether a figure that the draft shows takes part in telling a count."""
    return any(_said_by(cells, said) for said in exposure.told_by) or bool(
        telling_pools([exposure], pooled=pooled)
    )


def telling_pools(found: list[Exposure], *, pooled: tuple[Other, ...]) -> set[str]:
    """Return the pooled rows of this draft that give a count away; they are spared first."""
    told = {(said.addresses, said.span) for each in found for said in each.told_by}
    return {
        other.cell.address
        for other in pooled
        if other.cell.is_shown and (other.members, other.cell.span) in told
    }


def withhold_elements(cells: Cells, *, found: list[Exposure]) -> bool:
    """Hide single elements whose counts give others away; return whether there were any."""
    told = {said for exposure in found for said in exposure.told_by if said.element is not None}
    changed = False
    for said in told:
        cell = _said_by(cells, said)
        if cell is not None and said.element and said.element not in cell.withheld:
            pair = cells[cell.address]
            headline = replace(cell, withheld=cell.withheld | {said.element})
            cells[cell.address] = replace(pair, headline=headline)
            changed = True
    return changed


def hide_more(inputs: ReleaseInputs, cells: Cells, *, found: list[Exposure]) -> bool:
    """Hide one figure in each family that is exposed, and what P5 then asks for.

    One protector often covers several neighbours, so the rest wait for the next check, and so
    does whatever was told by a figure that was just hidden for another.

    :returns: whether anything was left that could be hidden.
    """
    repaired = set()
    telling = [_telling(cells, exposure) for exposure in found]
    for exposure, told_by in zip(found, telling, strict=True):
        parent = _above(inputs, exposure.target.address)
        waits = parent in repaired or _telling(cells, exposure) != told_by
        cell = None if waits else _next_to_hide(inputs, cells, exposure=exposure)
        if cell is not None:
            hide(cells, cell.address, group=cell.group)
            repaired.add(parent)
    suppress_secondary(inputs, cells)
    return bool(repaired)


def _above(inputs: ReleaseInputs, address: str) -> str:
    """Return the place above another; above the city there is only itself."""
    return next(reversed(inputs.city.parents[address]), CITY_ADDRESS)


def _next_to_hide(inputs: ReleaseInputs, cells: Cells, *, exposure: Exposure) -> Cell | None:
    """Return what gives the count away: itself, the smallest that tells it, else any near it.

    The city's own figure, which most people come for, is hidden where nothing else is left.
    """
    target = exposure.target
    groups = (target.group, Group.ALL)
    parent = _above(inputs, target.address)
    beside = (each for each in inputs.city.families if target.address in each.children)
    children = next((each.children for each in beside), agencies_of(inputs))
    agency = agency_or_city(inputs, target.address)
    near = (target.address,), children, (parent,), tuple(members_of(inputs, agency))
    choices = [[_shown(cells, each, groups=groups) for each in addresses] for addresses in near]
    choices.insert(1, _telling(cells, exposure))
    for choice in choices:
        shown = [cell for cell in choice if cell is not None and cell.address != CITY_ADDRESS]
        if shown:
            return min(shown, key=lambda cell: (cell.sums.n, cell.address))
    return _shown(cells, CITY_ADDRESS, groups=groups)


def _telling(cells: Cells, exposure: Exposure) -> list[Cell | None]:
    """Return for each statement that tells a count the shown cell that makes it."""
    return [_said_by(cells, said) for said in exposure.told_by]


def _said_by(cells: Cells, said: PublishedConstraint) -> Cell | None:
    """Return the shown cell of this draft that makes a statement, if one does.

    A cell of all channels speaks of one group where ratings of no other came in.
    """
    cell = _shown(cells, said.addresses[0], groups=(said.group, Group.ALL))
    return cell if cell and cell.span == said.span and len(said.addresses) == 1 else None


def _shown(cells: Cells, address: str, *, groups: tuple[Group, ...]) -> Cell | None:
    found = (shown_cell(cells, address, group=group) for group in groups)
    return next((cell for cell in found if cell is not None), None)
