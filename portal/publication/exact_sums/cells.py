"""Which figure of which place is shown in a release, and the reason for each that is not."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from portal.disclosure.figures import CHANNELS_UNTOLD_BELOW
from portal.publication.exact_sums.archive import Archive
from portal.publication.exact_sums.inputs import ReleaseInputs
from portal.publication.figures.disclosure_rules import (
    CHANNELS,
    MONTHLY_GROUPS,
    Group,
    group_of,
    open_span,
    rounded_count,
    verdict,
)
from portal.publication.figures.documents import PlaceKind, address_of
from portal.publication.figures.figures import Reason
from portal.publication.figures.sums import Sums
from portal.publication.figures.withholding import DeskStaff, OfficerNaming, is_one_persons
from portal.rating.answers.answers import Channel
from portal.survey.elements import Element
from portal.time.months import Month, MonthRange


@dataclass(frozen=True, slots=True)
class Cell:
    """The ratings of one place, span and group of channels, and whether they are shown.

    ``withheld`` are elements that stay hidden because their counts would tell others.
    """

    address: str
    span: MonthRange
    group: Group
    sums: Sums
    reason: Reason | None = None
    has_few_answers: bool = False
    withheld: frozenset[Element] = frozenset()

    @property
    def is_shown(self) -> bool:
        """Whether a figure may be made of it."""
        return self.reason is None


@dataclass(frozen=True, slots=True)
class Pair:
    """A place's headline cell and, where unverified ratings stand beside it, theirs."""

    headline: Cell
    open: Cell | None = None

    def cells(self) -> Iterator[Cell]:
        """Give the one or two cells."""
        yield self.headline
        if self.open is not None:
            yield self.open

    def without_headline(self, reason: Reason) -> "Pair":
        """Return the pair with everything hidden for ``reason``."""
        return Pair(replace(self.headline, reason=reason), self.hidden_open(reason).open)

    def hidden_open(self, reason: Reason) -> "Pair":
        """Return the pair with its unverified figure hidden for ``reason``, if it has one."""
        hidden = self.open and replace(self.open, reason=reason)
        return replace(self, open=hidden)

    def published(self) -> Iterator[Cell]:
        """Give the cells that documents show or hide with a reason.

        What stands beside a hidden headline is not mentioned: it would tell that enough ratings
        are verified.
        """
        return self.cells() if self.headline.is_shown else iter((self.headline,))


Cells = dict[str, Pair]


def named_channels(archive: Archive, cell: Cell) -> tuple[Channel, ...]:
    """Return the channels that a cell's figure names: none where it is hidden.

    A shown figure names those that were used, a small one all that may stand in it: of 30
    ratings by three channels, each of which comes in tens, everybody would know how many each
    had. Unverified ratings and paper are of one channel, which labels them hidden or not.
    """
    group = CHANNELS[cell.group]
    if not cell.is_shown:
        return group if len(group) == 1 else ()
    if rounded_count(cell.sums.n) < CHANNELS_UNTOLD_BELOW:
        return group
    return archive.channels(cell.address, months=cell.span.months, group=cell.group)


def named_group(archive: Archive, cell: Cell) -> Group:
    """Return the group of channels that a reader takes a cell's figure to be about.

    A hidden one is looked for among all channels, except in a pool and beside a headline.
    """
    named = named_channels(archive, cell)
    return group_of(named) if named else Group.ALL


def first_cells(inputs: ReleaseInputs) -> Cells:
    """Apply P1 to P3 to every place, each on its own.

    :returns: a pair per address; a retired place without ratings has none.
    """
    told = _told_until(inputs)
    return {
        address: pair
        for address, place in inputs.city.places.items()
        if (pair := _pair(inputs, address, told_until=told.get(address))).headline.sums.n
        or not place.is_retired
    }


def _told_until(inputs: ReleaseInputs) -> Mapping[str, Month]:
    """Return, by address, the last month that a figure of the place has counted."""
    found: dict[str, Month] = {}
    for row in inputs.history:
        if row.n is not None and row.element is None and not row.members:
            found[row.address] = max(row.span.last, found.get(row.address, row.span.last))
    return found


def _pair(inputs: ReleaseInputs, address: str, *, told_until: Month | None) -> Pair:
    before = inputs.before.get(address)
    span = open_span(
        before.headline if before else None, period=inputs.period, told_until=told_until
    )
    return pair_over(inputs, address, span=span)


def pair_over(inputs: ReleaseInputs, address: str, *, span: MonthRange) -> Pair:
    """Return a place's cells of a span that ends with the release's month, by P1 to P3."""
    sums = {
        group: inputs.archive.sums(address, months=span.months, channels=CHANNELS[group])
        for group in MONTHLY_GROUPS
    }
    decided = verdict(
        verified=sums[Group.VERIFIED].n,
        unverified=sums[Group.OPEN].n,
        span=span,
        least_mean=inputs.rules.least_mean,
    )
    reason = decided.reason
    if inputs.is_contradictory(address, span=span, n=sums[Group.ALL].n):
        reason = Reason.CONTRADICTORY
    elif sums[Group.ALL].n and is_personal(inputs, address, span=span):
        reason = Reason.FEW_OFFICERS
    elif reason is Reason.NOT_MEASURED:
        reason = why_nothing(inputs, address, span=span)
    headline = Cell(
        address, span, decided.group, sums[decided.group], reason, decided.has_few_answers
    )
    return Pair(headline, open_cell(headline, sums=sums[Group.OPEN], inputs=inputs))


def open_cell(headline: Cell, *, sums: Sums, inputs: ReleaseInputs) -> Cell | None:
    """Return the unverified ratings beside a verified headline; None where there are none."""
    if headline.group is not Group.VERIFIED or not sums.n:
        return None
    reason = headline.reason
    if reason is None and sums.n < inputs.rules.least_mean:
        reason = Reason.TOO_FEW
    return Cell(headline.address, headline.span, Group.OPEN, sums, reason)


def is_personal(inputs: ReleaseInputs, address: str, *, span: MonthRange) -> bool:
    """Whether a place's ratings in a span are, by P3, one person's."""
    return is_personal_together(inputs, (address,), span=span)


def is_personal_together(
    inputs: ReleaseInputs, addresses: Iterable[str], *, span: MonthRange
) -> bool:
    """Whether the ratings of several disjoint places together are, by P3, one person's."""
    contributed: Counter[int | None] = Counter()
    for address in addresses:
        contributed.update(inputs.archive.desks(address, months=span.months))
    desks = [
        (staff_of(inputs, desk, months=span.months), ratings)
        for desk, ratings in contributed.items()
        if desk is not None
    ]
    return is_one_persons(desks, ratings=sum(contributed.values()))


def staff_of(inputs: ReleaseInputs, desk: int, *, months: Sequence[Month]) -> DeskStaff:
    """Return who served at a desk over months, and the ratings that named each of them."""
    year = MonthRange(f"{months[-1][:4]}-01", months[-1]).months
    return DeskStaff(
        desk,
        officers=inputs.served.officers(desk, months=months),
        regular=inputs.served.regular(desk, months=months),
        span=_naming(inputs, desk, months=months),
        year=_naming(inputs, desk, months=year),
    )


def _naming(inputs: ReleaseInputs, desk: int, *, months: Sequence[Month]) -> OfficerNaming:
    named: Counter[int] = Counter()
    for month in months:
        named.update(inputs.served.named.get((month, desk), {}))
    address = address_of(PlaceKind.DESK, inputs.city.catalogue.desks[desk].code)
    return OfficerNaming(named, sum(inputs.archive.desks(address, months=months).values()))


def why_nothing(inputs: ReleaseInputs, address: str, *, span: MonthRange) -> Reason:
    """Return why a place has no ratings: they were excluded, nobody came, or nobody rated."""
    if any((address, month) in inputs.archive.excluded_at for month in span.months):
        return Reason.EXCLUDED
    came = not _nobody_came(inputs, address, span=span)
    return Reason.NOT_MEASURED if came else Reason.NO_VISITS


def _nobody_came(inputs: ReleaseInputs, address: str, *, span: MonthRange) -> bool:
    """Whether every desk of a place reported, for every month, that nobody was served."""
    counted = [
        inputs.visits.get((desk, month))
        for desk in inputs.city.desks.get(address, ())
        for month in span.months
    ]
    return bool(counted) and all(each is not None and each.visits == 0 for each in counted)
