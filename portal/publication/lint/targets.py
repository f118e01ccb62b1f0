"""Which counts a draft hides: whole cells, single months of a span, channels of a pool."""

from collections.abc import Iterable, Iterator

from portal.publication.building.archive import Archive
from portal.publication.building.cells import Cell, Pair
from portal.publication.domain.groups import SINGLE_GROUPS, Group, group_of
from portal.publication.domain.spans import Span
from portal.publication.lint.component import Target


def hidden_counts(pairs: Iterable[Pair], *, archive: Archive, period: str) -> tuple[Target, ...]:
    """Return the counts above 0 that the release must keep hidden, each once."""
    found = dict.fromkeys(
        target
        for pair in pairs
        for cell in pair.cells()
        for target in _of_cell(cell, archive=archive, period=period)
    )
    return tuple(target for target in found if target.n)


def _of_cell(cell: Cell, *, archive: Archive, period: str) -> Iterator[Target]:
    is_long = cell.span != Span(period, period)
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
    return group_of(archive.channels(cell.address, months=cell.span.months, group=cell.group))


def _target(cell: Cell, months: tuple[str, ...], *, group: Group, archive: Archive) -> Target:
    n = archive.count(cell.address, months=months, group=group)
    return Target(cell.address, months, group, n)
