"""The places below a place as tables, each kind on a scale of its own, and what is folded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portal.publication.figures.documents import FOLDERS, PlaceKind
from portal.transparency.domain.drawings import (
    GradeSpan,
    Scale,
    Strip,
    fitted_scale,
    grade_spans,
    strip,
    values_of,
)
from portal.transparency.domain.findings import GradeCount, best_grade, is_rounded_over

Document = Mapping[str, Any]
SORTS = ("name", "ikm", "n")
TABLES = (PlaceKind.AGENCY, PlaceKind.UNIT, PlaceKind.SERVICE, PlaceKind.DESK)
# Hidden neighbours are pooled by family: the services, or everything else below a place.
POOLED_SERVICES = "services"
# Of a longer list the first are seen at once; so many rows without a figure stand between others.
MOST_DRAWN, SEEN_AT_ONCE, MOST_BARE = 15, 12, 2


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A line of a table: what the document says of a place, and its mark on the scale."""

    entry: Document
    mark: Strip | None


@dataclass(frozen=True, slots=True)
class DrawnRows:
    """How the rows of a table are laid out: those seen at once, the further ones, the bare ones.

    A list that would make a phone's page endless is folded; nothing is left out. ``without`` has
    neither figure nor estimate, only its reason.
    """

    first: tuple[PlaceRow, ...]
    more: tuple[PlaceRow, ...]
    without: tuple[PlaceRow, ...]


def drawn_rows(rows: Sequence[PlaceRow]) -> DrawnRows:
    """Part ``rows``, each part in their order; short parts stay with the first."""
    bare = [row for row in rows if row.mark is None]
    if len(bare) <= MOST_BARE:
        bare = []
    drawn = tuple(row for row in rows if row not in bare)
    cut = len(drawn) if len(drawn) <= MOST_DRAWN else SEEN_AT_ONCE
    return DrawnRows(drawn[:cut], more=drawn[cut:], without=tuple(bare))


@dataclass(frozen=True, slots=True)
class PlaceTable:
    """Places of one kind on one scale."""

    kind: PlaceKind
    rows: tuple[PlaceRow, ...]
    scale: Scale
    spans: tuple[GradeSpan, ...]
    finding: GradeCount | None

    @property
    def drawn(self) -> DrawnRows:
        """The rows as the drawing parts them."""
        return drawn_rows(self.rows)

    @property
    def chart(self) -> str:
        """The name of the interactive chart of these places."""
        return FOLDERS[self.kind]

    @property
    def is_sentence(self) -> bool:
        """Whether there is one figure alone, of which a chart would say no more than a sentence."""
        figures = [row.entry["figure"] for row in self.rows]
        return len(figures) == 1 and figures[0]["value"] is not None

    @property
    def is_rounded_over(self) -> bool:
        """Whether a rounded figure stands beside a grade that it would not have."""
        return any(is_rounded_over(row.entry["figure"]) for row in self.rows)

    @property
    def has_coarse(self) -> bool:
        """Whether a figure is marked as rounded more coarsely."""
        return any((row.entry["figure"].get("step") or 0) > 1 for row in self.rows)

    @property
    def has_pooled(self) -> bool:
        """Whether a row stands for several places together."""
        return any(row.entry["place"]["kind"] == PlaceKind.OTHER for row in self.rows)


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
