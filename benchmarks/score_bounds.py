"""How far figures bound the unknown scores of people, once all other ratings are known."""

import math
from decimal import Decimal
from fractions import Fraction
from typing import Any

from portal.survey.elements import ELEMENTS, Element
from tests.factories.released_city import Rating

LEVELS = (1, 4)
# The lowest and highest sum of the unknown scores of an element.
Ranges = dict[Element, tuple[int, int]]


def pinned(
    document: dict[str, Any], ratings: list[Rating], unknown: list[Rating]
) -> dict[Element, int]:
    """Return the elements of which the documents tell an unknown person's score for certain.

    Of several people's scores only the sum can be told, hence a single one only where all of
    them must be the lowest or all the highest.
    """
    ranges = open_ranges(unknown) | {
        Element(entry["element"]): unknown_sums(entry, ratings, unknown)
        for entry in document["elements"]
        if entry["figure"]["value"] is not None
    }
    return pinned_in(narrowed(document["headline"], ratings, unknown, ranges), unknown)


def open_ranges(unknown: list[Rating]) -> Ranges:
    """Return the ends that the scale alone sets to the sum of each element that was asked."""
    asked = {each: sum(each in rating.answers for rating in unknown) for each in ELEMENTS}
    return {each: (LEVELS[0] * n, LEVELS[1] * n) for each, n in asked.items() if n}


def pinned_in(ranges: Ranges, unknown: list[Rating]) -> dict[Element, int]:
    """Return the elements whose sum allows one score only."""
    found = {}
    for element, (lowest, highest) in ranges.items():
        asked = sum(element in rating.answers for rating in unknown)
        extremes = {level * asked for level in LEVELS}
        if asked and lowest == highest and (asked == 1 or lowest in extremes):
            found[element] = lowest // asked
    return found


def unknown_sums(
    entry: dict[str, Any], ratings: list[Rating], unknown: list[Rating]
) -> tuple[int, int]:
    """Return the lowest and highest sum of the unknown scores that an element's figure allows."""
    element, figure = Element(entry["element"]), entry["figure"]
    given = [rating.answers[element] for rating in ratings if element in rating.answers]
    hidden = [rating.answers[element] for rating in unknown if element in rating.answers]
    lowest, highest = means(figure)
    known = sum(given) - sum(hidden)
    return (
        max(math.ceil(lowest * len(given)) - known, len(hidden)),
        min(floor_below(highest * len(given)) - known, 4 * len(hidden)),
    )


def means(figure: dict[str, Any]) -> tuple[Fraction, Fraction]:
    """Return the means (inclusive, exclusive) that a rounded figure and its grade allow."""
    value, half = Fraction(str(figure["value"])), Fraction(str(figure["step"])) / 2
    lowest, highest = value - half, value + half
    grade = figure["grade"]
    if grade:
        hundredth = Fraction(Decimal("0.005"))
        lowest = max(lowest, Fraction(str(grade["lower"])) - hundredth)
        highest = min(highest, Fraction(str(grade["upper"])) + hundredth)
    return lowest / 25, highest / 25


def floor_below(value: Fraction) -> int:
    """Return the largest whole number below ``value``."""
    return math.ceil(value) - 1


def narrowed(
    headline: dict[str, Any],
    ratings: list[Rating],
    unknown: list[Rating],
    ranges: dict[Element, tuple[int, int]],
) -> dict[Element, tuple[int, int]]:
    """Use the headline, the mean of all element means, to narrow the sum of each element."""
    asked = [each for each in ELEMENTS if any(each in rating.answers for rating in ratings)]
    ranges = {each: ranges.get(each, (0, 0)) for each in asked}
    count = {each: sum(each in rating.answers for rating in ratings) for each in asked}
    known = {
        each: sum(rating.answers.get(each, 0) for rating in ratings)
        - sum(rating.answers.get(each, 0) for rating in unknown)
        for each in asked
    }
    lowest, highest = (bound * len(asked) for bound in means(headline))
    low = {each: Fraction(known[each] + ranges[each][0], count[each]) for each in asked}
    high = {each: Fraction(known[each] + ranges[each][1], count[each]) for each in asked}
    result = {}
    for each in asked:
        others_high = sum(high.values()) - high[each]
        others_low = sum(low.values()) - low[each]
        least = math.ceil((lowest - others_high) * count[each]) - known[each]
        most = floor_below((highest - others_low) * count[each]) - known[each]
        result[each] = (max(least, ranges[each][0]), min(most, ranges[each][1]))
    return result
