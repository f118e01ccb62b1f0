"""A mixed city whose visitors may name an officer: what staff read of it, and what is true."""

import random
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace

from portal.publication.exact_sums.inputs import DeskStaffing, ReleaseInputs, YearlyCounts
from portal.rating.mixing.sum_queries import OfficerTallyRow
from portal.survey.elements import OFFICER_ELEMENTS, LevelCounts
from tests.factories.mixed_city import MIN_BATCH_SIZE, MixedCity, Plan, mixed_city

# An officer, a desk and a month.
Named = tuple[int, int, str]
NAMING = (0.4, 0.6, 0.9)
DECEMBER = "-12"


@dataclass
class StaffedCity:
    """The city with how many people answered about each officer, folded in tens or more."""

    city: MixedCity
    named: Counter[Named] = field(default_factory=Counter)

    def ratings(self, desk: int, month: str) -> int:
        """Return the ratings of a desk and month, of all channels."""
        return sum(n for cell, n in self.city.counts.items() if _is_at(cell, desk, month))

    def is_posted(self, officer: int, desk: int) -> bool:
        """Whether the roster of the desk has the officer."""
        return officer in self.city.postings[desk]


def _is_at(cell: object, desk: int, month: str) -> bool:
    return (getattr(cell, "desk", None), getattr(cell, "month", None)) == (desk, month)


def staffed_city(
    plan: Plan, *, naming: float | None = None, batch: int = MIN_BATCH_SIZE
) -> StaffedCity:
    """Release a city month by month with answers about its officers; December closes the year.

    :param naming: the share of visitors who name an officer; drawn where None.
    :param batch: from how many answers on those about an officer are counted.
    """
    dice = random.Random(plan.seed)
    named: Counter[Named] = Counter()
    waiting: Counter[tuple[int, int]] = Counter()
    weights: dict[int, float] = defaultdict(lambda: dice.choice((1.0, 2.0, 6.0)))
    share = naming or dice.choice(NAMING)

    def enrich(city: MixedCity, inputs: ReleaseInputs) -> ReleaseInputs:
        month = inputs.period
        for desk, officers in sorted(city.postings.items()):
            everybody = sorted(officers)
            n = sum(count for cell, count in city.counts.items() if _is_at(cell, desk, month))
            answers = sum(dice.random() < share for _ in range(n))
            chosen = dice.choices(everybody, [weights[each] for each in everybody], k=answers)
            waiting.update((each, desk) for each in chosen)
        for (officer, desk), n in sorted(waiting.items()):
            if n >= batch:
                named[officer, desk, month] = n
                waiting[officer, desk] = 0
        return replace(
            inputs,
            served=DeskStaffing(postings=inputs.served.postings, named=_by_desk(named)),
            officers=tuple(_rows(named)),
            yearly=YearlyCounts(int(month[:4])) if month.endswith(DECEMBER) else None,
        )

    return StaffedCity(mixed_city(plan, enrich=enrich), named)


def _by_desk(named: Counter[Named]) -> dict[tuple[str, int], dict[int, int]]:
    found: defaultdict[tuple[str, int], dict[int, int]] = defaultdict(dict)
    for (officer, desk, month), n in named.items():
        found[month, desk][officer] = n
    return dict(found)


def _rows(named: Counter[Named]) -> list[OfficerTallyRow]:
    return [
        OfficerTallyRow(month, officer, desk, element, LevelCounts((0, n // 4, n - n // 4, 0)))
        for (officer, desk, month), n in sorted(named.items())
        for element in OFFICER_ELEMENTS
    ]
