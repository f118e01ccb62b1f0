"""How many people counts can have at the least and at the most, for many counts at once."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse.csgraph import connected_components

from portal.publication.disclosure_audit.bounds import (
    SLACK,
    WHOLE,
    Bracket,
    ContradictoryStatements,
    is_whole,
)
from portal.publication.disclosure_audit.component import Component, Floats, matrix_of
from portal.publication.disclosure_audit.distinct import Columns, Distinct, columns_of, distinct_of

# These systems are so small that simplifying them takes longer than solving them.
OPTIONS = {"presolve": False}
TRIES = 4
GOAL_FIRST = 100.0
# A release asks again and again what few months and agencies allow; this many answers are kept.
KEPT = 4_096
Ends = tuple[float, float]


@dataclass(frozen=True, slots=True)
class _Part:
    """Unknowns that hang together, numbered from 0: what is said of sums and of single ones."""

    said: tuple[tuple[Columns, Ends], ...]
    single: tuple[Ends, ...]


def ranges_of(component: Component) -> list[Bracket]:
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


def _range(parts: dict[int, tuple[_Part, int]], columns: Columns) -> Bracket:
    """Return the sum of the ends that each part allows."""
    lower = upper = 0.0
    for part, local in _split(parts, columns):
        least, most = _range_within(part, local)
        lower, upper = lower + least, upper + most
    return Bracket(lower, upper)


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
    system = _system(part)
    # An unknown that no statement limits can be as large as one likes.
    is_limited = all(system.is_limited[column] for column in columns)
    upper = _extreme(system, columns, sign=1) if is_limited else float("inf")
    return _extreme(system, columns, sign=-1), upper


@dataclass(frozen=True, slots=True)
class _System:
    """A part as the solver takes it; ``is_limited`` by unknown."""

    limits: LinearConstraint
    bounds: Bounds
    is_limited: tuple[bool, ...]


@lru_cache(maxsize=KEPT)
def _system(part: _Part) -> _System:
    width = len(part.single)
    least, most = np.array(part.single).T
    lower, upper = np.array([ends for _, ends in part.said]).T
    is_limited = np.isfinite(most)
    for columns, (_, end) in part.said:
        is_limited[list(columns)] |= np.isfinite(end)
    matrix = matrix_of([columns for columns, _ in part.said], width=width)
    return _System(
        LinearConstraint(matrix.tocsc(), lower, upper),
        Bounds(least, most),
        tuple(is_limited.tolist()),
    )


def _extreme(system: _System, columns: Columns, *, sign: int) -> float:
    """Return the highest (sign 1) or lowest (sign -1) whole sum of some unknowns."""
    goal = np.zeros(len(system.is_limited))
    goal[list(columns)] = -float(sign)
    best = _solved(goal, system=system, integrality=0)
    people = _whole_as_good(best, goal, system=system)
    if people is None:
        people = _solved(goal, system=system, integrality=WHOLE)
    return float(-sign * (goal @ people))


def _whole_as_good(best: Floats, goal: Floats, *, system: _System) -> Floats | None:
    """Return whole people that reach the goal as well as ``best``, or None when none are found.

    Often many solutions are equally good and the first one found halves people. Weighing the
    unknowns differently besides finds another, much faster than whole numbers from the start.
    """
    dice = np.random.default_rng(len(goal))
    found = best
    for _ in range(TRIES):
        if is_whole(found) and abs(goal @ (found - best)) < SLACK:
            return found
        found = _solved(GOAL_FIRST * goal + dice.random(len(goal)), system=system, integrality=0)
    return None


def _solved(cost: Floats, *, system: _System, integrality: int) -> Floats:
    """Return the unknowns that make ``cost`` the least.

    :raises ContradictoryStatements: when nothing fits.
    """
    found: Any = milp(
        cost,
        constraints=system.limits,
        bounds=system.bounds,
        integrality=np.full(len(cost), integrality),
        options=OPTIONS,
    )
    if not found.success:
        raise ContradictoryStatements(found.message)
    people: Floats = found.x
    return people
