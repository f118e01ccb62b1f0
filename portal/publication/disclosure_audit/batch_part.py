"""Groups of ratings that statements connect: the lowest and highest value of a sum of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import highspy
import numpy as np
from scipy.sparse import csr_array, diags_array, hstack, vstack

from portal.disclosure.counts import BATCH
from portal.publication.disclosure_audit.batch_ends import Ends, Places, Said
from portal.publication.disclosure_audit.component import Floats, matrix_of
from portal.publication.disclosure_audit.distinct import Distinct
from portal.publication.disclosure_audit.solver import SLACK, whole_solver_of

# After so many steps an end is taken as far as it is proved. A limit in seconds would let the
# same release come out differently on another day.
NODES = 2_000
OPTIONS: Mapping[str, str | float] = {
    "mip_max_nodes": NODES,
    # Sums of people are whole numbers.
    "mip_abs_gap": 0.99,
    "mip_rel_gap": 0.0,
}


@dataclass(frozen=True, slots=True)
class Proved:
    """The ends of a sum: ``least`` and ``most`` are possible, nothing beyond the outer ones is.

    They are the same where the solver came to an end.
    """

    least: float
    most: float
    outer_least: float
    outer_most: float

    def is_no_closer(self, before: "Proved") -> bool:
        """Whether the same count was known as closely before, for certain."""
        return self.least <= before.outer_least and self.most >= before.outer_most

    def __add__(self, other: "Proved") -> "Proved":
        """Return the ends of two sums that nothing ties together."""
        return Proved(
            self.least + other.least,
            self.most + other.most,
            self.outer_least + other.outer_least,
            self.outer_most + other.outer_most,
        )


@dataclass
class Part:
    """Unknowns that statements tie together, by their number; the truth is possible."""

    columns: Places
    said: list[Said]
    ends: Ends
    seen: list[Floats]
    _outer: dict[tuple[tuple[int, ...], int], float] = field(default_factory=dict)

    def proved(self, own: tuple[int, ...]) -> Proved:
        """Return what is known so far of the sum of some unknowns."""
        places = [self._place[each] for each in own]
        sums = [float(each[places].sum()) for each in self.seen]
        least, most = self._least[places].sum(), self._most[places].sum()
        return Proved(
            min(sums),
            max(sums),
            self._outer.get((own, -1), float(least)),
            self._outer.get((own, 1), float(most)),
        )

    def look(self, own: tuple[int, ...], *, sign: int) -> None:
        """Look for the highest sum of some unknowns, or with sign -1 for the lowest."""
        if (own, sign) in self._outer:
            return
        goal = np.zeros(len(self.columns) + len(self._switched))
        goal[[self._place[each] for each in own]] = -sign
        solver = self._solver
        solver.changeColsCost(len(goal), np.arange(len(goal), dtype=np.int32), goal)
        solver.run()
        people = np.round(np.array(solver.getSolution().col_value)[: len(self.columns)])
        if len(people) == len(self.columns) and self._is_possible(people):
            self.seen.append(people)
        known = self.proved(own)
        limit = known.outer_most if sign > 0 else -known.outer_least
        info = solver.getInfo()
        bound = np.floor(-info.mip_dual_bound + SLACK) if info.valid else limit
        self._outer[own, sign] = sign * min(limit, float(bound))

    def _is_possible(self, people: Floats) -> bool:
        switched = people[self._switched]
        return bool(((switched == 0) | (switched >= BATCH)).all() and self._system.allows(people))

    @cached_property
    def _place(self) -> dict[int, int]:
        return {int(column): place for place, column in enumerate(self.columns)}

    @cached_property
    def _least(self) -> Floats:
        found: Floats = self.ends.least[self.columns]
        return found

    @cached_property
    def _most(self) -> Floats:
        found: Floats = self.ends.most[self.columns]
        return found

    @cached_property
    def _switched(self) -> Places:
        """The places of the unknowns that are either nothing or ten and more."""
        return np.flatnonzero(self.ends.batched[self.columns] & (self._least < BATCH))

    @cached_property
    def _system(self) -> Distinct:
        """What is said of the unknowns alone."""
        rows = [[self._place[int(at)] for at in each.places] for each in self.said]
        return Distinct(
            matrix_of(rows, width=len(self.columns)),
            np.array([each.lower for each in self.said]),
            np.array([each.upper for each in self.said]),
            self._least,
            self._most,
        )

    @cached_property
    def _solver(self) -> highspy.Highs:
        """The same with a switch behind each unknown that may be nothing."""
        system, width = self._system, len(self.columns)
        switches = np.arange(len(self._switched))
        # At least ten where a switch is on, nothing where it is off.
        on = csr_array((np.ones(len(switches)), (switches, self._switched)), (len(switches), width))
        ten = diags_array(np.full(len(switches), float(BATCH)))
        most = diags_array(self._most[self._switched])
        matrix = vstack(
            [
                hstack([system.matrix, csr_array((system.matrix.shape[0], len(switches)))]),
                hstack([on, -ten]),
                hstack([on, -most]),
            ],
            format="csr",
        )
        none, unlimited = np.zeros(len(switches)), np.full(len(switches), np.inf)
        whole = Distinct(
            matrix,
            np.concatenate([system.lower, none, -unlimited]),
            np.concatenate([system.upper, unlimited, none]),
            np.concatenate([system.least, none]),
            np.concatenate([system.most, none + 1.0]),
        )
        return whole_solver_of(whole, options=OPTIONS)
