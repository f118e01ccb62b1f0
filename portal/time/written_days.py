"""A day however it is written: by a program, a spreadsheet, a phone or a person, day first."""

import re
import unicodedata
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
ENGLISH = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
# Other spellings that papers and phones have beside the full names; English ones begin alike.
NUMBERS = {
    short.casefold(): number
    for names in (MONTHS, ENGLISH)
    for number, name in enumerate(names, start=1)
    for short in (name, name[:3])
} | {"peb": 2, "pebruari": 2, "agt": 8, "agust": 8, "sept": 9, "nop": 11, "nopember": 11}
MONTH = "|".join(sorted(NUMBERS, key=len, reverse=True))
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[ T][0-9:.]*(?:Z|\+00:00)?)?")
_DAY_FIRST = re.compile(r"(\d{1,2}) ?[-/.] ?(\d{1,2}) ?[-/.] ?(\d{4})(?: 0?0[:.]00(?:[:.]00)?)?")
_WEEKDAY = r"(?:(?:senin|selasa|rabu|kamis|jum'?at|sabtu|minggu),? )?"
_IN_WORDS = re.compile(rf"{_WEEKDAY}(\d{{1,2}})[ -]({MONTH})\.?[ -](\d{{4}})", re.IGNORECASE)
_SERIAL = re.compile(r"\d{5}(?:\.0+)?")
# Day 0 of spreadsheet programs, and the first of their days that can be meant here.
_EPOCH, _FIRST = date(1899, 12, 30), 36526
# Dashes and quotes of word processors and chats; a leading quote marks a text in a spreadsheet.
_READ_AS = str.maketrans(
    {**dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"), "\u2019": "'"}
)


class NotADay(ValueError):
    """The text is no day."""


def read_day(text: str) -> date:
    """Return a day, written ``2026-11-02``, ``02/11/2026``, ``2.11.2026`` or in words.

    A number of five digits is a day as spreadsheet programs count them. Marks that nobody sees,
    kinds of dashes and blanks, a weekday and midnight behind it do not matter.

    :raises NotADay: for anything else, also for a day that no calendar has, and for years of two
        digits, which could mean another day.
    """
    plain = _seen(text)
    try:
        if found := _ISO.fullmatch(plain):
            return date(*map(int, found.groups()))
        if found := _DAY_FIRST.fullmatch(plain):
            return date(int(found[3]), int(found[2]), int(found[1]))
        if found := _IN_WORDS.fullmatch(plain):
            return date(int(found[3]), NUMBERS[found[2].casefold()], int(found[1]))
    except ValueError as error:
        raise NotADay(text) from error
    if _SERIAL.fullmatch(plain) and int(plain[:5]) >= _FIRST:
        return _EPOCH + timedelta(days=int(plain[:5]))
    raise NotADay(text)


def _seen(text: str) -> str:
    """Return the characters that somebody sees, with one kind of blank and dash."""
    written = unicodedata.normalize("NFKC", text).translate(_READ_AS)
    shown = "".join(each for each in written if each.isspace() or each.isprintable())
    return " ".join(shown.split()).removeprefix("'")
