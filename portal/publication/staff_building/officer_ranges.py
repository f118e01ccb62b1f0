"""P2 for officers: months are joined until thirty people answered about an officer.

A head sees a range only where no colleague's figure follows from it by subtraction.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from portal.organisation.places.catalogue import Catalogue
from portal.publication.figures.documents import PlaceKind, address_of
from portal.publication.figures.withholding import LARGEST_SHARE_PERCENT
from portal.rating.mixing.sum_queries import OfficerTallyRow
from portal.statistics.disclosure import LEAST_GROUP
from portal.survey.elements import Element, LevelCounts
from portal.time.months import Month, MonthRange, covering

# A desk's id and a month.
Cell = tuple[int, Month]
Counts = dict[Element, LevelCounts]
Named = Mapping[Cell, Mapping[int, int]]
LeastMean = Callable[[Month], int]
NEVER: Mapping[int, Collection[date]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class ClosedSpan:
    """Months of one year in which enough people answered about an officer.

    ``cells`` says how many of them did at which desk and in which month; ``least_mean`` is the
    rule that was in force when the span closed.
    """

    officer_id: int
    span: MonthRange
    counts: Mapping[Element, LevelCounts]
    cells: Mapping[Cell, int]
    least_mean: int

    @property
    def n(self) -> int:
        """The number of people who answered; one may have skipped an element."""
        return _people(self.counts)

    def enough(self) -> Mapping[Element, LevelCounts]:
        """Return the elements that enough people answered; there is one at least."""
        return {key: each for key, each in self.counts.items() if each.n >= self.least_mean}


def closed_spans(
    rows: Iterable[OfficerTallyRow],
    *,
    least_mean: LeastMean,
    left_out: Collection[Cell] = (),
    parted: Mapping[int, Collection[date]] = NEVER,
) -> tuple[ClosedSpan, ...]:
    """Return every span of every officer, an officer's earliest first.

    A span starts with the first month that has answers and ends with the month in which
    enough people have answered; what is left at the end of the year is never shown. None reaches
    over a day on which the officer came to another desk, post or superior, and a month that such
    a day cuts is left out: answers are kept by month, so that no part of one has its own thirty.

    :param rows: of the months of one year.
    :param least_mean: how many people are enough by the rules of a month, 30 or more.
    :param left_out: desks and months of which some ratings were excluded. Answers about
        officers know no channel, so that all of that desk and month stay out.
    :param parted: the first days of what is new, by officer.
    """
    of_officer: defaultdict[int, list[OfficerTallyRow]] = defaultdict(list)
    for row in rows:
        if (row.desk_id, row.period) not in left_out:
            of_officer[row.officer_id].append(row)
    return tuple(
        span
        for officer, given in sorted(of_officer.items())
        for part in _parts(given, days=parted.get(officer, ()))
        for span in _spans(officer, part, least_mean=least_mean)
    )


def _parts(
    rows: Iterable[OfficerTallyRow], *, days: Collection[date]
) -> Iterator[list[OfficerTallyRow]]:
    """Give the rows between two changes, without the months that a change cuts."""
    cut = {f"{day:%Y-%m}" for day in days if day.day != 1}
    ends = sorted({f"{day:%Y-%m}" for day in days})
    parts: defaultdict[int, list[OfficerTallyRow]] = defaultdict(list)
    for row in rows:
        if row.period not in cut:
            parts[sum(end <= row.period for end in ends)].append(row)
    return (parts[each] for each in sorted(parts))


def _spans(
    officer: int, rows: Iterable[OfficerTallyRow], *, least_mean: LeastMean
) -> Iterator[ClosedSpan]:
    waiting: list[OfficerTallyRow] = []
    for month_rows in _by_month(rows):
        waiting += month_rows
        counts, span = answers_of(waiting), covering({row.period for row in waiting})
        least = least_mean(span.last)
        if _people(counts) >= least:
            yield ClosedSpan(officer, span, counts, people_by_cell(waiting), least)
            waiting = []


def joined(spans: Sequence[ClosedSpan]) -> ClosedSpan:
    """Return the spans of one officer, one or more, as one.

    An element that too few people answered in a span takes no part with that span either.
    """
    counts: Counts = {}
    for each in spans:
        for element, answers in each.enough().items():
            counts[element] = counts.get(element, LevelCounts()) + answers
    return ClosedSpan(
        officer_id=spans[0].officer_id,
        span=covering({month for each in spans for month in (each.span.first, each.span.last)}),
        counts=counts,
        cells={cell: people for each in spans for cell, people in each.cells.items()},
        least_mean=max(each.least_mean for each in spans),
    )


def excluded_cells(
    catalogue: Catalogue, excluded_at: Iterable[tuple[str, Month]]
) -> frozenset[Cell]:
    """Return the desks and months of which ratings were excluded.

    :param excluded_at: addresses and months, as an archive names them.
    """
    by_address = {
        address_of(PlaceKind.DESK, desk.code): desk.id for desk in catalogue.desks.values()
    }
    return frozenset(
        (by_address[address], month) for address, month in excluded_at if address in by_address
    )


def _by_month(rows: Iterable[OfficerTallyRow]) -> Iterator[list[OfficerTallyRow]]:
    months: defaultdict[str, list[OfficerTallyRow]] = defaultdict(list)
    for row in rows:
        months[row.period].append(row)
    return (months[month] for month in sorted(months))


def answers_of(rows: Iterable[OfficerTallyRow]) -> Counts:
    """Return the answers about one officer by element."""
    counts: Counts = {}
    for row in rows:
        counts[row.element] = counts.get(row.element, LevelCounts()) + row.counts
    return counts


def _people(counts: Mapping[Element, LevelCounts]) -> int:
    return max((each.n for each in counts.values()), default=0)


def people_by_cell(rows: Iterable[OfficerTallyRow]) -> Mapping[Cell, int]:
    """Return how many people answered about one officer at each desk and month."""
    cells: dict[Cell, int] = {}
    for row in rows:
        cell = (row.desk_id, row.period)
        cells[cell] = max(cells.get(cell, 0), row.counts.n)
    return cells


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
