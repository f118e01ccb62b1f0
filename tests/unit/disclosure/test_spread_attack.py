"""What the city's shares of answers leave for an agency that shows none stays open.

Whole numbers, from the JSON alone: shares, numbers, means and grades of the city and of all
agencies. Below ten answers at a level, 1 to 9 stay possible.
"""

import random
from collections.abc import Iterator

import pytest

from portal.publication.building import spreads
from portal.survey.elements import ELEMENTS
from tests.factories.released_city import ReleasedCity, released_city
from tests.spread_attack import SpreadReader, ToldSpread, truth_of

pytestmark = pytest.mark.slow

# In 2, 4 and 6 shares told what an agency did not show; "3 to 6 gave the lowest levels".
SEEDS = (0, 2, 4, 6, 10, 11, 12, 13, 15, 17)


def city_of(seed: int) -> ReleasedCity:
    dice = random.Random(seed)
    return released_city(
        dice,
        months=1,
        agencies=dice.choice((2, 3)),
        desks=3,
        busy=(40, 120, 300),
        levels=(3.0, 3.4, 3.7, 3.8),
    )


def told_of(city: ReleasedCity) -> Iterator[ToldSpread]:
    for documents in city.documents.values():
        for element in ELEMENTS:
            truth = truth_of(city.ratings, city.catalogue, element)
            yield from SpreadReader(documents, str(element), truth=truth).told()


@pytest.mark.parametrize("seed", SEEDS)
def test_shares_of_the_city_tell_no_agencys_answers(seed: int) -> None:
    city = city_of(seed)

    shown = [each for each in city.documents["2026-01"]["city"]["distributions"] if each["shares"]]
    assert shown
    assert list(told_of(city)) == []


def test_the_same_reader_tells_them_where_every_place_shows_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(spreads, "hidden_spreads", lambda *_: frozenset())

    assert {each.levels for each in told_of(city_of(2))} == {"1-2"}
