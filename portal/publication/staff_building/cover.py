"""Which officers' figures a head may see without a colleague's following by subtraction."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from portal.publication.figures.withholding import LARGEST_SHARE_PERCENT
from portal.publication.staff_building.officer_ranges import Cell, ClosedSpan
from portal.statistics.disclosure import LEAST_GROUP

Named = Mapping[Cell, Mapping[int, int]]


def shown_to_heads(
    closed: Collection[ClosedSpan], *, named: Named, ratings: Mapping[Cell, int]
) -> tuple[ClosedSpan, ...]:
    """Return the spans that heads may see, decided month by month as releases came out.

    A head knows the ratings of a desk and may subtract the officers who are shown. What is left
    of a desk and month belongs to officers who are not shown and to people who named nobody.
    It must be ten ratings or more, and none of these officers may have more than 70 % of it,
    which leaves room for nine: from thirteen on. Until that is so,
    the smallest shown officer there is hidden. It then holds for all sums
    over months and desks as well. A span that was shown stays so.

    :param named: how many people answered about each officer, by desk and month.
    :param ratings: ratings of a desk and month, also of people who named nobody.
    """
    shown: list[ClosedSpan] = []
    for month in sorted({each.span.last for each in closed}):
        fresh = [each for each in closed if each.span.last == month]
        while exposed := _exposed_by([*shown, *fresh], named=named, ratings=ratings):
            hidden = {_smallest(cell, among=fresh) for cell in exposed}
            fresh = [each for each in fresh if each.officer_id not in hidden]
        shown += fresh
    return tuple(shown)


def _exposed_by(
    spans: Iterable[ClosedSpan], *, named: Named, ratings: Mapping[Cell, int]
) -> list[Cell]:
    told: defaultdict[Cell, dict[int, int]] = defaultdict(dict)
    for each in spans:
        for cell, people in each.cells.items():
            told[cell][each.officer_id] = people
    return [
        cell
        for cell, officers in told.items()
        if _is_exposed(
            left=ratings.get(cell, 0) - sum(officers.values()),
            hidden=[n for officer, n in named[cell].items() if officer not in officers],
        )
    ]


def _is_exposed(*, left: int, hidden: Collection[int]) -> bool:
    """Whether what is left of a desk and month tells of one officer or of a few people."""
    if not hidden:
        return 0 < left < LEAST_GROUP
    largest = max(LEAST_GROUP - 1, *hidden)
    return 100 * largest > LARGEST_SHARE_PERCENT * left


def _smallest(cell: Cell, *, among: Iterable[ClosedSpan]) -> int:
    found = min((each.n, each.officer_id) for each in among if cell in each.cells)
    return found[1]
