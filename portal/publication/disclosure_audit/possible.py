"""Finds hidden counts that are certainly wide: by possible solutions that differ in them.

Whoever shows two ways in which the ratings may be spread, neither of which anything published
contradicts, has shown that a count lies between nothing closer than its values in both. That
takes one small linear programme for many counts; only the rest is bracketed one by one.
"""

import numpy as np
from numpy.typing import NDArray

from portal.publication.disclosure_audit.component import Component, Floats
from portal.publication.disclosure_audit.distinct import Distinct
from portal.publication.disclosure_audit.solver import Solver
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


class Possible:
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
