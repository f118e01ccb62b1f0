"""Secondary suppression: P5 over the tables of a release, and what else hides a disclosed count."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from portal.publication.disclosure_audit.auditor import (
    Exposure,
    agencies_of,
    agency_or_city,
    members_of,
)
from portal.publication.exact_sums.cells import Cell, Cells, is_personal_together, pair_over
from portal.publication.exact_sums.inputs import ReleaseInputs
from portal.publication.figures.city import Family
from portal.publication.figures.disclosure_rules import CHANNELS, SINGLE_GROUPS, Group
from portal.publication.figures.documents import CITY_ADDRESS
from portal.publication.figures.figures import Reason
from portal.publication.figures.known_figures import NOBODY, PublishedConstraint
from portal.publication.figures.sums import Sums
from portal.publication.figures.withholding import REST, CountTable, secondary_cells
from portal.time.months import MonthRange

CELLS_TO_POOL = 2
# Figures with these reasons must not follow from others in the table, whatever their counts.
PRIMARY = frozenset({Reason.FEW_OFFICERS, Reason.CONTRADICTORY})


@dataclass(frozen=True, slots=True)
class Other:
    """The hidden children of a family, pooled for the release's month; verified ratings only."""

    family: Family
    members: tuple[str, ...]
    cell: Cell


def shown_cell(cells: Cells, address: str, *, group: Group) -> Cell | None:
    """Return the cell of exactly this group that is shown for a place, or None."""
    pair = cells.get(address)
    if pair is None:
        return None
    return next((cell for cell in pair.cells() if cell.is_shown and cell.group is group), None)


def hide(cells: Cells, address: str, *, group: Group) -> None:
    """Hide a place's figure of ``group`` to protect another; its headline takes all with it."""
    pair = cells[address]
    is_open = group is Group.OPEN and pair.headline.group is not Group.ALL
    protect = pair.hidden_open if is_open else pair.without_headline
    cells[address] = protect(Reason.PROTECTS_ANOTHER)


def suppress_secondary(inputs: ReleaseInputs, cells: Cells) -> None:
    """Apply P5 to every family, for verified and for unverified ratings (changes ``cells``)."""
    for group in SINGLE_GROUPS:
        for family in inputs.city.families:
            for address in secondary_cells(_table(inputs, cells, family=family, group=group)):
                hide(cells, address, group=group)


def _table(inputs: ReleaseInputs, cells: Cells, *, family: Family, group: Group) -> CountTable:
    def in_month(address: str) -> int:
        return inputs.archive.count(address, months=(inputs.period,), group=group)

    counts: dict[str, int] = {}
    shown = []
    for address in family.children:
        cell = shown_cell(cells, address, group=group)
        counts[address] = cell.sums.n if cell else in_month(address)
        if cell:
            shown.append(address)
    counts[REST] = in_month(family.parent) - sum(map(in_month, family.children))
    personal = [
        address
        for address in family.children
        if address in cells and cells[address].headline.reason in PRIMARY
    ]
    return CountTable(family.parent, counts, shown, personal)


def others(
    inputs: ReleaseInputs, cells: Cells, *, withheld: Collection[str] = ()
) -> tuple[Other, ...]:
    """Return the pooled rows of families with a shown parent and two or more hidden children.

    :param withheld: addresses of pooled rows that must stay hidden themselves.
    """
    found = (
        _other(inputs, cells, family=family, withheld=withheld)
        for family in inputs.city.families
        if _is_shown_for_month(inputs, cells, address=family.parent)
    )
    return tuple(other for other in found if other is not None)


def _is_shown_for_month(inputs: ReleaseInputs, cells: Cells, *, address: str) -> bool:
    cell = shown_cell(cells, address, group=Group.VERIFIED)
    return cell is not None and cell.span == MonthRange(inputs.period, inputs.period)


def _other(
    inputs: ReleaseInputs, cells: Cells, *, family: Family, withheld: Collection[str]
) -> Other | None:
    months = (inputs.period,)
    # Which of them have verified ratings this month must not be disclosed: all that are not
    # shown are named, as far as their own reason does not say that they have none.
    members = tuple(
        address
        for address in family.children
        if address in cells
        and not shown_cell(cells, address, group=Group.VERIFIED)
        and cells[address].headline.reason not in NOBODY
    )
    channels = CHANNELS[Group.VERIFIED]
    sums = Sums.total(
        inputs.archive.sums(address, months=months, channels=channels) for address in members
    )
    reasons = {cells[address].headline.reason for address in members}
    # Nothing is said of numbers that contradict themselves, not even in a pool.
    if len(members) < CELLS_TO_POOL or not sums.n or Reason.CONTRADICTORY in reasons:
        return None
    address = f"{family.parent}/other/{family.kind}"
    reason = _pooled_reason(inputs, members, n=sums.n)
    if reason is None and address in withheld:
        reason = Reason.PROTECTS_ANOTHER
    span = MonthRange(inputs.period, inputs.period)
    return Other(family, members, Cell(address, span, Group.VERIFIED, sums, reason))


def _pooled_reason(inputs: ReleaseInputs, members: tuple[str, ...], *, n: int) -> Reason | None:
    if n < inputs.rules.least_mean:
        return Reason.TOO_FEW
    span = MonthRange(inputs.period, inputs.period)
    return Reason.FEW_OFFICERS if is_personal_together(inputs, members, span=span) else None


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


def begin_anew(inputs: ReleaseInputs, cells: Cells, *, found: list[Exposure]) -> bool:
    """Begin spans anew with this month where their silence tells a count; return whether any.

    "Fewer than a mean needs in January and February" says of February no more than "fewer in
    February" does, but it says something of January, which no figure of the draft can undo.
    """
    month, began = MonthRange(inputs.period, inputs.period), False
    for said in {said for exposure in found for said in exposure.told_by}:
        pair = cells.get(said.addresses[0])
        if pair is None or len(said.addresses) > 1 or said.span != pair.headline.span:
            continue
        if said.span != month and pair.headline.reason is Reason.TOO_FEW:
            fresh = pair_over(inputs, said.addresses[0], span=month)
            if fresh.headline.reason is Reason.TOO_FEW:
                cells[said.addresses[0]], began = fresh, True
    return began


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
