"""What the city's own figures disclose of one agency, given the bounds of all others."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from portal.publication.disclosure_audit.component import Target
from portal.publication.disclosure_audit.feasibility_intervals import FeasibilityInterval
from portal.publication.disclosure_audit.published_constraints import (
    PublishedConstraints,
    agencies_in,
    problem_of,
)
from portal.publication.disclosure_audit.ranges import ranges_of
from portal.publication.disclosure_audit.solver import ContradictoryStatements
from portal.publication.exact_sums.archive import Atom
from portal.publication.exact_sums.inputs import ReleaseInputs
from portal.publication.figures.disclosure_rules import parts_of
from portal.publication.figures.known_figures import PublishedConstraint

# What is said of an agency, and the city's statements in which its ratings count.
Said = tuple[PublishedConstraint, ...]
Ranges = dict[tuple[str, Said, Said], list[FeasibilityInterval]]


def told_by_the_city(
    inputs: ReleaseInputs,
    known: PublishedConstraints,
    *,
    months: frozenset[str],
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
        Target(
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
