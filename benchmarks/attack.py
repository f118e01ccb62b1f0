"""What the strongest reader of a city's documents learns: of numbers, and of single scores.

Numbers are bracketed by ``tests.attacks``, with every document and all that can be known. Scores
are attacked by an adversary who knows all but one, or all but five, ratings of a desk.

The adversary has every published document: the rounded figures of the desk, its grade, its
elements. What is found is kept for the methodology page, which must state it.
"""

import json
import math
import random
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from benchmarks.context import Context
from benchmarks.counted_attack import counted
from benchmarks.ratio import Ratio
from benchmarks.revision_attack import revised
from portal.survey.elements import ELEMENTS, Element
from tests.factories.mixed_city import mixed_city
from tests.factories.released_city import Rating, ReleasedCity, released_city
from tests.factories.usefulness import LARGE, SMALL, usefulness_of

KEPT = Path(__file__).resolve().parent.parent / "portal" / "publication" / "figures" / "attack.json"
UNKNOWN = (1, 5)
SIZES = ((30, 49), (50, 99), (100, 249), (250, 999))
BUSY = (32, 45, 90, 160, 400)
# Usual means of an element lie between 3.3 and 3.9 (domain paper of the survey).
USUAL_LEVELS = (3.3, 3.5, 3.7, 3.9)
CITIES = 40
DRAWS = 20
LEVELS = (1, 4)


@dataclass(frozen=True)
class Look:
    """One attempt: how many ratings were unknown, of how many, and the scores that were pinned."""

    unknown: int
    n: int
    pinned: dict[Element, int]


def measure(context: Context) -> list[Ratio]:
    """Attack random cities; a full run keeps what was found about scores."""
    is_full = context.ratings >= Context.ratings
    return [
        *(counted() if is_full else counted(cities=6)),
        *revised(is_full=is_full),
        *useful(),
        *scored(is_full=is_full),
    ]


def useful() -> list[Ratio]:
    """Say how much of what was rated has a figure, in a small and in a large city."""
    found = []
    for name, plan in (("small", SMALL), ("large", LARGE)):
        usefulness = usefulness_of(mixed_city(plan))
        found.append(
            Ratio(
                f"desk-months with a rating that have a figure, {name} city",
                usefulness.desks,
                detail={
                    "services": usefulness.services,
                    "median desk": usefulness.median_desk,
                    "ratings": usefulness.ratings,
                },
            )
        )
    return found


def scored(*, is_full: bool) -> list[Ratio]:
    """Pin scores of random cities; a full run keeps what was found."""
    found = shares(seed=1, cities=CITIES if is_full else 4)
    if is_full:
        KEPT.parent.mkdir(exist_ok=True)
        KEPT.write_text(json.dumps(found, indent=2) + "\n")
    return [
        Ratio(
            f"all but {each['unknown']} of {each['least']} to {each['most']} ratings known: "
            "share of attempts that pin a score",
            each["attempts_with_a_pinned_score"],
            detail={
                "of single elements": each["elements_pinned"],
                "with a score below 4": each["attempts_with_a_low_score_pinned"],
                "attempts": each["attempts"],
            },
        )
        for each in found["results"]
    ]


def shares(*, seed: int, cities: int) -> dict[str, Any]:
    """Return how often a score was pinned, by number of unknown ratings and size of the desk."""
    dice = random.Random(seed)
    looks = [look for _ in range(cities) for look in attempts(released(dice), dice)]
    results = []
    for unknown in UNKNOWN:
        for least, most in SIZES:
            chosen = [each for each in looks if each.unknown == unknown and least <= each.n <= most]
            if chosen:
                pinned = sum(len(each.pinned) for each in chosen)
                results.append(
                    {
                        "unknown": unknown,
                        "least": least,
                        "most": most,
                        "attempts": len(chosen),
                        "attempts_with_a_pinned_score": round(
                            sum(bool(each.pinned) for each in chosen) / len(chosen), 3
                        ),
                        "elements_pinned": round(pinned / len(chosen) / len(ELEMENTS), 4),
                        "attempts_with_a_low_score_pinned": round(
                            sum(min(each.pinned.values(), default=4) < 4 for each in chosen)
                            / len(chosen),
                            3,
                        ),
                    }
                )
    return {"seed": seed, "cities": cities, "results": results}


def released(dice: random.Random) -> ReleasedCity:
    return released_city(dice, months=2, agencies=1, desks=6, busy=BUSY, levels=USUAL_LEVELS)


def attempts(city: ReleasedCity, dice: random.Random) -> Iterator[Look]:
    """Draw unknown ratings of every shown desk and look at what the documents tell of them."""
    for documents in city.documents.values():
        for address, document in documents.items():
            if address.startswith("desks/") and document["headline"]["value"] is not None:
                ratings = behind(city, address, document["headline"])
                for _ in range(DRAWS):
                    for unknown in UNKNOWN:
                        drawn = dice.sample(ratings, unknown)
                        yield Look(unknown, len(ratings), pinned(document, ratings, drawn))


def behind(city: ReleasedCity, address: str, figure: dict[str, Any]) -> list[Rating]:
    """Return the ratings that a desk's figure rests on."""
    desk = city.catalogue.desks_by_code[address.partition("/")[2]]
    first, _, last = figure["period"].partition("/")
    return [
        rating
        for rating in city.ratings
        if rating.desk == desk.id
        and first <= rating.month <= (last or first)
        and str(rating.channel) in figure["channels"]
    ]


def pinned(
    document: dict[str, Any], ratings: list[Rating], unknown: list[Rating]
) -> dict[Element, int]:
    """Return the elements of which the documents tell an unknown person's score for certain.

    Of several people's scores only the sum can be told, hence a single one only where all of
    them must be the lowest or all the highest.
    """
    ranges = {
        Element(entry["element"]): unknown_sums(entry, ratings, unknown)
        for entry in document["elements"]
        if entry["figure"]["value"] is not None
    }
    ranges = narrowed(document["headline"], ratings, unknown, ranges)
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
    if set(asked) != set(ranges):
        return ranges
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
