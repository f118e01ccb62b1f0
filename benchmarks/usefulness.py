"""How many rated desks have a figure, by month and by quarter; estimates are not counted.

``python -m benchmarks.usefulness`` prints a small city in some minutes, with ``large`` the large
one as well, in many more. "Months only" is what the monthly figures of the same documents show,
carried forward or not.
"""

import random
import sys
import time
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from portal.rating.answers.answers import Channel
from portal.time.months import MonthRange
from tests.factories.released_city import Counts, ReleasedCity, released_city

Json = dict[str, Any]
MONTHS = 8
UNVERIFIED = 0.25
BATCH = 10
LEAST = 30


@dataclass(frozen=True)
class Size:
    """A city: its agencies, desks of each, ratings in all months, and how uneven desks are."""

    name: str
    agencies: int
    desks: int
    ratings: int
    unevenness: float = 0.8


SIZES = (
    Size("small: 60 desks, 5,000 ratings", agencies=12, desks=5, ratings=5_000),
    Size("large: 120 desks, 60,000 ratings", agencies=12, desks=10, ratings=60_000),
)
QUARTERS = (MonthRange("2026-01", "2026-03"), MonthRange("2026-04", "2026-06"))


def counts_of(size: Size, *, seed: int) -> Counts:
    """Return ratings by month, desk and channel: desks differ lognormally, months by chance."""
    dice = random.Random(seed)
    desks = [
        agency * 100 + desk
        for agency in range(1, size.agencies + 1)
        for desk in range(1, size.desks + 1)
    ]
    weights = {desk: dice.lognormvariate(0, size.unevenness) for desk in desks}
    a_month = size.ratings / MONTHS / sum(weights.values())
    found: Counter[tuple[str, int, Channel]] = Counter()
    waiting: Counter[tuple[int, Channel]] = Counter()
    for month in MonthRange("2026-01", f"2026-{MONTHS:02d}").months:
        for desk, weight in weights.items():
            for _ in range(round(dice.gauss(weight * a_month, (weight * a_month) ** 0.5))):
                is_open = dice.random() < UNVERIFIED
                waiting[desk, Channel.OPEN if is_open else Channel.TICKET] += 1
            for channel in (Channel.TICKET, Channel.OPEN):
                # Ratings are mixed in tens; fewer wait for the next month.
                if waiting[desk, channel] >= BATCH:
                    found[month, desk, channel] = waiting.pop((desk, channel))
    return found


def rated(city: ReleasedCity) -> set[tuple[str, str]]:
    """Return the desks and months with any rating."""
    desks = city.catalogue.desks
    return {(f"desks/{desks[each.desk].code}", each.month) for each in city.ratings}


def desk_figures(city: ReleasedCity, *, longer: bool) -> Iterator[tuple[str, Json]]:
    """Give the desks' figures from 30 or more answers."""
    for documents in city.documents.values():
        for address, document in documents.items():
            if not address.startswith("desks/"):
                continue
            figures = [document["headline"]]
            figures += [each["figure"] for each in document["closed"] if longer]
            for figure in figures:
                if figure["value"] is not None and not figure["few_answers"]:
                    yield address, figure


def shown(city: ReleasedCity, *, longer: bool) -> Iterator[tuple[str, str]]:
    """Give the desks and months that a figure from 30 or more answers counts."""
    for address, figure in desk_figures(city, longer=longer):
        yield from ((address, month) for month in MonthRange.of(figure["period"]).months)


def quarters_of(counts: Counts) -> dict[tuple[str, MonthRange], int]:
    """Return the ratings of every desk and whole quarter in which it has any."""
    found: Counter[tuple[str, MonthRange]] = Counter()
    for (month, desk, _), n in counts.items():
        for quarter in QUARTERS:
            if month in quarter.months:
                found[f"desks/loket-{desk}", quarter] += n
    return dict(found)


def figures_within(city: ReleasedCity) -> set[tuple[str, MonthRange]]:
    """Return the desks and quarters with a figure from 30 or more answers of that quarter alone."""
    return {
        (address, quarter)
        for address, figure in desk_figures(city, longer=True)
        for quarter in QUARTERS
        if set(MonthRange.of(figure["period"]).months) <= set(quarter.months)
    }


def estimated(city: ReleasedCity) -> set[tuple[str, MonthRange]]:
    """Return the desks and quarters whose hidden figure has an estimate beside it."""
    return {
        (address, MonthRange.of(each["figure"]["period"]))
        for documents in city.documents.values()
        for address, document in documents.items()
        if address.startswith("desks/")
        for each in document["closed"]
        if each["estimate"]
    }


def shares(city: ReleasedCity, counts: Counts) -> dict[str, float]:
    """Return the shares of rated desk-months, desk-quarters and desks with a figure."""
    months = rated(city)
    asked = quarters_of(counts)
    enough = {each for each, n in asked.items() if n >= LEAST}
    within = figures_within(city) & set(asked)
    found = {
        "desk-quarters with 30 answers or more: the ceiling": _percent(enough, asked),
        "desk-quarters with a figure of that quarter": _percent(within, asked),
        "desks with 30 answers or more in some quarter: the ceiling": _percent(
            {desk for desk, _ in enough}, {desk for desk, _ in asked}
        ),
        "desks with a figure of some quarter": _percent(
            {desk for desk, _ in within}, {desk for desk, _ in asked}
        ),
        "desk-quarters with an estimate and no figure": _percent(
            {each for each in estimated(city) if each in asked} - within, asked
        ),
    }
    for name, longer in (("months only", False), ("with quarters", True)):
        told = set(shown(city, longer=longer)) & months
        some = {(desk, each) for desk, month in told for each in QUARTERS if month in each.months}
        found[f"desk-months in some figure, {name}"] = _percent(told, months)
        found[f"desk-quarters of which some month is in a figure, {name}"] = _percent(some, asked)
    return found


def _percent(part: Collection[object], whole: Collection[object]) -> float:
    return 100 * len(part) / len(whole)


def main() -> None:
    """Print the small city, and the large one where it is asked for."""
    for size in SIZES if "large" in sys.argv[1:] else SIZES[:1]:
        began = time.perf_counter()
        counts = counts_of(size, seed=7)
        city = released_city(
            random.Random(1),
            months=MONTHS,
            agencies=size.agencies,
            desks=size.desks,
            counts=counts,
        )
        print(f"{size.name} ({time.perf_counter() - began:.0f} s)")
        for name, share in shares(city, counts).items():
            print(f"  {name}: {share:.0f} %")


if __name__ == "__main__":
    main()
