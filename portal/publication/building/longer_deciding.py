"""Which longer figures are published beside the months: hidden until no hidden count follows."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from portal.publication.building.longer_cells import (
    Longer,
    closing,
    hide_longer,
    longer_cells,
    pairs_of,
    quarters_hidden,
    without_month,
)
from portal.publication.building.longer_counts import longer_rows
from portal.publication.building.longer_restoring import Audit, shown_again
from portal.publication.building.longer_shared_sums import Key, WorkedOut
from portal.publication.building.longer_sums import told_sums
from portal.publication.disclosure_audit.auditor import (
    Auditor,
    Exposure,
    PreviousRelease,
    agencies_of,
    agency_or_city,
    members_of,
)
from portal.publication.exact_sums.cells import Cell, Cells
from portal.publication.exact_sums.inputs import ReleaseInputs
from portal.publication.figures.documents import CITY_ADDRESS, FOLDERS, PlaceKind
from portal.publication.figures.known_figures import CountRow
from portal.time.months import MonthRange

# Of figures that make up a sum, those count that weigh at least this share of the heaviest.
HEAVY = 0.5


def decide_longer(
    inputs: ReleaseInputs,
    cells: Cells,
    *,
    rows: Sequence[CountRow],
    auditor: Auditor,
    worked_out: WorkedOut,
) -> tuple[Longer, tuple[CountRow, ...]]:
    """Return the longer cells and the counts they tell; empty where none ends with the month.

    What was decided for the month stays: only longer figures are hidden here, and none for what
    months tell by themselves. So it ends.

    :param rows: every count that the month tells.
    :param worked_out: what was worked out for earlier drafts of the release.
    """
    longer = longer_cells(inputs, cells)
    if not any(longer.values()):
        return longer, ()
    first = {address: dict(pairs) for address, pairs in longer.items()}
    _protect_sums(inputs, cells, longer=longer, rows=rows, worked_out=worked_out)
    unchecked = set(agencies_of(inputs))
    before = _told_by_months(cells, longer=longer, rows=rows, agencies=unchecked, auditor=auditor)
    while unchecked:
        own = without_month(longer, cells)
        told = (*rows, *longer_rows(inputs, own))
        found = auditor.exposures(cells, rows=told, agencies=unchecked, longer=own, before=before)
        unchecked = _hide_one_each(inputs, longer, own=own, found=found)
        for agency in auditor.take_unchecked():
            _hide_all(longer, members_of(inputs, agency))
    audit = Audit(cells, rows, auditor=auditor, before=before, worked_out=worked_out)
    longer = shown_again(inputs, longer, first=first, audit=audit)
    return longer, tuple(longer_rows(inputs, without_month(longer, cells)))


def _told_by_months(
    cells: Cells,
    *,
    longer: Longer,
    rows: Sequence[CountRow],
    agencies: Collection[str],
    auditor: Auditor,
) -> PreviousRelease:
    """Return what months alone tell, also of quarters that may yet be hidden.

    A quarter becomes a hidden count when it is hidden; hiding more never mends what months tell
    of it.
    """
    own = quarters_hidden(without_month(longer, cells))
    told = auditor.exposures(cells, rows=rows, agencies=agencies, longer=own, is_everything=True)
    return {each.target: each.interval for each in told}


def _hide_one_each(
    inputs: ReleaseInputs, longer: Longer, *, own: Longer, found: Sequence[Exposure]
) -> set[str]:
    """Hide one figure for each agency of which something is told; return which to look at again.

    One figure less often opens several counts, so that the rest wait for the next look.
    """
    hidden: dict[str, Key | None] = {}
    for exposure in found:
        agency = inputs.city.agency_of(exposure.target.address) or ""
        key = None if agency in hidden else _to_hide(inputs, own, exposure=exposure)
        if key and _is_shown(longer, key):
            hide_longer(longer, key[0], span=key[1], group=key[2])
            hidden[agency] = key
        elif key in hidden.values():
            hidden[agency] = key
    return set(hidden)


def _protect_sums(
    inputs: ReleaseInputs,
    cells: Cells,
    *,
    longer: Longer,
    rows: Sequence[CountRow],
    worked_out: WorkedOut,
) -> None:
    """Hide longer figures until no sum of few people, or of one person's, follows from any.

    Quarters come first, then what still fits beside them.
    """
    published = [*inputs.history, *rows]
    for span in dict.fromkeys(span for _, span in closing(inputs)):
        agencies: Collection[str] = set(agencies_of(inputs))
        while agencies:
            drawn = _only(without_month(longer, cells), span)
            draft = list(longer_rows(inputs, drawn))
            # Estimates of earlier releases are taken to tell their sums exactly.
            found = told_sums(
                inputs,
                published,
                draft=draft,
                agencies=agencies,
                worked_out=worked_out,
            )
            for each in found:
                # The figure that disclosed this one may just have been hidden for another.
                if all(_is_shown(longer, key) for key in each.takes):
                    address, _, group = _cheapest(longer, each.takes)
                    hide_longer(longer, address, span=span, group=group)
            again = {inputs.city.agency_of(each.address) for each in found}
            agencies = {each for each in again if each}
        published += longer_rows(inputs, _only(without_month(longer, cells), span))


def _only(longer: Longer, span: MonthRange) -> Longer:
    return {
        address: {each: pair for each, pair in pairs.items() if each == span}
        for address, pairs in longer.items()
    }


def _cheapest(longer: Longer, takes: Mapping[Key, float]) -> Key:
    """Return the smallest of the figures that weigh most in a sum: without it, it is open."""
    most = max(takes.values())
    heavy = [key for key, weight in takes.items() if weight >= HEAVY * most]
    return min(heavy, key=lambda key: _size(longer, key))


def _cell(longer: Longer, key: Key) -> Cell | None:
    address, span, group = key
    pair = longer.get(address, {}).get(span)
    found = (each for each in (pair.cells() if pair else ()) if each.group is group)
    return next(found, None)


def _is_shown(longer: Longer, key: Key) -> bool:
    cell = _cell(longer, key)
    return cell is not None and cell.is_shown


def _size(longer: Longer, key: Key) -> tuple[int, Key]:
    cell = _cell(longer, key)
    return (cell.sums.n if cell else 0), key


def _dispensable(longer: Longer, key: Key) -> tuple[int, bool, int, Key]:
    """Return what to hide first: the longest; of these places without a report; the smallest."""
    is_reported = key[0].startswith((CITY_ADDRESS, FOLDERS[PlaceKind.AGENCY]))
    return -len(key[1].months), is_reported, *_size(longer, key)


def _to_hide(inputs: ReleaseInputs, longer: Longer, *, exposure: Exposure) -> Key | None:
    """Return what gives a count away: the smallest that tells it, itself, or any near it."""
    address = exposure.target.address
    agency = agency_or_city(inputs, address)
    telling = {(said.addresses[0], said.span) for said in exposure.told_by}
    shown = [
        (each.address, each.span, each.group)
        for pair in pairs_of(longer, longer)
        for each in pair.cells()
        if each.is_shown
    ]
    near: tuple[Iterable[str], ...] = ((address,), tuple(members_of(inputs, agency)), longer)
    choices = [[key for key in shown if key[:2] in telling]]
    choices += [[key for key in shown if key[0] in set(places)] for places in near]
    found = next((choice for choice in choices if choice), [])
    return min(found, key=lambda key: _dispensable(longer, key), default=None)


def _hide_all(longer: Longer, addresses: Iterable[str]) -> None:
    for address in addresses:
        for span, pair in longer.get(address, {}).items():
            if pair.headline.is_shown:
                hide_longer(longer, address, span=span, group=pair.headline.group)
