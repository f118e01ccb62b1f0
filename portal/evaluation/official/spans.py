"""Spans of days and single days as the official forms write them, in Indonesian, day first."""

import re
from datetime import date

from portal.time.written_days import MONTH, MONTHS, NUMBERS, NotADay, read_day

__all__ = ["MONTHS", "NotADay", "read_day", "read_span", "written_day", "written_span"]
_DAY = rf"(\d{{1,2}})[ ./-]+({MONTH}|\d{{1,2}})(?:[ ./-]+(?:tahun +)?(\d{{4}}))?"
_TO = r"(?:s\.?\s?/?\s?d\.?|sampai(?: dengan)?|[-\u2013\u2014])"
_SPAN = re.compile(rf"{_DAY}\s*{_TO}\s*{_DAY}(?: +tahun +(\d{{4}}))?", re.IGNORECASE)
_YEAR = re.compile(r"(?:TAHUN\s+)?(20\d\d)", re.IGNORECASE)


def read_span(text: str) -> tuple[date, date]:
    """Return first and last day of ``PERIODE PENILAIAN: 1 JANUARI SD 31 DESEMBER TAHUN 2026``.

    A year alone means all of it.

    :raises NotADay: when no span is in the text, or it ends before it begins.
    """
    plain = " ".join(text.split())
    found = _SPAN.search(plain)
    if found is None:
        year = _YEAR.search(plain)
        if year is None:
            raise NotADay(text)
        return date(int(year[1]), 1, 1), date(int(year[1]), 12, 31)
    day, month, own_year, last_day, last_month, last_own_year, common = found.groups()
    last_year = last_own_year or common
    if last_year is None:
        raise NotADay(text)
    try:
        first = date(int(own_year or last_year), _month(month), int(day))
        last = date(int(last_year), _month(last_month), int(last_day))
    except ValueError as error:
        raise NotADay(text) from error
    if last < first:
        raise NotADay(text)
    return first, last


def written_day(day: date) -> str:
    """Return a day as forms write it: ``5 Januari 2026``."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def written_span(first: date, last: date) -> str:
    """Return a span as forms write it: ``1 JANUARI SD 31 DESEMBER TAHUN 2026``."""
    begin = f"{first.day} {MONTHS[first.month - 1]}"
    if first.year != last.year:
        begin += f" {first.year}"
    return f"{begin} SD {last.day} {MONTHS[last.month - 1]} TAHUN {last.year}".upper()


def _month(text: str) -> int:
    return int(text) if text.isdecimal() else NUMBERS[text.casefold()]
