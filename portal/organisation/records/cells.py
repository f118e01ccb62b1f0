"""How the values of records are written in a cell of a file, and read from it."""

import re
from datetime import date, time
from itertools import pairwise
from typing import Any

from portal.accounts.staff import staff_numbers
from portal.organisation.places.catalogue import AgencyKind, is_code
from portal.organisation.places.opening_hours import OpeningSpan
from portal.organisation.places.printing import UnprintableText, printable
from portal.organisation.records.faults import FaultKind
from portal.storage.spreadsheets.numbers import NotANumber, read_whole
from portal.storage.texts.cleaning import composed_name, hides_something
from portal.survey.elements import ELEMENT_WORDS, ELEMENTS, Element
from portal.time.written_days import NotADay, read_day

# An empty cell leaves things as they are; this one says "none".
NONE = "-"
NAME_LENGTH = 160
BADGE_NAME_LENGTH = 60
BADGE_NUMBER_LENGTH = 20
FIRST_YEAR, LAST_YEAR = 2000, 2999
_SPAN = re.compile(r"([1-7])(?:-([1-7]))?=(\d\d)[:.](\d\d)-(\d\d)[:.](\d\d)")


class UnreadableCell(ValueError):
    """A cell says something its column cannot hold; ``kind`` names what is wrong."""

    def __init__(self, kind: FaultKind, detail: str = "") -> None:
        super().__init__(kind)
        self.kind = kind
        self.detail = detail


def read_code(text: str) -> str:
    """Return a code of an agency, unit, service or desk.

    :raises UnreadableCell: for anything but small letters, digits and inner hyphens.
    """
    if not is_code(text):
        raise UnreadableCell(FaultKind.NOT_A_CODE, text)
    return text


def read_codes(text: str) -> frozenset[str]:
    """Return codes separated by blanks; ``-`` means none."""
    return frozenset(map(read_code, words(text)))


def read_staff_number(text: str) -> str:
    """Return the normal form of a staff number of 1 to 20 letters or digits.

    :raises UnreadableCell: when it is none, or when a spreadsheet took digits away. A NIK is not
        repeated in what is said of it.
    """
    try:
        return staff_numbers.read_staff_number(text)
    except staff_numbers.CitizensNumber as error:
        raise UnreadableCell(FaultKind.CITIZENS_NUMBER) from error
    except staff_numbers.DigitsLost as error:
        raise UnreadableCell(FaultKind.STAFF_NUMBER_LOST_DIGITS, text) from error
    except staff_numbers.NotAStaffNumber as error:
        raise UnreadableCell(FaultKind.NOT_A_STAFF_NUMBER, text) from error


def read_name(text: str, *, longest: int = NAME_LENGTH) -> str:
    """Return a name of at most ``longest`` characters, composed and with single blanks."""
    name = composed_name(text)
    if hides_something(name):
        raise UnreadableCell(FaultKind.CONTROL_CHARACTER)
    if len(name) > longest:
        raise UnreadableCell(FaultKind.TOO_LONG, str(longest))
    return name


def read_place_name(text: str) -> str:
    """Return the name of an agency, unit, service or desk, which posters and reports print.

    :raises UnreadableCell: also for letters that the font of printed pages has not.
    """
    name = read_name(text)
    try:
        printable(name)
    except UnprintableText as error:
        raise UnreadableCell(FaultKind.NOT_PRINTABLE, error.characters) from error
    return name


def read_date(text: str) -> date:
    """Return the day written as 2026-11-21, 21/11/2026 or in words, from 2000 to 2999.

    :raises UnreadableCell: for anything else.
    """
    try:
        found = read_day(text)
    except NotADay as error:
        raise UnreadableCell(FaultKind.NOT_A_DATE, text) from error
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise UnreadableCell(FaultKind.NOT_A_DATE, text)
    return found


def read_count(text: str, *, least: int, most: int) -> int:
    """Return a whole number from ``least`` to ``most``; points may part thousands.

    :raises UnreadableCell: for anything else.
    """
    try:
        count = read_whole(text)
    except NotANumber as error:
        raise UnreadableCell(FaultKind.NOT_A_COUNT, f"{least} - {most}") from error
    if not least <= count <= most:
        raise UnreadableCell(FaultKind.NOT_A_COUNT, f"{least} - {most}")
    return count


def read_category(text: str) -> AgencyKind:
    """Return what kind of agency it is."""
    key = category_key(text)
    if key not in set(AgencyKind):
        raise UnreadableCell(FaultKind.NOT_A_CATEGORY, text)
    return AgencyKind(key)


ELEMENTS_IN_WORDS = " ".join(ELEMENT_WORDS)


def read_elements(text: str) -> frozenset[Element]:
    """Return elements of the survey by key, separated by blanks; ``-`` means none."""
    keys = [element_key(word) for word in words(text)]
    for key in keys:
        if key not in set(ELEMENTS):
            raise UnreadableCell(FaultKind.NOT_AN_ELEMENT, key)
    if len(set(keys)) == len(ELEMENTS):
        raise UnreadableCell(FaultKind.NOTHING_LEFT_TO_ASK)
    return frozenset(map(Element, keys))


def read_hours(text: str) -> tuple[OpeningSpan, ...]:
    """Return weekly hours such as ``1-4=07:30-16:00 5=07:30-11:30 5=13:00-16:30``.

    Monday is 1. Spans of one day must not touch or overlap; ``-`` means none.
    """
    spans = sorted(
        (span for word in words(text) for span in _spans(word)),
        key=lambda span: (span.weekday, span.opens),
    )
    for earlier, later in pairwise(spans):
        if earlier.weekday == later.weekday and later.opens <= earlier.closes:
            raise UnreadableCell(FaultKind.NOT_HOURS, text)
    return tuple(spans)


def _spans(word: str) -> list[OpeningSpan]:
    match = _SPAN.fullmatch(word)
    if match is None:
        raise UnreadableCell(FaultKind.NOT_HOURS, word)
    first, last = int(match[1]), int(match[2] or match[1])
    try:
        opens, closes = time(int(match[3]), int(match[4])), time(int(match[5]), int(match[6]))
    except ValueError as error:
        raise UnreadableCell(FaultKind.NOT_HOURS, word) from error
    if closes <= opens or last < first:
        raise UnreadableCell(FaultKind.NOT_HOURS, word)
    return [
        OpeningSpan(weekday=day - 1, opens=opens, closes=closes) for day in range(first, last + 1)
    ]


def words(text: str) -> list[str]:
    """Return the words of a cell; ``-`` alone stands for none."""
    return [] if text == NONE else text.split()


def written(value: Any) -> str:
    """Return a record's value as a cell says it; reading it gives the value back."""
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset):
        return " ".join(sorted(map(str, value))) or NONE
    if isinstance(value, tuple):
        return " ".join(map(_span_written, value)) or NONE
    return str(value)


def _span_written(span: OpeningSpan) -> str:
    return f"{span.weekday + 1}={span.opens:%H:%M}-{span.closes:%H:%M}"


_CATEGORIES = {
    "rumah sakit": AgencyKind.HOSPITAL,
    "puskesmas": AgencyKind.HEALTH_CENTRE,
    "kecamatan": AgencyKind.DISTRICT,
    "lainnya": AgencyKind.OTHER,
}


def category_key(text: str) -> str:
    """Return the key of a kind of agency, in either language; another text as it is."""
    plain = " ".join(text.casefold().split())
    return _CATEGORIES.get(plain, plain)


def element_key(text: str) -> str:
    """Return the key of an element, in either language; another text as it is."""
    return ELEMENT_WORDS.get(text.casefold(), text)
