"""Who knows all ratings behind an estimate but one, or five, learns no score from it."""

import random
from typing import Any

import pytest

from benchmarks import estimate_attack
from benchmarks.estimate_attack import Look, attempts, city_of, is_low, said_by, told
from tests.factories.released_city import ReleasedCity

pytestmark = pytest.mark.slow

SEEDS = (4, 5)
# As finely as nobody publishes an estimate.
CARELESS = 0.01


@pytest.fixture(scope="module")
def cities() -> list[ReleasedCity]:
    return [city_of(random.Random(seed)) for seed in SEEDS]


def looks_at(cities: list[ReleasedCity]) -> list[Look]:
    return [look for city in cities for look in attempts(city, random.Random(1))]


def test_an_estimate_pins_no_score_below_the_highest(cities: list[ReleasedCity]) -> None:
    looks = looks_at(cities)

    assert len(looks) >= 80
    assert not any(is_low(look) for look in looks)
    assert sum(look.is_newly_told for look in looks) <= len(looks) / 50


def test_what_figures_and_estimates_pin_is_true(cities: list[ReleasedCity]) -> None:
    found = 0
    for city in cities:
        said = list(said_by(city))
        for estimate in (each for each in said if each.is_estimate):
            person = [estimate.ratings[0]]
            near = [each for each in said if each.holds(person[0])]
            for element, level in told(near, person).items():
                found += 1
                assert person[0].answers[element] == level

    assert found


def test_the_same_attack_succeeds_on_an_estimate_that_is_said_finely(
    monkeypatch: pytest.MonkeyPatch, cities: list[ReleasedCity]
) -> None:
    coarse = estimate_attack.as_figure

    def careless(city: ReleasedCity, estimate: dict[str, Any], period: str) -> dict[str, Any]:
        figure = coarse(city, estimate, period)
        ratings = exact_of(city, estimate, period)
        return figure | {"value": ratings, "step": CARELESS}

    def exact_of(city: ReleasedCity, estimate: dict[str, Any], period: str) -> float:
        address = next(
            address
            for documents in city.documents.values()
            for address, document in documents.items()
            if "headline" in document
            for said in (document, *document["closed"])
            if said["estimate"] is estimate
        )
        ratings = list(estimate_attack.behind(city, address, period, estimate_attack.ALL))
        elements = {element for rating in ratings for element in rating.answers}
        means = [
            sum(given) / len(given)
            for element in elements
            if (given := [r.answers[element] for r in ratings if element in r.answers])
        ]
        return 25 * sum(means) / len(means)

    monkeypatch.setattr(estimate_attack, "as_figure", careless)

    assert any(look.is_newly_told for look in looks_at(cities) if look.unknown == 1)
