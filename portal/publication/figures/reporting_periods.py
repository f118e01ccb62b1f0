"""What a statutory report covers: a month, a quarter, a half-year or a year of the calendar."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from portal.publication.figures.month_ranges import (
    MONTHS_A_YEAR,
    InvalidSpan,
    Span,
    first_day,
    month_after,
)

FIRST_YEAR, LAST_YEAR = 2000, 2999
_WRITTEN = re.compile(r"([0-9]{4})(?:-(?:([HQ])([1-4])|([0-9]{2})))?")


class SpanKind(StrEnum):
    """How long a report's span is."""

    YEAR = "year"
    HALF = "half"
    QUARTER = "quarter"
    MONTH = "month"


MONTHS_OF = {SpanKind.YEAR: 12, SpanKind.HALF: 6, SpanKind.QUARTER: 3, SpanKind.MONTH: 1}
_LETTERS = {"H": SpanKind.HALF, "Q": SpanKind.QUARTER}


@dataclass(frozen=True, slots=True)
class ReportSpan:
    """Whole months of one year; ``number`` counts from 1 within the year (a year has one).

    :raises InvalidSpan: for a year outside 2000 to 2999 or a number the year does not have.
    """

    kind: SpanKind
    year: int
    number: int = 1

    def __post_init__(self) -> None:
        if not FIRST_YEAR <= self.year <= LAST_YEAR:
            raise InvalidSpan(f"a year lies between {FIRST_YEAR} and {LAST_YEAR}, not {self.year}")
        if not 1 <= self.number <= MONTHS_A_YEAR // MONTHS_OF[self.kind]:
            raise InvalidSpan(f"a year has no {self.kind} number {self.number}")

    @classmethod
    def of(cls, text: str) -> "ReportSpan":
        """Read a span written as ``2026``, ``2026-H1``, ``2026-Q1`` or ``2026-01``.

        :raises InvalidSpan: for anything else.
        """
        found = _WRITTEN.fullmatch(text)
        if found is None:
            raise InvalidSpan(f"write 2026, 2026-H1, 2026-Q1 or 2026-01, not {text!r}")
        year, letter, part, month = found.groups()
        if letter:
            return cls(_LETTERS[letter], int(year), int(part))
        return (
            cls(SpanKind.MONTH, int(year), int(month)) if month else cls(SpanKind.YEAR, int(year))
        )

    @property
    def span(self) -> Span:
        """The months covered."""
        length = MONTHS_OF[self.kind]
        first = f"{self.year:04d}-{(self.number - 1) * length + 1:02d}"
        return Span(first, month_after(first, months=length - 1))

    @property
    def months(self) -> tuple[str, ...]:
        """Every month covered, earliest first."""
        return self.span.months

    @property
    def first_day(self) -> date:
        """The first day covered."""
        return first_day(self.span.first)

    @property
    def last_day(self) -> date:
        """The last day covered."""
        return first_day(month_after(self.span.last)) - timedelta(days=1)

    def is_over(self, today: date) -> bool:
        """Return whether the last day lies behind ``today``."""
        return today > self.last_day

    @property
    def index(self) -> int:
        """The number of spans of this length since year 0, so that spans can be counted."""
        return self.year * (MONTHS_A_YEAR // MONTHS_OF[self.kind]) + self.number - 1

    def earlier(self, steps: int) -> "ReportSpan":
        """Return the span of the same length that lies ``steps`` spans earlier."""
        year, number = divmod(self.index - steps, MONTHS_A_YEAR // MONTHS_OF[self.kind])
        return ReportSpan(self.kind, year, number + 1)

    def __str__(self) -> str:
        """Return the text that ``of`` reads."""
        if self.kind is SpanKind.YEAR:
            return f"{self.year:04d}"
        if self.kind is SpanKind.MONTH:
            return f"{self.year:04d}-{self.number:02d}"
        return f"{self.year:04d}-{'H' if self.kind is SpanKind.HALF else 'Q'}{self.number}"


def spans_of_year(year: int) -> tuple[ReportSpan, ...]:
    """Return every span of a year: the year, its halves, quarters and months."""
    return tuple(
        ReportSpan(kind, year, number)
        for kind in SpanKind
        for number in range(1, MONTHS_A_YEAR // MONTHS_OF[kind] + 1)
    )
