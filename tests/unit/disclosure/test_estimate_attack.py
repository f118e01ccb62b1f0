"""Estimates tell the strongest reader nothing; where nobody withholds any, they do."""

import random
from collections.abc import Iterator
from typing import Any

import pytest

from portal.disclosure.figures import Count
from portal.disclosure.unknowns import Unknown, Unknowns
from portal.publication.building import estimates as deciding
from portal.time.months import MonthRange
from tests.attacks import Attack, Told
from tests.factories.mixed_city import MixedCity, Plan, hidden_truths, mixed_city, unknowns_of
from tests.factories.released_city import ReleasedCity, released_city
from tests.unit.publication.disclosure_audit.test_longer_attack import (
    Calculator,
    is_within,
)

pytestmark = pytest.mark.slow

# Cities with many estimates.
PLANS = tuple(
    Plan(seed, agencies=1, desks=4, months=3, demands=(8, 14, 22, 35)) for seed in (20, 21, 28)
)
SEEDS = range(10)
FEW = (12, 18, 25)
GROUPS = ["verified", "open"]


def estimates_of(city: ReleasedCity) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Give the address, period and estimate of every place that has one."""
    for documents in city.documents.values():
        for address, document in documents.items():
            if "headline" in document:
                yield address, document["headline"]["period"], document["estimate"]
                for each in document["closed"]:
                    yield address, each["figure"]["period"], each["estimate"]


def said(city: ReleasedCity) -> list[tuple[str, str, dict[str, Any]]]:
    return [each for each in estimates_of(city) if each[2]]


def attacked(city: MixedCity) -> Iterator[Told]:
    unknowns = unknowns_of(city)
    attack = Attack(unknowns, city.documents)
    yield from attack.told(list(hidden_truths(city, unknowns)))


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: f"seed {plan.seed}")
def test_no_hidden_count_is_told_where_there_are_estimates(plan: Plan) -> None:
    city = mixed_city(plan)
    found = [estimate for _, _, estimate in said(city)]

    assert found
    assert list(attacked(city)) == []
    assert {(each["n_from"], each["n_to"], each["step"]) for each in found} == {(10, 29, 5)}
    assert all(each["value"] % 5 == 0 for each in found)


AGENCY = "agencies/kir"
DESKS = tuple(f"desks/kir-{number}" for number in (1, 2, 3, 4))


def document(n: int | None, *, has_estimate: bool = False) -> dict[str, Any]:
    headline = {
        "value": None if n is None else 80,
        "n": n,
        "period": "2026-03",
        "channels": [] if n is None else ["ticket"],
        "verified": n is not None,
        "few_answers": False,
        "suppressed": "too_few" if n is None else None,
    }
    none: dict[str, Any] = {key: [] for key in ("elements", "distributions", "breakdowns")}
    estimate = {"n_from": 10, "n_to": 29} if has_estimate else None
    return {"headline": headline, "open": None, "moderation": None, "estimate": estimate, **none}


@pytest.mark.parametrize(("is_leaky", "ends"), [(False, (1, 29)), (True, (1, 2))])
def test_the_attack_reads_estimates_and_catches_those_that_tell_of_a_neighbour(
    *, is_leaky: bool, ends: tuple[int, int]
) -> None:
    *three, last = DESKS
    documents = {AGENCY: document(30), last: document(None)}
    documents |= {desk: document(None, has_estimate=is_leaky) for desk in three}
    unknowns = Unknowns(
        [Unknown("2026-03", "ticket", AGENCY, desk=desk) for desk in DESKS],
        asks=lambda *_: True,
    )
    attack = Attack(unknowns, {"2026-03": documents}, knows_batches=False)
    count = Count((last,), "2026-03", ("ticket", "presence"))

    assert attack.interval(count) == ends
    assert bool(list(attack.told([(count, 2)]))) is is_leaky


class Estimator(Calculator):
    """Who takes an estimate for the exact sum, which it is not, and adds and subtracts."""

    def told_by_estimates(self) -> list[Any]:
        """Return the sums of few people, or of one person's, that follow with estimates only."""
        rows = [
            self.row(address, MonthRange.of(period).months, GROUPS)
            for address, period, _ in said(self.city)
        ]
        return [
            name
            for name, row in self.hidden()
            if is_within([*self.all, *rows], row) and not is_within(self.all, row)
        ]


def small_cities() -> Iterator[ReleasedCity]:
    for seed in SEEDS:
        yield released_city(random.Random(seed), months=1, agencies=1, desks=4, busy=FEW)


def test_no_sum_of_few_people_follows_even_from_exact_estimates() -> None:
    cities = list(small_cities())

    assert any(said(city) for city in cities)
    assert [Estimator(city).told_by_estimates() for city in cities] == [[] for _ in cities]


def test_where_nobody_withholds_estimates_such_sums_follow(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(deciding, "told_sums", lambda *_, **__: [])

    assert any(Estimator(city).told_by_estimates() for city in small_cities())
