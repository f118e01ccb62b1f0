"""Finds contradictory data before figures are made of it, and the places that it concerns."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from portal.publication.disclosure_audit.published_constraints import constraints_of_rows
from portal.publication.disclosure_audit.truth import Truth
from portal.publication.exact_sums.inputs import ReleaseInputs
from portal.publication.exact_sums.questions import contradictory_answers, impossible_sums
from portal.publication.figures.contradictions import Contradiction, ContradictionKind
from portal.publication.figures.documents import ReleaseKind


@dataclass(frozen=True, slots=True)
class Examined:
    """Inputs that know of which places nothing may be shown, and the contradictions found."""

    inputs: ReleaseInputs
    found: tuple[Contradiction, ...]


def examined(inputs: ReleaseInputs) -> Examined:
    """Look for contradictions in ratings, records and everything published of the year."""
    said = constraints_of_rows(inputs, inputs.history)
    found = (
        *contradictory_answers(inputs.city, inputs.archive, book=inputs.book),
        *impossible_sums(inputs.city, inputs.archive),
        *Truth(inputs).contradictions(said),
    )
    return with_contradictions(inputs, found)


def with_contradictions(inputs: ReleaseInputs, found: Iterable[Contradiction]) -> Examined:
    """Return the inputs that also withhold the places of ``found``, and what was not accepted.

    A contradiction that somebody accepted is known: its months stay withheld and no others.
    """
    open_ = [each for each in found if not _is_accepted(inputs, each)]
    places = _lowest(inputs, {each.address for each in open_ if _concerns(inputs, each)})
    withheld = replace(inputs, contradictory=inputs.contradictory | places)
    return Examined(withheld, tuple(sorted(set(open_), key=_order)))


def _order(each: Contradiction) -> tuple[str, ...]:
    return each.address, str(each.span), each.kind, each.element or "", each.flaw or ""


def _concerns(inputs: ReleaseInputs, found: Contradiction) -> bool:
    """Whether figures of these inputs rest on what is contradictory: paper counts once a year."""
    is_revision = inputs.stamp.kind is ReleaseKind.REVISION
    return is_revision or found.kind is not ContradictionKind.IMPOSSIBLE_PAPER


def _is_accepted(inputs: ReleaseInputs, found: Contradiction) -> bool:
    months = inputs.withheld.get(found.address, frozenset())
    return months.issuperset(found.span.months)


def _lowest(inputs: ReleaseInputs, addresses: Collection[str]) -> frozenset[str]:
    """Leave out what only repeats the contradiction of a place below it."""
    above = {parent for each in addresses for parent in inputs.city.parents[each]}
    return frozenset(addresses) - above
