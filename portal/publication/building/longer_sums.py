"""Sums that follow from a draft and earlier releases: none of few people, none of one person.

A quarter less two shown months is the third, a parent less its other children is the child, and
any other way of adding and subtracting counts as well.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from scipy.sparse import csr_array, vstack

from portal.publication.building.longer_shared_sums import (
    Key,
    Sum,
    WorkedOut,
    following_before,
    following_newly,
    intervals,
    rated_problem,
    told_of_agencies,
)
from portal.publication.disclosure_audit.component import Matrix, TargetCount, matrix_of
from portal.publication.disclosure_audit.published_constraints import known_from
from portal.publication.exact_sums.inputs import ReleaseInputs
from portal.publication.figures.disclosure_rules import LEAST_SHOWN, MONTHLY_GROUPS, Group
from portal.publication.figures.documents import CITY_ADDRESS
from portal.publication.figures.known_figures import CountRow, PublishedConstraint, statement_of
from portal.time.months import Month, covering


@dataclass(frozen=True, slots=True)
class Told:
    """A sum that must not follow, and the weights of the draft's longer figures that it takes."""

    address: str
    takes: Mapping[Key, float]


def told_sums(
    inputs: ReleaseInputs,
    rows: Iterable[CountRow],
    *,
    draft: Iterable[CountRow],
    agencies: Iterable[str],
    worked_out: WorkedOut,
) -> list[Told]:
    """Return the sums of fewer than ten ratings, or of one person's, that the draft tells.

    Sums that follow without the draft are left out. Estimates are treated as if they stated
    their sums exactly, which assumes more than they do.

    :param rows: every count that was published or will be beside the draft.
    :param draft: the counts of the draft's longer figures.
    :param agencies: the addresses of those to look at.
    :param worked_out: what was worked out for earlier drafts of the release.
    """
    old = _statements(inputs, rows)
    new = _statements(inputs, draft)
    keys = {each: _key(each) for each in new}
    known = known_from(inputs, (*old, *new))

    def sums_of(statements: Iterable[PublishedConstraint]) -> list[Sum]:
        return [Sum(each, frozenset({keys[each]} if each in keys else ())) for each in statements]

    own = {agency: sums_of(found) for agency, found in known.by_agency.items()}
    above = sums_of(each for each in known.shared if each.addresses == (CITY_ADDRESS,))
    shared = told_of_agencies(inputs, own, above=above, worked_out=worked_out)
    found: list[Told] = []
    for agency in sorted(agencies):
        sums = [*own.get(agency, ()), *shared.get(agency, ())]
        found += _in_agency(inputs, agency, sums=sums, worked_out=worked_out)
    return found


def _statements(inputs: ReleaseInputs, rows: Iterable[CountRow]) -> list[PublishedConstraint]:
    shown = (row for row in rows if row.element is None and (row.n is not None or row.has_estimate))
    return list(dict.fromkeys(statement_of(row, book=inputs.book) for row in shown))


def _key(said: PublishedConstraint) -> Key:
    return said.addresses[0], said.span, said.group


def _in_agency(
    inputs: ReleaseInputs, agency: str, *, sums: Sequence[Sum], worked_out: WorkedOut
) -> Iterator[Told]:
    new = [each for each in sums if each.takes]
    if not new:
        return
    months = _linked(sums, months={month for each in new for month in each.statement.span.months})
    forbidden = worked_out.forbidden
    if (agency, months) not in forbidden:
        found = _forbidden(inputs, agency, months=months, worked_out=worked_out)
        forbidden[agency, months] = tuple(found)
    targets = forbidden[agency, months]
    if not targets:
        return
    matrix, looked_at, takes = rated_problem(inputs, agency, sums=sums, targets=targets)
    sought, addresses = _with_unions(inputs, targets, matrix=looked_at, worked_out=worked_out)
    old = agency, months, tuple(each for each in sums if not each.takes)
    if old not in worked_out.before:
        worked_out.before[old] = following_before(matrix, sought, takes=takes)
    before = worked_out.before[old]
    for each in following_newly(matrix, sought, takes=takes, before=before):
        yield Told(addresses[each.position], each.takes)


def _linked(sums: Iterable[Sum], *, months: set[Month]) -> tuple[Month, ...]:
    spans = [set(each.statement.span.months) for each in sums]
    while near := [span for span in spans if span & months and not span <= months]:
        months = months.union(*near)
    return tuple(sorted(months))


def _forbidden(
    inputs: ReleaseInputs, agency: str, *, months: Sequence[Month], worked_out: WorkedOut
) -> Iterator[TargetCount]:
    """Give the sums of an agency and of what is below it that must not follow."""
    for address in inputs.city.places:
        if inputs.city.agency_of(address) != agency:
            continue
        for span in intervals(months):
            counts = {
                group: inputs.archive.count(address, months=span.months, group=group)
                for group in MONTHLY_GROUPS
            }
            is_one = bool(counts[Group.ALL]) and worked_out.is_personal(
                inputs, (address,), span=span
            )
            for group, n in counts.items():
                if n and (n < LEAST_SHOWN or is_one):
                    yield TargetCount(address, span.months, group, n)


def _with_unions(
    inputs: ReleaseInputs, targets: Sequence[TargetCount], *, matrix: Matrix, worked_out: WorkedOut
) -> tuple[Matrix, list[str]]:
    """Add the sums of all of a family's forbidden cells, where even together they are few."""
    parents: defaultdict[tuple[object, ...], list[int]] = defaultdict(list)
    for position, each in enumerate(targets):
        kind = inputs.city.places[each.address].kind == "service"
        parent = inputs.city.parents[each.address][-1]
        parents[parent, kind, each.months, each.group].append(position)
    unions, addresses = [], [each.address for each in targets]
    for positions in parents.values():
        together = [targets[each] for each in positions]
        if len(positions) > 1 and _is_few(inputs, together, worked_out=worked_out):
            unions.append(positions)
            addresses.append(targets[positions[0]].address)
    if not unions:
        return matrix, addresses
    chosen = matrix_of(unions, width=matrix.shape[0])
    return csr_array(vstack([matrix, chosen @ matrix])), addresses


def _is_few(
    inputs: ReleaseInputs, targets: Sequence[TargetCount], *, worked_out: WorkedOut
) -> bool:
    if sum(each.n for each in targets) < LEAST_SHOWN:
        return True
    addresses = tuple(each.address for each in targets)
    return worked_out.is_personal(inputs, addresses, span=covering(targets[0].months))
