"""P7: how closely a hidden count can be bracketed, by linear programming.

First the counts that are certainly wide are set aside: two ways in which the ratings may be
spread, neither of which anything published contradicts, show that a count lies between nothing
closer than its values in both. That takes one small linear programme for many counts; only the
rest is bracketed one by one.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import ceil, floor
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import vstack

from portal.publication.disclosure_audit.component import (
    Component,
    Distinct,
    Floats,
    Matrix,
    distinct_of,
)
from portal.publication.disclosure_audit.solver import SLACK, ContradictoryStatements, Solver
from portal.publication.figures.disclosure_rules import LEAST_SHOWN
from portal.publication.figures.known_figures import LEAST_WIDTH

ROUNDS = 24
# Rounds in a row that show nothing new, after which the rest is bracketed one by one.
PATIENCE = 3
# How far one push moves the ratings of a group: what one takes is not left for the others.
REACH = 12.0
# Pushed counts weigh from this to 1 more, so that equal ones do not always move together.
LIGHTEST = 0.2
UPWARDS = 0.6
# Breaks ties between equally good spreads of the ratings.
NOISE = 1e-3
NO_LIMIT = float("inf")
UNBOUNDED = 3


class PossibleSolutions:
    """The lowest and highest value of each hidden count in the possibilities seen so far."""

    def __init__(
        self,
        component: Component,
        *,
        system: Distinct,
        seed: int = 0,
        guards_few: bool = False,
    ) -> None:
        """Start with the truth, which is possible.

        :param system: what is said in the component, each thing once.
        :param guards_few: whether a count below ten has to have been 1 and 9.
        """
        self._component = component
        self._system = system
        self._dice = np.random.default_rng(seed)
        self._few = guards_few & (component.hidden < LEAST_SHOWN)
        self._low = component.hidden.copy()
        self._high = component.hidden.copy()

    @property
    def narrow(self) -> NDArray[np.int64]:
        """The positions of the counts that nothing has shown to be wide."""
        is_wide = self._high - self._low >= LEAST_WIDTH
        reaches_both = (self._low <= 1) & (self._high >= LEAST_SHOWN - 1)
        return np.flatnonzero(~(is_wide & (reaches_both | ~self._few)))

    def note(self, found: Floats) -> bool:
        """Take in a possibility; return whether it shows anything new.

        A solution with fractions of people, or one that violates a statement, shows nothing.
        """
        people = np.round(found)
        if not self._system.allows(people):
            return False
        counts = self._component.targets @ people
        is_news = bool((counts < self._low).any() or (counts > self._high).any())
        self._low = np.minimum(self._low, counts)
        self._high = np.maximum(self._high, counts)
        return is_news

    def push(self, solver: Solver) -> None:
        """Push many counts at once, upwards or downwards, for as long as that shows anything."""
        system, truth = self._system, self._component.truth
        solver.within(
            np.maximum(system.least, truth - REACH), np.minimum(system.most, truth + REACH)
        )
        quiet = 0
        for turn in range(ROUNDS):
            narrow = self.narrow
            if not len(narrow) or quiet == PATIENCE:
                break
            found = solver.most(self._goal(narrow, is_sparse=bool(turn % 2)))
            quiet = 0 if self.note(found) else quiet + 1
        solver.within(system.least, system.most)

    def _goal(self, narrow: NDArray[np.int64], *, is_sparse: bool) -> Floats:
        """Return how much each unknown is worth: the counts in question, some up and some down."""
        weights = self._dice.random(len(narrow)) + LIGHTEST
        if is_sparse:
            weights *= self._dice.choice([0.0, 1.0], size=len(narrow))
        goal: Floats = self._component.targets[narrow].T @ (weights * self._signs(narrow))
        return goal - NOISE * self._dice.random(len(goal))

    def _signs(self, narrow: NDArray[np.int64]) -> Floats:
        """Return the direction of each count: a small one first to where it has not been."""
        is_up = self._dice.random(len(narrow)) < UPWARDS
        is_few = self._few[narrow]
        is_up[is_few & (self._low[narrow] <= 1)] = True
        is_up[is_few & (self._high[narrow] >= LEAST_SHOWN - 1)] = False
        return np.where(is_up, 1.0, -1.0)


@dataclass(frozen=True)
class FeasibilityInterval:
    """The lowest and highest value a hidden count can have, both inclusive."""

    lower: float
    upper: float
    # Works out which statements hold it there, which takes longer than the ends.
    held_by: Callable[[], frozenset[int]] = field(default=frozenset, compare=False, repr=False)

    @cached_property
    def binding(self) -> frozenset[int]:
        """The positions of the statements whose change would change an end that tells too much."""
        return self.held_by()

    @property
    def telling_ends(self) -> tuple[int, ...]:
        """The ends that tell too much of a count below ten: 1 for the upper, -1 for the lower.

        Both do where they lie too close to each other.
        """
        if self.is_tight:
            return 1, -1
        is_low, is_high = self.upper < LEAST_SHOWN - 1 - SLACK, self.lower > 1 + SLACK
        return (*((1,) if is_low else ()), *((-1,) if is_high else ()))

    @property
    def is_tight(self) -> bool:
        """Whether fewer than 5 units lie between the whole numbers within the ends."""
        if self.upper == NO_LIMIT:
            return False
        return floor(self.upper + SLACK) - ceil(self.lower - SLACK) < LEAST_WIDTH

    @property
    def is_telling_of_few(self) -> bool:
        """Whether a count below ten is known to be some of 1 to 9 and not others."""
        return self.lower > 1 + SLACK or self.upper < LEAST_SHOWN - 1 - SLACK

    def is_within(self, other: "FeasibilityInterval") -> bool:
        """Whether it tells more than another bracket of the same count."""
        return self.lower > other.lower + SLACK or self.upper < other.upper - SLACK


def narrow_intervals(
    component: Component, *, seed: int = 0, guards_few: bool = False
) -> dict[int, FeasibilityInterval]:
    """Return every hidden count that is bounded too closely, by its position.

    That is within fewer than 5 units. With ``guards_few`` it is also, for a count below ten,
    whatever leaves out some of 1 to 9. First the true counts are pushed around within what was
    published, many hidden counts at once: whichever moves far enough is wide, because both ends
    are possible. Only the others are minimised and maximised one by one.

    :raises ContradictoryStatements: when not even the true counts fit the statements.

    Source: Hundepool et al. (2012), Statistical disclosure control, the auditing problem.
    """
    if not component.targets.shape[0]:
        return {}
    _check_truth(component)
    system = distinct_of(component)
    possible = PossibleSolutions(component, system=system, seed=seed, guards_few=guards_few)
    solver = Solver(system)
    possible.push(solver)
    ends = _Ends(component, solver=solver, possible=possible)
    tight, telling = {}, {}
    for position in map(int, possible.narrow):
        if position not in possible.narrow:
            # What was found for one before has shown it to be wide.
            continue
        is_few = guards_few and component.hidden[position] < LEAST_SHOWN
        if ends.are_far(position, is_few=is_few):
            continue
        interval = ends.interval(position)
        if interval.is_tight:
            tight[position] = interval
        elif is_few and interval.is_telling_of_few:
            telling[position] = interval
    return tight | telling


def _check_truth(component: Component) -> None:
    counts = component.matrix @ component.truth
    if (counts < component.lower - SLACK).any() or (counts > component.upper + SLACK).any():
        raise ContradictoryStatements("the true counts do not fit what the release says")


class _Ends:
    """The lowest and highest value of each hidden count, and the statements that hold them."""

    def __init__(
        self, component: Component, *, solver: Solver, possible: PossibleSolutions
    ) -> None:
        self._component = component
        self._solver = solver
        self._possible = possible
        self._raw: _Raw | None = None

    def are_far(self, position: int, *, is_few: bool) -> bool:
        """Whether a count can be five away from the truth upwards; enough where it is no few."""
        if is_few:
            return False
        reach = float(self._component.hidden[position]) + LEAST_WIDTH
        return self._end(position, sign=1, enough=reach) >= reach

    def interval(self, position: int) -> FeasibilityInterval:
        """Return both ends of a hidden count."""
        ends = FeasibilityInterval(-self._end(position, sign=-1), self._end(position, sign=1))
        return replace(ends, held_by=lambda: self._binding(position, ends.telling_ends))

    def _end(self, position: int, *, sign: int, enough: float = NO_LIMIT) -> float:
        """Return the highest value of a count, or of what it is below 0 (sign -1)."""
        goal: Floats = sign * self._row(position)
        if not self._solver.is_limited(goal):
            return NO_LIMIT
        people = self._solver.most_people(goal, enough=enough)
        self._possible.note(people)
        return float(goal @ people)

    def _row(self, position: int) -> Floats:
        row: Floats = self._component.targets[[position]].toarray()[0]
        return row

    def _binding(self, position: int, ends: tuple[int, ...]) -> frozenset[int]:
        self._raw = self._raw or _Raw(self._component)
        row = self._row(position)
        return frozenset().union(*(self._raw.binding(sign * row) for sign in ends))


class _Raw:
    """The inequalities as they were said, each on its own, in the solver's one-sided form."""

    def __init__(self, component: Component) -> None:
        limited = np.isfinite(component.upper)
        self.rows: Matrix = vstack([component.matrix[limited], -component.matrix], format="csr")
        self.limits: Floats = np.concatenate([component.upper[limited], -component.lower])
        self.statements = np.concatenate([np.flatnonzero(limited), np.arange(len(component.lower))])

    def binding(self, goal: Floats) -> frozenset[int]:
        """Return the statements whose change would change the most that a goal can be.

        Where the solver cannot say which, any of them may.
        """
        found: Any = linprog(-goal, A_ub=self.rows, b_ub=self.limits, method="highs")
        if found.status == UNBOUNDED:
            return frozenset()
        if not found.success:
            return frozenset(map(int, self.statements))
        felt = np.abs(found.ineqlin.marginals) > SLACK
        return frozenset(map(int, self.statements[felt]))
