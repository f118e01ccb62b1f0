"""An adversary who knows all but five ratings of a desk goes for one of the five scores.

No deterministic publication of a mean can rule it out that five people who all gave the same
extreme score are told to have done so; nothing beyond that may ever be told.
"""

import json
import random
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from benchmarks.attack import KEPT, attempts, behind, released, shares
from benchmarks.score_bounds import pinned, unknown_sums
from portal.publication.figures.measured_attack import attack_results
from portal.survey.elements import Element
from tests.factories.released_city import Rating, ReleasedCity
from tests.unit.publication.strategies import MOST, Shape


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


@st.composite
def desks_almost_known(
    draw: st.DrawFn, *, unknown: int
) -> tuple[ReleasedCity, dict[str, Any], list[Rating], list[Rating]]:
    """Draw a city, one of its shown desks with its ratings, and those that are not known."""
    shape = Shape(
        seed=draw(st.integers(0, MOST)),
        agencies=draw(st.integers(1, 2)),
        desks=draw(st.integers(1, 4)),
        months=draw(st.integers(1, 2)),
        busy=draw(st.lists(st.integers(30, 300), min_size=1, max_size=4).map(tuple)),
        levels=draw(st.lists(st.floats(1, 4), min_size=1, max_size=3).map(tuple)),
    )
    city = shape.released()
    desks = shown_desks(city)
    assume(desks)
    document, ratings = draw(st.sampled_from(desks))
    chosen = st.lists(
        st.integers(0, len(ratings) - 1), min_size=unknown, max_size=unknown, unique=True
    )
    return city, document, ratings, [ratings[each] for each in draw(chosen)]


def wider(
    city: ReleasedCity, desk: dict[str, Any]
) -> Iterator[tuple[dict[str, Any], list[Rating]]]:
    """Give the shown figures of the desk's agency and city for the same time and channels."""
    origin = city.catalogue.desks_by_code[desk["place"]["code"]]
    own = {each.id for each in city.catalogue.desks_of(origin.agency_id)}
    figure = desk["headline"]
    first, _, last = figure["period"].partition("/")
    for address, desks in ((f"agencies/dinas-{origin.agency_id}", own), ("city", None)):
        document = city.documents[desk["release"]["period"]][address]
        above = document["headline"]
        same = all(above[part] == figure[part] for part in ("period", "channels"))
        if same and above["value"] is not None:
            ratings = [
                each
                for each in city.ratings
                if (desks is None or each.desk in desks)
                and first <= each.month <= (last or first)
                and each.channel in above["channels"]
            ]
            yield document, ratings


def scores(unknown: list[Rating], element: Element) -> list[int]:
    return [rating.answers[element] for rating in unknown if element in rating.answers]


@pytest.mark.slow
@settings(max_examples=10)
@given(desks_almost_known(unknown=5))
def test_five_unknown_people_are_told_nothing_but_that_they_all_agree(
    drawn: tuple[ReleasedCity, dict[str, Any], list[Rating], list[Rating]],
) -> None:
    """Not even by whoever knows every other rating of the agency and the city as well."""
    city, desk, ratings, unknown = drawn
    for document, known in ((desk, ratings), *wider(city, desk)):
        for entry in document["elements"]:
            if entry["figure"]["value"] is not None:
                lowest, highest = unknown_sums(entry, known, unknown)
                assert lowest <= sum(scores(unknown, Element(entry["element"]))) <= highest
        for element, level in pinned(document, known, unknown).items():
            told = scores(unknown, element)
            assert set(told) == {level}
            assert level in {1, 4} or len(told) == 1


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


@pytest.mark.slow
def test_the_kept_measurement_is_what_the_benchmark_writes() -> None:
    kept, again = json.loads(KEPT.read_text()), shares(seed=1, cities=1)

    assert {*kept} == {*again}
    assert {*kept["results"][0]} == {*again["results"][0]}
    assert {each["unknown"] for each in kept["results"]} == {1, 5}
    assert [each.unknown for each in attack_results()] == [1, 1, 1, 1, 5, 5, 5, 5]
    assert all(each.attempts >= 100 for each in attack_results())
