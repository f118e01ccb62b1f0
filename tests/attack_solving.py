"""Whole numbers between known ends: what a sum of unknowns can be at the least and at the most.

Unknowns of which the rest follows are worked out by passing ends on from row to row; what then
hangs together is solved by itself. Unknowns may be *batched*: nothing, or ten and more.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

MIN_BATCH_SIZE = 10
MOST = 10_000
PASSES = 30
ROUNDS = 12
# Rounds in a row that show nothing new, after which single counts are looked at.
PATIENCE = 3
REACH = 15
SECONDS = 60.0
WHOLE, ANY = 1, 0


class Undecided(Exception):
    """The solver found no answer within its time."""


@dataclass(frozen=True)
class Row:
    """Weighted unknowns between two ends."""

    weights: Mapping[int, float]
    lower: float
    upper: float


@dataclass
class Ends:
    """The lowest and highest value of each unknown, as far as it is known."""

    least: Any
    most: Any
    batched: Any

    def narrow(self, rows: Iterable[Row]) -> None:
        """Pass ends on from row to row until nothing moves, or long enough."""
        known = list(rows)
        for _ in range(PASSES):
            before = self.least.sum(), self.most.sum()
            for row in known:
                self._by(row)
            self._by_batches()
            if (self.least.sum(), self.most.sum()) == before:
                return

    def _by(self, row: Row) -> None:
        at = np.fromiter(row.weights, int)
        weights = np.fromiter(row.weights.values(), float)
        ups, downs = weights * self.most[at], weights * self.least[at]
        highest, lowest = np.maximum(ups, downs), np.minimum(ups, downs)
        room = (row.upper - (lowest.sum() - lowest)) / weights
        need = (row.lower - (highest.sum() - highest)) / weights
        most, least = np.where(weights > 0, room, need), np.where(weights > 0, need, room)
        # Unknowns repeat in no row, so that each is set once.
        self.most[at] = np.minimum(self.most[at], np.floor(most + 1e-6))
        self.least[at] = np.maximum(self.least[at], np.ceil(least - 1e-6))

    def _by_batches(self) -> None:
        self.most[self.batched & (self.most < MIN_BATCH_SIZE)] = 0
        is_some = self.batched & (self.least > 0)
        self.least[is_some] = np.maximum(self.least[is_some], MIN_BATCH_SIZE)


@dataclass
class Part:
    """Unknowns that hang together; the batched among them get a switch each: nobody or ten."""

    columns: Any
    rows: list[Row]
    ends: Ends
    found: list[Any] = field(default_factory=list)

    @cached_property
    def place(self) -> dict[int, int]:
        """Where each unknown stands here."""
        return {int(column): at for at, column in enumerate(self.columns)}

    @cached_property
    def least(self) -> Any:
        """The least of each unknown here."""
        return self.ends.least[self.columns]

    @cached_property
    def most(self) -> Any:
        """The most of each unknown here."""
        return self.ends.most[self.columns]

    @cached_property
    def switched(self) -> Any:
        """The places of the unknowns that are either nothing or ten and more."""
        is_open = (self.least < MIN_BATCH_SIZE) & (self.most > 0)
        return np.flatnonzero(self.ends.batched[self.columns] & is_open)

    @cached_property
    def said(self) -> LinearConstraint:
        """The rows over the unknowns alone."""
        return limits(
            [
                Row({self.place[at]: w for at, w in row.weights.items()}, row.lower, row.upper)
                for row in self.rows
            ],
            width=len(self.columns),
        )

    @cached_property
    def whole(self) -> tuple[LinearConstraint, Bounds]:
        """The rows and ends over unknowns and switches."""
        width = len(self.columns)
        rows = [
            Row({self.place[at]: w for at, w in row.weights.items()}, row.lower, row.upper)
            for row in self.rows
        ]
        for number, at in enumerate(self.switched.tolist()):
            rows.append(Row({at: 1.0, width + number: -float(MIN_BATCH_SIZE)}, 0.0, np.inf))
            rows.append(Row({at: 1.0, width + number: -float(self.most[at])}, -np.inf, 0.0))
        switches = np.ones(len(self.switched))
        box = Bounds(
            np.concatenate([self.least, 0 * switches]), np.concatenate([self.most, switches])
        )
        return limits(rows, width=width + len(switches)), box

    def note(self, people: Any) -> bool:
        """Keep a possibility, unless something said contradicts it; return whether it is one."""
        people = np.round(people[: len(self.columns)])
        sums = self.said.A @ people
        is_within = bool((people >= self.least).all() and (people <= self.most).all())
        batches = people[self.switched]
        is_mixed = bool(((batches == 0) | (batches >= MIN_BATCH_SIZE)).all())
        if is_within and is_mixed and (sums >= self.said.lb).all() and (sums <= self.said.ub).all():
            self.found.append(people)
            return True
        return False

    def seen(self, columns: Iterable[int]) -> tuple[int, int]:
        """Return the lowest and highest sum of some unknowns in what was found possible."""
        places = [self.place[column] for column in columns]
        sums = [round(float(each[places].sum())) for each in self.found] or [0]
        return min(sums), max(sums)

    def spread(self, wanted: Collection[tuple[int, ...]], *, near: Any, seed: int) -> None:
        """Look for possibilities in which many sums move, with the batches there really are."""
        dice = np.random.default_rng(seed)
        fixed = self._as_batched(near)
        sums = [[self.place[column] for column in each] for each in wanted]
        quiet = 0
        for turn in range(ROUNDS):
            goal = 1e-3 * dice.random(len(self.columns))
            for places in sums:
                goal[places] += dice.choice([-1.0, 1.0]) * (0.2 + dice.random())
            before = [self.seen(each) for each in wanted]
            self._near(goal, near=near, fixed=fixed, reach=REACH if turn % 2 else MOST)
            quiet = quiet + 1 if before == [self.seen(each) for each in wanted] else 0
            if quiet == PATIENCE:
                return

    def pull(self, columns: Iterable[int], *, near: Any, sign: int) -> None:
        """Look for a possibility with a low (sign 1) or high (-1) sum, batches as they are."""
        goal = np.zeros(len(self.columns))
        goal[[self.place[column] for column in columns]] = sign
        self._near(goal, near=near, fixed=self._as_batched(near), reach=MOST)

    def _as_batched(self, near: Any) -> Any:
        """Return which unknowns are switched off and which on, as in ``near``."""
        here = near[self.columns]
        least, most = self.least.copy(), self.most.copy()
        is_mark = self.most <= 1
        least[is_mark] = most[is_mark] = here[is_mark]
        is_off = here[self.switched] == 0
        most[self.switched[is_off]] = 0
        least[self.switched[~is_off]] = MIN_BATCH_SIZE
        return least, most

    def _near(self, goal: Any, *, near: Any, fixed: Any, reach: int) -> None:
        least, most = fixed
        here = near[self.columns]
        box = Bounds(np.maximum(least, here - reach), np.minimum(most, here + reach))
        for kind in (ANY, WHOLE):
            found = milp(
                goal,
                constraints=self.said,
                bounds=box,
                integrality=np.full(len(goal), kind),
                options={"time_limit": 2.0},
            )
            if found.x is not None and self.note(found.x):
                return

    def extreme(self, columns: Iterable[int], *, sign: int, seconds: float = SECONDS) -> int:
        """Return the lowest (sign 1) or highest (sign -1) whole sum of some unknowns.

        :raises Undecided: when that takes too long.
        """
        rows, box = self.whole
        goal = np.zeros(len(box.lb))
        goal[[self.place[column] for column in columns]] = sign
        found = milp(
            goal,
            constraints=rows,
            bounds=box,
            integrality=np.full(len(goal), WHOLE),
            options={"time_limit": seconds},
        )
        if found.x is not None:
            self.note(found.x)
        if found.status == 1:
            raise Undecided(found.message)
        assert found.success, found.message
        return sign * round(float(found.fun))


def limits(rows: Iterable[Row], *, width: int) -> LinearConstraint:
    """Return rows as the solver takes them, each once."""
    once = {(tuple(sorted(e.weights.items())), e.lower, e.upper): e for e in rows}.values()
    places = np.array([place for row in once for place in row.weights], dtype=int)
    weights = np.array([weight for row in once for weight in row.weights.values()])
    starts = np.cumsum([0, *(len(row.weights) for row in once)])
    matrix = csr_array((weights, places, starts), shape=(len(once), width))
    return LinearConstraint(matrix.tocsc(), [r.lower for r in once], [r.upper for r in once])


def parts_of(rows: list[Row], ends: Ends) -> dict[int, Part]:
    """Return by unknown the part it is in; those whose number is known are in parts of their own.

    What is known of an unknown is taken out of every row it stands in.
    """
    open_ = ends.most > ends.least
    left = [row for row in (rest_of(row, ends, open_) for row in rows) if row.weights]
    width = len(ends.least)
    _, labels = connected_components(_touching(left, width=width), directed=False)
    by_label: dict[int, list[int]] = {}
    for column, label in enumerate(labels.tolist()):
        by_label.setdefault(label, []).append(column)
    said: dict[int, list[Row]] = {}
    for row in left:
        said.setdefault(int(labels[next(iter(row.weights))]), []).append(row)
    found: dict[int, Part] = {}
    for label, columns in by_label.items():
        part = Part(np.array(columns), said.get(label, []), ends)
        found |= dict.fromkeys(columns, part)
    return found


def rest_of(row: Row, ends: Ends, open_: Any) -> Row:
    """Return a row without the unknowns whose number is known."""
    known = sum(w * ends.least[at] for at, w in row.weights.items() if not open_[at])
    weights = {at: w for at, w in row.weights.items() if open_[at]}
    return Row(weights, row.lower - known, row.upper - known)


def _touching(rows: list[Row], *, width: int) -> Any:
    """Return which unknowns stand in a row together."""
    pairs = [(min(row.weights), at) for row in rows for at in row.weights]
    if not pairs:
        return csr_array((width, width))
    first, second = np.array(pairs).T
    return csr_array((np.ones(len(first)), (first, second)), shape=(width, width))
