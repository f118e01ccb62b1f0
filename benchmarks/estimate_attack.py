"""What estimates tell of single scores, beside every figure that counts the same ratings.

The adversary knows all ratings of a place but one, or all but five, hence the n that an estimate
keeps to itself, and what of it is drawn to the figure above. All that was published of the
ratings' desk, of the services, of the agency and of the city takes part, month and quarter alike.
"""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from benchmarks.ratio import Ratio
from benchmarks.score_bounds import Ranges, narrowed, open_ranges, pinned_in, unknown_sums
from portal.publication.figures.measured_attack import KEPT_OF_ESTIMATES as KEPT
from portal.survey.elements import Element
from portal.time.months import MonthRange
from tests.factories.released_city import Rating, ReleasedCity, released_city

Json = dict[str, Any]
BUSY = (12, 18, 25, 40)
LEVELS = (3.3, 3.5, 3.7, 3.9)
UNKNOWN = (1, 5)
DRAWS = 10
CITIES = 30
PASSES = 2
SEED = 4
ALL = ("ticket", "presence", "open")


@dataclass(frozen=True)
class PublishedConstraint:
    """A figure, or an estimate read as one, and the ratings it rests on."""

    figure: Json
    ratings: tuple[Rating, ...]
    elements: tuple[Json, ...] = ()
    is_estimate: bool = False

    def holds(self, rating: Rating) -> bool:
        """Whether it rests on a rating, too."""
        return any(each is rating for each in self.ratings)


@dataclass(frozen=True)
class Look:
    """One attempt on people behind an estimate: what figures pin, and what estimates add."""

    unknown: int
    by_figures: dict[Element, int]
    together: dict[Element, int]

    @property
    def is_newly_told(self) -> bool:
        """Whether an estimate pins a score that figures left open."""
        return self.together.keys() > self.by_figures.keys()


def said_by(city: ReleasedCity) -> Iterator[PublishedConstraint]:
    """Give every figure and estimate of places with the ratings behind it."""
    for documents in city.documents.values():
        for address, document in documents.items():
            if "headline" in document:
                yield from _of(city, address, document, document["headline"])
                for closed in document["closed"]:
                    yield from _of(city, address, closed, closed["figure"])


def _of(
    city: ReleasedCity, address: str, said: Json, headline: Json
) -> Iterator[PublishedConstraint]:
    period, estimate = headline["period"], said["estimate"]
    if headline["value"] is not None:
        ratings = tuple(behind(city, address, period, headline["channels"]))
        shown = tuple(each for each in said["elements"] if each["figure"]["value"] is not None)
        yield PublishedConstraint(headline, ratings, elements=shown)
    if estimate:
        ratings = tuple(behind(city, address, period, ALL))
        yield PublishedConstraint(as_figure(city, estimate, period), ratings, is_estimate=True)


def as_figure(city: ReleasedCity, estimate: Json, period: str) -> Json:
    """Return an estimate as a coarse figure: less what is drawn to the place above."""
    weight = Fraction(str(estimate["reliability"]))
    above = Fraction(str(published(city, estimate["toward"], period)))
    own = (Fraction(str(estimate["value"])) - (1 - weight) * above) / weight
    return {"value": own, "step": Fraction(str(estimate["step"])) / weight, "grade": None}


def published(city: ReleasedCity, address: str, period: str) -> Any:
    """Return the figure of a place that the estimates of a period are drawn to."""
    document = city.documents[MonthRange.of(period).months[-1]][address]
    closed = [each["figure"] for each in document["closed"] if each["figure"]["period"] == period]
    figures = [*closed, document["headline"]]
    return next(each["value"] for each in figures if each["value"] is not None)


def behind(
    city: ReleasedCity, address: str, period: str, channels: tuple[str, ...]
) -> Iterator[Rating]:
    """Give the ratings of a place, some months and channels."""
    kind, _, code = address.partition("/")
    catalogue, months = city.catalogue, MonthRange.of(period).months
    for each in city.ratings:
        desk = catalogue.desks[each.desk]
        own = {
            "city": "",
            "agencies": catalogue.agencies[desk.agency_id].code,
            "units": catalogue.units[desk.unit_id].code if desk.unit_id else None,
            "services": catalogue.services[each.service].code,
            "desks": desk.code,
        }
        if each.month in months and str(each.channel) in channels and own[kind] == code:
            yield each


def attempts(city: ReleasedCity, dice: random.Random) -> Iterator[Look]:
    """Draw unknown people behind each estimate and look at what is told of their scores."""
    said = list(said_by(city))
    for estimate in (each for each in said if each.is_estimate):
        for unknown in UNKNOWN:
            for _ in range(DRAWS):
                people = dice.sample(estimate.ratings, unknown)
                near = [each for each in said if all(map(each.holds, people))]
                figures = [each for each in near if not each.is_estimate]
                yield Look(unknown, told(figures, people), told(near, people))


def told(said: list[PublishedConstraint], people: list[Rating]) -> dict[Element, int]:
    """Return the scores that some statements together pin."""
    ranges: Ranges = open_ranges(people)
    for _ in range(PASSES):
        for each in said:
            known = list(each.ratings)
            for entry in each.elements:
                element = Element(entry["element"])
                low, high = unknown_sums(entry, known, people)
                if element in ranges:
                    least, most = ranges[element]
                    ranges[element] = max(least, low), min(most, high)
            ranges = narrowed(each.figure, known, people, ranges)
    return pinned_in(ranges, people)


def estimated(*, cities: int = CITIES, is_kept: bool = False) -> list[Ratio]:
    """Say how often estimates pin a score that figures leave open.

    :param is_kept: whether what is found is kept for the methodology page.
    """
    found = shares(cities=cities)
    if is_kept:
        KEPT.write_text(json.dumps(found, indent=2) + "\n")
    return [
        Ratio(
            f"all but {each['unknown']} of 10 to 29 ratings behind an estimate known: share of "
            "attempts in which the estimate pins a score",
            each["attempts_with_a_pinned_score"],
            detail={
                "with a score below 4": each["attempts_with_a_low_score_pinned"],
                "attempts": each["attempts"],
            },
        )
        for each in found["results"]
    ]


def shares(*, cities: int) -> Json:
    """Return how often an estimate pinned a score, by number of unknown ratings."""
    dice = random.Random(SEED)
    looks = [look for _ in range(cities) for look in attempts(city_of(dice), dice)]
    results = []
    for unknown in UNKNOWN:
        some = [each for each in looks if each.unknown == unknown]
        told = sum(each.is_newly_told for each in some) / max(1, len(some))
        low = sum(map(is_low, some)) / max(1, len(some))
        results.append(
            {
                "unknown": unknown,
                "attempts": len(some),
                "attempts_with_a_pinned_score": round(told, 4),
                "attempts_with_a_low_score_pinned": round(low, 4),
            }
        )
    return {"seed": SEED, "cities": cities, "results": results}


def is_low(look: Look) -> bool:
    """Whether an estimate pins a score below the highest."""
    new = look.together.keys() - look.by_figures.keys()
    return any(look.together[each] < max(map(int, "1234")) for each in new)


def city_of(dice: random.Random) -> ReleasedCity:
    """Release a quarter of a city with many estimates."""
    return released_city(dice, months=3, agencies=1, desks=5, busy=BUSY, levels=LEVELS)
