"""P4 for shares: coarse, merged, and never "everybody"."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.publication.figures.shares import public_shares_of, rounded_percent, shares_of
from portal.survey.counts import LevelCounts


def shown(*answers: int) -> list[tuple[str, int, bool]]:
    return [
        (share.levels, share.percent, share.is_at_least)
        for share in shares_of(LevelCounts(answers))
    ]


def test_shares_are_in_fives_below_a_hundred_answers_and_in_ones_above() -> None:
    assert shown(5, 5, 30, 20) == [
        ("1", 10, False),
        ("2", 10, False),
        ("3", 50, False),
        ("4", 35, False),
    ]
    assert shown(10, 10, 60, 39)[2] == ("3", 50, False)


def test_levels_one_and_two_are_merged_where_one_has_fewer_than_three() -> None:
    assert shown(2, 8, 20, 20) == [("1-2", 20, False), ("3", 40, False), ("4", 40, False)]
    assert shown(0, 0, 20, 20)[0] == ("1-2", 0, False)


def test_one_or_two_low_answers_hide_among_level_three() -> None:
    assert shown(1, 1, 48, 50) == [("1-3", 50, False), ("4", 50, False)]


@pytest.mark.parametrize("answers", [(0, 0, 0, 40), (0, 0, 2, 38), (38, 0, 1, 1)])
def test_near_unanimity_is_said_as_a_lower_bound_alone(answers: tuple[int, ...]) -> None:
    ((_, percent, is_at_least),) = shown(*answers)

    assert (percent, is_at_least) == (95, True)


@given(st.integers(1, 2000), st.data())
def test_a_percent_is_within_half_a_step(whole: int, data: st.DataObject) -> None:
    part = data.draw(st.integers(0, whole))
    step = 1 if whole >= 100 else 5

    assert rounded_percent(part, whole) % step == 0
    assert abs(rounded_percent(part, whole) - 100 * part / whole) <= step / 2


def test_the_public_sees_three_groups_of_ten_or_more_from_250_answers() -> None:
    shares = public_shares_of(LevelCounts((4, 6, 90, 150)))

    assert shares is not None
    assert [(each.levels, each.percent) for each in shares] == [("1-2", 4), ("3", 36), ("4", 60)]


@pytest.mark.parametrize("levels", [(4, 5, 91, 150), (4, 6, 89, 150), (10, 10, 9, 400)])
def test_the_public_sees_no_spread_of_fewer_or_with_a_small_group(
    levels: tuple[int, int, int, int],
) -> None:
    assert public_shares_of(LevelCounts(levels)) is None
