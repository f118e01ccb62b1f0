"""The strongest reader of what a city publishes: whole numbers, and all that can be known beside.

Known are the public structure (which desk offers which services, where elements are not asked),
that ratings are mixed in tens by desk, channel and service, every reason and every absence. From
the JSON of all documents follow, through ``constraints_of``, the lowest and highest number that
each hidden count can have.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from portal.disclosure.counts import RATINGS, Constraint, Count
from portal.disclosure.documents import constraints_of
from portal.disclosure.unknowns import Unknowns, months_of

Json = dict[str, Any]
CROWD = 10
LEAST_WIDTH = 5
SMALL = (1, 9)
MOST = 10_000
CHANNELS = ("ticket", "presence", "open")
VERIFIED = CHANNELS[:2]
GROUPS = {"verified": VERIFIED, "open": ("open",)}


@dataclass(frozen=True)
class Told:
    """A hidden count that is known too closely: both ends, inclusive, and the truth."""

    count: Count
    lower: int
    upper: int
    truth: int


@dataclass(frozen=True)
class Row:
    """Weighted unknowns between two ends."""

    weights: dict[int, float]
    lower: float
    upper: float


class Attack:
    """All documents of some months as one problem in whole numbers, month by linked month."""

    def __init__(
        self,
        unknowns: Unknowns,
        documents: dict[str, dict[str, Json]],
        *,
        is_crowded: bool = True,
        also: Iterable[Constraint] = (),
    ) -> None:
        """Read the documents by month and address.

        :param is_crowded: whether the reader knows that ratings are mixed in tens.
        :param also: what is known beside them, such as from the revision of a year.
        """
        self.unknowns = unknowns
        self.documents = documents
        self.is_crowded = is_crowded
        said = (
            constraint
            for month in documents.values()
            for address, document in month.items()
            for constraint in constraints_of(document, address=address)
        )
        self.constraints = tuple(
            dict.fromkeys(each for each in (*said, *also) if each.count.table == RATINGS)
        )

    def bracket(self, count: Count) -> tuple[int, int]:
        """Return the lowest and highest number a count can have."""
        system = self.system_of(count)
        columns = self.unknowns.columns(count)
        return system.extreme(columns, sign=1), system.extreme(columns, sign=-1)

    def told(
        self, counts: Iterable[tuple[Count, int]], *, is_linked: bool = True
    ) -> Iterator[Told]:
        """Give those of some hidden counts, with the truth, that are known too closely.

        :param is_linked: whether to use what is said of longer spans, which takes much longer.
        """
        for count, truth in counts:
            columns = self.unknowns.columns(count)
            system = self.system_of(count) if is_linked else self.alone(count)
            is_small = truth < CROWD
            if is_wide(*system.seen(columns), truth=truth):
                continue
            upper = system.extreme(columns, sign=-1)
            if upper - truth >= LEAST_WIDTH and not is_small:
                continue
            lower = system.extreme(columns, sign=1)
            if lower > truth or upper < truth:
                raise AssertionError(f"{count} is {truth}, not {lower} to {upper}")
            if not is_wide(lower, upper, truth=truth):
                yield Told(count, lower, upper, truth)

    def system_of(self, count: Count) -> "System":
        """Return what bears on the months of a count."""
        months = (each for each in months_of(count.period) if each in self._systems)
        return self._systems[next(months)]

    def alone(self, count: Count) -> "System":
        """Return what is said of the month of a count and of no other."""
        return self._alone(count.period)

    @cache  # noqa: B019 (an attack lives as long as its systems)
    def _alone(self, month: str) -> "System":
        return System(self, frozenset((month,)))

    @cached_property
    def _systems(self) -> dict[str, "System"]:
        linked = {month: {month} for month in self.documents}
        for each in self.constraints:
            months = [month for month in months_of(each.count.period) if month in linked]
            joined = set().union(*(linked[month] for month in months))
            for month in joined:
                linked[month] = joined
        systems: dict[frozenset[str], System] = {}
        for months in map(frozenset, linked.values()):
            if months not in systems:
                systems[months] = System(self, months)
        return {month: systems[frozenset(months)] for month, months in linked.items()}


def is_wide(lower: int, upper: int, *, truth: int) -> bool:
    """Whether the ends of a count are five apart and, for one below ten, hold 1 and 9."""
    reaches_both = lower <= SMALL[0] and upper >= SMALL[1]
    return upper - lower >= LEAST_WIDTH and (reaches_both or truth >= CROWD)


class System:
    """The unknowns of some months, whole numbers, and everything that is said of them."""

    def __init__(self, attack: Attack, months: frozenset[str]) -> None:
        self.attack = attack
        every = attack.unknowns.all
        # Nobody had rated before the first month that was released.
        others = frozenset(
            month
            for each in attack.constraints
            for month in months_of(each.count.period)
            if month not in attack.documents
        )
        self.columns = {
            column: place
            for place, column in enumerate(
                column for column, each in enumerate(every) if each.month in months
            )
        }
        self.width = len(self.columns)
        rows = [
            self.row(each)
            for each in attack.constraints
            if (months | others).issuperset(months_of(each.count.period))
        ]
        if attack.is_crowded:
            rows += self.crowds(months)
        self.rows = rows
        # Whole people that nothing published contradicts: each is possible for every count.
        self.solutions: list[Any] = []

    def row(self, constraint: Constraint) -> Row:
        weights: defaultdict[int, float] = defaultdict(float)
        is_vague = False
        for count, weight in constraint.terms:
            is_vague = is_vague or self.attack.unknowns.is_vague(count)
            for column in self.attack.unknowns.columns(count):
                weights[self.columns[column]] += weight
        open_end = constraint.upper is None or is_vague
        upper = np.inf if open_end else float(constraint.upper or 0)
        return Row(dict(weights), float(constraint.lower), upper)

    def crowds(self, months: frozenset[str]) -> list[Row]:
        """Say of each desk, month, service and channel that it has no rating or ten and more.

        With it goes how many desks have verified ratings, which the method tells in fives.
        """
        rows = []
        used: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        most = {month: self.most(month) for month in months}
        for column, place in self.columns.items():
            unknown = self.attack.unknowns.all[column]
            if unknown.channel not in CHANNELS:
                continue
            switch = self.width
            self.width += 1
            rows.append(Row({place: 1.0, switch: -float(CROWD)}, 0.0, np.inf))
            rows.append(Row({place: 1.0, switch: -most[unknown.month]}, -np.inf, 0.0))
            rows.append(Row({switch: 1.0}, 0.0, 1.0))
            if unknown.channel in VERIFIED and unknown.desk:
                used[unknown.month, unknown.desk].append(switch)
        return rows + list(self.desks(used))

    def most(self, month: str) -> float:
        """Return a number that no count of a month exceeds."""
        ends = {
            each.count.channels: each.upper
            for each in self.attack.constraints
            if each.upper is not None
            and each.count.addresses == ("city",)
            and not each.count.cell
            and month in months_of(each.count.period)
        }
        both = ends.get(VERIFIED, MOST) + ends.get(("open",), MOST)
        return float(min(ends.get(CHANNELS, MOST), both, MOST))

    def desks(self, used: dict[tuple[str, str], list[int]]) -> Iterator[Row]:
        """Say how many desks have verified ratings in a month."""
        by_month: defaultdict[str, list[int]] = defaultdict(list)
        for (month, _), switches in used.items():
            any_of = self.width
            self.width += 1
            by_month[month].append(any_of)
            yield Row({any_of: 1.0}, 0.0, 1.0)
            yield Row({**dict.fromkeys(switches, 1.0), any_of: -1.0}, 0.0, np.inf)
            for switch in switches:
                yield Row({switch: 1.0, any_of: -1.0}, -np.inf, 0.0)
        for month, places in by_month.items():
            method = self.attack.documents[month].get("city", {}).get("method")
            if method and method["desks"] is not None:
                least = float(method["desks"])
                yield Row(dict.fromkeys(places, 1.0), least, least + 4.0)

    @cached_property
    def limits(self) -> LinearConstraint:
        rows = list(
            {(tuple(sorted(e.weights.items())), e.lower, e.upper): e for e in self.rows}.values()
        )
        columns = np.array([place for row in rows for place in row.weights])
        weights = np.array([weight for row in rows for weight in row.weights.values()])
        starts = np.cumsum([0, *(len(row.weights) for row in rows)])
        matrix = csr_array((weights, columns, starts), shape=(len(rows), self.width))
        ends = [row.lower for row in rows], [row.upper for row in rows]
        return LinearConstraint(matrix.tocsc(), *ends)

    def extreme(self, columns: Iterable[int], *, sign: int) -> int:
        """Return the lowest (sign 1) or highest (sign -1) whole sum of some unknowns."""
        goal = np.zeros(self.width)
        goal[[self.columns[column] for column in columns]] = sign
        found = milp(
            goal,
            constraints=self.limits,
            integrality=np.ones(self.width),
            bounds=Bounds(0, MOST),
        )
        assert found.success, found.message
        self.solutions.append(np.round(found.x))
        return sign * round(float(found.fun))

    def seen(self, columns: Iterable[int]) -> tuple[int, int]:
        """Return the lowest and highest sum of some unknowns in any solution found so far."""
        places = [self.columns[column] for column in columns]
        sums = [round(float(each[places].sum())) for each in self.solutions] or [0]
        return min(sums), max(sums)


def hidden_counts(unknowns: Unknowns, documents: dict[str, dict[str, Json]]) -> Iterator[Count]:
    """Give the counts of single months and groups that no figure states, of every place.

    What is the same people as a count that is stated, such as a city of one agency, is no secret.
    """
    stated, hidden = set(), []
    for month, address, group in product_of(documents):
        count = Count((address,), month, GROUPS[group])
        if is_stated(documents[month][address], month, group):
            stated.add(unknowns.columns(count))
        else:
            hidden.append(count)
    yield from (count for count in hidden if unknowns.columns(count) not in stated)


def product_of(documents: dict[str, dict[str, Json]]) -> Iterator[tuple[str, str, str]]:
    """Give every month, place and group of channels."""
    for month, of_month in documents.items():
        for address, document in of_month.items():
            if "headline" in document and address != "city/today":
                yield from ((month, address, group) for group in GROUPS)


def is_stated(document: Json, month: str, group: str) -> bool:
    """Whether a figure of exactly this month and group is shown."""
    headline, beside = document["headline"], document["open"]
    figure = beside if group == "open" else headline
    return bool(
        figure
        and figure["n"] is not None
        and figure["period"] == month
        and (group == "open" or figure["verified"])
    )
