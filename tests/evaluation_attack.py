"""The attack on a published year of the evaluation, from its JSON and what everybody can know.

It is written from the paper, not from the code: it tries every count by itself, writes the label
that the published rules give it, and keeps those whose label is the one that was published. Sums
are tried with whole numbers. The attacker knows how many people of each agency have a result.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np

LEAST_POSSIBLE = 5
Flags = Any


def width(people: int) -> int:
    """Return how many points the steps of a share are wide."""
    return 25 if people < 25 else 20 if people < 50 else 10 if people < 100 else 5


def label(count: int, people: int, *, like: int | None = None) -> tuple[int, int] | None:
    """Return the step in which a share would be told if it is told.

    :param like: people whose steps are taken; None where it is the same number.
    """
    asked = people if like is None else like
    if asked < 20:
        return None
    wide = width(asked)
    share = Fraction(100 * count, people)
    if share <= wide:
        return (0, wide)
    if share >= 100 - wide:
        return (100 - wide, 100)
    if share > 100 - 2 * wide:
        return (100 - 2 * wide, 100 - wide)
    low = next(low for low in range(0, 100, wide) if share <= low + wide)
    return (low, low + wide)


def fitting(
    told: Mapping[str, int] | None, people: int, *, least: int = 0, margin: int = 0
) -> Flags:
    """Return, by count, whether it can stand behind what is published.

    Behind silence may stand a count that the rules never tell, and any that has a label which is
    told of nobody.

    :param least: people from which such a share is told at all.
    :param margin: people there are on each side of every share that is told.
    """
    allowed = [margin <= count <= people - margin for count in range(people + 1)]
    if people < least:
        allowed = [False] * (people + 1)
    labels = [label(count, people) if ok else None for count, ok in enumerate(allowed)]
    if told is not None:
        wanted = (told["lower"], told["upper"])
        return np.array([each == wanted for each in labels])
    sizes = {each: labels.count(each) for each in labels if each}
    silent = {each for each, size in sizes.items() if size < LEAST_POSSIBLE}
    outside = labels.count(None)
    while silent and outside + sum(sizes[each] for each in silent) < LEAST_POSSIBLE:
        silent.add(min(sizes.keys() - silent, key=lambda each: (sizes[each], -each[1])))
    return np.array([each is None or each in silent for each in labels])


def lower_fitting(bound: int | None, people: int) -> Flags:
    """Return which counts of the lower predicates fit the bound that is published."""
    found = []
    for count in range(people + 1):
        bounds = [x for x in (1, 2, 5, 10) if x * people >= 1000 and 100 * count < x * people]
        found.append((bounds[0] if bounds and people >= 100 else None) == bound)
    return np.array(found)


def left_by_sum(parts: Sequence[Flags], whole: Flags) -> list[Flags]:
    """Return which counts of each part fit some choice of all others that adds up to ``whole``."""
    return [
        _fits(part, _sums([*parts[:number], *parts[number + 1 :]]), whole)
        for number, part in enumerate(parts)
    ]


def _sums(parts: Sequence[Flags]) -> Flags:
    reached = np.array([True])
    for part in parts:
        reached = np.convolve(reached.astype(float), part.astype(float)) > 0.5
    return reached


def _fits(part: Flags, others: Flags, whole: Flags) -> Flags:
    sums, wholes = np.flatnonzero(others), np.flatnonzero(whole)
    fits = np.zeros(len(part), dtype=bool)
    for count in np.flatnonzero(part):
        fits[count] = np.isin(sums + count, wholes, assume_unique=True).any()
    return fits


def known_count(count: int, people: int) -> Flags:
    """Return the flags of a count that the reader knows."""
    found = np.zeros(people + 1, dtype=bool)
    found[count] = True
    return found


def attacked(
    document: Mapping[str, Any], people: Mapping[str, int], *, own: Mapping[str, int] | None = None
) -> dict[str, list[int]]:
    """Return the counts that stay possible, by the name of what is counted.

    :param people: how many of each agency (code) have a result.
    :param own: agencies whose people with *Sangat Baik* the reader knows, as its head does.
    """
    everybody = sum(people.values())
    city = document["city"]
    agencies = {each["code"]: each for each in document["agencies"]}
    very_good = fitting(city["very_good"], everybody)
    good = fitting(city["good"], everybody)
    lower = lower_fitting(city["lower_below"], everybody)
    is_covered = city["good"] is None and city["lower_below"] is None
    if is_covered:
        good = lower = np.ones(everybody + 1, dtype=bool)
    all_of_them = known_count(everybody, everybody)
    parts = [
        known_count(own[code], n)
        if own and code in own
        else fitting(agencies[code]["very_good"], n, least=40, margin=10)
        for code, n in people.items()
    ]
    from_three = left_by_sum((very_good, good, lower), all_of_them)[0]
    left = dict(zip(people, left_by_sum(parts, from_three), strict=True))
    from_agencies = _sums(parts)[: everybody + 1] & very_good
    three = left_by_sum((from_agencies, good, lower), all_of_them)
    left |= dict(zip(("very_good", "good", "lower"), three, strict=True))
    return {name: np.flatnonzero(flags).tolist() for name, flags in left.items()}
