"""Horizontal bars with a label before and a value behind each."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.publication.reports.pdf.page import ACCENT, DrawnPage


@dataclass(frozen=True, slots=True)
class DrawnBar:
    """A bar: how long it is (0 to 1, None draws none), its label, and what stands behind it."""

    label: str
    share: float | None
    value: str
    colour: str = ACCENT


def bars(page: DrawnPage, rows: Sequence[DrawnBar]) -> None:
    """Draw bars on a common scale."""
    page.add(
        "bars",
        rows=[
            {
                "label": row.label,
                "value": row.value,
                "pieces": [] if row.share is None else [_piece(row)],
            }
            for row in rows
        ],
    )


def _piece(row: DrawnBar) -> dict[str, object]:
    length = min(1.0, max(0.0, row.share or 0.0))
    return {"length": length, "fill": row.colour, "text": "", "ink": row.colour}
