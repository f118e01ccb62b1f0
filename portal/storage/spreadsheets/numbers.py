"""Numbers by their value, however they are spelled: 3.62, 3,62, 4.0, 1.234,5, 1 234."""

import re
from decimal import Decimal

LONGEST = 40
_SIGNLESS = re.compile(r"[0-9]+(?:[.,][0-9]+)*")
_THOUSANDS = re.compile(r"[0-9]{1,3}(?:(?:\.[0-9]{3})+|(?:,[0-9]{3})+)")
_BLANKS = re.compile(r"(?<=[0-9])[\s\u202f]+(?=[0-9]{3}(?![0-9]))")


class NotANumber(ValueError):
    """The text is no number of this kind."""


def read_decimal(text: str) -> Decimal:
    """Return a number that is not negative, with a decimal point or comma.

    A single point or comma is the decimal one (``1.234`` is a little more than one). Of two
    kinds the last is the decimal one and the other parts thousands; one kind several times
    parts thousands.

    :raises NotANumber: for anything else, exponents and signs included.
    """
    plain = _seen(text)
    if len(plain) > LONGEST or not _SIGNLESS.fullmatch(plain):
        raise NotANumber(text)
    decimal = max((".", ","), key=plain.rfind)
    whole, _, fraction = plain.rpartition(decimal) if decimal in plain else (plain, "", "")
    if decimal in whole:
        whole, fraction = plain, ""
    if ("." in whole or "," in whole) and not _THOUSANDS.fullmatch(whole):
        raise NotANumber(text)
    digits = whole.replace(".", "").replace(",", "")
    return Decimal(f"{digits}.{fraction}" if fraction else digits)


def read_whole(text: str) -> int:
    """Return a whole number that is not negative: ``29``, ``29.0``, ``29,00``; ``1.234`` is 1234.

    Three digits behind each point or comma are thousands, since nobody writes a count to the
    thousandth.

    :raises NotANumber: for anything else, 29.5 included.
    """
    plain = _seen(text)
    if len(plain) <= LONGEST and _THOUSANDS.fullmatch(plain):
        return int(plain.replace(".", "").replace(",", ""))
    value = read_decimal(plain)
    if value != int(value):
        raise NotANumber(text)
    return int(value)


def _seen(text: str) -> str:
    """Return the digits and signs that somebody sees, without blanks between thousands.

    A leading quote marks a text in a spreadsheet, and is seen there by nobody.
    """
    shown = "".join(each for each in text if each.isspace() or each.isprintable())
    return _BLANKS.sub("", shown.strip().removeprefix("'"))
