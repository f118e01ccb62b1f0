"""What the strongest reader learns from the revision of a year beside its months."""

import random
from collections.abc import Iterator

from benchmarks.ratio import Ratio
from tests.attacks import Attack
from tests.factories.mixed_city import Plan
from tests.factories.revised_mixed_city import (
    hidden_by_revision,
    revised_mixed_city,
    revised_truth,
    revised_unknowns,
    told_by_revision,
)

REVISED = 60


def revised(*, is_full: bool) -> list[Ratio]:
    """Bracket what months kept hidden, once the revision of their year is out as well."""
    dice = random.Random(6)
    looks = [newly_told(plan) for plan in revised_plans(dice, cities=REVISED if is_full else 1)]
    attacked, told = (sum(each) for each in zip(*looks, strict=True))
    return [
        Ratio(
            "hidden counts that the revision of a year tells, or that were not decided in a minute",
            told,
            bound=0,
            unit="counts",
            detail={"cities": len(looks), "hidden counts attacked": attacked},
        )
    ]


def revised_plans(dice: random.Random, *, cities: int) -> Iterator[Plan]:
    """Draw small cities whose first release is late in the year: a whole year takes an hour."""
    for number in range(cities):
        months = dice.choice((2, 3))
        yield Plan(
            seed=dice.randrange(2**31),
            agencies=dice.randint(1, 2),
            desks=dice.randint(2, 4),
            months=months,
            since=12 - months,
            has_small_services=number % 2 == 0,
        )


def newly_told(plan: Plan) -> tuple[int, int]:
    """Return how many hidden counts were attacked, and how many the revision tells."""
    city = revised_mixed_city(plan)
    unknowns = revised_unknowns(city)
    hidden = list(hidden_by_revision(city, unknowns))
    if city.draft is None or not city.draft.revised:
        return 0, 0
    truth = revised_truth(city, unknowns)
    months = city.released.documents
    both = Attack(unknowns, months, also=told_by_revision(city), truth=truth)
    alone = Attack(unknowns, months, truth=truth)
    told = [
        each for each in both.told(hidden) if alone.interval(each.count) != (each.lower, each.upper)
    ]
    return len(hidden), len(told) + len(both.undecided)
