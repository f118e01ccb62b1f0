"""Months as the portal writes them, ``2026-11``, and the days they hold."""

import re
from calendar import monthrange
from datetime import date

_MONTH = re.compile(r"(?!0000)[0-9]{4}-(0[1-9]|1[0-2])")


class PeriodNotAMonth(ValueError):
    """A text that should be a month such as ``2026-11`` is something else."""


def period_of(day: date) -> str:
    """Return the month of ``day`` as ``2026-11``."""
    return f"{day.year:04d}-{day.month:02d}"


def is_month(text: str) -> bool:
    """Return whether ``text`` is a month as the portal writes it."""
    return _MONTH.fullmatch(text) is not None


def month_bounds(period: str) -> tuple[date, date]:
    """Return the first and the last day of a month, both inclusive.

    :param period: a month such as ``2026-11``.
    :raises PeriodNotAMonth: when ``period`` is written in another way.
    """
    if not is_month(period):
        raise PeriodNotAMonth(f"a month is written 2026-11, not {period!r}")
    first = date.fromisoformat(f"{period}-01")
    return first, first.replace(day=monthrange(first.year, first.month)[1])


def months_back(period: str, *, months: int) -> str:
    """Return the month ``months`` before ``period`` (after it when negative)."""
    first, _ = month_bounds(period)
    years, month = divmod(first.year * 12 + first.month - 1 - months, 12)
    return f"{years:04d}-{month + 1:02d}"
