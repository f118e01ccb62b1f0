"""Figures of a release as one flat table, as any reader has them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

from portal.publication.figures.disclosure_rules import LEAST_SHOWN, Group, count_bounds, group_of
from portal.publication.figures.documents import Place, PlaceDocument, PlaceKind, ReleaseStamp
from portal.publication.figures.figures import ClosedPeriod, Estimate, Figure, Reason
from portal.survey.elements import Element, RuleBook
from portal.time.months import MonthRange, PeriodKind


@dataclass(frozen=True, slots=True)
class PublishedConstraint:
    """The ratings of one or more places in a span are at least ``lower``, at most ``upper``.

    ``element`` restricts it to services where that element is asked, or, without ``is_asked``,
    to those where it is not. ``upper`` is None where
    nothing limits the count. ``addresses`` are disjoint places. With ``is_revised``, ratings
    that were taken out after their month was published no longer count.
    """

    addresses: tuple[str, ...]
    span: MonthRange
    group: Group
    lower: int
    upper: int | None
    element: Element | None = None
    is_asked: bool = True
    is_revised: bool = False


@dataclass(frozen=True, slots=True)
class CountRow:
    """The part of a published figure that is about counts; ``n`` is rounded, None if hidden.

    ``channels`` are those that the figure names.
    ``has_estimate`` says of a hidden figure that an estimate stands beside it, which takes ten
    answers; without one nothing follows, because estimates are withheld for others, too.
    """

    address: str
    span: MonthRange
    group: Group
    n: int | None
    reason: Reason | None
    has_few_answers: bool = False
    element: Element | None = None
    members: tuple[str, ...] = ()
    is_revised: bool = False
    channels: tuple[str, ...] = ()
    has_estimate: bool = False


# A hidden count that can be bracketed more closely than this fails the release (P7).
LEAST_WIDTH = 5.0
NOBODY = frozenset({Reason.NOT_MEASURED, Reason.NO_VISITS, Reason.EXCLUDED})
# Reasons that say nothing of a count but that it is not 0.
PERSONAL_OR_COVER = frozenset(
    {
        Reason.FEW_OFFICERS,
        Reason.PROTECTS_ANOTHER,
        Reason.FEW_OR_COVER,
        Reason.CONTRADICTORY,
    }
)


def statement_of(row: CountRow, *, book: RuleBook) -> PublishedConstraint:
    """Return what a row tells, its reason included: "too few" means 1 to 29 of any channel.

    A shown count is known to its rounding, and to be no less than what showing it took by the
    rules of its release; where an element may have been skipped, its count says only how many
    there are at least.
    """
    # Every figure is published by the release of the last month of its span.
    month = row.span.last
    lower, upper = _bounds(row, least_mean=book.in_month(month).least_mean)
    if row.element in book.skippable_by(month):
        upper = None
    # A hidden headline was looked for among all channels; a pooled row never is.
    is_beside = row.group in {Group.OPEN, Group.PAPER}
    is_headline = row.n is None and not is_beside and not row.members
    group = Group.ALL if is_headline else row.group
    return PublishedConstraint(
        addresses=row.members or (row.address,),
        span=row.span,
        group=group,
        lower=lower,
        upper=upper,
        element=row.element,
        is_revised=row.is_revised,
    )


def _bounds(row: CountRow, *, least_mean: int) -> tuple[int, int | None]:
    if row.n is not None:
        lower, upper = count_bounds(row.n)
        least = LEAST_SHOWN if row.has_few_answers else least_mean
        return max(lower, least), min(upper, least_mean - 1) if row.has_few_answers else upper
    if row.reason in NOBODY:
        return 0, 0
    if row.has_estimate:
        return LEAST_SHOWN, least_mean - 1
    if row.reason in PERSONAL_OR_COVER:
        return 1, None
    return 1, (LEAST_SHOWN if row.reason is Reason.FOLDED else least_mean) - 1


FIGURES_ADDRESS = "data/figures"
HEADLINE = ""


@dataclass(frozen=True, slots=True)
class FlatRow:
    """One figure: whose, which element ("" for the headline), and what it says.

    ``series`` is ``month`` for a month or months carried forward, else the calendar's
    ``quarter``, ``half`` or ``year``. An ``estimate`` may stand in a hidden row; it is no figure.
    """

    address: str
    kind: str
    name: str
    element: str
    channels: tuple[str, ...]
    period: MonthRange
    n: int | None
    ikm: Decimal | None
    lower: Decimal | None
    upper: Decimal | None
    grade: str | None
    few_answers: bool
    suppressed: Reason | None
    members: tuple[str, ...] = ()
    series: str = PeriodKind.MONTH
    estimate: Decimal | None = None
    estimate_lower: Decimal | None = None
    estimate_upper: Decimal | None = None


@dataclass(frozen=True, slots=True)
class FlatDocument:
    """Every figure of one release, city first; a row holds its values in order of ``columns``."""

    release: ReleaseStamp
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


def flat_document(release: ReleaseStamp, rows: Iterable[FlatRow]) -> FlatDocument:
    """Return ``rows`` as a table."""
    columns = tuple(field.name for field in fields(FlatRow))
    return FlatDocument(
        release, columns, tuple(tuple(getattr(row, name) for name in columns) for row in rows)
    )


def count_rows_of(body: dict[str, Any]) -> list[CountRow]:
    """Return what a published flat document (decoded JSON) tells about counts.

    A hidden element of a hidden place repeats what its place says, so it is left out.
    """
    rows = [count_row(dict(zip(body["columns"], values, strict=True))) for values in body["rows"]]
    shown = {(row.address, row.span) for row in rows if row.element is None and row.n is not None}
    telling = (row for row in rows if row.element is None or (row.address, row.span) in shown)
    # A quarter that a headline was carried over says the same again.
    return list(dict.fromkeys(telling))


def flat_rows(document: PlaceDocument, *, members: dict[str, tuple[str, ...]]) -> Iterator[FlatRow]:
    """Give the figures of one place: headline, unverified, elements, pooled rows, longer ones.

    :param members: the places behind each pooled row, by its address.
    """
    place = document.place
    whose = (place.address, place.kind, place.name)
    yield _row(whose, document.headline, estimate=document.estimate)
    if document.open is not None:
        yield _row(whose, document.open)
    for element in document.elements:
        yield _row(whose, element.figure, element=element.element)
    for row in document.rows:
        if row.place.kind is PlaceKind.OTHER:
            pooled = (row.place.address, row.place.kind, row.place.name)
            yield _row(pooled, row.figure, members=members[row.place.address])
    for closed in document.closed:
        yield from _closed_rows(whose, closed)


def _closed_rows(whose: tuple[str, str, str], closed: ClosedPeriod) -> Iterator[FlatRow]:
    yield _row(whose, closed.figure, series=closed.kind, estimate=closed.estimate)
    if closed.open is not None:
        yield _row(whose, closed.open, series=closed.kind)
    for element in closed.elements:
        yield _row(whose, element.figure, element=element.element, series=closed.kind)


def figure_rows(place: Place, figures: Iterable[Figure | None]) -> Iterator[FlatRow]:
    """Give a row for every figure of a place's year that there is."""
    for figure in figures:
        if figure is not None:
            yield _row((place.address, place.kind, place.name), figure, series=PeriodKind.YEAR)


def _row(
    whose: tuple[str, str, str],
    figure: Figure,
    *,
    element: str = HEADLINE,
    members: tuple[str, ...] = (),
    series: str = PeriodKind.MONTH,
    estimate: Estimate | None = None,
) -> FlatRow:
    address, kind, name = whose
    return FlatRow(
        address=address,
        kind=str(kind),
        name=name,
        element=str(element),
        channels=figure.channels,
        period=figure.period,
        n=figure.n,
        ikm=figure.value,
        lower=figure.interval.lower if figure.interval else None,
        upper=figure.interval.upper if figure.interval else None,
        grade=figure.grade.letter if figure.grade else None,
        few_answers=figure.has_few_answers,
        suppressed=figure.suppressed,
        members=members,
        series=str(series),
        estimate=estimate.value if estimate else None,
        estimate_lower=estimate.interval.lower if estimate else None,
        estimate_upper=estimate.interval.upper if estimate else None,
    )


def _group(channels: tuple[str, ...], *, is_pool: bool) -> Group:
    """Return the group a row is about; a hidden one that names no channel is about all."""
    if channels:
        return group_of(channels)
    return Group.VERIFIED if is_pool else Group.ALL


def count_row(row: dict[str, Any]) -> CountRow:
    """Return what one row tells about the number of ratings."""
    return CountRow(
        address=row["address"],
        span=MonthRange.of(row["period"]),
        group=_group(tuple(row["channels"]), is_pool=bool(row["members"])),
        n=row["n"],
        reason=Reason(row["suppressed"]) if row["suppressed"] else None,
        has_few_answers=row["few_answers"],
        element=Element(row["element"]) if row["element"] else None,
        members=tuple(row["members"]),
        channels=tuple(row["channels"]),
        # Tables of before the estimates do not have the column.
        has_estimate=row.get("estimate") is not None,
    )
