"""A published document arranged for reading: tables, drawings and findings beside the figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portal.publication.figures.documents import FOLDERS, PlaceKind
from portal.transparency.domain.drawings import BarPart, Strip, Trend, bar, strip, trend, values_of
from portal.transparency.domain.estimates import Estimated, estimates_of
from portal.transparency.domain.findings import (
    Extremes,
    GradeCount,
    Movement,
    best_grade,
    extremes,
    movement,
    movement_over,
)
from portal.transparency.domain.leading import (
    ComingQuarter,
    Leading,
    coming_quarter,
    last_quarter,
    leading,
    leading_elements,
)
from portal.transparency.domain.scale import (
    GradeSpan,
    Scale,
    fitted_scale,
    grade_spans,
    whole_scale,
)

Document = Mapping[str, Any]
SORTS = ("name", "ikm", "n")
TABLES = (PlaceKind.AGENCY, PlaceKind.UNIT, PlaceKind.SERVICE, PlaceKind.DESK)
# Hidden neighbours are pooled by family: the services, or everything else below a place.
POOLED_SERVICES = "services"


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A line of a table: what the document says of a place, and its mark on the scale."""

    entry: Document
    mark: Strip | None


@dataclass(frozen=True, slots=True)
class PlaceTable:
    """Places of one kind on one scale."""

    kind: PlaceKind
    rows: tuple[PlaceRow, ...]
    scale: Scale
    spans: tuple[GradeSpan, ...]
    finding: GradeCount | None

    @property
    def chart(self) -> str:
        """The name of the interactive chart of these places."""
        return FOLDERS[self.kind]


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


def place_tables(rows: Sequence[Document], *, sort: str) -> tuple[PlaceTable, ...]:
    """Split ``rows`` by kind, each kind on a scale of its own."""
    by_kind = {kind: [row for row in rows if row["place"]["kind"] == kind] for kind in TABLES}
    pooled = [row for row in rows if row["place"]["kind"] == PlaceKind.OTHER]
    last = [kind for kind in TABLES if by_kind[kind] and kind is not PlaceKind.SERVICE][-1:]
    return tuple(
        _table(found, kind=kind, sort=sort, pooled=_pooled_for(kind, pooled, last=last))
        for kind, found in by_kind.items()
        if found
    )


def _pooled_for(
    kind: PlaceKind, pooled: Sequence[Document], *, last: Sequence[PlaceKind]
) -> list[Document]:
    """Return the pooled rows that end the table of ``kind``: services apart from other places."""
    if kind is PlaceKind.SERVICE:
        return [row for row in pooled if row["place"]["code"] == POOLED_SERVICES]
    return [row for row in pooled if row["place"]["code"] != POOLED_SERVICES and kind in last]


def _table(
    rows: Sequence[Document], *, kind: PlaceKind, sort: str, pooled: Sequence[Document]
) -> PlaceTable:
    figures = [row["figure"] for row in rows]
    ordered = [*_sorted(rows, by=sort), *pooled]
    estimates = [row.get("estimate") for row in ordered]
    scale = fitted_scale(values_of([*(row["figure"] for row in ordered), *estimates]))
    return PlaceTable(
        kind=kind,
        rows=tuple(
            PlaceRow(entry=row, mark=strip(row["figure"], scale, estimate=estimate))
            for row, estimate in zip(ordered, estimates, strict=True)
        ),
        scale=scale,
        spans=grade_spans(scale),
        finding=best_grade(figures),
    )


def _sorted(rows: Sequence[Document], *, by: str) -> list[Document]:
    named = sorted(rows, key=lambda row: str(row["place"]["name"]).casefold())
    if by == "ikm":
        return sorted(named, key=lambda row: -(row["figure"]["value"] or 0))
    if by == "n":
        return sorted(named, key=lambda row: -(row["figure"]["n"] or 0))
    return named


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
