"""Months as the portal writes them, ``2026-11``, ranges of them, and periods of the calendar.

What a month is, is said here once: four ASCII digits of a year, a dash, 01 to 12. Documents, tables
and addresses hold it as text, so that functions take and give text; `Month` is that text, checked.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

MONTHS_A_YEAR = 12
# A release asks for the same few hundred months and ranges a million times.
KEPT = 10_000
_MONTH = re.compile(r"(?!0000)[0-9]{4}-(0[1-9]|1[0-2])")
# What tables take (`portal.storage.database.is_period`): for forms, which refuse the rest politely.
STORED_MONTH = re.compile(r"2[0-9]{3}-(0[1-9]|1[0-2])\Z")
FIRST_YEAR, LAST_YEAR = 2000, 2999
_PERIOD = re.compile(r"([0-9]{4})(?:-(?:([HQ])([1-4])|([0-9]{2})))?")


class InvalidPeriod(ValueError):
    """A text is no period, or the months of a range stand in the wrong order."""


class NotAMonth(InvalidPeriod):
    """A text that should be a month such as ``2026-11`` is something else."""


def is_month(text: str) -> bool:
    """Return whether ``text`` is a month as the portal writes it."""
    return _MONTH.fullmatch(text) is not None


class Month(str):
    """A month such as ``2026-11``, which is also the text that documents and tables hold.

    :raises NotAMonth: when the text is written in another way.
    """

    __slots__ = ()

    def __new__(cls, text: str) -> "Month":
        """Check how the month is written."""
        if not is_month(text):
            raise NotAMonth(f"a month is written 2026-11, not {text!r}")
        return super().__new__(cls, text)

    @classmethod
    def of(cls, day: date) -> "Month":
        """Return the month of a day."""
        return cls(f"{day.year:04d}-{day.month:02d}")

    @property
    def year(self) -> int:
        """The year."""
        return int(self[:4])

    @property
    def ordinal(self) -> int:
        """The number of months since year 0, so that months can be counted."""
        return self.year * MONTHS_A_YEAR + int(self[5:]) - 1

    @property
    def first_day(self) -> date:
        """The first day."""
        return date(self.year, int(self[5:]), 1)

    @property
    def last_day(self) -> date:
        """The last day."""
        return self.after().first_day - timedelta(days=1)

    def after(self, months: int = 1) -> "Month":
        """Return the month that lies ``months`` later (earlier when negative)."""
        year, number = divmod(self.ordinal + months, MONTHS_A_YEAR)
        return Month(f"{year:04d}-{number + 1:02d}")


def month_of(day: date) -> Month:
    """Return the month of ``day``."""
    return Month.of(day)


@lru_cache(KEPT)
def ordinal(month: str) -> int:
    """Return the number of months since year 0, so that months can be counted.

    :raises NotAMonth: when ``month`` is not like ``2026-01``.
    """
    return Month(month).ordinal


@lru_cache(KEPT)
def _later(month: str, months: int) -> Month:
    return Month(month).after(months)


def month_after(month: str, *, months: int = 1) -> Month:
    """Return the month that lies ``months`` later (earlier when negative).

    :raises NotAMonth: when ``month`` is not like ``2026-01``.
    """
    return _later(month, months)


def months_back(month: str, *, months: int) -> Month:
    """Return the month that lies ``months`` before ``month`` (after it when negative)."""
    return _later(month, -months)


def first_day(month: str) -> date:
    """Return the first day of ``month``."""
    return Month(month).first_day


def month_bounds(month: str) -> tuple[date, date]:
    """Return the first and the last day of a month, both inclusive.

    :raises NotAMonth: when ``month`` is written in another way.
    """
    found = Month(month)
    return found.first_day, found.last_day


@lru_cache(KEPT)
def days_in(month: str) -> int:
    """Return the number of days of a month."""
    return Month(month).last_day.day


@dataclass(frozen=True, slots=True, order=True, init=False)
class MonthRange:
    """Closed months from ``first`` to ``last``, both inclusive; most ranges are one month.

    :raises InvalidPeriod: when a month is misspelt or ``last`` comes before ``first``.
    """

    first: Month
    last: Month

    def __init__(self, first: str, last: str) -> None:
        """Take months as texts, too: from a table, a document or an address."""
        if ordinal(last) < ordinal(first):
            raise InvalidPeriod(f"a span cannot end ({last}) before it starts ({first})")
        object.__setattr__(self, "first", _later(first, 0))
        object.__setattr__(self, "last", _later(last, 0))

    @classmethod
    def of(cls, text: str) -> "MonthRange":
        """Read a range as it is written in documents: ``2026-01`` or ``2026-01/2026-02``."""
        first, _, last = text.partition("/")
        return cls(first, last or first)

    @property
    def months(self) -> tuple[Month, ...]:
        """Every month of the range, earliest first."""
        return _months(self.first, self.last)

    def __str__(self) -> str:
        """Return the text that ``of`` reads; also how documents write a range."""
        return self.first if self.first == self.last else f"{self.first}/{self.last}"


@lru_cache(KEPT)
def _months(first: str, last: str) -> tuple[Month, ...]:
    count = ordinal(last) - ordinal(first) + 1
    return tuple(month_after(first, months=step) for step in range(count))


def covering(months: Iterable[str]) -> MonthRange:
    """Return the range from the earliest to the latest of ``months``, one or more."""
    ordered = sorted(months)
    return MonthRange(ordered[0], ordered[-1])


class PeriodKind(StrEnum):
    """How long a period is."""

    YEAR = "year"
    HALF = "half"
    QUARTER = "quarter"
    MONTH = "month"


MONTHS_OF = {PeriodKind.YEAR: 12, PeriodKind.HALF: 6, PeriodKind.QUARTER: 3, PeriodKind.MONTH: 1}
_LETTERS = {"H": PeriodKind.HALF, "Q": PeriodKind.QUARTER}


@dataclass(frozen=True, slots=True, order=True)
class CalendarPeriod:
    """Whole months of one year; ``number`` counts from 1 within the year (a year has one).

    :raises InvalidPeriod: for a year outside 2000 to 2999 or a number the year does not have.
    """

    kind: PeriodKind
    year: int
    number: int = 1

    def __post_init__(self) -> None:
        if not FIRST_YEAR <= self.year <= LAST_YEAR:
            raise InvalidPeriod(
                f"a year lies between {FIRST_YEAR} and {LAST_YEAR}, not {self.year}"
            )
        if not 1 <= self.number <= MONTHS_A_YEAR // MONTHS_OF[self.kind]:
            raise InvalidPeriod(f"a year has no {self.kind} number {self.number}")

    @classmethod
    def of(cls, text: str) -> "CalendarPeriod":
        """Read a span written as ``2026``, ``2026-H1``, ``2026-Q1`` or ``2026-01``.

        :raises InvalidPeriod: for anything else.
        """
        found = _PERIOD.fullmatch(text)
        if found is None:
            raise InvalidPeriod(f"write 2026, 2026-H1, 2026-Q1 or 2026-01, not {text!r}")
        year, letter, part, month = found.groups()
        if letter:
            return cls(_LETTERS[letter], int(year), int(part))
        return (
            cls(PeriodKind.MONTH, int(year), int(month))
            if month
            else cls(PeriodKind.YEAR, int(year))
        )

    @property
    def span(self) -> MonthRange:
        """The months covered."""
        length = MONTHS_OF[self.kind]
        first = f"{self.year:04d}-{(self.number - 1) * length + 1:02d}"
        return MonthRange(first, month_after(first, months=length - 1))

    @property
    def months(self) -> tuple[Month, ...]:
        """Every month covered, earliest first."""
        return self.span.months

    @property
    def first(self) -> Month:
        """The first month covered."""
        return self.span.first

    @property
    def last(self) -> Month:
        """The last month covered."""
        return self.span.last

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

    def earlier(self, steps: int) -> "CalendarPeriod":
        """Return the span of the same length that lies ``steps`` spans earlier."""
        year, number = divmod(self.index - steps, MONTHS_A_YEAR // MONTHS_OF[self.kind])
        return CalendarPeriod(self.kind, year, number + 1)

    @property
    def following(self) -> "CalendarPeriod":
        """The period of the same length that comes next."""
        return self.earlier(-1)

    def __str__(self) -> str:
        """Return the text that ``of`` reads."""
        if self.kind is PeriodKind.YEAR:
            return f"{self.year:04d}"
        if self.kind is PeriodKind.MONTH:
            return f"{self.year:04d}-{self.number:02d}"
        return f"{self.year:04d}-{'H' if self.kind is PeriodKind.HALF else 'Q'}{self.number}"


def calendar_period_of(day: date, *, kind: PeriodKind) -> CalendarPeriod:
    """Return the period of a kind, such as a quarter, that a day lies in."""
    return CalendarPeriod(kind, day.year, (day.month - 1) // MONTHS_OF[kind] + 1)


def spans_of_year(year: int) -> tuple[CalendarPeriod, ...]:
    """Return every span of a year: the year, its halves, quarters and months."""
    return tuple(
        CalendarPeriod(kind, year, number)
        for kind in PeriodKind
        for number in range(1, MONTHS_A_YEAR // MONTHS_OF[kind] + 1)
    )
