"""A quarter's figure is the mean over its answers, rounded once: never a mean of rounded months."""

import random
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pytest

from portal.survey.elements import ElementCounts
from portal.survey.index import ikm
from portal.time.months import MonthRange
from tests.factories.released_city import ReleasedCity, released_city

Json = dict[str, Any]
QUARTER = MonthRange("2026-10", "2026-12")

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def city() -> ReleasedCity:
    return released_city(random.Random(4), agencies=2, desks=6, busy=(35, 60, 140, 400))


def quarters(city: ReleasedCity) -> Iterator[tuple[str, Json]]:
    """Give the shown figure of the quarter of every desk."""
    for address, document in city.documents[QUARTER.last].items():
        for each in document.get("closed", ()) if address.startswith("desks/") else ():
            if each["figure"]["period"] == str(QUARTER) and each["figure"]["value"] is not None:
                yield address, each["figure"]


def exact(city: ReleasedCity, address: str, figure: Json) -> Fraction:
    """Return the IKM over all answers that a figure counts, not rounded."""
    desk = city.catalogue.desks_by_code[address.partition("/")[2]]
    answers = [
        each.answers
        for each in city.ratings
        if each.desk == desk.id
        and each.month in QUARTER.months
        and each.channel in figure["channels"]
    ]
    return ikm(ElementCounts.of_ballots(answers))


def months_of(city: ReleasedCity, address: str) -> list[Json]:
    """Return the shown figures of the quarter's single months."""
    found = [city.documents[month][address]["headline"] for month in QUARTER.months]
    single = zip(found, QUARTER.months, strict=True)
    return [each for each, month in single if each["value"] is not None and each["period"] == month]


def is_within_half_a_step(value: Fraction, figure: Json) -> bool:
    return abs(value - Fraction(str(figure["value"]))) <= Fraction(str(figure["step"])) / 2


def test_every_quarter_lies_within_half_a_step_of_what_was_answered(city: ReleasedCity) -> None:
    shown = list(quarters(city))

    assert len(shown) > 5
    for address, figure in shown:
        assert is_within_half_a_step(exact(city, address, figure), figure), (address, figure)


def test_a_mean_of_rounded_months_would_lie_beyond_it(city: ReleasedCity) -> None:
    """As the first public reports had it: off by up to two points."""
    beyond = []
    for address, figure in quarters(city):
        months = months_of(city, address)
        if len(months) == len(QUARTER.months):
            n = sum(each["n"] for each in months)
            mean = sum(Fraction(str(each["value"])) * each["n"] for each in months) / n
            careless = figure | {"value": round(float(mean))}
            beyond.append(not is_within_half_a_step(exact(city, address, figure), careless))

    assert any(beyond)
