"""Truth of the counted ratings: published statements that they contradict, and what follows.

Contradictory places are found before figures are made of them. Readers who know that ratings are
mixed in batches of ten hold further constraints, as far as the counted ratings fit them.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from portal.disclosure.figures import BATCH
from portal.publication.disclosure_audit.component import Incidence
from portal.publication.disclosure_audit.published_constraints import Read, constraints_of_rows
from portal.publication.exact_sums.archive import Atom
from portal.publication.exact_sums.inputs import (
    ReleaseInputs,
    contradictory_answers,
    impossible_sums,
)
from portal.publication.figures.contradictions import Contradiction, ContradictionKind
from portal.publication.figures.disclosure_rules import SINGLE_GROUPS
from portal.publication.figures.documents import CITY_ADDRESS, PlaceKind, ReleaseKind
from portal.publication.figures.known_figures import CountRow, PublishedConstraint
from portal.time.months import MonthRange


class Truth:
    """The true counts of a release's ratings, by agency as the audit sees them."""

    def __init__(self, inputs: ReleaseInputs) -> None:
        """Sort the ratings by their agency."""
        self._inputs = inputs
        atoms: defaultdict[str, list[Atom]] = defaultdict(list)
        agencies = inputs.city.catalogue.agencies
        for atom in inputs.archive.atoms:
            atoms[f"agencies/{agencies[atom.location.agency_id].code}"].append(atom)
        self._atoms = atoms
        self._indexed: dict[str, tuple[Incidence, list[Atom]]] = {}
        # Draft after draft says nearly the same.
        self._known: dict[PublishedConstraint, PublishedConstraint] = {}

    def fitted(self, said: Iterable[PublishedConstraint]) -> tuple[PublishedConstraint, ...]:
        """Return the statements, each as wide as the true count needs it to be.

        A wrong figure misleads its readers; the other figures are checked against readers who
        know how far it is off.
        """
        return tuple(self._fitted(each) for each in said)

    def contradictions(self, said: Iterable[PublishedConstraint]) -> Iterator[Contradiction]:
        """Give the statements that the ratings contradict, by the places they are about."""
        for each in said:
            fitted = self._fitted(each)
            if fitted == each or self._is_explained(each):
                continue
            is_low = fitted.lower != each.lower
            for address in each.addresses:
                yield Contradiction(
                    address=address,
                    span=each.span,
                    kind=ContradictionKind.FIGURES,
                    element=each.element,
                    found=fitted.lower if is_low else fitted.upper or 0,
                    expected=each.lower if is_low else each.upper or 0,
                )

    def _is_explained(self, said: PublishedConstraint) -> bool:
        """Whether ratings that count nowhere make the difference; those are named themselves."""
        is_uncounted = self._inputs.archive.is_uncounted
        return any(is_uncounted(address, span=said.span) for address in said.addresses)

    def _fitted(self, said: PublishedConstraint) -> PublishedConstraint:
        if said not in self._known:
            self._known[said] = self._worked_out(said)
        return self._known[said]

    def _worked_out(self, said: PublishedConstraint) -> PublishedConstraint:
        count, is_vague = 0, False
        for agency in self._agencies(said):
            incidence, atoms = self._index(agency)
            addresses = [each for each in said.addresses if self._is_about(each, agency)]
            columns = incidence.columns(addresses, said)
            count += sum(self._inputs.archive.atoms[atoms[column]] for column in columns)
            is_vague = is_vague or incidence.limit(said, columns) == float("inf")
        upper = said.upper if said.upper is None or is_vague else max(said.upper, count)
        if (min(said.lower, count), upper) == (said.lower, said.upper):
            return said
        return replace(said, lower=min(said.lower, count), upper=upper)

    def _agencies(self, said: PublishedConstraint) -> Iterable[str]:
        if said.addresses == (CITY_ADDRESS,):
            return list(self._atoms)
        found = (self._inputs.city.agency_of(each) for each in said.addresses)
        return dict.fromkeys(each for each in found if each is not None)

    def _is_about(self, address: str, agency: str) -> bool:
        return address == CITY_ADDRESS or self._inputs.city.agency_of(address) == agency

    def _index(self, agency: str) -> tuple[Incidence, list[Atom]]:
        if agency not in self._indexed:
            atoms = self._atoms.get(agency, [])
            self._indexed[agency] = Incidence(self._inputs.city, atoms), atoms
        return self._indexed[agency]


def known_to_readers(
    inputs: ReleaseInputs, rows: Collection[CountRow], *, truth: Truth, read: Read | None = None
) -> tuple[PublishedConstraint, ...]:
    """Return what rows tell a reader who knows the batches, as far as that is true of them.

    :param read: what was read of other drafts, to which this adds.
    """
    known = {} if read is None else read
    plain = constraints_of_rows(inputs, rows, read=known)
    batched = constraints_of_rows(inputs, rows, knows_batches=True, read=known)
    pairs = zip(batched, truth.fitted(batched), truth.fitted(plain), strict=True)
    return tuple(fitted if fitted == said else less for said, fitted, less in pairs)


def constraints_of_batches(inputs: ReleaseInputs) -> Iterator[PublishedConstraint]:
    """Give of each desk, month and group of channels what its batches of ten would tell.

    A reader knows that each channel of a desk has no rating or ten and more. Which is so, no
    reader knows: who passes an audit in which they do, passes in whole numbers as well, without
    a problem that only whole numbers solve.
    """
    archive, months = inputs.archive, MonthRange(f"{inputs.period[:4]}-01", inputs.period).months
    for address, place in inputs.city.places.items():
        if place.kind is not PlaceKind.DESK:
            continue
        for month in months:
            for group in SINGLE_GROUPS:
                n = archive.count(address, months=(month,), group=group)
                used = archive.channels(address, months=(month,), group=group) if n else ()
                upper = None if n else 0
                span = MonthRange(month, month)
                least = BATCH * len(used)
                yield PublishedConstraint(
                    (address,), span, group, least if n >= least else min(n, 1), upper
                )


@dataclass(frozen=True, slots=True)
class Examined:
    """Inputs that state of which places nothing may be shown, and the contradictions found."""

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
