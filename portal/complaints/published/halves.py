"""The half-years whose complaints are counted for the public: disjoint, over, counted once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

SECOND_HALF = 7


@dataclass(frozen=True, slots=True, order=True)
class HalfYear:
    """January to June (``half`` 1) or July to December (2) of a year."""

    year: int
    half: int

    @property
    def code(self) -> str:
        """Return how the half-year is written, such as ``2026-1``."""
        return f"{self.year}-{self.half}"

    @property
    def first(self) -> date:
        """Return its first day."""
        return date(self.year, 1 if self.half == 1 else SECOND_HALF, 1)

    @property
    def end(self) -> date:
        """Return the day after its last."""
        return self.following.first

    @property
    def counted_from(self) -> date:
        """Return the day on which it is counted: a month after its end, when most is answered."""
        return self.end.replace(month=self.end.month + 1)

    @property
    def following(self) -> "HalfYear":
        """Return the half-year after it."""
        return HalfYear(self.year, 2) if self.half == 1 else HalfYear(self.year + 1, 1)


def half_year_of(day: date) -> HalfYear:
    """Return the half-year a day lies in."""
    return HalfYear(day.year, 1 if day.month < SECOND_HALF else 2)


def half_year_named(code: str) -> HalfYear:
    """Return the half-year written as ``2026-1``."""
    year, _, half = code.partition("-")
    return HalfYear(int(year), int(half))


def due_half_years(first: date, *, today: date) -> Iterator[HalfYear]:
    """Give the half-years from the one of ``first`` whose day of counting has come."""
    each = half_year_of(first)
    while each.counted_from <= today:
        yield each
        each = each.following


def next_half_year(today: date) -> HalfYear:
    """Return the half-year that is counted next."""
    present = half_year_of(today)
    before = HalfYear(present.year, 1) if present.half == 2 else HalfYear(present.year - 1, 2)
    return before if before.counted_from > today else present
