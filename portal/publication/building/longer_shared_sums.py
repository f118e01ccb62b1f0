"""Sums of one agency that follow from the city's figures and those of all other agencies."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from portal.publication.disclosure_audit.component import Matrix, TargetCount, matrix_of
from portal.publication.disclosure_audit.published_constraints import problem_of
from portal.publication.disclosure_audit.subtraction import following
from portal.publication.exact_sums.cells import is_personal_together
from portal.publication.exact_sums.inputs import ReleaseInputs
from portal.publication.figures.disclosure_rules import MONTHLY_GROUPS, SINGLE_GROUPS, Group
from portal.publication.figures.documents import CITY_ADDRESS
from portal.publication.figures.known_figures import PublishedConstraint
from portal.time.months import Month, MonthRange, covering

# A longer figure of a draft: its place, span and group.
Key = tuple[str, MonthRange, Group]


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum that readers know, and the draft's longer figures it rests on; none for old ones."""

    statement: PublishedConstraint
    takes: frozenset[Key] = field(default_factory=frozenset)


# An agency or the city, its months, and the sums that are known without a draft.
WithoutDraft = tuple[str, tuple[str, ...], tuple[Sum, ...]]
# An agency's known sums, and the spans over which its totals are asked for.
OfAgency = tuple[str, tuple[Sum, ...], tuple[MonthRange, ...]]


@dataclass(frozen=True, slots=True)
class WorkedOut:
    """What was worked out for earlier drafts of a release, each by what it follows from.

    ``totals`` are those of an agency that follow from its known sums, ``shared`` what follows of
    all agencies from their totals and the city's, ``forbidden`` the sums of an agency that must
    not follow in some months, ``before`` which of those follow without a draft (by position),
    ``personal`` whether the ratings of some places in a span are one person's.
    """

    totals: dict[OfAgency, tuple[Sum, ...]] = field(default_factory=dict)
    shared: dict[tuple[Sum, ...], Mapping[str, list[Sum]]] = field(default_factory=dict)
    forbidden: dict[tuple[str, tuple[str, ...]], tuple[TargetCount, ...]] = field(
        default_factory=dict
    )
    before: dict[WithoutDraft, frozenset[int]] = field(default_factory=dict)
    personal: dict[tuple[tuple[str, ...], MonthRange], bool] = field(default_factory=dict)

    def is_personal(
        self, inputs: ReleaseInputs, addresses: tuple[str, ...], *, span: MonthRange
    ) -> bool:
        """Return whether the ratings of several disjoint places together are one person's."""
        key = addresses, span
        if key not in self.personal:
            self.personal[key] = is_personal_together(inputs, addresses, span=span)
        return self.personal[key]


@dataclass(frozen=True, slots=True)
class Newly:
    """A sought sum (by its position) that follows, and how much of the draft's figures it takes."""

    position: int
    takes: Mapping[Key, float]


def following_newly(
    known: Matrix,
    sought: Matrix,
    *,
    takes: Sequence[frozenset[Key]],
    before: Collection[int] | None = None,
) -> Iterator[Newly]:
    """Give the sought sums that follow with the draft's figures and not without them.

    :param takes: for each known row the draft's figures it rests on.
    :param before: what follows without them, by position, where that was worked out already.
    """
    before = following_before(known, sought, takes=takes) if before is None else before
    if not any(takes):
        return
    keys = list(dict.fromkeys(key for rests in takes for key in rests))
    at = {key: column for column, key in enumerate(keys)}
    rests_on = matrix_of([[at[key] for key in rests] for rests in takes], width=len(keys))
    asked = [position for position in range(sought.shape[0]) if position not in before]
    found = following(known, sought[asked])
    if not found:
        return
    weights = np.array([each.weights for each in found]) @ rests_on.toarray()
    for each, own in zip(found, weights, strict=True):
        taken = np.flatnonzero(own).tolist()
        takes_of_keys = {keys[column]: float(own[column]) for column in taken}
        yield Newly(asked[each.position], takes_of_keys)


def following_before(
    known: Matrix, sought: Matrix, *, takes: Sequence[frozenset[Key]]
) -> frozenset[int]:
    """Return the positions of the sought sums that follow without the draft's figures."""
    old = [at for at, rests in enumerate(takes) if not rests]
    return frozenset(each.position for each in following(known[old], sought))


def rated_problem(
    inputs: ReleaseInputs, agency: str, *, sums: Collection[Sum], targets: Collection[TargetCount]
) -> tuple[Matrix, Matrix, list[frozenset[Key]]]:
    """Return known and sought sums over an agency's ratings, and what each known one rests on.

    Where nobody rated is known or easily guessed, so that it is no unknown here.
    """
    statements = [each.statement for each in sums]
    problem = problem_of(inputs, statements, agencies=(agency,), targets=targets)
    rests: dict[PublishedConstraint, frozenset[Key]] = {}
    for each in sums:
        rests.setdefault(each.statement, each.takes)
    rated = problem.component.truth > 0
    return (
        problem.component.matrix.tocsc()[:, rated].tocsr(),
        problem.component.targets.tocsc()[:, rated].tocsr(),
        [rests[each] for each in problem.statements],
    )


def intervals(months: Sequence[Month]) -> Iterator[MonthRange]:
    """Give every span within consecutive months."""
    for start, first in enumerate(months):
        for last in months[start:]:
            yield MonthRange(first, last)


def told_of_agencies(
    inputs: ReleaseInputs,
    own: Mapping[str, Sequence[Sum]],
    *,
    above: Sequence[Sum],
    worked_out: WorkedOut,
) -> Mapping[str, list[Sum]]:
    """Return what follows of each agency's totals from the city's less all other agencies'.

    :param own: the known sums within each agency, by its address.
    :param above: those of the whole city.
    :param worked_out: what was worked out before, to which this adds.
    """
    if not above:
        return {}
    agencies = [each for each in inputs.city.places if inputs.city.agency_of(each) == each]
    months = covering(month for each in above for month in each.statement.span.months).months
    spans = list(intervals(months))
    said = list(above)
    for agency in agencies:
        sums = own.get(agency, ())
        said += _totals_once(inputs, agency, sums=sums, spans=spans, totals=worked_out.totals)
    key = tuple(said)
    if key not in worked_out.shared:
        found = _told_from_above(
            inputs, said, agencies=agencies, months=months, before=worked_out.before
        )
        worked_out.shared[key] = found
    return worked_out.shared[key]


def _told_from_above(
    inputs: ReleaseInputs,
    said: Sequence[Sum],
    *,
    agencies: Sequence[str],
    months: tuple[Month, ...],
    before: dict[WithoutDraft, frozenset[int]],
) -> Mapping[str, list[Sum]]:
    found: defaultdict[str, list[Sum]] = defaultdict(list)
    columns = _Columns(inputs, agencies=agencies, months=months)
    sought = [
        TargetCount(agency, span.months, group, 0)
        for agency in agencies
        for span in intervals(months)
        for group in MONTHLY_GROUPS
    ]
    known = columns.matrix([each.statement for each in said])
    wanted, takes = columns.matrix(sought), [each.takes for each in said]
    old = CITY_ADDRESS, months, tuple(each for each in said if not each.takes)
    if old not in before:
        before[old] = following_before(known, wanted, takes=takes)
    for agency, each in _followed(
        inputs, known, wanted=wanted, takes=takes, sought=sought, before=before[old]
    ):
        found[agency].append(each)
    return found


def _totals_once(
    inputs: ReleaseInputs,
    agency: str,
    *,
    sums: Sequence[Sum],
    spans: Sequence[MonthRange],
    totals: dict[OfAgency, tuple[Sum, ...]],
) -> Sequence[Sum]:
    key = agency, tuple(sums), tuple(spans)
    if key not in totals:
        totals[key] = tuple(_totals(inputs, agency, sums=sums, spans=spans))
    return totals[key]


def _totals(
    inputs: ReleaseInputs, agency: str, *, sums: Sequence[Sum], spans: Sequence[MonthRange]
) -> Iterator[Sum]:
    """Give an agency's totals that are shown or follow from what is shown below it."""
    targets = [
        TargetCount(agency, span.months, group, 0) for span in spans for group in MONTHLY_GROUPS
    ]
    matrix, sought, takes = rated_problem(inputs, agency, sums=sums, targets=targets)
    for _, each in _followed(inputs, matrix, wanted=sought, takes=takes, sought=targets):
        yield each


def _followed(
    inputs: ReleaseInputs,
    known: Matrix,
    *,
    wanted: Matrix,
    takes: Sequence[frozenset[Key]],
    sought: Sequence[TargetCount],
    before: frozenset[int] | None = None,
) -> Iterator[tuple[str, Sum]]:
    """Give the sums that follow, as sums, with the agency they are of; the empty are left out."""
    before = following_before(known, wanted, takes=takes) if before is None else before
    new = following_newly(known, wanted, takes=takes, before=before)
    newly = {each.position: each.takes for each in new}
    for position, target in enumerate(sought):
        if position in before or position in newly:
            span = covering(target.months)
            n = inputs.archive.count(target.address, months=span.months, group=target.group)
            statement = PublishedConstraint((target.address,), span, target.group, n, n)
            if n:
                yield target.address, Sum(statement, frozenset(newly.get(position, ())))


class _Columns:
    """The unknowns of a city whose agencies are looked at as wholes; readers know the empty."""

    def __init__(
        self, inputs: ReleaseInputs, *, agencies: Sequence[str], months: Sequence[Month]
    ) -> None:
        order = (
            (agency, month, group)
            for agency in agencies
            for month in months
            for group in SINGLE_GROUPS
            if inputs.archive.count(agency, months=(month,), group=group)
        )
        self._at = {key: position for position, key in enumerate(order)}
        self._agencies = agencies

    def matrix(self, subjects: Sequence[PublishedConstraint] | Sequence[TargetCount]) -> Matrix:
        """Return a row for each subject."""
        return matrix_of([self._of(each) for each in subjects], width=len(self._at))

    def _of(self, subject: PublishedConstraint | TargetCount) -> list[int]:
        months = subject.months if isinstance(subject, TargetCount) else subject.span.months
        address = subject.address if isinstance(subject, TargetCount) else subject.addresses[0]
        places = self._agencies if address == CITY_ADDRESS else (address,)
        groups = SINGLE_GROUPS if subject.group is Group.ALL else (subject.group,)
        keys = ((a, m, g) for a in places for m in months for g in groups)
        return [self._at[key] for key in keys if key in self._at]
