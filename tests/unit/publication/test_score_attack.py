"""An adversary who knows all but five ratings of a desk goes for one of the five scores.

No deterministic publication of a mean can rule it out that five people who all gave the same
extreme score are told to have done so; nothing beyond that may ever be told.
"""

import json
import random
from typing import Any

import pytest

from benchmarks.attack import KEPT, attempts, behind, pinned, released, shares
from portal.publication.measured.attack import attack_results
from portal.survey.elements import Element
from tests.factories.released_city import Rating, ReleasedCity


@pytest.fixture(scope="module")
def city() -> ReleasedCity:
    return released(random.Random(3))


def shown_desks(city: ReleasedCity) -> list[tuple[dict[str, Any], list[Rating]]]:
    return [
        (document, behind(city, address, document["headline"]))
        for documents in city.documents.values()
        for address, document in documents.items()
        if address.startswith("desks/") and document["headline"]["value"] is not None
    ]


def test_five_unknown_people_are_told_nothing_but_that_they_all_agree(city: ReleasedCity) -> None:
    dice = random.Random(4)
    for document, ratings in shown_desks(city):
        for _ in range(30):
            unknown = dice.sample(ratings, 5)
            for element, level in pinned(document, ratings, unknown).items():
                scores = {
                    rating.answers[element] for rating in unknown if element in rating.answers
                }

                assert scores == {level}
                assert level in {1, 4}


def test_no_low_score_of_five_people_is_pinned(city: ReleasedCity) -> None:
    looks = [look for look in attempts(city, random.Random(5)) if look.unknown == 5]

    assert len(looks) > 100
    assert all(level == 4 for look in looks for level in look.pinned.values())


def test_what_is_pinned_of_a_single_person_is_true(city: ReleasedCity) -> None:
    dice = random.Random(6)
    told = 0
    for document, ratings in shown_desks(city):
        for _ in range(30):
            (person,) = dice.sample(ratings, 1)
            for element, level in pinned(document, ratings, [person]).items():
                told += 1
                assert person.answers[element] == level

    assert told > 0


def test_the_attack_finds_a_score_that_careless_rounding_gives_away(city: ReleasedCity) -> None:
    document, ratings = shown_desks(city)[0]
    entry = document["elements"][0]
    element = Element(entry["element"])
    exact = [rating.answers[element] for rating in ratings]
    careless = entry["figure"] | {"value": 25 * sum(exact) / len(exact), "step": 0.01}
    leaky = document | {"elements": [entry | {"figure": careless}]}

    assert element in pinned(leaky, ratings, ratings[:1])


def test_the_kept_measurement_is_what_the_benchmark_writes() -> None:
    kept, again = json.loads(KEPT.read_text()), shares(seed=1, cities=1)

    assert {*kept} == {*again}
    assert {*kept["results"][0]} == {*again["results"][0]}
    assert {each["unknown"] for each in kept["results"]} == {1, 5}
    assert [each.unknown for each in attack_results()] == [1, 1, 1, 1, 5, 5, 5, 5]
    assert all(each.attempts >= 100 for each in attack_results())
