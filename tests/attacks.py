"""The strongest reader of what a city publishes: whole numbers, and all that can be known beside.

Known are the public structure (which desk offers which services, where elements are not asked),
that ratings are mixed in tens by desk, channel and service, every reason and every absence. From
the JSON of all documents follow, as ``tests.json_reader`` reads it, the lowest and highest number
that each hidden count can have.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from portal.disclosure.figures import RATINGS, Constraint, Count
from portal.disclosure.unknowns import Unknown, Unknowns
from tests.attack_solving import MIN_BATCH_SIZE, MOST, Ends, Part, Row, Undecided, parts_of
from tests.json_reader import read

Json = dict[str, Any]
LEAST_WIDTH = 5
SMALL = (1, 9)
CHANNELS = ("ticket", "presence", "open")
VERIFIED = CHANNELS[:2]
GROUPS = {"verified": VERIFIED, "open": ("open",)}
METHOD_STEP = 5


@dataclass(frozen=True)
class Told:
    """A hidden count that is known too closely: both ends, inclusive, and the truth."""

    count: Count
    lower: int
    upper: int
    truth: int


class Attack:
    """All documents of some months as one problem in whole numbers."""

    def __init__(
        self,
        unknowns: Unknowns,
        documents: dict[str, dict[str, Json]],
        *,
        knows_batches: bool = True,
        also: Iterable[Constraint] = (),
        truth: Mapping[Unknown, int] | None = None,
    ) -> None:
        """Read the documents by month and address.

        :param knows_batches: whether the reader knows that ratings are mixed in tens.
        :param also: what is known beside them, such as from the revision of a year.
        :param truth: where possibilities are looked for first; whoever does not know it finds
            the same, only later.
        """
        self.unknowns = unknowns
        self.documents = documents
        self.knows_batches = knows_batches
        self.truth = truth
        # Counts of which the solver could not decide in its time whether they are told.
        self.undecided: list[Count] = []
        self.constraints = tuple(
            dict.fromkeys(each for each in (*read(documents), *also) if each.count.table == RATINGS)
        )

    def interval(self, count: Count) -> tuple[int, int]:
        """Return the lowest and highest number a count can have."""
        columns = self.unknowns.columns(count)
        return self._extreme(columns, sign=1), self._extreme(columns, sign=-1)

    def told(self, counts: Iterable[tuple[Count, int]]) -> Iterator[Told]:
        """Give those of some hidden counts, with the truth, that are known too closely."""
        asked = [(count, truth, self.unknowns.columns(count)) for count, truth in counts]
        self._spread([columns for _, _, columns in asked])
        for count, truth, columns in asked:
            if self._is_seen_wide(columns, truth=truth):
                continue
            try:
                upper = self._extreme(columns, sign=-1)
                if upper - truth >= LEAST_WIDTH and truth >= MIN_BATCH_SIZE:
                    continue
                lower = self._extreme(columns, sign=1)
            except Undecided:
                self.undecided.append(count)
                continue
            if lower > truth or upper < truth:
                raise AssertionError(f"{count} is {truth}, not {lower} to {upper}")
            if not is_wide(lower, upper, truth=truth):
                yield Told(count, lower, upper, truth)

    def _is_seen_wide(self, columns: Sequence[int], *, truth: int) -> bool:
        """Whether possibilities show that a count is open; those near it are looked for."""
        for sign in (0, -1, 1):
            for part, own in self._split(columns) if sign else ():
                part.pull(own, near=self._near, sign=sign)
            lower, upper = self._known(columns), self._known(columns)
            for part, own in self._split(columns):
                least, most = part.seen(own)
                lower, upper = lower + least, upper + most
            if is_wide(lower, upper, truth=truth):
                return True
        return False

    def _spread(self, asked: Iterable[Sequence[int]]) -> None:
        by_part: dict[int, tuple[Part, dict[tuple[int, ...], None]]] = {}
        for columns in asked:
            for part, own in self._split(columns):
                by_part.setdefault(id(part), (part, {}))[1][own] = None
        for part, wanted in by_part.values():
            part.note(self._near[part.columns])
            part.spread(list(wanted), near=self._near, seed=len(wanted))

    def _extreme(self, columns: Sequence[int], *, sign: int) -> int:
        ends = (part.extreme(own, sign=sign) for part, own in self._split(columns))
        return self._known(columns) + sum(ends)

    def _known(self, columns: Sequence[int]) -> int:
        """Return how many ratings some unknowns have that are no secret."""
        ends = self._ends
        return round(sum(ends.least[at] for at in columns if ends.least[at] == ends.most[at]))

    def _split(self, columns: Iterable[int]) -> list[tuple[Part, tuple[int, ...]]]:
        """Return the parts that hold some unknowns, and which of them; known ones are left out."""
        held: dict[int, tuple[Part, list[int]]] = {}
        ends = self._ends
        for at in columns:
            if ends.most[at] > ends.least[at]:
                part = self._parts[at]
                held.setdefault(id(part), (part, []))[1].append(at)
        return [(part, tuple(own)) for part, own in held.values()]

    @cached_property
    def _near(self) -> Any:
        """What is possible: the truth where it is known, else the first thing that fits."""
        people = np.zeros(len(self._ends.least))
        if self.truth is not None:
            for at, unknown in enumerate(self.unknowns.all):
                people[at] = self.truth.get(unknown, 0)
            for mark, columns in self._marks.items():
                people[mark] = float(any(people[at] for at in columns))
            return people
        for part in {id(part): part for part in self._parts.values()}.values():
            part.extreme((int(part.columns[0]),), sign=1)
            people[part.columns] = part.found[0]
        return people

    @cached_property
    def _marks(self) -> dict[int, tuple[int, ...]]:
        """Unknowns after those of ratings: whether a desk has verified ones in a month, and which.

        How many desks do is told in fives by the method.
        """
        if not self.knows_batches:
            return {}
        used: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        for column, each in enumerate(self.unknowns.all):
            if each.channel in VERIFIED and each.desk and self._desks_of(each.month) is not None:
                used[each.month, each.desk].append(column)
        first = len(self.unknowns.all)
        return {first + number: tuple(columns) for number, columns in enumerate(used.values())}

    def _desks_of(self, month: str) -> int | None:
        method = self.documents.get(month, {}).get("city", {}).get("method")
        desks: int | None = method["desks"] if method else None
        return desks

    @cached_property
    def _ends(self) -> Ends:
        return self._system[1]

    @cached_property
    def _parts(self) -> dict[int, Part]:
        return parts_of(*self._system)

    @cached_property
    def _system(self) -> tuple[list[Row], Ends]:
        every = self.unknowns.all
        width = len(every) + len(self._marks)
        batched = [self.knows_batches and each.channel in CHANNELS for each in every]
        batched += [False] * len(self._marks)
        most = [MOST] * len(every) + [1] * len(self._marks)
        ends = Ends(np.zeros(width), np.array(most, dtype=float), np.array(batched))
        rows = [row for row in map(self._row, self.constraints) if row.weights]
        ends.narrow(rows)
        rows += self._marking(ends)
        ends.narrow(rows)
        return rows, ends

    def _row(self, constraint: Constraint) -> Row:
        weights: defaultdict[int, float] = defaultdict(float)
        is_vague = False
        for count, weight in constraint.terms:
            is_vague = is_vague or self.unknowns.is_vague(count)
            for column in self.unknowns.columns(count):
                weights[column] += weight
        is_open = constraint.upper is None or is_vague
        upper = np.inf if is_open else float(constraint.upper or 0)
        return Row(weights, float(constraint.lower), upper)

    def _marking(self, ends: Ends) -> Iterator[Row]:
        by_month: defaultdict[str, list[int]] = defaultdict(list)
        for mark, columns in self._marks.items():
            by_month[self.unknowns.all[columns[0]].month].append(mark)
            most = max(1.0, float(ends.most[list(columns)].sum()))
            yield Row({**dict.fromkeys(columns, 1.0), mark: -float(MIN_BATCH_SIZE)}, 0.0, np.inf)
            yield Row({**dict.fromkeys(columns, 1.0), mark: -most}, -np.inf, 0.0)
        for month, marks in by_month.items():
            least = float(self._desks_of(month) or 0)
            yield Row(dict.fromkeys(marks, 1.0), least, least + METHOD_STEP - 1)


def is_wide(lower: int, upper: int, *, truth: int) -> bool:
    """Whether the ends of a count are five apart and, for one below ten, hold 1 and 9."""
    reaches_both = lower <= SMALL[0] and upper >= SMALL[1]
    return upper - lower >= LEAST_WIDTH and (reaches_both or truth >= MIN_BATCH_SIZE)


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
