"""Which statements the counted ratings contradict, and what remains true of them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from portal.publication.disclosure_audit.component import Incidence
from portal.publication.exact_sums.archive import Atom
from portal.publication.exact_sums.inputs import ReleaseInputs
from portal.publication.figures.contradictions import Contradiction, ContradictionKind
from portal.publication.figures.documents import CITY_ADDRESS
from portal.publication.figures.known_figures import PublishedConstraint


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
