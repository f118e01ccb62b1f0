"""Statements about the same unknowns said once, as the solver of linear programmes takes them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import LinearConstraint

from portal.publication.disclosure_audit.component import Component, Floats, Matrix, matrix_of

# The unknowns of a row, in order.
Columns = tuple[int, ...]
SAYS_NOTHING = (0.0, np.inf)


@dataclass(frozen=True, slots=True)
class Distinct:
    """Rows about several unknowns between two ends, and the ends of each single unknown."""

    matrix: Matrix
    lower: Floats
    upper: Floats
    least: Floats
    most: Floats

    @property
    def limits(self) -> LinearConstraint:
        """The rows as the solver takes them."""
        return LinearConstraint(self.matrix.tocsc(), self.lower, self.upper)

    def allows(self, people: Floats) -> bool:
        """Whether some counts contradict none of the statements."""
        sums = self.matrix @ people
        return bool(
            (people >= self.least).all()
            and (people <= self.most).all()
            and (sums >= self.lower).all()
            and (sums <= self.upper).all()
        )


def distinct_of(component: Component) -> Distinct:
    """Keep of statements about the same unknowns the closest ends, and none that says nothing."""
    width = len(component.truth)
    least, most = np.zeros(width), np.full(width, np.inf)
    several: dict[Columns, tuple[float, float]] = {}
    for columns, ends in closest_ends(component).items():
        if len(columns) == 1:
            least[columns[0]], most[columns[0]] = ends
        elif columns:
            several[columns] = ends
    lower, upper = np.array(list(several.values())).reshape(-1, 2).T
    return Distinct(matrix_of(list(several), width=width), lower, upper, least, most)


def limited(system: Distinct) -> NDArray[np.bool_]:
    """Return by unknown whether anything limits it: no other can be as large as one likes."""
    found: NDArray[np.bool_] = np.isfinite(system.most)
    found[system.matrix[np.isfinite(system.upper)].indices] = True
    return found


def closest_ends(component: Component) -> dict[Columns, tuple[float, float]]:
    """Return the closest ends of every sum of unknowns of which something is said."""
    ends: dict[Columns, tuple[float, float]] = {}
    for columns, lower, upper in zip(
        columns_of(component.matrix), component.lower, component.upper, strict=True
    ):
        highest_lower, lowest_upper = ends.get(columns, SAYS_NOTHING)
        ends[columns] = max(lower, highest_lower), min(upper, lowest_upper)
    return {columns: each for columns, each in ends.items() if each != SAYS_NOTHING}


def columns_of(matrix: Matrix) -> list[Columns]:
    """Return the unknowns of each row, in order."""
    starts, ends = matrix.indptr[:-1], matrix.indptr[1:]
    return [
        tuple(sorted(matrix.indices[start:end].tolist()))
        for start, end in zip(starts, ends, strict=True)
    ]
