"""Whether shares of answers by level disclose answers of an agency that shows none.

The city's shares less those of other agencies leave the agency's own, in whole numbers and beside
every mean. What means tell by themselves is no doing of the shares.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
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
# Looks for possibilities in which many numbers move, before single numbers are asked for.
ROUNDS = 4
TOLERANCE = 1e-6
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
        self._known = known
        known[:] = [each for each in known if self._is_possible(each)]

    def is_told(self, address: str) -> bool:
        """Whether answers of an agency at some levels are known closely, by shares."""
        goals = [self._goal(address, group) for group in GROUPS]
        self._look_around(goals)
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

    def _look_around(self, goals: Sequence[Vector]) -> None:
        """Look for possibilities in which numbers of all hidden agencies move, up or down."""
        every = [self._goal(each, group) for each in self._hidden for group in GROUPS]
        dice = np.random.default_rng(len(every))
        for _ in range(ROUNDS):
            if all(map(self._is_seen_open, goals)):
                return
            signs = dice.choice([-1.0, 1.0], size=len(every))
            self._solved(signs @ np.array(every), self._everything)

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
