"""P4 for shares: coarse, always in the same groups, and never of a few."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.publication.figures.disclosure_rules import public_shares_of, rounded_percent
from portal.survey.elements import LevelCounts


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
