"""Whether shares of answers by level disclose answers of an agency that shows none.

The city's shares less those of other agencies leave the agency's own, in whole numbers and beside
every mean. What means tell by themselves is no doing of the shares.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, permutations
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp

from portal.disclosure.figures import Constraint
from portal.publication.figures.disclosure_rules import LEAST_SHOWN
from portal.publication.figures.known_figures import LEAST_WIDTH

LEVELS = ("1", "2", "3", "4")
# Levels behind each name that counts of answers have; everybody's has none.
NAMED = {"": LEVELS, "1-2": ("1", "2"), "3": ("3",), "4": ("4",)} | {x: (x,) for x in LEVELS}
GROUPS = ("1-2", "3", "4")
MOST = 1_000_000
TOLERANCE = 1e-6
# Steps from the true answers in one direction, before a solver is asked.
STEPS = 12
Ends = tuple[int, int]
Vector: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class LevelsOfPlace:
    """What is public of a place's answers to one element.

    ``told`` is what number and mean say; ``by_shares`` what the shares would add, empty where
    the place shows none whatever others do. ``counts`` are the true answers by level: the
    smallest place is hidden first, and of fewer than ten 1 to 9 stay possible.
    """

    address: str
    counts: tuple[int, ...]
    told: tuple[Constraint, ...]
    by_shares: tuple[Constraint, ...] = ()


def hidden_spreads(city: LevelsOfPlace, agencies: Sequence[LevelsOfPlace]) -> frozenset[str]:
    """Return the places that show no shares of an element, so that no other agency's are told.

    Hidden are those of the smallest agency, then of the next, at last the city's.

    :param agencies: those whose answers the city's are, each of them once.
    """
    hidden = {each.address for each in agencies if not each.by_shares}
    if not city.by_shares:
        return frozenset({*hidden, city.address})
    pending = [each.address for each in agencies if each.address in hidden and any(each.counts)]
    known = [np.array([n for each in agencies for n in each.counts], dtype=float)]
    while pending:
        reader = _LevelsReader(city, agencies, hidden=hidden, known=known)
        if not reader.is_told(pending[0]):
            # Whatever is hidden besides can only leave more open.
            pending.pop(0)
            continue
        shown = [
            (sum(each.counts), each.address) for each in agencies if each.address not in hidden
        ]
        if not shown:
            return frozenset({*hidden, city.address})
        smallest = min(shown)[1]
        hidden.add(smallest)
        pending.append(smallest)
    return frozenset(hidden)


class _LevelsReader:
    """Knows of the city and its agencies what they say, with shares or without.

    ``known`` are possibilities; those that are found are added, for a reader who knows less.
    """

    def __init__(
        self,
        city: LevelsOfPlace,
        agencies: Sequence[LevelsOfPlace],
        *,
        hidden: Iterable[str],
        known: list[Vector],
    ) -> None:
        self._at = {each.address: place for place, each in enumerate(agencies)}
        self._width = len(LEVELS) * len(agencies)
        self._true = np.array([n for each in agencies for n in each.counts], dtype=float)
        self._hidden = sorted(set(hidden))
        spreads = (city, *agencies)
        shown = (each for each in spreads if each.address not in self._hidden)
        by_means = [said for each in spreads for said in each.told]
        self._alone = self._limits(by_means)
        self._everything = self._limits(
            [*by_means, *(said for each in shown for said in each.by_shares)]
        )
        self._moves = _moves(
            [self._at[each] for each in self._hidden if each in self._at], self._width
        )
        self._known = known
        known[:] = [each for each in known if self._is_possible(each)]

    def is_told(self, address: str) -> bool:
        """Whether answers of an agency at some levels are known closely, by shares."""
        goals = [self._goal(address, group) for group in GROUPS]
        for goal in goals:
            self._walk(goal)
        return any(self._is_goal_told(goal) for goal in goals if not self._is_seen_open(goal))

    def _is_goal_told(self, goal: Vector) -> bool:
        ends = self._ends(goal, self._everything)
        # Where nothing is possible, something is wrong that shares must not tell either.
        if ends is None:
            return True
        return self._is_close(goal, ends) and ends != self._ends(goal, self._alone)

    def _is_close(self, goal: Vector, ends: Ends) -> bool:
        """Whether fewer than five lie between both ends, or a few are told from none or ten."""
        lower, upper = ends
        is_few = goal @ self._true < LEAST_SHOWN
        is_away_from_few = is_few and (lower > 1 or upper < LEAST_SHOWN - 1)
        return upper - lower < LEAST_WIDTH or is_away_from_few

    def _walk(self, goal: Vector) -> None:
        """Move a few answers from the true ones on, up and down, while everything still holds.

        Far quicker than a solver, and enough wherever much is possible.
        """
        for direction in (goal, -goal):
            people: Vector | None = max(
                self._known, key=lambda each: direction @ each, default=None
            )
            for _ in range(STEPS):
                if people is None or self._is_seen_open(goal):
                    break
                people = self._moved(people, direction)

    def _moved(self, people: Vector, direction: Vector) -> Vector | None:
        """Return ``people`` after the longest step towards ``direction``, and remember it."""
        helpful = np.flatnonzero(self._moves @ direction > 0)
        if not len(helpful):
            return None
        moves, within = self._moves[helpful], self._everything
        rows = np.vstack([within.A, np.eye(self._width)])
        sums, change = rows @ people, rows @ moves.T
        upper = np.concatenate([within.ub, np.full(self._width, MOST)])
        lower = np.concatenate([within.lb, np.zeros(self._width)])
        room = np.where(change > 0, (upper - sums)[:, None], (sums - lower)[:, None])
        with np.errstate(divide="ignore", invalid="ignore"):
            most = np.where(change == 0, np.inf, (room + TOLERANCE) / np.abs(change)).min(axis=0)
        steps = np.floor(np.clip(most, 0, MOST))
        best = int(np.argmax(steps * (moves @ direction)))
        moved: Vector = people + steps[best] * moves[best]
        if not steps[best] or not self._is_possible(moved):
            return None
        self._known.append(moved)
        return moved

    def _is_seen_open(self, goal: Vector) -> bool:
        """Whether known possibilities are far enough apart."""
        sums = [round(float(goal @ each)) for each in self._known]
        return bool(sums) and not self._is_close(goal, (min(sums), max(sums)))

    def _ends(self, goal: Vector, limits: LinearConstraint) -> Ends | None:
        """Return the lowest and highest whole number, if there is any."""
        lower, upper = (self._solved(sign * goal, limits) for sign in (1, -1))
        return None if lower is None or upper is None else (lower, -upper)

    def _solved(self, goal: Vector, limits: LinearConstraint) -> int | None:
        found = milp(
            goal,
            constraints=limits,
            bounds=Bounds(0, MOST),
            integrality=np.ones(self._width),
        )
        if found.x is None:
            return None
        people = np.round(found.x)
        if self._is_possible(people):
            self._known.append(people)
        return round(float(found.fun))

    def _is_possible(self, people: Vector) -> bool:
        sums = self._everything.A @ people
        within = self._everything
        return bool(((sums >= within.lb - TOLERANCE) & (sums <= within.ub + TOLERANCE)).all())

    def _goal(self, address: str, group: str) -> Vector:
        goal = np.zeros(self._width)
        goal[[self._column(address, level) for level in NAMED[group]]] = 1
        return goal

    def _column(self, address: str, level: str) -> int:
        return self._at[address] * len(LEVELS) + LEVELS.index(level)

    def _limits(self, said: Sequence[Constraint]) -> LinearConstraint:
        rows = np.array([self._row(each) for each in said])
        upper = [np.inf if each.upper is None else float(each.upper) for each in said]
        return LinearConstraint(rows, [float(each.lower) for each in said], upper)

    def _row(self, said: Constraint) -> Vector:
        row = np.zeros(self._width)
        for count, weight in said.terms:
            for address in self._behind(count.addresses):
                for level in NAMED[count.cell]:
                    row[self._column(address, level)] += weight
        return row

    def _behind(self, addresses: Sequence[str]) -> Iterator[str]:
        """Give an agency itself; behind the city stand all of them."""
        yield from (each for each in addresses if each in self._at)
        if not any(each in self._at for each in addresses):
            yield from self._at


def _moves(places: Sequence[int], width: int) -> Vector:
    """Return small changes of answers at ``places``, a row each.

    One answer more or fewer, one at another level, one at another place, and two that change
    places so that every place and every level keeps its number.
    """
    levels = range(len(LEVELS))
    one = {(at, level): _unit(width, at * len(LEVELS) + level) for at in places for level in levels}
    rows = [sign * each for each in one.values() for sign in (1, -1)]
    rows += [one[at, a] - one[at, b] for at in places for a, b in permutations(levels, 2)]
    for here, there in permutations(places, 2):
        rows += [one[here, level] - one[there, level] for level in levels]
        rows += [
            one[here, a] - one[here, b] - one[there, a] + one[there, b]
            for a, b in combinations(levels, 2)
        ]
    return np.array(rows).reshape(-1, width)


def _unit(width: int, at: int) -> Vector:
    found = np.zeros(width)
    found[at] = 1
    return found
