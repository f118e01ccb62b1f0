"""Applies P7 to a revision: what the year and all its months disclose of hidden counts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from portal.publication.disclosure_audit.auditor import Exposure, exposed, members_of
from portal.publication.disclosure_audit.city_wide import told_by_the_city
from portal.publication.disclosure_audit.component import TargetCount
from portal.publication.disclosure_audit.feasibility_intervals import (
    FeasibilityInterval,
    narrow_intervals,
)
from portal.publication.disclosure_audit.published_constraints import (
    PublishedConstraints,
    known_from,
    problem_of,
)
from portal.publication.disclosure_audit.targets import shown_alone
from portal.publication.disclosure_audit.truth import Truth, known_to_readers
from portal.publication.figures.disclosure_rules import SINGLE_GROUPS, TAKEN_OUT, Group
from portal.publication.figures.documents import CITY_ADDRESS
from portal.publication.figures.known_figures import PublishedConstraint
from portal.publication.revising.cells import Candidates
from portal.publication.revising.inputs import RevisionInputs
from portal.publication.revising.knowledge import statements, told_by_exclusions, told_by_silence
from portal.publication.revising.whole_readers import WholeReader

Above = Mapping[str, Mapping[PublishedConstraint, PublishedConstraint]]
# How many groups of ratings (place, service, month, kind of channel) a city may have for it.
MOST_TOGETHER = 4_000
# Ends that lie closer than this are the same whole number.
HALF = 0.5


@dataclass(frozen=True, slots=True)
class _View:
    """Some agencies with everything that is said of them; ``origins`` of what follows from more."""

    agencies: tuple[str, ...]
    said: tuple[PublishedConstraint, ...]
    origins: Mapping[PublishedConstraint, PublishedConstraint] = field(default_factory=dict)


class RevisionAuditor:
    """Checks the drafts of one revision, each of which shows no more than the one before."""

    def __init__(self, inputs: RevisionInputs) -> None:
        """Remember what months and exclusions have told already."""
        self._inputs = inputs
        self._truth = Truth(inputs.revised)
        self._published = (
            *known_to_readers(inputs.revised, inputs.revised.history, truth=self._truth),
            *self._truth.fitted((*told_by_exclusions(inputs), *told_by_silence(inputs))),
        )
        self._added: tuple[PublishedConstraint, ...] = ()
        self._above: Above = {}
        self._whole = WholeReader(inputs)
        # What a draft tells those who know every batch, new or not.
        self._narrow: dict[TargetCount, Exposure] = {}
        # Agencies of which only the five units of P7 are asked, where nothing is left to hide.
        self.lenient: set[str] = set()

    def exposures(self, found: Candidates) -> list[Exposure]:
        """Return the hidden counts that the revision would bracket too tightly.

        What the months alone had told as closely before is not the revision's doing. Agencies
        are looked at one by one first, which is quick; what the city's figures tell of several
        at once is looked for only in a draft that stands up to that, and what readers learn who
        know that there are batches, and not which, in one that stands up to both.
        """
        self._narrow = {}
        if not any(each.is_revised for each in found.values()):
            # A revision that shows nothing is never published.
            return []
        said = self._truth.fitted(statements(self._inputs, found))
        known = known_from(self._inputs.revised, (*self._published, *said))
        self._look_from_above(known, added=known_from(self._inputs.revised, said).shared)
        agencies = self._touched(found)
        alone = [
            exposure
            for agency in agencies
            for exposure in self._in_agency(agency, found=found, known=known)
        ]
        return (
            alone
            or self._together(agencies, found=found, known=known)
            or self._in_whole_numbers(found)
        )

    def _in_whole_numbers(self, found: Candidates) -> list[Exposure]:
        """Return what is told of the counts that readers who know every batch know closely.

        All others are open to everybody who knows less than they do.
        """
        told = self._whole.newly_told(list(self._narrow), found)
        return [Exposure(each, self._narrow[each].interval, is_real=True) for each in told]

    @property
    def is_large(self) -> bool:
        """Whether the city is too large to look at all of it in whole numbers."""
        return self._whole.is_large

    def is_open(self, target: TargetCount, found: Candidates) -> bool:
        """Whether a draft leaves a count as open as months did, to who knows no batch."""
        return not any(self._whole.newly_told([target], found))

    def _look_from_above(
        self, known: PublishedConstraints, *, added: tuple[PublishedConstraint, ...]
    ) -> None:
        """Work out what the city's revised year tells of each agency, and add it to its months.

        Hiding more within agencies can only make it less, so that older results stay safe.
        """
        if added != self._added:
            months = frozenset(self._inputs.months)
            year = replace(known, shared=added)
            told = told_by_the_city(self._inputs.revised, year, months=months)
            self._above = _joined(self._above_before, told)
            self._added = added

    def _touched(self, found: Candidates) -> list[str]:
        """Return the agencies that a revised figure is about, sorted."""
        city = self._inputs.city
        revised = [address for address, each in found.items() if each.is_revised]
        if CITY_ADDRESS in revised:
            return list(self._agencies)
        return sorted({agency for each in revised if (agency := city.agency_of(each))})

    def _in_agency(
        self, agency: str, *, found: Candidates, known: PublishedConstraints
    ) -> list[Exposure]:
        above = self._above.get(agency, {})
        before = self._above_before.get(agency, {})
        own = known.by_agency.get(agency, ())
        own_before = self._known_before.by_agency.get(agency, ())
        return self._newly_told(
            tuple(self._targets(agency, found=found)),
            _View((agency,), (*own, *above), origins=above),
            before=_View((agency,), (*own_before, *before)),
        )

    def _together(
        self, touched: Sequence[str], *, found: Candidates, known: PublishedConstraints
    ) -> list[Exposure]:
        """Look at all agencies as one, with the city's figures as they were published.

        That takes minutes in a city of a hundred desks and hours in a much larger one: beyond
        ``MOST_TOGETHER`` the look at one agency after the other, which P7 asks for, has to do.
        """
        every = self._agencies
        if len(every) == 1 or len(self._inputs.revised.archive.atoms) > MOST_TOGETHER:
            return []
        # The city's own hidden counts are those of all agencies together.
        places = (*touched, CITY_ADDRESS)
        targets = (target for each in places for target in self._targets(each, found=found))
        return self._newly_told(
            tuple(targets), _whole(every, known), before=_whole(every, self._known_before)
        )

    def _newly_told(
        self, targets: Sequence[TargetCount], now: _View, *, before: _View
    ) -> list[Exposure]:
        """Return what the revision tells, to readers who know every batch and to those who do not.

        Who knows every batch may have known before what others learn only now.
        """
        is_strict = self.lenient.isdisjoint((*now.agencies, *(each.address for each in targets)))
        if not is_strict:
            narrow = self._brackets(targets, now, is_strict=True).values()
            self._narrow |= {each.target: each for each in narrow}
            return self._told_by(targets, now, before=before, is_strict=False)[0]
        found, known = self._told_by(targets, now, before=before, is_strict=True)
        self._narrow |= {each.target: each for each in known}
        if known:
            found += self._told_by(
                [each.target for each in known], now, before=before, is_strict=False
            )[0]
        return found

    def _told_by(
        self, targets: Sequence[TargetCount], now: _View, *, before: _View, is_strict: bool
    ) -> tuple[list[Exposure], list[Exposure]]:
        """Return what is newly told to one kind of reader, and what was told as closely before."""
        told = self._brackets(targets, now, is_strict=is_strict)
        narrow = tuple(targets[position] for position in told)
        was = self._brackets(narrow, before, is_strict=is_strict)
        found, known = [], []
        for turn, each in enumerate(told.values()):
            if turn in was and _is_no_closer(each.interval, was[turn].interval):
                known.append(each)
            else:
                found.append(each)
        return found, known

    def _brackets(
        self, targets: Sequence[TargetCount], view: _View, *, is_strict: bool
    ) -> dict[int, Exposure]:
        if not targets:
            return {}
        problem = problem_of(
            self._inputs.revised,
            view.said,
            agencies=view.agencies,
            targets=targets,
            knows_batches=is_strict,
            is_service_lost=not is_strict,
        )
        told = narrow_intervals(problem.component, guards_few=is_strict)
        return exposed(problem, told, origins=view.origins)

    @cached_property
    def _agencies(self) -> tuple[str, ...]:
        city = self._inputs.city
        return tuple(sorted(each for each in city.places if city.agency_of(each) == each))

    @cached_property
    def _known_before(self) -> PublishedConstraints:
        return known_from(self._inputs.revised, self._published)

    @cached_property
    def _above_before(self) -> Above:
        """What the city's months tell of each agency, month by month so that it stays small."""
        inputs, known = self._inputs.revised, self._known_before
        return _joined(
            *(
                told_by_the_city(inputs, known, months=frozenset({month}))
                for month in self._inputs.months
            )
        )

    def _targets(self, agency: str, *, found: Candidates) -> Iterator[TargetCount]:
        """Give every count above 0 at an agency's places, or the city, that nothing shows."""
        shown = shown_alone(self._inputs.revised.history)
        for address in members_of(self._inputs.revised, agency):
            for target in (*self._monthly(address), *self._changed(address, found=found)):
                is_shown = (address, target.months[0], target.group) in shown
                if target.n and not (is_shown and not target.is_revised):
                    yield target

    def _monthly(self, address: str) -> Iterator[TargetCount]:
        """Give each month as it was published, and as it is now where some may be taken out."""
        inputs = self._inputs
        for group in SINGLE_GROUPS:
            for month in inputs.months:
                then = inputs.standing.count(address, months=(month,), group=group)
                now = inputs.revised.archive.count(address, months=(month,), group=group)
                yield TargetCount(address, (month,), group, then)
                if (address, month, TAKEN_OUT[group]) in self._losing:
                    # Where nothing was, readers may not know it.
                    yield TargetCount(address, (month,), group, now, is_revised=True)
                    yield TargetCount(address, (month,), TAKEN_OUT[group], then - now)

    @cached_property
    def _losing(self) -> frozenset[tuple[str, str, Group]]:
        """The places, months and groups of which ratings may be taken out, for all readers know."""
        return frozenset(
            (address, atom.month, atom.group)
            for atom in self._inputs.revised.archive.atoms
            if atom.group in TAKEN_OUT.values()
            for address in self._inputs.city.holders(atom.location)
        )

    def _changed(self, address: str, *, found: Candidates) -> Iterator[TargetCount]:
        inputs = self._inputs
        candidate = found.get(address)
        for group in TAKEN_OUT:
            then = inputs.standing.count(address, months=inputs.months, group=group)
            now = inputs.revised.archive.count(address, months=inputs.months, group=group)
            yield TargetCount(address, inputs.months, TAKEN_OUT[group], then - now)
        if candidate is None or not candidate.shown(Group.PAPER):
            paper = inputs.revised.archive.count(address, months=inputs.months, group=Group.PAPER)
            yield TargetCount(address, inputs.months, Group.PAPER, paper)


def _whole(agencies: tuple[str, ...], known: PublishedConstraints) -> _View:
    own = (said for agency in agencies for said in known.by_agency.get(agency, ()))
    return _View(agencies, (*own, *known.shared))


def _joined(*parts: Above) -> Above:
    found: dict[str, dict[PublishedConstraint, PublishedConstraint]] = {}
    for part in parts:
        for agency, told in part.items():
            found.setdefault(agency, {}).update(told)
    return found


def _is_no_closer(now: FeasibilityInterval, before: FeasibilityInterval) -> bool:
    return now.lower <= before.lower + HALF and now.upper >= before.upper - HALF
