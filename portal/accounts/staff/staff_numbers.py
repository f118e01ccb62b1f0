"""Staff numbers (NIP, NI PPPK and older ones): one normal form, however they are written.

Offices print them in groups with blanks, points or hyphens, and spreadsheets keep only 15 of
their 18 digits. Files, forms, sign-in and search all read them here.
"""

import re
import unicodedata

LONGEST = 20
# Day of birth, month of appointment, gender, serial number.
NIP_DIGITS = 18
# Spreadsheet programs keep 15 digits of a number and turn the others into noughts.
EXACT_DIGITS = 15
_GROUPING = re.compile(r"[\s.\-'’`\u00ad\u2010-\u2015\u2212\u200b-\u200d\u2060\ufeff]+")
_NORMAL = re.compile(r"[0-9A-Z]*[0-9][0-9A-Z]*")
_POWER_OF_TEN = re.compile(r"[0-9](?:[.,][0-9]+)?E\+[0-9]{1,3}|[0-9][.,][0-9]+E[0-9]{1,3}")
# A program that took the number for a quantity: 12345.0 would become another person's 123450.
_QUANTITY = re.compile(r"([0-9]+)[.,]0{1,2}")
# A citizen's NIK: region (6), day (women's plus 40), month and year of birth, serial number (4).
_NIK = re.compile(
    r"[0-9]{6}(?:0[1-9]|[1256][0-9]|[37][01]|4[1-9])(?:0[1-9]|1[0-2])[0-9]{2}[0-9]{4}"
)


class NotAStaffNumber(ValueError):
    """The text is no staff number: 1 to 20 letters or digits, one digit at least."""


class CitizensNumber(NotAStaffNumber):
    """It is a NIK, which stands in this column of those who are no civil servants."""


class DigitsLost(NotAStaffNumber):
    """A spreadsheet kept 15 digits of a longer number; the others cannot be known."""


def is_normal_form(column: str) -> str:
    """Return the SQL condition that ``column`` holds the normal form: no groups, capitals."""
    bare = f"replace(replace(replace({column}, ' ', ''), '.', ''), '-', '')"
    return f"{column} = upper({bare})"


def normal_form(text: str) -> str:
    """Return a staff number as it is stored and looked up: capital letters and digits.

    :raises NotAStaffNumber: when it is none.
    """
    plain = _GROUPING.sub("", unicodedata.normalize("NFKC", text)).upper()
    if len(plain) > LONGEST or not _NORMAL.fullmatch(plain):
        raise NotAStaffNumber(text)
    return plain


def spelled(text: str) -> str:
    """Return what is looked for among stored numbers: the normal form, or ``text`` itself."""
    try:
        return normal_form(text)
    except NotAStaffNumber:
        return text


def read_staff_number(text: str) -> str:
    """Return the normal form of a staff number that is entered.

    :raises CitizensNumber: for a NIK, which says more of a person than a staff number and is not
        kept.
    :raises DigitsLost: for ``1.99E+17``, also without the plus, and for more than 15 digits when
        all beyond the 15th are noughts; no serial number of a NIP is 000.
    :raises NotAStaffNumber: when it is none, also for a quantity such as ``12345.0``.
    """
    written = "".join(unicodedata.normalize("NFKC", text).split()).upper()
    if _POWER_OF_TEN.fullmatch(written):
        raise DigitsLost(text)
    quantity = _QUANTITY.fullmatch(written)
    number = quantity[1] if quantity else normal_form(text)
    if _NIK.fullmatch(number):
        raise CitizensNumber(text)
    beyond = number[EXACT_DIGITS:]
    if number.isdecimal() and beyond and not beyond.strip("0"):
        raise DigitsLost(text)
    if quantity:
        raise NotAStaffNumber(text)
    return number


def in_groups(number: str) -> str:
    """Return a number as offices print it: a NIP as ``19900101 202001 1 001``, others as it is."""
    if len(number) != NIP_DIGITS or not number.isdecimal():
        return number
    return f"{number[:8]} {number[8:14]} {number[14]} {number[15:]}"
