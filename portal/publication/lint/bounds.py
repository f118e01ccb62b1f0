"""P7: how closely a hidden count can be bracketed, by linear programming."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import ceil, floor
from typing import Any

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import vstack

from portal.publication.domain.disclosure.knowledge import LEAST_WIDTH
from portal.publication.domain.disclosure.thresholds import LEAST_SHOWN
from portal.publication.lint.component import Component, Floats
from portal.publication.lint.distinct import Tellers, columns_of, tellers_of
from portal.publication.lint.possible import Possible, Seen

SLACK = 1e-6
WHOLE = 1
# Simplifying these systems takes longer than solving them, and halves more people.
PLAIN = {"presolve": False}
TRIES = 4
GOAL_FIRST = 100.0


class ContradictoryStatements(ValueError):
    """What was published cannot all be true; the solver found no counts that fit."""


@dataclass(frozen=True, slots=True)
class Bracket:
    """The lowest and highest value a hidden count can have, both inclusive.

    ``binding`` are the positions of the statements that hold it there.
    """

    lower: float
    upper: float
    binding: frozenset[int] = frozenset()

    @property
    def is_tight(self) -> bool:
        """Whether fewer than 5 units lie between the whole numbers within the ends."""
        if self.upper == float("inf"):
            return False
        return floor(self.upper + SLACK) - ceil(self.lower - SLACK) < LEAST_WIDTH

    @property
    def is_telling_of_few(self) -> bool:
        """Whether a count below ten is known to be some of 1 to 9 and not others."""
        return self.lower > 1 + SLACK or self.upper < LEAST_SHOWN - 1 - SLACK

    def is_within(self, other: "Bracket") -> bool:
        """Whether it tells more than another bracket of the same count."""
        return self.lower > other.lower + SLACK or self.upper < other.upper - SLACK


NOTHING_TOLD: Mapping[int, Bracket] = {}


def tight_brackets(
    component: Component,
    *,
    seed: int = 0,
    guards_few: bool = False,
    seen: Seen | None = None,
    known: Mapping[int, Bracket] = NOTHING_TOLD,
) -> dict[int, Bracket]:
    """Return every hidden count that is bounded too closely, by its position.

    That is within fewer than 5 units. With ``guards_few`` it is also, for a count below ten,
    whatever leaves out some of 1 to 9. First the true counts are pushed around within what was
    published, many hidden counts at once: whichever moves far enough is wide, because both ends
    are possible. Only the others are minimised and maximised one by one.

    :param seen: what was possible in earlier drafts; new possibilities are added.
    :param known: brackets by position that others told before; what tells no more is left out.
    :raises ContradictoryStatements: when not even the true counts fit the statements.

    Source: Hundepool et al. (2012), Statistical disclosure control, the auditing problem.
    """
    if not component.targets.shape[0]:
        return {}
    _check_truth(component)
    ends = {position: (each.lower, each.upper) for position, each in known.items()}
    possible = Possible(component, seen=seen, known=ends, seed=seed, guards_few=guards_few)
    possible.push()
    system = _System(component, possible=possible)
    tight, telling = {}, {}
    for position in map(int, possible.narrow):
        if position not in possible.narrow:
            # What was found for one before has shown it to be wide.
            continue
        is_few = guards_few and component.hidden[position] < LEAST_SHOWN
        bracket = system.bracket(position, is_few=is_few)
        if bracket.is_tight:
            tight[position] = bracket
        elif is_few and bracket.is_telling_of_few:
            telling[position] = bracket
    return tight | telling


def _check_truth(component: Component) -> None:
    counts = component.matrix @ component.truth
    if (counts < component.lower - SLACK).any() or (counts > component.upper + SLACK).any():
        raise ContradictoryStatements("the true counts do not fit what the release says")


class _System:
    """The inequalities in the solver's one-sided form, each said once."""

    def __init__(self, component: Component, *, possible: Possible) -> None:
        self.component = component
        self.possible = possible
        said = possible.system
        rows, numbers = said.matrix.tocsr(), np.arange(len(said.lower))
        self.above, self.below = numbers[np.isfinite(said.upper)], numbers[said.lower > 0]
        self.problem = {
            "A_ub": vstack([rows[self.above], -rows[self.below]], format="csc"),
            "b_ub": np.concatenate([said.upper[self.above], -said.lower[self.below]]),
            "bounds": np.array([said.least, said.most]).T,
        }

    @cached_property
    def tellers(self) -> tuple[Tellers, Tellers]:
        """The statements that say the lower, and the upper, end of each sum of unknowns."""
        return tellers_of(self.component)

    def extreme(self, position: int, *, sign: int) -> tuple[float, frozenset[int]]:
        """Return the highest (sign 1) or lowest (sign -1) value of a hidden count.

        With it come the statements whose change would change it.
        """
        row = self.component.targets[[position]].toarray()[0]
        found = _solved(-sign * row, **self.problem, options=PLAIN)
        if found is None:
            return float("inf"), frozenset()
        telling = frozenset(self.felt(found))
        people = self.whole_as_good(found.x, -sign * row)
        if people is None:
            people = _solved(-sign * row, **self.problem, integrality=WHOLE).x
        self.possible.note(people)
        return float(row @ people), telling

    def whole_as_good(self, best: Floats, cost: Floats) -> Floats | None:
        """Return whole people that cost as little as ``best``, or None when none are found.

        Weighing the unknowns besides finds some much faster than whole numbers from the start.
        """
        dice = np.random.default_rng(len(cost))
        found = best
        for _ in range(TRIES):
            if is_whole(found) and abs(cost @ (found - best)) < SLACK:
                return found
            weighed = GOAL_FIRST * cost + dice.random(len(cost))
            found = _solved(weighed, **self.problem, options=PLAIN).x
        return None

    def felt(self, found: Any) -> Iterator[int]:
        """Give the statements (rows) that hold a solution where it is."""
        below, above = self.tellers
        columns = columns_of(self.possible.system.matrix)
        by_sum = np.abs(found.ineqlin.marginals) > SLACK
        limited = len(self.above)
        for at in self.above[by_sum[:limited]]:
            yield from above.get(columns[at], ())
        for at in self.below[by_sum[limited:]]:
            yield from below.get(columns[at], ())
        for tellers, ends in ((below, found.lower), (above, found.upper)):
            for column in np.flatnonzero(np.abs(ends.marginals) > SLACK).tolist():
                yield from tellers.get((column,), ())

    def bracket(self, position: int, *, is_few: bool = False) -> Bracket:
        """Return both ends for one hidden count; one end is enough when it is far away.

        :param is_few: whether both ends matter, because the count is below ten.
        """
        truth = float(self.component.hidden[position])
        upper, above = self.extreme(position, sign=1)
        if upper - truth >= LEAST_WIDTH and not is_few:
            return Bracket(truth, upper)
        lower, below = self.extreme(position, sign=-1)
        return Bracket(lower, upper, above | below)


UNBOUNDED = 3


def _solved(cost: Floats, **problem: Any) -> Any:
    """Return the solver's answer, or None when nothing limits the goal.

    :raises ContradictoryStatements: when nothing fits.
    """
    found = linprog(cost, method="highs", **problem)
    if found.status == UNBOUNDED:
        return None
    if not found.success:
        raise ContradictoryStatements(found.message)
    return found


def is_whole(counts: Floats) -> bool:
    """Whether a solution is one of people; fractions of them are no possibility."""
    return bool(np.abs(counts - np.round(counts)).max(initial=0.0) < SLACK)
