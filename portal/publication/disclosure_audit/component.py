"""One agency's ratings as unknowns, with everything published about them as inequalities.

Statements about the same unknowns are said once, as the solver of linear programmes takes them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import LinearConstraint
from scipy.sparse import csr_array

from portal.disclosure.figures import BATCH
from portal.organisation.places.arrangement import Asks
from portal.publication.exact_sums.archive import Atom
from portal.publication.figures.city import City, Location
from portal.publication.figures.disclosure_rules import SINGLE_GROUPS, TAKEN_OUT, Group, parts_of
from portal.publication.figures.known_figures import PublishedConstraint
from portal.survey.elements import Element
from portal.time.months import Month

Floats = NDArray[np.float64]
# scipy ships no types.
Matrix: TypeAlias = Any
# The unknowns of a row, in order.
Columns = tuple[int, ...]
SAYS_NOTHING = (0.0, np.inf)


@dataclass(frozen=True, slots=True)
class TargetCount:
    """A count in question: a place's ratings in months and a group; ``n`` is true.

    ``element`` restricts it to services where that element is asked, or, without ``is_asked``,
    to those where it is not; ``is_revised`` leaves out what was taken out after publication.
    """

    address: str
    months: tuple[Month, ...]
    group: Group
    n: int
    element: Element | None = None
    is_asked: bool = True
    is_revised: bool = False


@dataclass(frozen=True, slots=True)
class Component:
    """Unknown counts x of an agency's atoms with ``lower <= matrix x <= upper``.

    ``targets`` has a row per hidden count; ``truth`` holds the true atoms, which satisfy all.
    """

    matrix: Matrix
    lower: Floats
    upper: Floats
    targets: Matrix
    truth: Floats

    @property
    def hidden(self) -> Floats:
        """The true value of every hidden count."""
        found: Floats = self.targets @ self.truth
        return found


def possible_atoms(
    city: City,
    *,
    agency_id: int,
    months: Iterable[Month],
    observed: Iterable[Atom],
    is_service_lost: bool = False,
) -> tuple[Atom, ...]:
    """Return the atoms that may have ratings: every service at every desk that offers it.

    :param observed: atoms that have ratings; those outside the offer (folded residuals) join.
    :param is_service_lost: whether some ratings of each desk may have lost their service.
    """
    wanted = tuple(months)
    found = {atom for atom in observed if _is_within(atom, agency_id, months=wanted)}
    taken_out = [atom for atom in found if atom.group in TAKEN_OUT.values()]
    for desk in city.catalogue.desks_of(agency_id):
        for month in wanted:
            terms = city.terms(desk, month=month)
            lost = (None,) if is_service_lost or not terms.services else ()
            groups = list(SINGLE_GROUPS)
            if is_service_lost:
                # What was taken out is known by desk and month, not by service.
                groups += [
                    atom.group
                    for atom in taken_out
                    if (atom.month, atom.location.desk_id) == (month, desk.id)
                ]
            for service in (*sorted(terms.services), *lost):
                location = Location(agency_id, terms.unit_id, desk.id, service)
                found |= {Atom(location, month, group) for group in groups}
    return tuple(sorted(found, key=_order))


def _is_within(atom: Atom, agency_id: int, *, months: Sequence[Month]) -> bool:
    return atom.location.agency_id == agency_id and atom.month in months


def _order(atom: Atom) -> tuple[str, str, tuple[int, ...]]:
    place = atom.location
    return atom.month, atom.group, (place.unit_id or 0, place.desk_id or 0, place.service_id or 0)


class Incidence:
    """Which atoms each place holds, so that a statement becomes a row of coefficients."""

    def __init__(self, city: City, atoms: Sequence[Atom]) -> None:
        """Index ``atoms``, whose order is the order of the unknowns."""
        self._atoms = atoms
        self._city = city
        self._held: dict[tuple[str, str, Group], list[int]] = {}
        for position, atom in enumerate(atoms):
            for address in city.holders(atom.location):
                self._held.setdefault((address, atom.month, atom.group), []).append(position)

    def columns(
        self, addresses: Iterable[str], subject: TargetCount | PublishedConstraint
    ) -> list[int]:
        """Return the unknowns that add up to what a target or statement is about at places."""
        months = subject.months if isinstance(subject, TargetCount) else subject.span.months
        groups = parts_of(subject.group, is_revised=subject.is_revised)
        found = [
            position
            for address in addresses
            for month in months
            for each in groups
            for position in self._held.get((address, month, each), ())
        ]
        if subject.element is None:
            return found
        wanted = subject.is_asked
        return [each for each in found if self._asks(each, subject.element) is wanted]

    def _asks(self, position: int, element: Element) -> bool:
        """Whether an atom's service asks an element; folded ratings of no service may."""
        asks = self._asked_of(position)
        return asks is None or element in asks.perhaps

    def _asked_of(self, position: int) -> Asks | None:
        """Return what an atom's service asked; None where the service is not known."""
        atom = self._atoms[position]
        service = atom.location.service_id
        return None if service is None else self._city.asks(service, month=atom.month)

    def _is_vague(self, position: int, element: Element) -> bool:
        """Whether nobody can say of each of an atom's ratings if an element was asked."""
        asks = self._asked_of(position)
        return asks is None or (element in asks.perhaps and element not in asks.surely)

    def limit(self, statement: PublishedConstraint, columns: Iterable[int]) -> float:
        """Return a statement's upper end; none for an element some of whose askers are unknown."""
        element = statement.element
        is_vague = element is not None and any(
            self._is_vague(position, element) for position in columns
        )
        return float("inf") if statement.upper is None or is_vague else float(statement.upper)


def component_of(
    *,
    incidence: Incidence,
    atoms: Sequence[Atom],
    statements: Sequence[PublishedConstraint],
    targets: Sequence[TargetCount],
    counts: Mapping[Atom, int],
    knows_batches: bool = False,
) -> Component:
    """Write statements and targets about ``atoms`` as matrices.

    :param knows_batches: whether the reader knows of each atom whether it has a batch of ten.
    """
    rows = [incidence.columns(each.addresses, each) for each in statements]
    hidden = [incidence.columns((each.address,), each) for each in targets]
    lower = [float(each.lower) for each in statements]
    upper = [incidence.limit(each, row) for each, row in zip(statements, rows, strict=True)]
    truth = [float(counts.get(atom, 0)) for atom in atoms]
    if knows_batches:
        # Rows after those of the statements say what batches tell of each unknown; paper has none.
        mixed = [column for column, atom in enumerate(atoms) if atom.group is not Group.PAPER]
        rows += [[column] for column in mixed]
        # Ratings of before the batches may be fewer: of those only that there are some.
        lower += [
            float(BATCH) if n >= BATCH else min(1.0, n) for n in (truth[column] for column in mixed)
        ]
        upper += [float("inf") if n else 0.0 for n in (truth[column] for column in mixed)]
    return Component(
        matrix=matrix_of(rows, width=len(atoms)),
        lower=np.array(lower),
        upper=np.array(upper),
        targets=matrix_of(hidden, width=len(atoms)),
        truth=np.array(truth),
    )


def matrix_of(rows: Sequence[Sequence[int]], *, width: int) -> Matrix:
    """Return rows of which each counts the unknowns at its columns."""
    columns = np.array([column for row in rows for column in row], dtype=np.int32)
    starts = np.cumsum([0, *map(len, rows)])
    return csr_array((np.ones(len(columns)), columns, starts), shape=(len(rows), width))


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
    several: dict[Columns, tuple[float, float]] = {}
    for columns, ends in closest_ends(component).items():
        if len(columns) == 1:
            least[columns[0]], most[columns[0]] = ends
        elif columns:
            several[columns] = ends
    lower, upper = np.array(list(several.values())).reshape(-1, 2).T
    return Distinct(matrix_of(list(several), width=width), lower, upper, least, most)


def limited(system: Distinct) -> NDArray[np.bool_]:
    """Return by unknown whether anything limits it: no other can be as large as one likes."""
    found: NDArray[np.bool_] = np.isfinite(system.most)
    found[system.matrix[np.isfinite(system.upper)].indices] = True
    return found


def closest_ends(component: Component) -> dict[Columns, tuple[float, float]]:
    """Return the closest ends of every sum of unknowns of which something is said."""
    ends: dict[Columns, tuple[float, float]] = {}
    for columns, lower, upper in zip(
        columns_of(component.matrix), component.lower, component.upper, strict=True
    ):
        highest_lower, lowest_upper = ends.get(columns, SAYS_NOTHING)
        ends[columns] = max(lower, highest_lower), min(upper, lowest_upper)
    return {columns: each for columns, each in ends.items() if each != SAYS_NOTHING}


def columns_of(matrix: Matrix) -> list[Columns]:
    """Return the unknowns of each row, in order."""
    starts, ends = matrix.indptr[:-1], matrix.indptr[1:]
    return [
        tuple(sorted(matrix.indices[start:end].tolist()))
        for start, end in zip(starts, ends, strict=True)
    ]
