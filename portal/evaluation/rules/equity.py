"""Differences between groups of staff, of the whole city, tested together."""

from collections import defaultdict
from collections.abc import Sequence

from portal.evaluation.rules.equity_groups import (
    FLAGGED_FROM,
    LEAST_GROUP,
    TOLD_IN,
    ComparedPerson,
    EquityDifference,
    EquityGroup,
    EquityMeasure,
    sides_of,
)
from portal.statistics.constants import CONFIDENCE
from portal.statistics.differences import MeanDifference, mean_difference
from portal.statistics.moments import Sample
from portal.statistics.multiplicity import holm


def equity_differences(people: Sequence[ComparedPerson]) -> tuple[EquityDifference, ...]:
    """Return every comparison with thirty people or more on each side.

    The differences of all comparisons are tested together (Holm): interval i of K, by its
    p-value, stands at the level 1 - .05 / (K - i + 1).

    Source: staff evaluation paper 13; Holm (1979); Welch (1947).
    """
    found = _compared(people)
    adjusted = holm([each.p for _, each in found.values()])
    order = sorted(range(len(adjusted)), key=lambda place: list(found.values())[place][1].p)
    ranks = {place: rank for rank, place in enumerate(order)}
    return tuple(
        _difference(
            key, counts, welch=welch, remaining=len(found) - ranks[place], p=adjusted[place]
        )
        for place, (key, (counts, welch)) in enumerate(found.items())
    )


_Key = tuple[EquityMeasure, EquityGroup]
_Counts = tuple[int, int]


def _compared(people: Sequence[ComparedPerson]) -> dict[_Key, tuple[_Counts, MeanDifference]]:
    values: defaultdict[_Key, tuple[list[float], list[float]]] = defaultdict(lambda: ([], []))
    for person in people:
        for group, is_in in sides_of(person).items():
            for measure, value in person.values.items():
                values[measure, group][0 if is_in else 1].append(value)
    order = [(measure, group) for measure in EquityMeasure for group in EquityGroup]
    return {
        key: (
            (len(values[key][0]), len(values[key][1])),
            mean_difference(Sample.of(values[key][0]), Sample.of(values[key][1])),
        )
        for key in order
        if key in values and min(map(len, values[key])) >= LEAST_GROUP
    }


def _difference(
    key: _Key, counts: _Counts, *, welch: MeanDifference, remaining: int, p: float
) -> EquityDifference:
    measure, group = key
    is_sure = p < 1 - CONFIDENCE
    interval = welch.interval(1 - (1 - CONFIDENCE) / remaining)
    is_large = abs(welch.difference) >= FLAGGED_FROM[measure]
    return EquityDifference(
        measure,
        group,
        people=counts[0] // TOLD_IN * TOLD_IN,
        others=counts[1] // TOLD_IN * TOLD_IN,
        difference=welch.difference,
        lower=interval.lower,
        upper=interval.upper,
        is_flagged=is_sure and is_large,
    )
