"""Decides what is shown: P1 to P3 for each place, P5 for tables, then P7 until it holds."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from portal.publication.building.estimates import Estimates, decide_estimates, with_estimates
from portal.publication.building.figures import count_rows
from portal.publication.building.longer_cells import Longer, longer_cells
from portal.publication.building.longer_counts import longer_rows
from portal.publication.building.longer_deciding import decide_longer
from portal.publication.building.longer_shared_sums import WorkedOut
from portal.publication.building.protection import (
    Other,
    begin_anew,
    hide_more,
    is_told_by,
    others,
    suppress_secondary,
    telling_pools,
    withhold_elements,
)
from portal.publication.disclosure_audit.auditor import (
    NOTHING_BEFORE,
    Auditor,
    Exposure,
    PreviousRelease,
    agencies_of,
    agency_or_city,
    members_of,
)
from portal.publication.disclosure_audit.component import TargetCount
from portal.publication.disclosure_audit.feasibility_intervals import FeasibilityInterval
from portal.publication.disclosure_audit.truth import examined, with_contradictions
from portal.publication.exact_sums.cells import Cells, first_cells
from portal.publication.exact_sums.inputs import ReleaseInputs
from portal.publication.figures.contradictions import Contradiction, ContradictionKind
from portal.publication.figures.known_figures import CountRow
from portal.time.months import MonthRange


@dataclass(frozen=True, slots=True)
class ReleaseDecision:
    """What a release shows and hides; ``rows`` are all the counts it tells.

    ``longer`` are the quarter, half-year and year that end with it, ``estimates`` stand beside
    some hidden months and quarters. Of the places of ``contradictions`` nothing is shown.
    """

    cells: Cells
    others: tuple[Other, ...]
    rows: tuple[CountRow, ...]
    contradictions: tuple[Contradiction, ...] = ()
    longer: Longer = field(default_factory=dict)
    estimates: Estimates = field(default_factory=dict)


class _Unsafe(Exception):
    """More contradictions were found: the decision starts again without their places."""

    def __init__(self, found: Sequence[Contradiction]) -> None:
        super().__init__(f"{len(found)} contradictions")
        self.found = found


def decide(inputs: ReleaseInputs) -> ReleaseDecision:
    """Decide for every place, and hide more until no hidden count can be told within 5.

    Of a place whose data contradict themselves, or whose agency cannot be made safe by hiding
    more, nothing is shown and a person is told; all others go out.
    """
    known = examined(inputs)
    while True:
        try:
            return replace(_decided(known.inputs), contradictions=known.found)
        except _Unsafe as unsafe:
            more = with_contradictions(known.inputs, (*known.found, *unsafe.found))
            if more.inputs.contradictory == known.inputs.contradictory:
                return replace(_with_nothing_shown(more.inputs), contradictions=more.found)
            known = more


def _with_nothing_shown(inputs: ReleaseInputs) -> ReleaseDecision:
    """Withhold the whole city where withholding single places did not help."""
    withheld = replace(inputs, contradictory=frozenset(inputs.city.places))
    cells = first_cells(withheld)
    longer = longer_cells(withheld, cells)
    rows = (*count_rows(withheld, cells, others=()), *longer_rows(withheld, longer))
    return ReleaseDecision(cells, (), rows, longer=longer)


def _decided(inputs: ReleaseInputs) -> ReleaseDecision:
    """Hide more until the draft discloses nothing to a strict reader, and P7 holds for all else.

    Each round hides at least one figure more, so that it ends.
    """
    cells = first_cells(inputs)
    suppress_secondary(inputs, cells)
    auditor = Auditor(inputs)
    search = _Search(inputs, cells, auditor=auditor)
    while True:
        pooled = others(inputs, cells, withheld=search.withheld)
        rows = tuple(count_rows(inputs, cells, others=pooled))
        found = search.exposed(rows, pooled=pooled)
        if not found:
            return _with_longer(inputs, ReleaseDecision(cells, pooled, rows), auditor=auditor)
        pools = telling_pools(found, pooled=pooled)
        search.withheld |= pools
        is_mended = search.has_begun_anew or bool(pools) or withhold_elements(cells, found=found)
        if not is_mended and not hide_more(inputs, cells, found=found):
            _refuse(inputs, found)
        search.look_again(found)


class _Search:
    """Looks for what a draft discloses, from one draft to the next."""

    def __init__(self, inputs: ReleaseInputs, cells: Cells, *, auditor: Auditor) -> None:
        self._inputs, self._auditor, self._cells = inputs, auditor, cells
        self._unchecked: Collection[str] = agencies_of(inputs)
        self.withheld = set[str]()
        # Whether what was found last is mended already: spans begin anew.
        self.has_begun_anew = False
        # What a strict reader is told whatever figures the draft shows: by reasons of spans that
        # go on, and by earlier months.
        self._told_anyway: dict[TargetCount, FeasibilityInterval] = {}

    def exposed(self, rows: tuple[CountRow, ...], *, pooled: tuple[Other, ...]) -> list[Exposure]:
        """Return what some figure of the draft tells a strict reader, or else against P7.

        :raises _Unsafe: when hidden counts are told although nothing is left to hide.
        """
        self.has_begun_anew = False
        while found := self._look(rows, agencies=self._unchecked, before=self._told_anyway):
            telling = [each for each in found if is_told_by(self._cells, each, pooled=pooled)]
            if telling:
                return telling
            self.has_begun_anew = begin_anew(self._inputs, self._cells, found=found)
            if self.has_begun_anew:
                return found
            # Hiding more would change nothing; other counts may be disclosed as well.
            self._told_anyway |= {each.target: each.interval for each in found}
        return self._against_p7(rows, pooled=pooled) if self._told_anyway else []

    def _against_p7(
        self, rows: tuple[CountRow, ...], *, pooled: tuple[Other, ...]
    ) -> list[Exposure]:
        """Return what is told within five units to readers who do not know every batch."""
        with self._auditor.leniently():
            every = agencies_of(self._inputs)
            found = self._look(rows, agencies=every)
            if found:
                before = self._told_before(every)
                found = self._look(rows, agencies=every, before=before)
        telling = [each for each in found if is_told_by(self._cells, each, pooled=pooled)]
        if not telling:
            _refuse(self._inputs, found)
        return telling

    def _told_before(self, agencies: Collection[str]) -> PreviousRelease:
        """Return what earlier releases disclose by themselves, which no draft can change."""
        told = self._auditor.exposures(self._cells, rows=(), agencies=agencies, is_everything=True)
        return {each.target: each.interval for each in told}

    def _look(
        self,
        rows: tuple[CountRow, ...],
        *,
        agencies: Collection[str],
        before: PreviousRelease = NOTHING_BEFORE,
    ) -> list[Exposure]:
        found = self._auditor.exposures(self._cells, rows=rows, agencies=agencies, before=before)
        _check(self._inputs, self._auditor, rows=rows)
        return found

    def look_again(self, found: Sequence[Exposure]) -> None:
        """Look next at the agencies of which something was disclosed."""
        agency_of = self._inputs.city.agency_of
        agencies = {agency_of(exposure.target.address) for exposure in found}
        known = {agency for agency in agencies if agency is not None}
        self._unchecked = known if None not in agencies else agencies_of(self._inputs)


def _refuse(inputs: ReleaseInputs, found: Sequence[Exposure]) -> None:
    """Withhold the agencies of counts that are told although nothing is left to hide."""
    agencies = {agency_or_city(inputs, each.target.address) for each in found}
    if agencies:
        raise _Unsafe(list(_unchecked(inputs, agencies)))


def _unchecked(inputs: ReleaseInputs, agencies: Iterable[str]) -> Iterator[Contradiction]:
    """Give that nothing of some agencies could be checked."""
    span = MonthRange(inputs.period, inputs.period)
    for agency in sorted(agencies):
        for each in members_of(inputs, agency):
            yield Contradiction(each, span, ContradictionKind.UNCHECKED)


def _with_longer(
    inputs: ReleaseInputs, month: ReleaseDecision, *, auditor: Auditor
) -> ReleaseDecision:
    """Add the longer figures to what was decided for the month, and estimates to both."""
    worked_out = WorkedOut()
    longer, told = decide_longer(
        inputs, month.cells, rows=month.rows, auditor=auditor, worked_out=worked_out
    )
    rows = (*month.rows, *told)
    estimates = decide_estimates(
        inputs, month.cells, longer=longer, rows=rows, auditor=auditor, worked_out=worked_out
    )
    rows = with_estimates(rows, estimates)
    return replace(month, rows=rows, longer=longer, estimates=estimates)


def _check(inputs: ReleaseInputs, auditor: Auditor, *, rows: tuple[CountRow, ...]) -> None:
    """Abandon the draft when it contradicts the ratings, or cannot be checked for an agency."""
    found = [*auditor.contradictions(rows), *_unchecked(inputs, auditor.take_unchecked())]
    if found:
        raise _Unsafe(found)
