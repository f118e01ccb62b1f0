"""Applies P7 to a whole draft, agency by agency, together with all earlier releases."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property, partial

from portal.publication.disclosure_audit.city_wide import Ranges, told_by_the_city
from portal.publication.disclosure_audit.component import TargetCount
from portal.publication.disclosure_audit.feasibility_intervals import (
    FeasibilityInterval,
    narrow_intervals,
)
from portal.publication.disclosure_audit.published_constraints import (
    Problem,
    PublishedConstraints,
    Read,
    constraints_of_rows,
    known_from,
    problem_of,
)
from portal.publication.disclosure_audit.solver import ContradictoryStatements
from portal.publication.disclosure_audit.targets import (
    hidden_before,
    hidden_counts,
    hidden_spans,
    reopened,
    shown_alone,
)
from portal.publication.disclosure_audit.truth import (
    Truth,
    constraints_of_batches,
    known_to_readers,
)
from portal.publication.exact_sums.cells import Cells, Pair
from portal.publication.exact_sums.inputs import ReleaseInputs
from portal.publication.figures.contradictions import Contradiction
from portal.publication.figures.documents import CITY_ADDRESS
from portal.publication.figures.known_figures import CountRow, PublishedConstraint
from portal.time.months import MonthRange

# How many groups of ratings a year may have so far to be looked at as a whole: with 1,500 a
# quarter's last month takes minutes.
MOST_TOGETHER = 400
LongerPairs = Mapping[str, Mapping[MonthRange, Pair]]
NO_LONGER: LongerPairs = {}
# What earlier releases disclose of some counts, whatever a draft shows.
PreviousRelease = Mapping[TargetCount, FeasibilityInterval]
NOTHING_BEFORE: PreviousRelease = {}


@dataclass(frozen=True)
class Exposure:
    """A hidden count that can be told within fewer than 5.

    ``is_real`` says that a reader learns it who knows nothing but what is published, so that it
    may not stand even where nothing near it is left to hide.
    """

    target: TargetCount
    interval: FeasibilityInterval
    is_real: bool = field(default=False, kw_only=True)
    telling: Callable[[], tuple[PublishedConstraint, ...]] = field(
        default=tuple, compare=False, repr=False
    )

    @cached_property
    def told_by(self) -> tuple[PublishedConstraint, ...]:
        """The statements that tell it, which takes long to work out: only where it is asked."""
        return self.telling()

    def is_new(self, before: PreviousRelease) -> bool:
        """Whether it tells a count more closely than was told before."""
        known = before.get(self.target)
        return known is None or self.interval.is_within(known)


Said = tuple[PublishedConstraint, ...]
Targets = tuple[TargetCount, ...]
Origins = Mapping[PublishedConstraint, PublishedConstraint]
NOTHING: Origins = {}


def exposed(
    problem: Problem,
    told: Mapping[int, FeasibilityInterval],
    *,
    origins: Mapping[PublishedConstraint, PublishedConstraint] = NOTHING,
    unpublished: Collection[PublishedConstraint] = (),
) -> dict[int, Exposure]:
    """Return by position what is told, with the published statements that tell it.

    :param origins: of statements that follow from another, that other one.
    :param unpublished: statements that nothing published makes.
    """

    def telling(interval: FeasibilityInterval) -> tuple[PublishedConstraint, ...]:
        said = (origins.get(each, each) for each in problem.said_by(interval))
        return tuple(each for each in said if each not in unpublished)

    return {
        position: Exposure(problem.targets[position], interval, partial(telling, interval))
        for position, interval in told.items()
    }


class Auditor:
    """Checks the drafts of one release, each of which hides no less than the one before."""

    def __init__(self, inputs: ReleaseInputs) -> None:
        """Store what does not change from draft to draft."""
        self._inputs = inputs
        self._truth = Truth(inputs)
        self._read: Read = {}
        self._published = self._known_by(inputs.history)
        self._shown_before = shown_alone(inputs.history)
        self._batches = frozenset(constraints_of_batches(inputs))
        self._is_lenient = False
        # Agencies of which the audit found no answer in some draft.
        self.unchecked: set[str] = set()
        self._longer: LongerPairs = NO_LONGER
        self._shown_alone = self._shown_before
        self._shared: tuple[Said, frozenset[str]] = ((), frozenset())
        self._from_above: Mapping[str, Origins] = {}
        # Drafts differ in few agencies: what follows from the same statements is the same.
        self._told: dict[tuple[object, ...], tuple[Exposure, ...]] = {}
        self._ranges: Ranges = {}

    def exposures(
        self,
        cells: Cells,
        *,
        rows: Collection[CountRow],
        agencies: Collection[str],
        longer: LongerPairs = NO_LONGER,
        before: PreviousRelease = NOTHING_BEFORE,
        is_everything: bool = False,
    ) -> list[Exposure]:
        """Return the hidden counts that everything published brackets too tightly.

        All agencies are looked at as one only in a draft that stands up to a look at each.

        :param rows: every count that the draft tells.
        :param agencies: the addresses of those to check.
        :param longer: the longer figures of the draft, by address and span.
        :param before: what is told without the draft; what it tells no closer is left out.
        :param is_everything: whether to look at all agencies as one even where each alone tells.
        """
        self._longer = longer
        self._shown_alone = self._shown_before | shown_alone(rows)
        drafted = self._known_by(rows)
        assumed = () if self._is_lenient else self._batches
        known = known_from(self._inputs, (*self._published, *drafted, *assumed))
        self._look_from_above(known, rows)
        alone = [
            exposure
            for agency in sorted(agencies)
            for exposure in self._in_agency(cells, agency, own=known.by_agency.get(agency, ()))
            if exposure.is_new(before)
        ]
        if alone and not is_everything:
            return alone
        return [*alone, *(each for each in self._together(cells, known) if each.is_new(before))]

    @contextmanager
    def leniently(self) -> Iterator[None]:
        """Ask for the five units of P7 only, from readers who cannot know every batch."""
        self._is_lenient = True
        try:
            yield
        finally:
            self._is_lenient = False

    def look_anew(self) -> None:
        """Forget what the city told of agencies in earlier drafts: the next one hides less."""
        self._shared = ((), frozenset())

    def take_unchecked(self) -> Collection[str]:
        """Return the agencies without an answer since this was asked last."""
        found, self.unchecked = self.unchecked, set()
        return found

    def _known_by(self, rows: Collection[CountRow]) -> Said:
        return known_to_readers(self._inputs, rows, truth=self._truth, read=self._read)

    def contradictions(self, rows: Collection[CountRow]) -> list[Contradiction]:
        """Return what a draft tells that the counted ratings contradict."""
        return list(
            self._truth.contradictions(constraints_of_rows(self._inputs, rows, read=self._read))
        )

    def _look_from_above(self, known: PublishedConstraints, rows: Collection[CountRow]) -> None:
        """Work out what the city tells of each agency, again only when the city tells less.

        Hiding more within agencies can only make it less, so that older results stay safe.
        """
        spans = {row.span for row in rows}
        spans |= {span for pairs in self._longer.values() for span in pairs}
        months = frozenset(month for span in spans for month in span.months)
        if (known.shared, months) != self._shared:
            self._from_above = told_by_the_city(
                self._inputs, known, months=months, ranges=self._ranges
            )
            self._shared = known.shared, months

    def _together(self, cells: Cells, known: PublishedConstraints) -> list[Exposure]:
        """Look at all agencies as one, with the city's figures as they are published.

        What the city tells of each agency is a little wider than what it tells of all at once.
        For every agency that takes too long in a large city, which is told apart in other ways
        as well; the city's own hidden counts are few, and looked at in every city.
        """
        inputs = self._inputs
        every = agencies_of(inputs)
        if len(every) < 2:
            # The city is the same people as its agency.
            return []
        targets = self._targets(cells, (CITY_ADDRESS,))
        if len(inputs.archive.atoms) <= MOST_TOGETHER:
            members = (members_of(inputs, each) for each in every)
            targets += tuple(each for own in members for each in self._targets(cells, tuple(own)))
        if not targets:
            return []
        own = tuple(said for each in every for said in known.by_agency.get(each, ()))
        return list(self._told_of(every, (*own, *known.shared), targets=targets))

    def _targets(self, cells: Cells, members: Collection[str]) -> Targets:
        """Return the hidden counts of places, of this month and of those told again."""
        inputs = self._inputs
        pairs = [cells[each] for each in members if each in cells]
        now = hidden_counts(pairs, archive=inputs.archive, period=inputs.period)
        own_longer = list(self._longer_of(members))
        longer = [*own_longer, *self._longer_of((CITY_ADDRESS,))]
        whole = hidden_spans(own_longer, archive=inputs.archive, shown=self._shown_alone)
        earlier = hidden_before(
            members,
            archive=inputs.archive,
            months=reopened((*pairs, *_of_city(cells)), period=inputs.period, longer=longer),
            shown=self._shown_before,
        )
        return tuple(dict.fromkeys((*now, *earlier, *whole)))

    def _in_agency(self, cells: Cells, agency: str, *, own: Said) -> tuple[Exposure, ...]:
        inputs = self._inputs
        targets = self._targets(cells, tuple(members_of(inputs, agency)))
        if not targets:
            return ()
        above = self._from_above.get(agency, {})
        key = agency, own, tuple(above.items()), targets, self._is_lenient
        told = self._told.get(key)
        if told is None:
            told = tuple(self._told_of((agency,), (*own, *above), targets=targets, origins=above))
            if agency not in self.unchecked:
                self._told[key] = told
        return told

    def _told_of(
        self, agencies: Sequence[str], said: Said, *, targets: Targets, origins: Origins = NOTHING
    ) -> Iterable[Exposure]:
        """Return what is told of some agencies' counts; they are unchecked without an answer."""
        problem = problem_of(
            self._inputs,
            said,
            agencies=agencies,
            targets=targets,
            knows_batches=not self._is_lenient,
        )
        try:
            told = narrow_intervals(problem.component, guards_few=not self._is_lenient)
        except ContradictoryStatements:
            self.unchecked.update(agencies)
            return ()
        return exposed(problem, told, origins=origins, unpublished=self._batches).values()

    def _longer_of(self, addresses: Iterable[str]) -> Iterator[Pair]:
        for address in addresses:
            yield from self._longer.get(address, {}).values()


def _of_city(cells: Cells) -> tuple[Pair, ...]:
    return (cells[CITY_ADDRESS],) if CITY_ADDRESS in cells else ()


def agencies_of(inputs: ReleaseInputs) -> tuple[str, ...]:
    """Return the addresses of all agencies."""
    return tuple(each for each in inputs.city.places if inputs.city.agency_of(each) == each)


def agency_or_city(inputs: ReleaseInputs, address: str) -> str:
    """Return the agency (address) that a place is or belongs to; the city is its own."""
    return inputs.city.agency_of(address) or CITY_ADDRESS


def members_of(inputs: ReleaseInputs, agency: str) -> Iterator[str]:
    """Give an agency's own address and those of everything below it; of the city only its own."""
    for address in inputs.city.places:
        if agency_or_city(inputs, address) == agency:
            yield address
