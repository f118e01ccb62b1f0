"""Statements about the same unknowns said once, as the solver of linear programmes takes them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import LinearConstraint

from portal.publication.lint.component import Component, Floats, Matrix, matrix_of

# The unknowns of a row, in order.
Columns = tuple[int, ...]
Ends = tuple[float, float]
Tellers = Mapping[Columns, Sequence[int]]
SAYS_NOTHING: Ends = (0.0, np.inf)


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
    several: dict[Columns, Ends] = {}
    for columns, ends in closest_ends(component).items():
        if len(columns) == 1:
            least[columns[0]], most[columns[0]] = ends
        elif columns:
            several[columns] = ends
    lower, upper = np.array(list(several.values())).reshape(-1, 2).T
    return Distinct(matrix_of(list(several), width=width), lower, upper, least, most)


def closest_ends(component: Component) -> dict[Columns, Ends]:
    """Return the closest ends of every sum of unknowns of which something is said."""
    ends: dict[Columns, Ends] = {}
    for columns, (lower, upper) in _said(component):
        highest_lower, lowest_upper = ends.get(columns, SAYS_NOTHING)
        ends[columns] = max(lower, highest_lower), min(upper, lowest_upper)
    return {columns: each for columns, each in ends.items() if each != SAYS_NOTHING}


def tellers_of(component: Component) -> tuple[Tellers, Tellers]:
    """Return the statements (rows) that say the closest lower, and upper, end of each sum."""
    closest = closest_ends(component)
    below: defaultdict[Columns, list[int]] = defaultdict(list)
    above: defaultdict[Columns, list[int]] = defaultdict(list)
    for row, (columns, (lower, upper)) in enumerate(_said(component)):
        least, most = closest.get(columns, SAYS_NOTHING)
        if lower == least:
            below[columns].append(row)
        if upper == most:
            above[columns].append(row)
    return below, above


def _said(component: Component) -> Iterator[tuple[Columns, Ends]]:
    ends = zip(component.lower.tolist(), component.upper.tolist(), strict=True)
    return zip(columns_of(component.matrix), ends, strict=True)


def columns_of(matrix: Matrix) -> list[Columns]:
    """Return the unknowns of each row, in order."""
    starts, ends = matrix.indptr[:-1], matrix.indptr[1:]
    return [
        tuple(sorted(matrix.indices[start:end].tolist()))
        for start, end in zip(starts, ends, strict=True)
    ]
