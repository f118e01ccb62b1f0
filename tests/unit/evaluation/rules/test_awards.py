"""Awards: who cannot be told from the first is a finalist, and a lot that nobody can steer."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.evaluation.rules.award_lots import (
    NumbersUnclear,
    jury_order,
    lot,
    next_juror,
    numbers_digest,
)
from portal.evaluation.rules.award_scores import JuryIncomplete, jury_scores
from portal.evaluation.rules.awards import (
    Nominee,
    NomineesUnclear,
    finalists,
    in_order,
    proposed,
)

nominees = st.lists(
    st.builds(
        Nominee,
        number=st.integers(1, 99).map(str),
        score=st.fractions(0, 120),
        standard_error=st.fractions(0, 5),
        work_result=st.sampled_from([95, 100, 105]),
    ),
    min_size=1,
    max_size=8,
    unique_by=lambda nominee: nominee.number,
)


@given(given=nominees)
def test_the_highest_is_a_finalist_and_whoever_stands_above_a_finalist_with_that_error_too(
    given: list[Nominee],
) -> None:
    found = finalists(given)

    assert max(nominee.score for nominee in given) == max(nominee.score for nominee in found)
    for nominee in given:
        if nominee not in found:
            assert not any(
                other.score <= nominee.score and other.standard_error <= nominee.standard_error
                for other in found
            )


@given(given=nominees, data=st.data(), seed=st.text(max_size=10))
def test_the_order_in_which_nominees_come_decides_nothing(
    given: list[Nominee], data: st.DataObject, seed: str
) -> None:
    shuffled = data.draw(st.permutations(given))

    assert in_order(shuffled, seed=seed) == in_order(given, seed=seed)
    assert set(finalists(shuffled)) == set(finalists(given))


@given(given=nominees, seed=st.text(max_size=10))
def test_among_finalists_the_work_decides_and_then_the_lot(given: list[Nominee], seed: str) -> None:
    keys = [
        (-nominee.work_result, lot(seed, nominee.number)) for nominee in in_order(given, seed=seed)
    ]

    assert keys == sorted(keys)


def test_without_any_error_only_equal_scores_are_tied() -> None:
    exact = [Nominee(str(number), score, 0, 100) for number, score in enumerate((90, 90, 89))]

    assert [nominee.number for nominee in finalists(exact)] == ["0", "1"]


def test_of_equal_scores_the_lower_number_is_compared_with() -> None:
    first, second = Nominee("9", 100, 0, 90), Nominee("10", 100, 5, 90)
    third = Nominee("11", 95, 0, 90)

    # Against number 10 and its error the third could not be told apart.
    assert finalists([second, first, third]) == (second, first)


@pytest.mark.parametrize("given", [[], [Nominee("1", 1, 1, 1)] * 2, [Nominee("1", 1, -1, 1)]])
def test_unclear_nominees_are_refused(given: list[Nominee]) -> None:
    with pytest.raises(NomineesUnclear):
        finalists(given)


def test_the_digest_holds_the_numbers_and_not_their_order() -> None:
    assert numbers_digest(["2", "1"]) == numbers_digest(["1", "2"]) != numbers_digest(["1", "3"])
    for unclear in (["1", "1"], ["1\n2"], [""]):
        with pytest.raises(NumbersUnclear):
            numbers_digest(unclear)


def test_a_jurys_score_is_the_sum_of_medians_and_its_error_one_point_at_least() -> None:
    scores = jury_scores({"1": [[10, 20], [12, 20], [50, 18]], "2": [[10, 10]] * 3})

    assert [score.score for score in scores] == [32, 20]
    # Jurors' sums 30, 32, 68 and 10, 10, 10: variances 1372 / 3 and 0, pooled 228.67.
    assert scores[0].standard_error == pytest.approx((1372 / 6 / 3) ** 0.5)
    agreed = jury_scores({"1": [[10, 10]] * 4})
    assert agreed[0].standard_error == 0.5
    assert jury_scores({"1": [[1], [2], [3], [4]]})[0].score == Fraction(5, 2)


@pytest.mark.parametrize(
    "points",
    [
        {"1": [[10]] * 2},
        {"1": [[10]] * 3, "2": [[10]] * 4},
        {"1": [[10], [10], [10, 10]]},
        {"1": [[10]] * 3, "2": [[10, 10]] * 3},
    ],
)
def test_a_jury_is_three_or_more_and_everybody_judges_everybody(
    points: dict[str, list[list[int]]],
) -> None:
    with pytest.raises(JuryIncomplete):
        jury_scores(points)
    with pytest.raises(JuryIncomplete):
        jury_scores({})


@given(given=nominees, seed=st.text(max_size=10), places=st.integers(1, 9))
def test_each_place_is_settled_as_the_first_one_among_those_left(
    given: list[Nominee], seed: str, places: int
) -> None:
    found = proposed(given, seed=seed, places=places)

    assert len(found) == len(set(found)) == min(places, len(given))
    assert found[0] == in_order(given, seed=seed)[0]
    for number, nominee in enumerate(found):
        assert (
            nominee
            == in_order([each for each in given if each not in found[:number]], seed=seed)[0]
        )


@given(
    agencies=st.dictionaries(st.integers(1, 15), st.integers(1, 6), min_size=9),
    barred=st.sets(st.integers(1, 15)),
    seed=st.text(max_size=8),
)
def test_jurors_come_from_different_agencies_and_nobody_who_is_barred_sits(
    agencies: dict[int, int], barred: set[int], seed: str
) -> None:
    order = jury_order(seed, range(1, 16))
    seated: list[int] = []
    while (place := next_juror(order, agencies=agencies, seated=seated, barred=barred)) is not None:
        seated.append(place)

    assert sorted(order) == list(range(1, 16))
    assert not barred & set(seated)
    assert len({agencies[place] for place in seated}) == len(seated)
    free = {agencies[place] for place in agencies if place not in barred}
    assert {agencies[place] for place in seated} == free
    # Whoever was asked first of an agency sits.
    assert seated == sorted(seated, key=order.index)


def test_the_seed_draws_the_jury() -> None:
    draws = {jury_order(str(seed), range(1, 10)) for seed in range(20)}

    assert len(draws) > 15
    assert jury_order("a", range(1, 10)) == jury_order("a", range(9, 0, -1))
