"""Who may be drawn to say something of whom: who worked beside them and is not close to them."""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import combinations

from portal.evaluation.peer_feedback.domain import LEAST_OVERLAP
from portal.organisation.people.colleague_queries import Stay
from portal.time.working_days import WorkingDays

Pools = Mapping[int, frozenset[int]]
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class TooClose:
    """What keeps two people from being drawn for each other.

    :ivar above: of each person everybody above them on any day of the year.
    :ivar pairs: pairs with a relation, whoever of the two holds it.
    """

    above: Mapping[int, Collection[int]] = field(default_factory=dict)
    pairs: Collection[frozenset[int]] = frozenset()

    def keeps_apart(self, one: int, other: int) -> bool:
        """Return whether neither may be drawn for the other."""
        return (
            other in self.above.get(one, ())
            or one in self.above.get(other, ())
            or frozenset({one, other}) in self.pairs
        )


def pools_of(
    stays: Iterable[Stay],
    *,
    rated: Collection[int],
    raters: Collection[int],
    close: TooClose,
    calendar: WorkingDays,
) -> Pools:
    """Return who may be drawn for whom, for everybody who is rated.

    :param raters: who can answer at all.
    :param calendar: the city's, which decides how long two people served together: 60 working
        days at the same unit, or at the same desks, is the least.
    """
    wanted, able = frozenset(rated), frozenset(raters)
    found: dict[int, set[int]] = {person: set() for person in rated}
    for pair, days in _together(stays, calendar=calendar).items():
        one, other = pair
        if days < LEAST_OVERLAP or close.keeps_apart(one, other):
            continue
        for person, colleague in ((one, other), (other, one)):
            if person in wanted and colleague in able:
                found[person].add(colleague)
    return {person: frozenset(pool) for person, pool in found.items()}


def _together(stays: Iterable[Stay], *, calendar: WorkingDays) -> Mapping[tuple[int, int], int]:
    """Return how many working days two people served together: at units, or at desks.

    A day at one unit and one desk is one day, so that the two kinds are not added up.
    """
    at: defaultdict[str, list[Stay]] = defaultdict(list)
    for stay in stays:
        at[stay.place].append(stay)
    days = _WorkingDayCount(calendar, [each for there in at.values() for each in there])
    sums: defaultdict[str, Counter[tuple[int, int]]] = defaultdict(Counter)
    for place, there in at.items():
        kind = "desk" if place.startswith("desk") else "unit"
        for one, other in combinations(there, 2):
            if one.person_id == other.person_id:
                continue
            pair = (min(one.person_id, other.person_id), max(one.person_id, other.person_id))
            first, last = max(one.starts_on, other.starts_on), min(one.ends_on, other.ends_on)
            if first <= last:
                sums[kind][pair] += days.between(first, last)
    longest: Counter[tuple[int, int]] = Counter()
    for counted in sums.values():
        longest |= counted
    return longest


class _WorkingDayCount:
    """Counts working days of many spans without walking through each."""

    def __init__(self, calendar: WorkingDays, stays: Sequence[Stay]) -> None:
        self._days: list[date] = []
        if stays:
            day = min(each.starts_on for each in stays)
            last = max(each.ends_on for each in stays)
            while day <= last:
                if calendar.includes(day):
                    self._days.append(day)
                day += DAY

    def between(self, first: date, last: date) -> int:
        """Return how many working days lie from ``first`` to ``last``, both inclusive."""
        return bisect_right(self._days, last) - bisect_right(self._days, first - DAY)
