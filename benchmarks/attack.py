"""What the strongest reader of a city's documents learns: of numbers, and of single scores.

Numbers are bracketed by ``tests.attacks``, with every document and all that can be known. Scores
are attacked by an adversary who knows all but one, or all but five, ratings of a desk.

The adversary has every published document: the rounded figures of the desk, its grade, its
elements; estimates are attacked together with every figure about the same ratings. What is found
of both is kept for the methodology page, which must state it.
"""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.context import Context
from benchmarks.counted_attack import counted
from benchmarks.estimate_attack import estimated
from benchmarks.ratio import Ratio
from benchmarks.revision_attack import revised
from benchmarks.score_bounds import pinned
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
        *(estimated(is_kept=True) if is_full else estimated(cities=3)),
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
