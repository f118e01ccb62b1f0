"""P5 over the tables of a release, and the pooled "other" row of what they hide."""

from collections.abc import Collection
from dataclasses import dataclass

from portal.publication.exact_sums.cells import Cell, Cells, is_personal_together
from portal.publication.exact_sums.inputs import ReleaseInputs
from portal.publication.figures.city import Family
from portal.publication.figures.disclosure_rules import CHANNELS, SINGLE_GROUPS, Group
from portal.publication.figures.figures import Reason
from portal.publication.figures.known_figures import NOBODY
from portal.publication.figures.sums import Sums
from portal.publication.figures.withholding import REST, Table, secondary_cells
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


def _table(inputs: ReleaseInputs, cells: Cells, *, family: Family, group: Group) -> Table:
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
    return Table(family.parent, counts, shown, personal)


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
