"""P5: neighbours that are hidden so that a small figure cannot be found by subtraction."""

import pytest

from portal.publication.figures.withholding import REST, CountTable, secondary_cells


def table(counts: dict[str, int], *, hidden: str = "", personal: str = "") -> CountTable:
    shown = [code for code in counts if code not in (*hidden, *personal, REST)]
    return CountTable("agencies/x", counts, shown, personal=tuple(personal))


def test_a_single_small_cell_takes_the_smallest_shown_one_with_it() -> None:
    assert secondary_cells(table({"a": 4, "b": 40, "c": 75}, hidden="a")) == ("b",)


def test_two_small_cells_that_make_ten_protect_each_other() -> None:
    assert secondary_cells(table({"a": 4, "b": 6, "c": 75}, hidden="ab")) == ()
    assert secondary_cells(table({"a": 4, "b": 5, "c": 75}, hidden="ab")) == ("c",)


def test_a_cell_that_is_carried_forward_protects_before_a_shown_one() -> None:
    assert secondary_cells(table({"a": 4, "b": 25, "c": 40}, hidden="ab")) == ()


def test_a_figure_of_few_officers_is_protected_whatever_its_size() -> None:
    assert secondary_cells(table({"a": 90, "b": 40, "c": 75}, personal="a")) == ("b",)


@pytest.mark.parametrize("counts", [{"a": 0, "b": 40}, {"a": 20, "b": 40}])
def test_empty_or_carried_cells_alone_need_no_protection(counts: dict[str, int]) -> None:
    assert secondary_cells(table(counts, hidden="a")) == ()


def test_ratings_of_no_listed_place_are_protected_too() -> None:
    assert secondary_cells(table({"b": 40, "c": 75, REST: 3})) == ("b",)
