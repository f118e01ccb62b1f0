"""P7 over a whole draft, one agency after the other, with all that was published before."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from portal.publication.building.cells import Cells, Pair
from portal.publication.building.inputs import ReleaseInputs
from portal.publication.domain.contradictions import Contradiction
from portal.publication.domain.disclosure.knowledge import CountRow, Statement
from portal.publication.domain.documents import CITY_ADDRESS
from portal.publication.lint.bounds import Bracket, ContradictoryStatements, tight_brackets
from portal.publication.lint.city_wide import told_by_the_city
from portal.publication.lint.component import Target
from portal.publication.lint.known import Known, known_from, problem_of, stated_by
from portal.publication.lint.targets import hidden_before, hidden_counts, reopened, shown_alone
from portal.publication.lint.truth import Truth


@dataclass(frozen=True, slots=True)
class Exposure:
    """A hidden count that can be told within fewer than 5, and the statements that tell it."""

    target: Target
    bracket: Bracket
    told_by: tuple[Statement, ...]


class Linter:
    """Checks the drafts of one release, each of which hides no less than the one before."""

    def __init__(self, inputs: ReleaseInputs) -> None:
        """Remember what does not change from draft to draft."""
        self._inputs = inputs
        self._truth = Truth(inputs)
        self._published = self._truth.fitted(stated_by(inputs, inputs.history))
        self._shown_before = shown_alone(inputs.history)
        # Agencies of which the audit found no answer in some draft.
        self.unchecked: set[str] = set()
        self._shared: tuple[Statement, ...] = ()
        self._from_above: Mapping[str, Mapping[Statement, Statement]] = {}

    def exposures(
        self, cells: Cells, *, rows: Collection[CountRow], agencies: Collection[str]
    ) -> list[Exposure]:
        """Return the hidden counts that everything published brackets too tightly.

        :param rows: every count that the draft tells.
        :param agencies: the addresses of those to check.
        """
        drafted = self._truth.fitted(stated_by(self._inputs, rows))
        known = known_from(self._inputs, (*self._published, *drafted))
        self._look_from_above(known, rows)
        return [
            exposure
            for agency in sorted(agencies)
            for exposure in self._in_agency(cells, agency, own=known.by_agency.get(agency, ()))
        ]

    def contradictions(self, rows: Collection[CountRow]) -> list[Contradiction]:
        """Return what a draft tells that the counted ratings contradict."""
        return list(self._truth.contradictions(stated_by(self._inputs, rows)))

    def _look_from_above(self, known: Known, rows: Collection[CountRow]) -> None:
        """Work out what the city tells of each agency, again only when the city tells less.

        Hiding more within agencies can only make it less, so that older results stay safe.
        """
        if known.shared != self._shared:
            months = frozenset(month for row in rows for month in row.span.months)
            self._from_above = told_by_the_city(self._inputs, known, months=months)
            self._shared = known.shared

    def _in_agency(
        self, cells: Cells, agency: str, *, own: tuple[Statement, ...]
    ) -> Iterator[Exposure]:
        inputs = self._inputs
        pairs = [cells[each] for each in members_of(inputs, agency) if each in cells]
        now = hidden_counts(pairs, archive=inputs.archive, period=inputs.period)
        earlier = hidden_before(
            members_of(inputs, agency),
            archive=inputs.archive,
            months=reopened((*pairs, *_of_city(cells)), period=inputs.period),
            shown=self._shown_before,
        )
        targets = tuple(dict.fromkeys((*now, *earlier)))
        if not targets:
            return
        above = self._from_above.get(agency, {})
        problem = problem_of(inputs, (*own, *above), agencies=(agency,), targets=targets)
        try:
            told = tight_brackets(problem.component)
        except ContradictoryStatements:
            self.unchecked.add(agency)
            return
        for position, bracket in told.items():
            telling = [problem.statements[row] for row in sorted(bracket.binding)]
            yield Exposure(
                targets[position], bracket, tuple(above.get(said, said) for said in telling)
            )


def _of_city(cells: Cells) -> tuple[Pair, ...]:
    return (cells[CITY_ADDRESS],) if CITY_ADDRESS in cells else ()


def members_of(inputs: ReleaseInputs, agency: str) -> Iterator[str]:
    """Give an agency's own address and those of everything below it."""
    for address in inputs.city.places:
        if inputs.city.agency_of(address) == agency:
            yield address
