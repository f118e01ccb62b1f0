"""Which places are revised, each looked at on its own, and the reason for what is not shown."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from portal.publication.exact_sums.cells import Cell, is_personal
from portal.publication.figures.disclosure_rules import (
    CHANNELS,
    LEAST_SHOWN,
    MONTHLY_GROUPS,
    SINGLE_GROUPS,
    Group,
    verdict,
)
from portal.publication.figures.figures import Reason
from portal.publication.revising.changes import (
    FigureChange,
    changes_of,
    is_personal_paper,
    is_personal_removal,
    is_personal_rest,
)
from portal.publication.revising.inputs import RevisionInputs

Covered = Mapping[tuple[str, Group], frozenset[str]]


@dataclass(frozen=True, slots=True)
class RevisionCandidate:
    """A place where enough changed, with its cells of the year; each has its own reason if hidden.

    ``open`` and ``paper`` are None where there are no such ratings. A place that is left out is
    named with its reason, unless being named, which takes ten changes, would tell a count.
    """

    address: str
    change: FigureChange
    headline: Cell
    open: Cell | None = None
    paper: Cell | None = None
    may_be_named: bool = True

    @property
    def is_revised(self) -> bool:
        """Whether the revision shows anything of the place; else it keeps its figures."""
        return any(cell.is_shown for cell in self.cells())

    @property
    def reason(self) -> Reason | None:
        """Why a place is left out as a whole; None where something is shown."""
        if self.is_revised:
            return None
        return self.paper.reason if self.paper and not self._has_ratings else self.headline.reason

    @property
    def is_named(self) -> bool:
        """Whether the revision contains the place at all."""
        return self.is_revised or self.may_be_named

    @property
    def _has_ratings(self) -> bool:
        return bool(self.headline.sums.n)

    def cells(self) -> Iterator[Cell]:
        """Give the cells there are, headline first."""
        yield from (each for each in (self.headline, self.open, self.paper) if each is not None)

    def shown(self, group: Group) -> Cell | None:
        """Return the cell of a group that the revision shows, or None."""
        found = (each for each in self.cells() if each.group is group and each.is_shown)
        return next(found, None)

    def tells(self, group: Group) -> bool:
        """Whether the revision shows ratings of a group here, alone or pooled with others."""
        pooled = None if group is Group.PAPER else self.shown(Group.ALL)
        return bool(self.shown(group) or pooled)

    def hiding(self, group: Group) -> "RevisionCandidate":
        """Return the place with a group hidden to protect another; a headline takes the open."""
        paper, beside = self.paper, self.open
        if group is Group.PAPER and paper:
            return replace(self, paper=replace(paper, reason=Reason.PROTECTS_ANOTHER))
        hidden = beside and replace(beside, reason=beside.reason or Reason.PROTECTS_ANOTHER)
        if group is Group.OPEN and beside:
            return replace(self, open=hidden)
        headline = replace(self.headline, reason=self.headline.reason or Reason.PROTECTS_ANOTHER)
        return replace(self, headline=headline, open=hidden)


Candidates = dict[str, RevisionCandidate]


def first_candidates(inputs: RevisionInputs) -> Candidates:
    """Apply P2, P3 and P6 to every place, and look at what subtracting its months would leave."""
    covered = covered_months(inputs)
    changes = changes_of(inputs)
    return {
        address: _candidate(inputs, address, change=changes[address], covered=covered)
        for address in inputs.city.places
        if address in changes and changes[address].is_enough
    }


def covered_months(inputs: RevisionInputs) -> Covered:
    """Return the months over which the monthly releases show the ratings of a place and group."""
    found: defaultdict[tuple[str, Group], frozenset[str]] = defaultdict(frozenset)
    for row in inputs.revised.history:
        if row.n is not None and row.element is None and not row.members:
            found[row.address, row.group] |= frozenset(row.span.months)
    for address in inputs.city.places:
        both = [found[address, group] for group in SINGLE_GROUPS]
        found[address, Group.ALL] |= both[0] & both[1]
    return found


def _candidate(
    inputs: RevisionInputs, address: str, *, change: FigureChange, covered: Covered
) -> RevisionCandidate:
    headline = _headline(inputs, address)
    if headline.reason is None:
        telling = _telling(inputs, headline, change=change, covered=covered)
        headline = replace(headline, reason=telling)
    return RevisionCandidate(
        address=address,
        change=change,
        headline=headline,
        open=_open(inputs, headline, change=change, covered=covered),
        paper=_paper(inputs, address, change=change),
    )


def _headline(inputs: RevisionInputs, address: str) -> Cell:
    sums = {
        group: inputs.revised.archive.sums(address, months=inputs.months, channels=CHANNELS[group])
        for group in MONTHLY_GROUPS
    }
    decided = verdict(
        verified=sums[Group.VERIFIED].n,
        unverified=sums[Group.OPEN].n,
        span=inputs.span,
        least_mean=inputs.revised.rules.least_mean,
    )
    reason = decided.reason
    n = sums[Group.ALL].n
    if inputs.revised.is_contradictory(address, span=inputs.span, n=n):
        reason = Reason.CONTRADICTORY
    elif n and is_personal(inputs.revised, address, span=inputs.span):
        reason = Reason.FEW_OFFICERS
    elif reason is Reason.NOT_MEASURED and _was_excluded(inputs, address):
        reason = Reason.EXCLUDED
    group = decided.group
    return Cell(address, inputs.span, group, sums[group], reason, decided.has_few_answers)


def _was_excluded(inputs: RevisionInputs, address: str) -> bool:
    excluded = inputs.revised.archive.excluded_at
    return any((address, month) in excluded for month in inputs.months)


def _open(
    inputs: RevisionInputs, headline: Cell, *, change: FigureChange, covered: Covered
) -> Cell | None:
    """Return the unverified ratings beside a verified headline; None where there are none."""
    sums = inputs.revised.archive.sums(
        headline.address, months=inputs.months, channels=CHANNELS[Group.OPEN]
    )
    if headline.group is not Group.VERIFIED or not sums.n:
        return None
    cell = Cell(headline.address, inputs.span, Group.OPEN, sums, headline.reason)
    if cell.reason is None and sums.n < inputs.revised.rules.least_mean:
        return replace(cell, reason=Reason.TOO_FEW)
    return replace(
        cell, reason=cell.reason or _telling(inputs, cell, change=change, covered=covered)
    )


def _paper(inputs: RevisionInputs, address: str, *, change: FigureChange) -> Cell | None:
    """Return the questionnaires on paper, a channel of their own; None where there are none."""
    sums = inputs.revised.archive.sums(
        address, months=inputs.months, channels=CHANNELS[Group.PAPER]
    )
    if not sums.n:
        return None
    reason = Reason.TOO_FEW if sums.n < inputs.revised.rules.least_mean else None
    if is_personal_paper(inputs, change, address=address):
        reason = Reason.FEW_OFFICERS
    if inputs.revised.is_withheld(address, span=inputs.span):
        reason = Reason.CONTRADICTORY
    return Cell(address, inputs.span, Group.PAPER, sums, reason)


def _telling(
    inputs: RevisionInputs, cell: Cell, *, change: FigureChange, covered: Covered
) -> Reason | None:
    """Return why a year may not be shown beside its months, or None when it may.

    The months less the year leave what was taken out; the year less the months that are shown
    leaves those that are not. Neither may be fewer than ten ratings, or one person's.
    """
    if any(0 < taken < LEAST_SHOWN for taken in change.taken_out(cell.group)):
        return Reason.PROTECTS_ANOTHER
    if is_personal_removal(inputs, change, group=cell.group):
        return Reason.PROTECTS_ANOTHER
    shown = covered.get((cell.address, cell.group), frozenset())
    rest = tuple(month for month in inputs.months if month not in shown)
    left = inputs.standing.count(cell.address, months=rest, group=cell.group)
    is_told = 0 < left < LEAST_SHOWN
    if is_told or (left and is_personal_rest(inputs, cell.address, months=rest)):
        return Reason.PROTECTS_ANOTHER
    return None
