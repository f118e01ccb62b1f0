"""Which groups the yearly equity check compares, in what, and from when on a difference is flagged.

Groups are compared only from thirty people on each side. A flag asks the office to decide; it
moves no result.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

LEAST_GROUP = 30
# A group's size is told in tens, rounded down.
TOLD_IN = 10
LONG_ABSENCE_DAYS = 60
NIP_DIGITS = 18
_SEX_PLACE = 14
# First age that no longer belongs to the band.
AGE_BANDS = (35, 45, 55)


class EquityMeasure(StrEnum):
    """What is compared."""

    #: Citizens' mean less what the services worked at give, 1 to 4.
    CITIZENS = "citizens"
    #: Colleagues' folded figure, 1 to 5.
    COLLEAGUES = "colleagues"
    #: Mean of the appraiser's seven steps, 1 to 5.
    STEPS = "steps"


class EquityGroup(StrEnum):
    """One side of a comparison; the other side is everybody else."""

    WOMEN = "women"
    AGE_TO_34 = "age_to_34"
    AGE_35_TO_44 = "age_35_to_44"
    AGE_45_TO_54 = "age_45_to_54"
    AGE_FROM_55 = "age_from_55"
    PPPK = "pppk"
    LONG_ABSENCE = "long_absence"


BANDS = (
    EquityGroup.AGE_TO_34,
    EquityGroup.AGE_35_TO_44,
    EquityGroup.AGE_45_TO_54,
    EquityGroup.AGE_FROM_55,
)
# From which difference on it is flagged, on the measure's own scale.
FLAGGED_FROM: Mapping[EquityMeasure, float] = {
    EquityMeasure.CITIZENS: 0.08,
    EquityMeasure.COLLEAGUES: 0.10,
    EquityMeasure.STEPS: 0.10,
}


@dataclass(frozen=True, slots=True)
class ComparedPerson:
    """What of one person goes into the check; it is held only while the check runs.

    :ivar is_woman, age, is_pppk: None where it is not known.
    :ivar days_away: days of approved absence in the year.
    """

    values: Mapping[EquityMeasure, float]
    is_woman: bool | None
    age: int | None
    is_pppk: bool | None
    days_away: int


@dataclass(frozen=True, slots=True)
class EquityDifference:
    """A group against the others, in one measure.

    :ivar people, others: in tens, rounded down; 30 or more.
    :ivar lower: with ``upper``, the interval at the level that Holm's order gives it.
    :ivar is_flagged: the difference is large enough and its interval does not reach zero.
    """

    measure: EquityMeasure
    group: EquityGroup
    people: int
    others: int
    difference: float
    lower: float
    upper: float
    is_flagged: bool


def sex_and_birth_year(number: str | None) -> tuple[bool | None, int | None]:
    """Return whether a staff number says a woman, and the year of birth that it holds.

    A NIP has the day of birth in its first eight digits and 1 or 2, man or woman, in the 15th.

    :returns: None for what another kind of number does not say.
    """
    if number is None or len(number) != NIP_DIGITS or not number.isdecimal():
        return None, None
    sex = {"1": False, "2": True}.get(number[_SEX_PLACE])
    return sex, int(number[:4])


def age_band(age: int) -> EquityGroup:
    """Return the band of an age in whole years at the end of the year."""
    return BANDS[sum(age >= first for first in AGE_BANDS)]


def sides_of(person: ComparedPerson) -> Mapping[EquityGroup, bool]:
    """Return in which comparisons a person takes part: True in the group, False in the others.

    Whoever was away for some days and fewer than 60 takes no part in that comparison.
    """
    sides: dict[EquityGroup, bool] = {}
    if person.is_woman is not None:
        sides[EquityGroup.WOMEN] = person.is_woman
    if person.age is not None:
        sides |= {each: each is age_band(person.age) for each in BANDS}
    if person.is_pppk is not None:
        sides[EquityGroup.PPPK] = person.is_pppk
    if person.days_away == 0 or person.days_away >= LONG_ABSENCE_DAYS:
        sides[EquityGroup.LONG_ABSENCE] = person.days_away > 0
    return sides


def flagged_twice(
    earlier: Sequence[EquityDifference], later: Sequence[EquityDifference]
) -> tuple[EquityGroup, ...]:
    """Return the groups whose difference in citizens' figures is flagged two years running.

    A difference that turned round counts as well: both years it is not nothing.
    """
    before, after = (
        {each.group for each in year if each.is_flagged and each.measure is EquityMeasure.CITIZENS}
        for year in (earlier, later)
    )
    return tuple(group for group in EquityGroup if group in before & after)
