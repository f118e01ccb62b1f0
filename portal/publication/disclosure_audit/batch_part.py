"""Groups of ratings that statements connect: the lowest and highest value of a sum of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import highspy
import numpy as np
from scipy.sparse import csr_array, diags_array, hstack, vstack

from portal.disclosure.figures import BATCH
from portal.publication.disclosure_audit.batch_ends import Ends, Places, Said
from portal.publication.disclosure_audit.component import Distinct, Floats, matrix_of
from portal.publication.disclosure_audit.solver import KEPT, SLACK, solver_of, whole_solver_of

# After so many steps an end is taken as far as it is proved. A limit in seconds would let the
# same release come out differently on another day.
NODES = 2_000
OPTIONS: Mapping[str, str | float] = {
    "mip_max_nodes": NODES,
    # Sums of people are whole numbers.
    "mip_abs_gap": 0.99,
    "mip_rel_gap": 0.0,
}
NO_LIMIT = float("inf")
# Some unknowns, and 1 for the most that they add up to or -1 for the least.
End = tuple[tuple[int, ...], int]


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
class BatchPart:
    """Unknowns that statements tie together, by their number; the truth, seen first, is possible.

    Sums are spoken of by their unknowns and a sign: 1 for the highest, -1 for the lowest, of which
    ``enough`` is what it is below 0.
    """

    columns: Places
    said: list[Said]
    ends: Ends
    seen: list[Floats]
    _outer: dict[End, float] = field(default_factory=dict)
    _tried: set[End] = field(default_factory=set)

    def proved(self, own: tuple[int, ...]) -> Proved:
        """Return what is known so far of the sum of some unknowns."""
        places = self._places(own)
        sums = [float(each[places].sum()) for each in self.seen]
        least, most = self._least[places].sum(), self._most[places].sum()
        return Proved(
            min(sums),
            max(sums),
            self._outer.get((own, -1), float(least)),
            self._outer.get((own, 1), float(most)),
        )

    def is_done(self, own: tuple[int, ...], *, sign: int, enough: float = NO_LIMIT) -> bool:
        """Whether a sum is known to go far enough, or as far as it can, or was tried in vain."""
        known = self.proved(own)
        reached, limit = known.most, known.outer_most
        if sign < 0:
            reached, limit = -known.least, -known.outer_least
        return reached >= min(enough, limit) or (own, sign) in self._tried

    def look(self, own: tuple[int, ...], *, sign: int, enough: float = NO_LIMIT) -> None:
        """Look for the highest sum of some unknowns, or with sign -1 for the lowest."""
        if self.is_done(own, sign=sign, enough=enough):
            return
        solver = self._solver
        solver.setOptionValue("objective_target", -enough)
        self._run(solver, own, sign=sign)
        people = np.round(np.array(solver.getSolution().col_value)[: len(self.columns)])
        if len(people) == len(self.columns):
            self.learn(people)
        info = solver.getInfo()
        if info.valid:
            self.limit(own, sign=sign, end=sign * np.floor(-info.mip_dual_bound + SLACK))
        if not self.is_done(own, sign=sign, enough=enough):
            self._tried.add((own, sign))

    def look_in_fractions(self, own: tuple[int, ...], *, sign: int) -> None:
        """Look beyond which end not even fractions of people are possible, which is quick."""
        if self.is_done(own, sign=sign):
            return
        solver = self._fractions
        self._run(solver, own, sign=sign)
        if solver.getModelStatus() == highspy.HighsModelStatus.kOptimal:
            most = -solver.getInfo().objective_function_value
            self.limit(own, sign=sign, end=sign * np.floor(most + SLACK))

    def _run(self, solver: highspy.Highs, own: tuple[int, ...], *, sign: int) -> None:
        goal = np.zeros(len(self.columns) + len(self._switched))
        goal[self._places(own)] = -sign
        solver.changeColsCost(len(goal), np.arange(len(goal), dtype=np.int32), goal)
        solver.run()

    def farthest(self, own: tuple[int, ...], *, sign: int) -> Floats:
        """Return the numbers of all unknowns with the highest, or lowest, sum seen of some."""
        places = self._places(own)
        return max(self.seen, key=lambda people: sign * float(people[places].sum()))

    def learn(self, people: Floats) -> None:
        """Remember numbers of the unknowns, unless something said contradicts them."""
        if self._is_possible(people):
            self.seen.append(people)

    def limit(self, own: tuple[int, ...], *, sign: int, end: float) -> None:
        """Remember that a sum lies nowhere beyond an end."""
        known = self.proved(own)
        closer = min(known.outer_most, end) if sign > 0 else max(known.outer_least, end)
        self._outer[own, sign] = float(closer)

    def _places(self, own: tuple[int, ...]) -> list[int]:
        return [self._place[each] for each in own]

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
        return whole_solver_of(self._with_switches, options=OPTIONS)

    @cached_property
    def _fractions(self) -> highspy.Highs:
        return solver_of(self._with_switches, options=KEPT)

    @cached_property
    def _with_switches(self) -> Distinct:
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
        return Distinct(
            matrix,
            np.concatenate([system.lower, none, -unlimited]),
            np.concatenate([system.upper, unlimited, none]),
            np.concatenate([system.least, none]),
            np.concatenate([system.most, none + 1.0]),
        )
