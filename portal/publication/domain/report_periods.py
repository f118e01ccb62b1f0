"""The periods a statutory report may cover: a month, a quarter, a half-year or a year."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from portal.publication.domain.editions import is_closed
from portal.publication.domain.spans import MONTHS_A_YEAR, Span, month_after


class InvalidReportPeriod(ValueError):
    """The parts of a period do not name a month, quarter, half-year or year."""


LENGTHS = {"Q": 3, "H": 6}


@dataclass(frozen=True, slots=True)
class ReportPeriod:
    """A period with its label: ``2026``, ``2026-H1``, ``2026-Q3`` or ``2026-03``."""

    label: str
    span: Span

    @classmethod
    def of(
        cls,
        year: int,
        *,
        month: int | None = None,
        quarter: int | None = None,
        half: int | None = None,
    ) -> "ReportPeriod":
        """Return the period of the parts given; the whole year when only it is given.

        :raises InvalidReportPeriod: for more than one part, or one that does not exist.
        """
        parts = {"Q": quarter, "H": half, "": month}
        given = [(letter, part) for letter, part in parts.items() if part is not None]
        if len(given) > 1:
            raise InvalidReportPeriod("name a month, a quarter or a half-year, not several")
        if not given:
            return cls(f"{year:04d}", Span(f"{year:04d}-01", f"{year:04d}-12"))
        ((letter, part),) = given
        length = LENGTHS.get(letter, 1)
        if not 1 <= part <= MONTHS_A_YEAR // length:
            raise InvalidReportPeriod(f"{letter or 'month '}{part} does not exist")
        last = f"{year:04d}-{part * length:02d}"
        label = f"{year:04d}-{letter}{part}" if letter else last
        return cls(label, Span(month_after(last, months=1 - length), last))

    @property
    def year(self) -> int:
        """The year the period lies in."""
        return int(self.label[:4])

    def is_over(self, *, today: date) -> bool:
        """Whether its last month has ended."""
        return is_closed(self.span.last, today=today)

    def before(self, *, count: int) -> Iterator["ReportPeriod"]:
        """Give the ``count`` periods of the same length that came before, latest first."""
        length = len(self.span.months)
        for step in range(1, count + 1):
            last = month_after(self.span.last, months=-length * step)
            yield ReportPeriod(
                _label(last, length), Span(month_after(last, months=1 - length), last)
            )


def _label(last: str, length: int) -> str:
    year, month = last[:4], int(last[5:])
    letters = {length: letter for letter, length in LENGTHS.items()}
    if length in letters:
        return f"{year}-{letters[length]}{month // length}"
    return year if length == MONTHS_A_YEAR else last
