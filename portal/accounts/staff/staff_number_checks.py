"""Warnings about a staff number of the right shape: shown, never a refusal.

A NIP has 18 digits: day of birth (8), year and month of appointment (6), gender (1), serial
number (3). The number of a PPPK has 2 and the number of the contract in place of the month.
"""

from datetime import date
from enum import StrEnum

NIP_DIGITS = 18
# Shorter numbers are an office's own; from eight digits on they are meant as a NIP or are of old.
SHORTEST_MEANT = 8
PPPK_MONTHS = range(21, 30)
YOUNGEST, OLDEST = 16, 75
GENDERS = frozenset("12")


class NumberDoubt(StrEnum):
    """What looks wrong."""

    LENGTH = "length"
    BIRTH = "birth"
    APPOINTMENT = "appointment"
    GENDER = "gender"


def doubts_about(number: str, *, today: date) -> tuple[NumberDoubt, ...]:
    """Return what looks wrong about a number in its normal form; nothing for other numbers.

    :param today: the city's date, by which ages are measured.
    """
    if not number.isdecimal():
        return ()
    if len(number) != NIP_DIGITS:
        return (NumberDoubt.LENGTH,) if len(number) >= SHORTEST_MEANT else ()
    born = _born(number[:8], today=today)
    doubts = [] if born is not None else [NumberDoubt.BIRTH]
    if not _is_appointed(number[8:14], born=born, today=today):
        doubts.append(NumberDoubt.APPOINTMENT)
    if number[14] not in GENDERS:
        doubts.append(NumberDoubt.GENDER)
    return tuple(doubts)


def _born(text: str, *, today: date) -> date | None:
    """Return the day of birth, or None for no day or one of nobody who serves."""
    try:
        born = date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None
    return born if YOUNGEST <= today.year - born.year <= OLDEST else None


def _is_appointed(text: str, *, born: date | None, today: date) -> bool:
    year, month = int(text[:4]), int(text[4:])
    is_month = 1 <= month <= 12 or month in PPPK_MONTHS
    is_old_enough = born is None or year - born.year >= YOUNGEST
    return is_month and is_old_enough and year <= today.year
