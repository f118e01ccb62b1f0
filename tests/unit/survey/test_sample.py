"""The minimum sample against the printed values, its bounds and its growth."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.survey.index import PopulationNotPositive, minimum_sample

populations = st.integers(min_value=1, max_value=10**9)


@pytest.mark.parametrize(
    ("population", "respondents"),
    [
        (1, 1),
        (10, 10),
        (15, 14),
        (100, 80),
        (1_000, 278),
        (10_000, 370),
        (75_000, 382),
        (1_000_000, 384),
        (10**9, 384),
    ],
)
def test_matches_the_printed_table(population: int, respondents: int) -> None:
    assert minimum_sample(population) == respondents


@pytest.mark.parametrize(("population", "respondents"), [(125, 94), (275, 161)])
def test_a_thousandth_of_chi_square_more_or_less_would_show(
    population: int, respondents: int
) -> None:
    assert minimum_sample(population) == respondents


@given(population=populations, more=populations)
def test_a_larger_population_never_needs_fewer(population: int, more: int) -> None:
    assert minimum_sample(population + more) >= minimum_sample(population)


@given(population=populations)
def test_never_asks_for_more_people_than_there_are(population: int) -> None:
    assert 1 <= minimum_sample(population) <= min(population, 384)


@pytest.mark.parametrize("population", [0, -5])
def test_refuses_a_population_of_nobody(population: int) -> None:
    with pytest.raises(PopulationNotPositive):
        minimum_sample(population)
