"""Awards: who cannot be told from the first is a finalist, and a lot that nobody can steer."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.evaluation.rules.awards import (
    JuryIncomplete,
    Nominee,
    NomineesUnclear,
    finalists,
    in_order,
    jury_scores,
    lot,
    numbers_digest,
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
        with pytest.raises(NomineesUnclear):
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
    with pytest.raises(NomineesUnclear):
        jury_scores({})
