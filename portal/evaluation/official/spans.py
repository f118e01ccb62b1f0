"""Spans of days and single days as the official forms write them, in Indonesian, day first."""

import re
from datetime import date, timedelta

MONTHS = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)
_NUMBERS = {name.casefold(): number for number, name in enumerate(MONTHS, start=1)} | {
    "pebruari": 2,
    "agust": 8,
    "nopember": 11,
}
_MONTH = "|".join(sorted(_NUMBERS, key=len, reverse=True))
_DAY = rf"(\d{{1,2}})[ ./-]+({_MONTH}|\d{{1,2}})(?:[ ./-]+(?:tahun +)?(\d{{4}}))?"
_TO = r"(?:s\.?\s?/?\s?d\.?|sampai(?: dengan)?|[-\u2013\u2014])"
_SPAN = re.compile(rf"{_DAY}\s*{_TO}\s*{_DAY}(?: +tahun +(\d{{4}}))?", re.IGNORECASE)
_YEAR = re.compile(r"(?:TAHUN\s+)?(20\d\d)", re.IGNORECASE)
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[ T][0-9:.]*)?")
_DAY_FIRST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_IN_WORDS = re.compile(rf"(\d{{1,2}}) ({_MONTH}) (\d{{4}})", re.IGNORECASE)
_SERIAL = re.compile(r"\d{5}")
# Day 0 of spreadsheet programs, and the first of their days that can be meant here.
_EPOCH, _FIRST = date(1899, 12, 30), 36526


class NotADay(ValueError):
    """The text is no day."""


def read_day(text: str) -> date:
    """Return a day, written ``2026-11-02``, ``02/11/2026``, ``2.11.2026`` or in words.

    A number of five digits is a day as spreadsheet programs count them.

    :raises NotADay: for anything else, also for a day that no calendar has.
    """
    plain = text.strip()
    try:
        if found := _ISO.fullmatch(plain):
            return date(*map(int, found.groups()))
        if found := _DAY_FIRST.fullmatch(plain):
            return date(int(found[3]), int(found[2]), int(found[1]))
        if found := _IN_WORDS.fullmatch(plain):
            return date(int(found[3]), _NUMBERS[found[2].casefold()], int(found[1]))
    except ValueError as error:
        raise NotADay(text) from error
    if _SERIAL.fullmatch(plain) and int(plain) >= _FIRST:
        return _EPOCH + timedelta(days=int(plain))
    raise NotADay(text)


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
    return int(text) if text.isdecimal() else _NUMBERS[text.casefold()]
