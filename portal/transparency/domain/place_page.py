"""A published document arranged for reading: tables, drawings and findings beside the figures."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from portal.publication.figures.documents import due_on
from portal.time.months import Month, MonthRange, first_day
from portal.transparency.domain.drawings import (
    GradeSpan,
    Scale,
    Strip,
    Trend,
    fitted_scale,
    grade_spans,
    strip,
    trend,
    values_of,
    whole_scale,
)
from portal.transparency.domain.findings import (
    ComingQuarter,
    Extremes,
    Leading,
    Movement,
    coming_quarter,
    extremes,
    is_rounded_over,
    last_quarter,
    leading,
    leading_elements,
    movement,
    movement_over,
)
from portal.transparency.domain.place_tables import SORTS, PlaceTable, place_tables

DECIMALS = 2
# A part of a bar is so wide on a phone that its share can be written in it.
LEAST_LABELLED_PERCENT = 13.0


@dataclass(frozen=True, slots=True)
class BarPart:
    """One level's share of a bar, from ``start`` on, ``width`` wide, in per cent.

    ``share`` is what the document says, of which nothing more than a lower bound may be known.
    """

    levels: str
    start: float
    width: float
    share: Mapping[str, Any]

    @property
    def middle(self) -> float:
        """Where the share is written."""
        return round(self.start + self.width / 2, DECIMALS)

    @property
    def is_labelled(self) -> bool:
        """Whether the part is wide enough on a phone for its share to be written in it."""
        return self.width >= LEAST_LABELLED_PERCENT


def bar(shares: Sequence[Mapping[str, Any]]) -> tuple[BarPart, ...]:
    """Return the parts of a bar that fills its width, lowest level first.

    Shares are rounded, so that they may not add up to 100: the drawing stretches them, the
    words beside it do not.
    """
    total = sum(share["percent"] for share in shares)
    parts, start = [], 0.0
    for share in shares:
        width = 100 * share["percent"] / total if total else 0.0
        placed = (round(start, DECIMALS), round(width, DECIMALS))
        parts.append(BarPart(share["levels"], *placed, share=share))
        start += width
    return tuple(parts)


Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Estimated:
    """An estimate with its period and the name of the place that it is drawn to."""

    period: str
    estimate: Document
    toward: str


def estimates_of(document: Document) -> tuple[Estimated, ...]:
    """Return the estimate of the newest month and that of the newest quarter, where they differ.

    Documents of before the estimates have none.
    """
    found = {period: estimate for period, estimate in _said(document) if estimate}
    return tuple(
        Estimated(period, estimate, _name(document, str(estimate["toward"])))
        for period, estimate in found.items()
    )


def _name(document: Document, address: str) -> str:
    """Return what the place above is called, by its address."""
    names = (str(each["name"]) for each in document["parents"] if each["address"] == address)
    return next(names, address)


def _said(document: Document) -> Iterator[tuple[str, Document | None]]:
    yield str(document["headline"]["period"]), document.get("estimate")
    for quarter in document.get("quarters", ())[-1:]:
        yield str(quarter["figure"]["period"]), quarter.get("estimate")


@dataclass(frozen=True, slots=True)
class ElementRow:
    """An element with its mark and how its answers spread; ``distribution`` may be None."""

    entry: Document
    mark: Strip | None
    distribution: Document | None
    parts: tuple[BarPart, ...]


@dataclass(frozen=True, slots=True)
class PlacePage:
    """Everything a page about a place shows."""

    document: Document
    lead: Leading
    quarter: Document | None
    coming: ComingQuarter | None
    estimates: tuple[Estimated, ...]
    mark: Strip | None
    spans: tuple[GradeSpan, ...]
    since_previous: Movement
    trend: Trend | None
    over_time: Movement
    elements: tuple[ElementRow, ...]
    element_scale: Scale
    element_finding: Extremes | None
    tables: tuple[PlaceTable, ...]

    @property
    def notes_now(self) -> tuple[Document, ...]:
        """The dated explanations that touch the newest period or what came after it."""
        return tuple(note for note in self.document["notes"] if not self._is_past(note))

    @property
    def notes_past(self) -> tuple[Document, ...]:
        """The dated explanations of earlier periods, which the trend shows."""
        return tuple(note for note in self.document["notes"] if self._is_past(note))

    def _is_past(self, note: Document) -> bool:
        newest = MonthRange.of(str(self.lead.figure["period"]))
        return str(note["ends_on"]) < first_day(newest.first).isoformat()

    @property
    def is_rounded_over(self) -> bool:
        """Whether a rounded figure of an element stands beside a grade that it would not have."""
        return any(is_rounded_over(row.entry["figure"]) for row in self.elements)

    @property
    def levels(self) -> tuple[str, ...]:
        """The levels that any bar shows, lowest first; small ones are merged, such as 1-2."""
        return tuple(sorted({part.levels for row in self.elements for part in row.parts}))


def place_page(document: Document, *, sort: str = SORTS[0]) -> PlacePage:
    """Arrange ``document`` for reading.

    :param sort: ``name``, ``ikm`` or ``n``; figures that are not shown come last, by name.
    """
    lead = leading(document)
    elements = leading_elements(document, lead)
    scale = _element_scale(elements)
    estimates = estimates_of(document)
    return PlacePage(
        document=document,
        lead=lead,
        quarter=last_quarter(document),
        coming=coming_quarter(document),
        estimates=estimates,
        mark=strip(lead.figure, whole_scale()),
        spans=grade_spans(whole_scale()),
        since_previous=movement(lead.before, lead.figure),
        trend=trend(
            document["trend"], estimates={each.period: each.estimate for each in estimates}
        ),
        over_time=movement_over(document["trend"]),
        elements=_element_rows(elements, spread=document["distributions"], scale=scale),
        element_scale=scale,
        element_finding=extremes(elements),
        tables=place_tables(document["rows"], sort=sort),
    )


def _element_scale(elements: Sequence[Document]) -> Scale:
    figures = [entry[name] for entry in elements for name in ("figure", "previous")]
    return fitted_scale(values_of(figures))


def _element_rows(
    elements: Sequence[Document], *, spread: Sequence[Document], scale: Scale
) -> tuple[ElementRow, ...]:
    distributions = {entry["element"]: entry for entry in spread}
    return tuple(
        ElementRow(
            entry=entry,
            mark=strip(entry["figure"], scale, before=entry["previous"]),
            distribution=distributions.get(entry["element"]),
            parts=bar(distributions.get(entry["element"], {"shares": ()})["shares"]),
        )
        for entry in elements
    )


@dataclass(frozen=True, slots=True)
class Delay:
    """Why ``period`` is not published: held until a day for a reason, or late since a day."""

    period: Month
    late_since: date | None
    held_until: date | None = None
    reason: str | None = None


def delay(
    period: Month, *, today: date, held_days: int | None = None, reason: str | None = None
) -> Delay | None:
    """Return what delays the month ``period``, the first that is not published, or None.

    :param held_days: days of a hold, counted from the fixed day; with ``reason`` or not at all.
    """
    due = due_on(period)
    last = due + timedelta(days=held_days or 0)
    late_since = last if today > last else None
    if held_days is not None:
        return Delay(period, late_since, held_until=last, reason=reason)
    return Delay(period, late_since) if late_since else None
