"""The half-years that were counted, as the public reads them."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.complaints.published.domain import CountLine, PublicCounts
from portal.complaints.published.halves import HalfYear, half_year_code, half_year_named
from portal.complaints.published.models import CountedHalfYear


@dataclass(frozen=True, slots=True)
class CountedTable:
    """The public lines of a half-year, as they were counted on a day."""

    half_year: HalfYear
    counted_on: date
    lines: tuple[CountLine, ...]

    @property
    def code(self) -> str:
        """How the half-year is written, such as ``2026-1``."""
        return half_year_code(self.half_year)

    @property
    def step(self) -> int | None:
        """What its figures are rounded down to; None where it shows none."""
        return next((line.counts.step for line in self.lines if line.counts), None)


def counted_tables(session: Session, *, limit: int) -> tuple[CountedTable, ...]:
    """Return the newest half-years that were counted, the newest first."""
    query = select(CountedHalfYear).order_by(CountedHalfYear.period.desc()).limit(limit)
    return tuple(
        CountedTable(
            half_year=half_year_named(row.period),
            counted_on=row.counted_on,
            lines=tuple(_line(line) for line in json.loads(row.lines)),
        )
        for row in session.scalars(query)
    )


def _line(line: dict[str, Any]) -> CountLine:
    counts = line["counts"]
    return CountLine(
        addressees=tuple(line["addressees"]),
        counts=None if counts is None else PublicCounts(**counts),
    )
