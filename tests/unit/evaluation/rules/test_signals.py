"""Signals tell who should look again; small teams are told nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.evaluation.rules.sameness import NothingToCompare, sameness_signs
from portal.evaluation.rules.signal_rules import SignalRules
from portal.evaluation.rules.signals import Team, leniency_signs, told_leniency

points = st.floats(1, 5)
teams = st.dictionaries(
    st.text("ABCDEF", min_size=1, max_size=2),
    st.lists(st.tuples(points, points), min_size=1, max_size=10).map(
        lambda pairs: Team([one for one, _ in pairs], [other for _, other in pairs])
    ),
    min_size=1,
    max_size=6,
)


@given(found=teams)
def test_leniency_is_half_a_point_at_the_most_and_shown_from_eight_people(
    found: dict[str, Team],
) -> None:
    signs = leniency_signs(found, appraisal_variance=0.12, anchor_variance=0.1)

    assert all(abs(leniency) <= 0.5 for leniency in signs.leniency.values())
    assert all(0 <= shrink <= 1 for shrink in signs.shrink.values())
    assert set(signs.shown) == {key for key, team in found.items() if len(team.appraisals) >= 8}


def test_without_an_anchor_there_is_no_leniency() -> None:
    with pytest.raises(NothingToCompare):
        Team([3.0], [])
    with pytest.raises(NothingToCompare):
        Team([], [])
    with pytest.raises(NothingToCompare):
        leniency_signs({}, appraisal_variance=0.1, anchor_variance=0.1)


def test_sameness_is_shown_from_five_people() -> None:
    same, varied = [[4] * 7] * 5, [[3, 4, 5, 2, 3, 4, 5]] * 5

    assert sameness_signs({"A": same, "B": varied}).shown == ("A",)
    assert sameness_signs({"A": same[:4], "B": varied}).shown == ()


def test_where_nobody_tells_values_apart_nobody_stands_out() -> None:
    signs = sameness_signs({"A": [[3] * 7] * 5, "B": [[4] * 7] * 5})

    assert signs.ratio == {"A": None, "B": None}
    assert signs.shown == ()


@pytest.mark.parametrize("appraisers", [{}, {"A": []}])
def test_somebody_has_to_be_compared(appraisers: dict[str, list[list[int]]]) -> None:
    with pytest.raises(NothingToCompare):
        sameness_signs(appraisers)


def team(size: int, appraisal: float) -> Team:
    """People whose appraisals lie around one value, each with an anchor of 3.5."""
    return Team([appraisal + (0.1 if each % 2 else -0.1) for each in range(size)], [3.5] * size)


def test_a_mild_team_of_eight_is_told_and_smaller_ones_and_a_lone_one_are_not() -> None:
    others = {str(each): team(10, 3.5) for each in range(20)}

    told = told_leniency({**others, "mild": team(8, 4.4), "small": team(7, 4.4)})

    assert list(told) == ["mild"]
    assert 0.25 <= told["mild"] <= 0.5
    assert told_leniency({"mild": team(8, 4.4)}) == {}
    assert told_leniency({"one": Team([5.0], [1.0]), "two": Team([1.0], [5.0])}) == {}


def test_where_all_agree_with_their_anchors_nobody_is_told() -> None:
    assert told_leniency({str(each): team(9, 3.5) for each in range(4)}) == {}


def test_the_numbers_of_signs_come_from_the_rules_of_the_cycle() -> None:
    same = [[3, 3, 3, 3, 3, 3, 4]] * 5
    varied = [[1, 2, 3, 4, 5, 4, 3]] * 5
    rules = SignalRules(least_people=6)

    assert sameness_signs({"A": same, "B": varied}).shown == ("A",)
    assert sameness_signs({"A": same, "B": varied}, rules=rules).shown == ()
