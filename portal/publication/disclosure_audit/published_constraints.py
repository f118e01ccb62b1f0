"""Published constraints of the tables of releases: of each agency, and of several together."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from portal.disclosure.documents import NOTHING_BESIDE, constraints_of
from portal.disclosure.figures import ALL, OPEN, PAPER, VERIFIED, Constraint, Rules, with_batches
from portal.publication.disclosure_audit.component import (
    Component,
    Incidence,
    TargetCount,
    component_of,
    possible_atoms,
)
from portal.publication.disclosure_audit.feasibility_intervals import FeasibilityInterval
from portal.publication.exact_sums.inputs import ReleaseInputs
from portal.publication.figures.city import City
from portal.publication.figures.disclosure_rules import SINGLE_GROUPS, Group
from portal.publication.figures.documents import CITY_ADDRESS
from portal.publication.figures.known_figures import FIGURES_ADDRESS, CountRow, PublishedConstraint
from portal.survey.elements import Element, RuleBook
from portal.time.months import Month, MonthRange

GROUPS = {ALL: Group.ALL, VERIFIED: Group.VERIFIED, OPEN: Group.OPEN, PAPER: Group.PAPER}
COLUMNS = (
    *("address", "element", "channels", "period", "n", "few_answers", "suppressed", "members"),
    "estimate",
)


# What rows of one place and span tell by themselves, and by what does not stand beside them.
Told = tuple[tuple[Constraint, ...], tuple[Constraint, ...]]
Read = dict[tuple[CountRow, ...], Told]


def published_constraints_of(
    rows: Iterable[CountRow], *, book: RuleBook, knows_batches: bool, read: Read | None = None
) -> Iterator[PublishedConstraint]:
    """Give what rows of some releases tell of groups of channels, release by release.

    :param knows_batches: whether the reader knows that ratings are mixed in tens.
    :param read: what was read of other drafts by the same rules, to which this adds.
    """
    constraints = told_by_rows(rows, book=book, read=read)
    yield from _stated(map(with_batches, constraints) if knows_batches else constraints)


def told_by_rows(
    rows: Iterable[CountRow], *, book: RuleBook, read: Read | None = None
) -> Iterator[Constraint]:
    """Give what rows of some releases tell of numbers of ratings, release by release.

    Drafts differ in few rows, and what a place's rows of one span tell hangs on no other.

    :param read: what was read of other drafts by the same rules, to which this adds.
    """
    known: Read = {} if read is None else read
    by_release: defaultdict[Month, list[CountRow]] = defaultdict(list)
    for row in rows:
        # Every figure is published by the release of the last month of its span.
        by_release[row.span.last].append(row)
    for month, told in by_release.items():
        rules = Rules(
            least_mean=book.in_month(month).least_mean,
            skippable=frozenset(map(str, book.skippable_by(month))),
        )
        groups = _grouped(told)
        for each in groups:
            if each not in known:
                known[each] = _read(each, rules=rules)
        yield from (said for each in groups for said in known[each][0])
        yield from (said for each in groups for said in known[each][1])


def _grouped(rows: Iterable[CountRow]) -> list[tuple[CountRow, ...]]:
    """Return the rows of each place and span together, in their order."""
    found: defaultdict[tuple[str, MonthRange], list[CountRow]] = defaultdict(list)
    for row in rows:
        found[row.address, row.span].append(row)
    return list(map(tuple, found.values()))


def _read(rows: tuple[CountRow, ...], *, rules: Rules) -> Told:
    said = tuple(constraints_of(_table(rows), address=FIGURES_ADDRESS, rules=rules))
    is_beside = [each.source.endswith(NOTHING_BESIDE) for each in said]
    own = tuple(each for each, last in zip(said, is_beside, strict=True) if not last)
    return own, tuple(each for each, last in zip(said, is_beside, strict=True) if last)


def _table(rows: Iterable[CountRow]) -> dict[str, Any]:
    """Return rows as the table of a release has them, as far as they speak of numbers."""
    return {
        "columns": COLUMNS,
        "rows": [
            (
                row.address,
                row.element or "",
                row.channels,
                str(row.span),
                row.n,
                row.has_few_answers,
                row.reason,
                row.members,
                row.has_estimate or None,
            )
            for row in rows
        ],
    }


def _stated(constraints: Iterable[Constraint]) -> Iterator[PublishedConstraint]:
    """Give constraints on groups of channels; those on single ones count by group."""
    unused: defaultdict[tuple[tuple[str, ...], str], set[str]] = defaultdict(set)
    for each in constraints:
        count = each.count
        if count.channels in GROUPS:
            yield _statement(each, GROUPS[count.channels])
            continue
        if each.lower:
            yield _statement(replace(each, upper=None), Group.VERIFIED)
            continue
        known = unused[count.addresses, count.period]
        known |= set(count.channels)
        if known.issuperset(VERIFIED):
            yield _statement(each, Group.VERIFIED)


def _statement(constraint: Constraint, group: Group) -> PublishedConstraint:
    count = constraint.count
    return PublishedConstraint(
        addresses=count.addresses,
        span=MonthRange.of(count.period),
        group=group,
        lower=constraint.lower,
        upper=constraint.upper,
        element=Element(count.cell) if count.cell else None,
    )


@dataclass(frozen=True, slots=True)
class PublishedConstraints:
    """Statements by the agency (address) they are about; those about several stand apart."""

    by_agency: Mapping[str, tuple[PublishedConstraint, ...]]
    shared: tuple[PublishedConstraint, ...]


def constraints_of_rows(
    inputs: ReleaseInputs,
    rows: Iterable[CountRow],
    *,
    knows_batches: bool = False,
    read: Read | None = None,
) -> tuple[PublishedConstraint, ...]:
    """Return what rows of some releases state, and what follows from the channels they name.

    :param knows_batches: whether the reader knows that ratings are mixed in tens.
    :param read: what was read of other drafts, to which this adds.
    """
    telling = (row for row in rows if says_something(inputs.city, row))
    said = published_constraints_of(
        telling, book=inputs.book, knows_batches=knows_batches, read=read
    )
    return tuple(said)


def says_something(city: City, row: CountRow) -> bool:
    """Whether a row's count may differ from its place's own; an element all services ask cannot."""
    return row.element is None or row.element in city.partly_asked.get(row.address, ())


def known_from(
    inputs: ReleaseInputs, statements: Iterable[PublishedConstraint]
) -> PublishedConstraints:
    """Sort statements by the agency they are about."""
    by_agency: defaultdict[str, list[PublishedConstraint]] = defaultdict(list)
    shared = []
    for said in statements:
        holders = {inputs.city.agency_of(address) for address in said.addresses}
        only = next(iter(holders))
        if len(holders) == 1 and only is not None:
            by_agency[only].append(said)
        else:
            shared.append(said)
    return PublishedConstraints(
        {agency: tuple(found) for agency, found in by_agency.items()}, tuple(shared)
    )


def told_by_channels(rows: Iterable[CountRow]) -> Iterator[PublishedConstraint]:
    """Give what follows where a place has one group of channels only: nobody used others."""
    groups: defaultdict[tuple[str, MonthRange, bool], set[Group]] = defaultdict(set)
    for row in rows:
        if row.element is None and not row.members:
            groups[row.address, row.span, row.is_revised].add(row.group)
    for (address, span, is_revised), named in groups.items():
        for group in SINGLE_GROUPS:
            if group not in named and Group.ALL not in named:
                yield PublishedConstraint((address,), span, group, 0, 0, is_revised=is_revised)


def agencies_in(inputs: ReleaseInputs, said: PublishedConstraint) -> tuple[str, ...]:
    """Return the agencies whose ratings a shared statement adds up."""
    if said.addresses != (CITY_ADDRESS,):
        return said.addresses
    return tuple(each for each in inputs.city.places if inputs.city.agency_of(each) == each)


@dataclass(frozen=True, slots=True)
class Problem:
    """Unknowns of some agencies, the statements that bind them and the counts in question."""

    component: Component
    statements: tuple[PublishedConstraint, ...]
    targets: tuple[TargetCount, ...]

    def said_by(self, interval: FeasibilityInterval) -> list[PublishedConstraint]:
        """Return the statements that hold a bracket where it is."""
        published = range(len(self.statements))
        return [self.statements[row] for row in sorted(interval.binding) if row in published]


def problem_of(
    inputs: ReleaseInputs,
    statements: Iterable[PublishedConstraint],
    *,
    agencies: Iterable[str],
    targets: Collection[TargetCount],
    knows_batches: bool = False,
    is_service_lost: bool = False,
) -> Problem:
    """Write what is known of some agencies as inequalities, as far as it bears on ``targets``.

    :param agencies: their addresses; statements about others beside them are not understood.
    :param knows_batches: whether the reader knows which desks, services and channels have batches.
    :param is_service_lost: whether the reader reckons with ratings that lost their service.
    """
    linked, months = _linked(statements, targets=targets)
    counts = inputs.archive.atoms
    codes = (agency.partition("/")[2] for agency in agencies)
    known = inputs.city.catalogue.agencies_by_code
    atoms = tuple(
        atom
        for code in codes
        for atom in possible_atoms(
            inputs.city,
            agency_id=known[code].id,
            months=months,
            observed=counts,
            is_service_lost=is_service_lost,
        )
    )
    component = component_of(
        incidence=Incidence(inputs.city, atoms),
        atoms=atoms,
        statements=linked,
        targets=tuple(targets),
        counts=counts,
        knows_batches=knows_batches,
    )
    return Problem(component, tuple(linked), tuple(targets))


def _linked(
    statements: Iterable[PublishedConstraint], *, targets: Iterable[TargetCount]
) -> tuple[list[PublishedConstraint], tuple[Month, ...]]:
    """Return the statements that hang together with the targets' months, and those months."""
    pending = list(statements)
    months = {month for target in targets for month in target.months}
    linked: list[PublishedConstraint] = []
    while True:
        near = [each for each in pending if not months.isdisjoint(each.span.months)]
        if not near:
            return linked, tuple(sorted(months))
        linked += near
        pending = [each for each in pending if months.isdisjoint(each.span.months)]
        months |= {month for each in near for month in each.span.months}
