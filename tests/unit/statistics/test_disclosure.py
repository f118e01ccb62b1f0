"""Suppression: no small group is shown, and none follows by subtracting what is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.statistics.disclosure import LEAST_GROUP, suppress

tables = st.dictionaries(
    st.text("abcdefgh", min_size=1, max_size=2), st.integers(min_value=0, max_value=60), min_size=1
)


@given(cells=tables, k=st.integers(min_value=1, max_value=20))
def test_no_small_group_is_ever_published(cells: dict[str, int], k: int) -> None:
    found = suppress(cells, k=k)

    assert all(cells[code] == 0 or cells[code] >= k for code in found.published)
    assert {*found.published, *found.suppressed} == cells.keys()
    assert not {*found.published} & {*found.suppressed}


@given(cells=tables, draw=st.data())
def test_subtracting_what_is_published_from_the_total_leaves_a_batch(
    cells: dict[str, int], draw: st.DataObject
) -> None:
    hidden = draw.draw(st.sets(st.sampled_from(sorted(cells))))

    found = suppress(cells, hidden=hidden)

    left = sum(cells.values()) - sum(cells[code] for code in found.published)
    inhabited = [code for code in found.suppressed if cells[code]]
    assert found.pooled_n == left
    if found.is_covered and inhabited:
        assert left >= LEAST_GROUP
        assert len(inhabited) >= 2


@given(cells=tables)
def test_nothing_is_suppressed_without_need(cells: dict[str, int]) -> None:
    found = suppress(cells)
    small = {code for code, n in cells.items() if 0 < n < LEAST_GROUP}
    added = sorted(cells[code] for code in found.suppressed if code not in small)

    if added:
        # Without the last cell that joined, the others would not have been covered.
        rest = found.pooled_n - added[-1]
        assert len(found.suppressed) == 2 or rest < LEAST_GROUP
    assert bool(found.suppressed) == bool(small)


@given(cells=tables)
def test_the_order_of_cells_decides_nothing(cells: dict[str, int]) -> None:
    backwards = suppress(dict(reversed(cells.items())))

    assert set(backwards.suppressed) == set(suppress(cells).suppressed)


def test_cells_that_hide_each_other_need_no_further_one() -> None:
    found = suppress({"a": 4, "b": 8, "c": 75})

    assert (found.suppressed, found.published) == (("a", "b"), ("c",))
    assert (found.pooled_n, found.is_covered) == (12, True)


def test_cells_that_are_few_together_take_the_smallest_shown_one_along() -> None:
    found = suppress({"a": 4, "b": 5, "c": 75, "d": 20})

    assert found.suppressed == ("a", "b", "d")
    assert found.pooled_n == 29


def test_a_cell_hidden_for_another_reason_is_covered_like_a_small_one() -> None:
    found = suppress({"a": 50, "b": 40, "c": 75}, hidden={"a"})

    assert (found.suppressed, found.published) == (("a", "b"), ("c",))


def test_an_empty_cell_covers_nobody() -> None:
    found = suppress({"a": 50, "b": 0, "c": 75}, hidden={"a", "b"})

    assert found.suppressed == ("a", "b", "c")


@pytest.mark.parametrize("cells", [{"a": 4}, {"a": 4, "b": 5}, {"a": 4, "b": 0}])
def test_where_nothing_can_cover_a_small_cell_the_total_must_stay_hidden(
    cells: dict[str, int],
) -> None:
    assert not suppress(cells).is_covered


def test_a_table_without_small_cells_is_published_whole() -> None:
    found = suppress({"a": 10, "b": 0, "c": 30})

    assert (found.suppressed, found.published) == ((), ("a", "b", "c"))
    assert (found.pooled_n, found.is_covered) == (0, True)


def test_of_equal_cells_the_first_by_code_is_taken() -> None:
    assert suppress({"c": 30, "b": 30, "a": 4}).suppressed == ("b", "a")
