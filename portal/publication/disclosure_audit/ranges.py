"""The lowest and highest number of people that counts can have, for many counts at once."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy.sparse.csgraph import connected_components

from portal.publication.disclosure_audit.component import Component, matrix_of
from portal.publication.disclosure_audit.distinct import Columns, Distinct, columns_of, distinct_of
from portal.publication.disclosure_audit.feasibility_intervals import FeasibilityInterval
from portal.publication.disclosure_audit.solver import ContradictoryStatements, Solver

# A release asks again and again what few months and agencies allow; this many answers are kept.
KEPT = 4_096
# So many systems stay in the solver; an agency's parts follow one another.
SOLVERS = 64
Ends = tuple[float, float]


@dataclass(frozen=True, slots=True)
class _Part:
    """Unknowns that hang together, numbered from 0: what is said of sums and of single ones."""

    said: tuple[tuple[Columns, Ends], ...]
    single: tuple[Ends, ...]


def ranges_of(component: Component) -> list[FeasibilityInterval]:
    """Return both ends of every count in question, in their order.

    Many counts are about the same people, such as those asked an element that everybody is
    asked, and many statements too: each is worked out once. Unknowns that no statement ties
    together, such as those of two months, are looked at apart.

    :raises ContradictoryStatements: when no counts fit the statements.
    """
    asked = columns_of(component.targets)
    parts = _parts(distinct_of(component))
    found = {columns: _range(parts, columns) for columns in dict.fromkeys(asked)}
    return [found[columns] for columns in asked]


def _parts(system: Distinct) -> dict[int, tuple[_Part, int]]:
    """Return by unknown the part it is in, and its number there."""
    matrix = system.matrix
    _, labels = connected_components(matrix.T @ matrix, directed=False)
    numbers: dict[int, list[int]] = {}
    for column, label in enumerate(labels.tolist()):
        numbers.setdefault(label, []).append(column)
    place = {column: at for columns in numbers.values() for at, column in enumerate(columns)}
    said: dict[int, list[tuple[Columns, Ends]]] = {}
    ends = zip(system.lower.tolist(), system.upper.tolist(), strict=True)
    for columns, each in zip(columns_of(matrix), ends, strict=True):
        local = tuple(place[column] for column in columns)
        said.setdefault(int(labels[columns[0]]), []).append((local, each))
    single = list(zip(system.least.tolist(), system.most.tolist(), strict=True))
    found: dict[int, tuple[_Part, int]] = {}
    for label, held in numbers.items():
        part = _Part(tuple(said.get(label, ())), tuple(single[column] for column in held))
        found |= {column: (part, place[column]) for column in held}
    return found


def _range(parts: dict[int, tuple[_Part, int]], columns: Columns) -> FeasibilityInterval:
    """Return the sum of the ends that each part allows."""
    lower = upper = 0.0
    for part, local in _split(parts, columns):
        least, most = _range_within(part, local)
        lower, upper = lower + least, upper + most
    return FeasibilityInterval(lower, upper)


def _split(
    parts: dict[int, tuple[_Part, int]], columns: Columns
) -> Iterator[tuple[_Part, Columns]]:
    """Give each part that holds some of the unknowns, and which of them."""
    held: dict[int, tuple[_Part, list[int]]] = {}
    for column in columns:
        part, local = parts[column]
        held.setdefault(id(part), (part, []))[1].append(local)
    for part, found in held.values():
        yield part, tuple(found)


@lru_cache(maxsize=KEPT)
def _range_within(part: _Part, columns: Columns) -> Ends:
    if not part.said:
        ends = [part.single[column] for column in columns]
        if any(lower > upper for lower, upper in ends):
            raise ContradictoryStatements("a count is said to be more than it can be")
        return sum(lower for lower, _ in ends), sum(upper for _, upper in ends)
    goal = np.zeros(len(part.single))
    goal[list(columns)] = 1.0
    solver = _solver_of(part)
    lower = goal @ solver.most_people(-goal)
    # An unknown that no statement limits can be as large as one likes.
    upper = goal @ solver.most_people(goal) if solver.is_limited(goal) else np.inf
    return float(lower), float(upper)


@lru_cache(maxsize=SOLVERS)
def _solver_of(part: _Part) -> Solver:
    least, most = np.array(part.single).T
    lower, upper = np.array([ends for _, ends in part.said]).T
    matrix = matrix_of([columns for columns, _ in part.said], width=len(part.single))
    return Solver(Distinct(matrix, lower, upper, least, most))
