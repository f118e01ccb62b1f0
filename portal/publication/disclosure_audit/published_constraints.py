"""All published constraints about each agency, and about several agencies together."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from portal.publication.disclosure_audit.component import (
    Component,
    Incidence,
    Target,
    component_of,
    possible_atoms,
)
from portal.publication.disclosure_audit.feasibility_intervals import FeasibilityInterval
from portal.publication.disclosure_audit.reading import Read, published_constraints_of
from portal.publication.exact_sums.inputs import ReleaseInputs
from portal.publication.figures.city import City
from portal.publication.figures.disclosure_rules import SINGLE_GROUPS, Group
from portal.publication.figures.documents import CITY_ADDRESS
from portal.publication.figures.known_figures import CountRow, PublishedConstraint
from portal.time.months import MonthRange


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
    """Give what follows where a place speaks of one group of channels only: nobody used others."""
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
    targets: tuple[Target, ...]

    def said_by(self, interval: FeasibilityInterval) -> list[PublishedConstraint]:
        """Return the statements that hold a bracket where it is."""
        published = range(len(self.statements))
        return [self.statements[row] for row in sorted(interval.binding) if row in published]


def problem_of(
    inputs: ReleaseInputs,
    statements: Iterable[PublishedConstraint],
    *,
    agencies: Iterable[str],
    targets: Collection[Target],
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
    statements: Iterable[PublishedConstraint], *, targets: Iterable[Target]
) -> tuple[list[PublishedConstraint], tuple[str, ...]]:
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
