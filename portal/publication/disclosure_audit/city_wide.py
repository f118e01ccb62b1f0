"""Bounds of one agency from the city's own figures, given the bounds of all others.

The bounds are the lowest and highest number of people that a count can have.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from scipy.sparse.csgraph import connected_components

from portal.publication.disclosure_audit.component import (
    Columns,
    Component,
    Distinct,
    TargetCount,
    columns_of,
    distinct_of,
    matrix_of,
)
from portal.publication.disclosure_audit.feasibility_intervals import FeasibilityInterval
from portal.publication.disclosure_audit.published_constraints import (
    PublishedConstraints,
    agencies_in,
    problem_of,
)
from portal.publication.disclosure_audit.solver import ContradictoryStatements, Solver
from portal.publication.exact_sums.archive import Atom
from portal.publication.exact_sums.inputs import ReleaseInputs
from portal.publication.figures.disclosure_rules import parts_of
from portal.publication.figures.known_figures import PublishedConstraint
from portal.time.months import Month

# A release asks again and again what few months and agencies allow; this many answers are kept.
KEPT = 4_096
# So many systems stay in the solver; an agency's parts follow one another.
SOLVERS = 64
Ends = tuple[float, float]
# What is said of an agency, and the city's statements in which its ratings count.
Said = tuple[PublishedConstraint, ...]
Ranges = dict[tuple[str, Said, Said], list[FeasibilityInterval]]


@dataclass(frozen=True, slots=True)
class _CityPart:
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


def _parts(system: Distinct) -> dict[int, tuple[_CityPart, int]]:
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
    found: dict[int, tuple[_CityPart, int]] = {}
    for label, held in numbers.items():
        part = _CityPart(tuple(said.get(label, ())), tuple(single[column] for column in held))
        found |= {column: (part, place[column]) for column in held}
    return found


def _range(parts: dict[int, tuple[_CityPart, int]], columns: Columns) -> FeasibilityInterval:
    """Return the sum of the ends that each part allows."""
    lower = upper = 0.0
    for part, local in _split(parts, columns):
        least, most = _range_within(part, local)
        lower, upper = lower + least, upper + most
    return FeasibilityInterval(lower, upper)


def _split(
    parts: dict[int, tuple[_CityPart, int]], columns: Columns
) -> Iterator[tuple[_CityPart, Columns]]:
    """Give each part that holds some of the unknowns, and which of them."""
    held: dict[int, tuple[_CityPart, list[int]]] = {}
    for column in columns:
        part, local = parts[column]
        held.setdefault(id(part), (part, []))[1].append(local)
    for part, found in held.values():
        yield part, tuple(found)


@lru_cache(maxsize=KEPT)
def _range_within(part: _CityPart, columns: Columns) -> Ends:
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
def _solver_of(part: _CityPart) -> Solver:
    least, most = np.array(part.single).T
    lower, upper = np.array([ends for _, ends in part.said]).T
    matrix = matrix_of([columns for columns, _ in part.said], width=len(part.single))
    return Solver(Distinct(matrix, lower, upper, least, most))


def told_by_the_city(
    inputs: ReleaseInputs,
    known: PublishedConstraints,
    *,
    months: frozenset[Month],
    ranges: Ranges | None = None,
) -> Mapping[str, Mapping[PublishedConstraint, PublishedConstraint]]:
    """Return, by agency, what shared statements tell of it alone, each with the one it is from.

    Each of the other agencies is taken at the highest and lowest that everything about it
    allows; what is left of the city's figure bounds the agency itself.

    :param months: only statements about at least one of these are used.
    :param ranges: what was worked out for other drafts of the same release, to which this adds.
    """
    found: defaultdict[str, dict[PublishedConstraint, PublishedConstraint]] = defaultdict(dict)
    said = [each for each in known.shared if not months.isdisjoint(each.span.months)]
    usable = {_certain(inputs, each): each for each in said}
    usable |= _complements(usable)
    worked_out = _ranges(inputs, known, said=list(usable), ranges={} if ranges is None else ranges)
    for each, origin in usable.items():
        agencies = agencies_in(inputs, each)
        for agency in agencies:
            rest = [worked_out[other][each] for other in agencies if other != agency]
            found[agency][_left(each, agency=agency, rest=rest)] = origin
    return found


def _certain(inputs: ReleaseInputs, said: PublishedConstraint) -> PublishedConstraint:
    """Return what is certain of all who may have been asked: at least those who were."""
    is_vague = said.element is not None and _is_vague(inputs, said)
    return replace(said, upper=None) if is_vague else said


def _complements(
    said: Mapping[PublishedConstraint, PublishedConstraint],
) -> dict[PublishedConstraint, PublishedConstraint]:
    """Return what follows for services that do not ask an element: everybody less those asked."""
    whole = {_subject(each): each for each in said if not each.element}
    found = {}
    for asked, origin in said.items():
        total = whole.get(_subject(asked))
        if asked.element and total and total.upper is not None:
            lower = 0 if asked.upper is None else max(0, total.lower - asked.upper)
            rest = replace(asked, lower=lower, upper=total.upper - asked.lower, is_asked=False)
            found[rest] = origin
    return found


def _subject(said: PublishedConstraint) -> tuple[object, ...]:
    return said.addresses, said.span, said.group, said.is_revised


def _is_vague(inputs: ReleaseInputs, said: PublishedConstraint) -> bool:
    """Whether some ratings may or may not have been asked an element.

    They are of no service, or of one that began or ceased to ask it.
    """
    groups = parts_of(said.group, is_revised=said.is_revised)
    return any(
        _is_open(inputs, atom, said=said)
        for atom in inputs.archive.atoms
        if atom.month in said.span.months and atom.group in groups
    )


def _is_open(inputs: ReleaseInputs, atom: Atom, *, said: PublishedConstraint) -> bool:
    service = atom.location.service_id
    if service is None:
        return True
    asks = inputs.city.asks(service, month=atom.month)
    return said.element in asks.perhaps and said.element not in asks.surely


def _ranges(
    inputs: ReleaseInputs,
    known: PublishedConstraints,
    *,
    said: list[PublishedConstraint],
    ranges: Ranges,
) -> Mapping[str, Mapping[PublishedConstraint, FeasibilityInterval]]:
    """Return how many ratings each agency can have in each shared statement."""
    asked: defaultdict[str, list[PublishedConstraint]] = defaultdict(list)
    for each in said:
        for agency in agencies_in(inputs, each):
            asked[agency].append(each)
    found = {}
    for agency, statements in asked.items():
        key = agency, known.by_agency.get(agency, ()), tuple(statements)
        if key not in ranges:
            ranges[key] = _brackets(inputs, key[1], agency=agency, said=statements)
        found[agency] = dict(zip(statements, ranges[key], strict=True))
    return found


def _brackets(
    inputs: ReleaseInputs, own: Said, *, agency: str, said: list[PublishedConstraint]
) -> list[FeasibilityInterval]:
    targets = [
        TargetCount(
            agency, each.span.months, each.group, 0, each.element, each.is_asked, each.is_revised
        )
        for each in said
    ]
    problem = problem_of(inputs, own, agencies=(agency,), targets=targets)
    try:
        return ranges_of(problem.component)
    except ContradictoryStatements:
        # Where the solver finds no answer, readers are taken to know the counts themselves.
        exact = problem.component.targets @ problem.component.truth
        return [FeasibilityInterval(float(count), float(count)) for count in exact]


def _left(
    said: PublishedConstraint, *, agency: str, rest: list[FeasibilityInterval]
) -> PublishedConstraint:
    highest = sum(each.upper for each in rest)
    lowest = sum(each.lower for each in rest)
    lower = max(0, round(said.lower - highest)) if highest != float("inf") else 0
    upper = None if said.upper is None else round(said.upper - lowest)
    return replace(said, addresses=(agency,), lower=lower, upper=upper)
