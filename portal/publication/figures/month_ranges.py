"""Months, and spans of closed months such as "Jan-Feb" that carry small figures forward."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from portal.time.months import is_month

MONTHS_A_YEAR = 12
# A release asks for the same few hundred months and spans a million times.
KEPT = 10_000


class InvalidSpan(ValueError):
    """A text is no month or the months of a span stand in the wrong order."""


def month_of(day: date) -> str:
    """Return the month of a day as ``2026-01``."""
    return f"{day.year:04d}-{day.month:02d}"


@lru_cache(KEPT)
def ordinal(month: str) -> int:
    """Return the number of months since year 0, so that months can be counted.

    :raises InvalidSpan: when ``month`` is not like ``2026-01``.
    """
    if not is_month(month):
        raise InvalidSpan(f"a month is written 2026-01, not {month!r}")
    year, _, number = month.partition("-")
    return int(year) * MONTHS_A_YEAR + int(number) - 1


def month_after(month: str, *, months: int = 1) -> str:
    """Return the month that lies ``months`` later (earlier when negative)."""
    year, number = divmod(ordinal(month) + months, MONTHS_A_YEAR)
    return f"{year:04d}-{number + 1:02d}"


def first_day(month: str) -> date:
    """Return the first day of ``month``."""
    year, number = divmod(ordinal(month), MONTHS_A_YEAR)
    return date(year, number + 1, 1)


@lru_cache(KEPT)
def days_in(month: str) -> int:
    """Return the number of days of a month."""
    return (first_day(month_after(month)) - first_day(month)).days


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Closed months from ``first`` to ``last``, both inclusive; most spans are one month.

    :raises InvalidSpan: when a month is misspelt or ``last`` comes before ``first``.
    """

    first: str
    last: str

    def __post_init__(self) -> None:
        if ordinal(self.last) < ordinal(self.first):
            raise InvalidSpan(f"a span cannot end ({self.last}) before it starts ({self.first})")

    @classmethod
    def of(cls, text: str) -> "Span":
        """Read a span as it is written in documents: ``2026-01`` or ``2026-01/2026-02``."""
        first, _, last = text.partition("/")
        return cls(first, last or first)

    @property
    def months(self) -> tuple[str, ...]:
        """Every month of the span, earliest first."""
        return _months(self.first, self.last)

    def __str__(self) -> str:
        """Return the text that ``of`` reads; also how documents write a span."""
        return self.first if self.first == self.last else f"{self.first}/{self.last}"


@lru_cache(KEPT)
def _months(first: str, last: str) -> tuple[str, ...]:
    count = ordinal(last) - ordinal(first) + 1
    return tuple(month_after(first, months=step) for step in range(count))


def covering(months: Iterable[str]) -> Span:
    """Return the span from the earliest to the latest of ``months``, one or more."""
    ordered = sorted(months)
    return Span(ordered[0], ordered[-1])
