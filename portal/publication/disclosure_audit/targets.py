"""Which counts must stay hidden: of a draft, and of months that its longer spans contain."""

from collections.abc import Collection, Iterable, Iterator

from portal.publication.disclosure_audit.component import TargetCount
from portal.publication.exact_sums.archive import Archive
from portal.publication.exact_sums.cells import Cell, Pair, named_group
from portal.publication.figures.disclosure_rules import SINGLE_GROUPS, Group
from portal.publication.figures.known_figures import CountRow
from portal.time.months import MONTHS_OF, Month, MonthRange, PeriodKind

QUARTER = MONTHS_OF[PeriodKind.QUARTER]
# A count of one month: its place, the month and the group.
MonthlyCount = tuple[str, str, Group]


def hidden_counts(
    pairs: Iterable[Pair], *, archive: Archive, period: Month
) -> tuple[TargetCount, ...]:
    """Return the counts above 0 that the release must keep hidden, each once."""
    found = dict.fromkeys(
        target
        for pair in pairs
        for cell in pair.cells()
        for target in _of_cell(cell, archive=archive, period=period)
    )
    return tuple(target for target in found if target.n)


def _of_cell(cell: Cell, *, archive: Archive, period: Month) -> Iterator[TargetCount]:
    is_long = cell.span != MonthRange(period, period)
    groups = SINGLE_GROUPS if cell.group is Group.ALL else (cell.group,)
    if cell.is_shown and not is_long and _named(cell, archive=archive) is not Group.ALL:
        return
    for group in groups:
        months = cell.span.months if cell.is_shown else (period,)
        for month in months:
            yield _target(cell, (month,), group=group, archive=archive)
    if is_long and not cell.is_shown:
        yield _target(cell, cell.span.months, group=cell.group, archive=archive)


def _named(cell: Cell, *, archive: Archive) -> Group:
    """Return the one group that a figure names; its count is published, not hidden."""
    return named_group(archive, cell)


def _target(
    cell: Cell, months: tuple[Month, ...], *, group: Group, archive: Archive
) -> TargetCount:
    n = archive.count(cell.address, months=months, group=group)
    return TargetCount(cell.address, months, group, n)


def shown_alone(rows: Iterable[CountRow]) -> frozenset[MonthlyCount]:
    """Return the counts of single months that some rows tell themselves, to their rounding."""
    return frozenset(
        (row.address, row.span.first, row.group)
        for row in rows
        if row.n is not None
        and row.span.first == row.span.last
        and row.element is None
        and not row.members
    )


def reopened(
    pairs: Iterable[Pair], *, period: Month, longer: Iterable[Pair] = ()
) -> tuple[Month, ...]:
    """Return the earlier months that a shown figure of a draft contains again.

    :param longer: pairs of longer periods; a hidden quarter tells of its months by its reason.
    """
    cells = [cell for pair in (*pairs, *longer) for cell in pair.cells() if cell.is_shown]
    spans = {cell.span for cell in cells}
    spans |= {pair.headline.span for pair in longer if len(pair.headline.span.months) <= QUARTER}
    return tuple(sorted({month for span in spans for month in span.months} - {period}))


def hidden_spans(
    longer: Iterable[Pair], *, archive: Archive, shown: Collection[MonthlyCount]
) -> Iterator[TargetCount]:
    """Give the counts above 0 of hidden quarters that do not follow from their months."""
    for pair in longer:
        cell = pair.headline
        if cell.is_shown or len(cell.span.months) > QUARTER:
            continue
        for group in SINGLE_GROUPS if cell.group is Group.ALL else (cell.group,):
            target = _target(cell, cell.span.months, group=group, archive=archive)
            is_told = all((cell.address, month, group) in shown for month in target.months)
            if target.n and not is_told:
                yield target


def hidden_before(
    addresses: Iterable[str],
    *,
    archive: Archive,
    months: tuple[Month, ...],
    shown: Collection[MonthlyCount],
) -> Iterator[TargetCount]:
    """Give the counts above 0 of earlier months that no release has told.

    A figure carried forward tells of each of its months, at its own place and at those beside it.
    """
    for address in addresses:
        for month in months:
            for group in SINGLE_GROUPS:
                if (address, month, group) not in shown:
                    target = TargetCount(
                        address,
                        (month,),
                        group,
                        archive.count(address, months=(month,), group=group),
                    )
                    if target.n:
                        yield target
