"""The attack on three published years of the evaluation, with awards and movers, all together.

Written from the paper like :mod:`tests.evaluation_attack`, which attacks predicates. Here every
other count stands beside them, and what one figure says about another: who reached the aim of
training had its hours; objections that were decided were filed; a named winner had the best
predicate in one of two years, and where the agency of an unnamed one is said, twenty people there
could be meant. The reader knows how many people of each agency have a plan and a result.

The head of an agency knows the own predicates of all years as well. Who knows how many people
came to an agency and left it may believe that nobody who stayed was rated otherwise than before:
what is left then is worked out, too, though nothing published says so (``kept_by_stayers``).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

from tests.evaluation_attack import LEAST_POSSIBLE, Flags, attacked, fitting, label

#: Lesson hours that somebody is to have in a year.
AIM = 20
#: People who could be meant where the agency of a winner without a name is said.
COULD_BE_MEANT = 20
SHARES = ("plans_in_time", "evaluations_in_time", "dialogues_held", "training_reached")
_IN_TENS = ("objections", "objections_decided", "overdue")
_PARTS = ("decided_in_time", "decided_changed")
Left = dict[str, list[int]]


class PublicAward(NamedTuple):
    """What the list of awards tells: for which year, of which agency, and whether by name."""

    year: int
    agency: str
    is_named: bool


@dataclass(frozen=True, slots=True)
class PublishedYear:
    """A year as the public reads it, and what everybody can know beside it.

    :ivar people: by agency (code) who had a plan.
    :ivar with_result: by agency who has a result.
    """

    year: int
    document: Mapping[str, Any]
    people: Mapping[str, int]
    with_result: Mapping[str, int]


class Moved(NamedTuple):
    """How many people with a result left an agency for the next year, and came to it."""

    left: int
    came: int


def left_over_years(
    years: Sequence[PublishedYear],
    awards: Sequence[PublicAward],
    *,
    own: Mapping[int, Mapping[str, int]] | None = None,
) -> Iterator[tuple[int, str, list[int]]]:
    """Give by year and name of a count which counts stay possible, all releases together.

    :param own: by year, agencies whose people with *Sangat Baik* the reader knows.
    """
    known = own or {}
    predicates = {
        each.year: attacked(each.document, each.with_result, own=known.get(each.year))
        for each in years
    }
    with_awards(predicates, awards)
    for each in years:
        found = predicates[each.year] | _of_process(each) | _of_objections(each.document["city"])
        yield from ((each.year, name, counts) for name, counts in found.items())


def with_awards(predicates: dict[int, Left], awards: Sequence[PublicAward]) -> None:
    """Take away what no two years of an agency's best predicates can be, with its winners."""
    for before, year in pairwise(sorted(predicates)):
        for agency in {each.agency for each in awards if each.year == year}:
            here = [each for each in awards if (each.year, each.agency) == (year, agency)]
            named = sum(each.is_named for each in here)
            least = named if named == len(here) else max(named, COULD_BE_MEANT)
            first, second = predicates[before][agency], predicates[year][agency]
            if not first or not second:
                continue
            predicates[before][agency] = [each for each in first if each + max(second) >= least]
            predicates[year][agency] = [each for each in second if each + max(first) >= least]


def kept_by_stayers(
    predicates: Mapping[int, Left], moved: Mapping[int, Mapping[str, Moved]]
) -> Mapping[int, Left]:
    """Return what stays possible where nobody who stayed was rated otherwise than the year before.

    :param predicates: by year, what stays possible of agencies' best predicates.
    :param moved: by year, who left each agency for the next year and came to it.
    """
    found = {year: dict(left) for year, left in predicates.items()}
    years = sorted(found)
    # Forward and back: what a year leaves of the next narrows the year itself.
    for before, year in (*pairwise(years), *reversed(list(pairwise(years)))):
        for agency, (left, came) in moved[before].items():
            first, second = found[before][agency], found[year][agency]
            found[before][agency] = [
                each for each in first if any(-left <= other - each <= came for other in second)
            ]
            found[year][agency] = [
                other for other in second if any(-left <= other - each <= came for each in first)
            ]
    return found


def _of_process(year: PublishedYear) -> Left:
    """Return what stays possible of each share of people with a plan, by agency and share."""
    left: Left = {}
    for agency in year.document["agencies"]:
        code, people = agency["code"], year.people[agency["code"]]
        flags = {share: fitting(agency[share], people) for share in SHARES}
        flags["training_reached"] &= _by_hours(agency["training_hours"], people)
        left |= {f"{code} {share}": np.flatnonzero(each).tolist() for share, each in flags.items()}
    return left


def _by_hours(told: Mapping[str, Any] | None, people: int) -> Flags:
    """Return how many people can have had the aim's hours, by the mean of all."""
    counts = np.arange(people + 1)
    if told is None or people == 0:
        return np.ones(people + 1, dtype=bool)
    # A mean of m in whole hours stands for fewer than (m + 1/2) n hours.
    return 2 * AIM * counts < (2 * told["hours"] + 1) * people


def _of_objections(city: Mapping[str, Any]) -> Left:
    """Return what stays possible of the objections: filed, decided, in time, changed, overdue."""
    tens = {key: range(city[key]["least"], city[key]["least"] + 10) for key in _IN_TENS}
    found: dict[str, set[int]] = {key: set() for key in (*_IN_TENS, *_PARTS)}
    for filed in tens["objections"]:
        for decided in (each for each in tens["objections_decided"] if each <= filed):
            parts = {key: _parts(city[key], decided) for key in _PARTS}
            late = [each for each in tens["overdue"] if each + decided <= filed]
            if late and all(parts.values()):
                found["objections"].add(filed)
                found["objections_decided"].add(decided)
                found["overdue"] |= set(late)
                for key, counts in parts.items():
                    found[key] |= counts
    return {key: sorted(counts) for key, counts in found.items()}


def _parts(told: Mapping[str, int] | None, decided: int) -> set[int]:
    """Return which parts of the decided ones fit what is told, or that nothing is."""
    least = decided // 10 * 10
    if least < 20:
        return set(range(decided + 1))
    wanted = None if told is None else (told["lower"], told["upper"])
    if wanted is not None:
        return _counts_of(wanted, decided)
    sizes = {
        step: len({each for n in range(least, least + 10) for each in _counts_of(step, n)})
        for step in {label(each, decided, like=least) for each in range(decided + 1)}
    }
    told_of = {step for step, size in sizes.items() if size >= LEAST_POSSIBLE}
    return {
        each
        for each in range(decided + 1)
        if not _both_sides(each, decided) or label(each, decided, like=least) not in told_of
    }


def _counts_of(step: tuple[int, int] | None, decided: int) -> set[int]:
    """Return the parts of a step, which is as wide as the lowest number of the ten asks for."""
    least = decided // 10 * 10
    return {
        each
        for each in range(decided + 1)
        if _both_sides(each, decided) and label(each, decided, like=least) == step
    }


def _both_sides(count: int, decided: int) -> bool:
    return 10 <= count <= decided - 10
