"""P7 over a whole draft, one agency after the other, with all that was published before."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from portal.publication.building.cells import Cells
from portal.publication.building.inputs import ReleaseInputs
from portal.publication.domain.disclosure.knowledge import CountRow, Statement, statement_of
from portal.publication.domain.documents import CITY_ADDRESS
from portal.publication.lint.bounds import Bracket, tight_brackets
from portal.publication.lint.component import Incidence, Target, component_of, possible_atoms
from portal.publication.lint.targets import hidden_counts


@dataclass(frozen=True, slots=True)
class Exposure:
    """A hidden count that can be told within fewer than 5, and the statements that tell it."""

    target: Target
    bracket: Bracket
    told_by: tuple[Statement, ...]


def exposures(
    inputs: ReleaseInputs, cells: Cells, *, rows: Iterable[CountRow], agency: str
) -> list[Exposure]:
    """Return the hidden counts of one agency that everything published brackets too tightly.

    :param rows: every count of this draft and of the year's earlier releases that concerns
        the agency or the city.
    :param agency: its address.
    """
    pairs = [cells[each] for each in members_of(inputs, agency) if each in cells]
    targets = hidden_counts(pairs, archive=inputs.archive, period=inputs.period)
    if not targets:
        return []
    statements, months = _linked(_statements(inputs, rows, agency=agency), targets=targets)
    counts = inputs.archive.atoms
    agency_id = inputs.city.catalogue.agencies_by_code[agency.partition("/")[2]].id
    atoms = possible_atoms(inputs.city, agency_id=agency_id, months=months, observed=counts)
    component = component_of(
        incidence=Incidence(inputs.city, atoms),
        atoms=atoms,
        statements=statements,
        targets=targets,
        counts=counts,
    )
    return [
        Exposure(targets[position], each, tuple(statements[row] for row in sorted(each.binding)))
        for position, each in tight_brackets(component).items()
    ]


def members_of(inputs: ReleaseInputs, agency: str) -> Iterator[str]:
    """Give an agency's own address and those of everything below it."""
    for address in inputs.city.places:
        if inputs.city.agency_of(address) == agency:
            yield address


def _statements(inputs: ReleaseInputs, rows: Iterable[CountRow], *, agency: str) -> list[Statement]:
    """Return what is known of one agency, the city's figures less the other agencies included."""
    own: list[Statement] = []
    city_wide: list[Statement] = []
    known: dict[Statement, Statement] = {}
    for row in rows:
        said = statement_of(row, rules=inputs.rules)
        holders = {inputs.city.agency_of(address) for address in said.addresses}
        if holders == {agency}:
            own.append(said)
        elif said.element is None and (None in holders or len(holders) > 1):
            city_wide.append(said)
        elif said.element is None and said.addresses[0] in holders:
            known[_subject(said)] = said
    return own + [
        less_others(each, agency=agency, agencies=_agencies(inputs, each), known=known)
        for each in city_wide
        if agency in _agencies(inputs, each)
    ]


def _subject(said: Statement) -> Statement:
    return replace(said, lower=0, upper=None)


def _agencies(inputs: ReleaseInputs, said: Statement) -> tuple[str, ...]:
    """Return the agencies that a city-wide statement adds up."""
    if said.addresses != (CITY_ADDRESS,):
        return said.addresses
    return tuple(each for each in inputs.city.places if inputs.city.agency_of(each) == each)


def less_others(
    said: Statement,
    *,
    agency: str,
    agencies: Sequence[str],
    known: Mapping[Statement, Statement],
) -> Statement:
    """Return what a statement over several agencies tells of one of them.

    :param known: statements about the other agencies, by themselves without their bounds.
    """
    nothing = Statement((), said.span, said.group, 0, None)
    rest = [
        known.get(_subject(replace(said, addresses=(each,))), nothing)
        for each in agencies
        if each != agency
    ]
    highest = [each.upper for each in rest]
    lower = 0
    if None not in highest:
        lower = max(0, said.lower - sum(each for each in highest if each is not None))
    upper = None if said.upper is None else said.upper - sum(each.lower for each in rest)
    return Statement((agency,), said.span, said.group, lower, upper)


def _linked(
    statements: Iterable[Statement], *, targets: Iterable[Target]
) -> tuple[list[Statement], tuple[str, ...]]:
    """Return the statements that hang together with the targets' months, and those months."""
    pending = list(statements)
    months = {month for target in targets for month in target.months}
    linked: list[Statement] = []
    while True:
        near = [each for each in pending if not months.isdisjoint(each.span.months)]
        if not near:
            return linked, tuple(sorted(months))
        linked += near
        pending = [each for each in pending if months.isdisjoint(each.span.months)]
        months |= {month for each in near for month in each.span.months}
