"""Which sums follow from others, against exact arithmetic; a quarter less two months is one."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array

from portal.publication.disclosure_audit import subtraction
from portal.publication.disclosure_audit.subtraction import Following, following

UNKNOWNS = 6
Row = tuple[int, ...]


def follows_exactly(known: list[Row], sought: Row) -> bool:
    """Whether a row is a combination of others, by elimination in fractions."""
    return rank(known) == rank([*known, sought])


def rank(rows: list[Row]) -> int:
    left = [[Fraction(each) for each in row] for row in rows]
    found = 0
    for column in range(UNKNOWNS):
        pivot = next((row for row in left[found:] if row[column]), None)
        if pivot is None:
            continue
        left.remove(pivot)
        left.insert(found, pivot)
        found += 1
        for row in left[found:]:
            factor = row[column] / pivot[column]
            row[:] = [each - factor * other for each, other in zip(row, pivot, strict=True)]
    return found


def told(known: list[Row], sought: list[Row]) -> set[int]:
    matrices = (csr_array(np.array(rows, dtype=float)) for rows in (known, sought))
    return {each.position for each in following(*matrices)}


rows = st.lists(
    st.tuples(*[st.integers(0, 1)] * UNKNOWNS).filter(any), min_size=1, max_size=7, unique=True
)


@given(rows, rows)
def test_exactly_the_combinations_follow(known: list[Row], sought: list[Row]) -> None:
    expected = {at for at, row in enumerate(sought) if follows_exactly(known, row)}

    assert told(known, sought) == expected


def refuse(*_: object, **__: object) -> None:
    raise np.linalg.LinAlgError("did not converge")


def assert_same(one: Sequence[Following], other: Sequence[Following]) -> None:
    assert [each.position for each in one] == [each.position for each in other]
    for usual, otherwise in zip(one, other, strict=True):
        np.testing.assert_allclose(usual.weights, otherwise.weights, atol=1e-9)


def by_least_squares(known: Any, sought: Any, *, without: Sequence[str] = ()) -> list[Following]:
    """Return what follows without the products of unknowns, by the slower ways that are left."""
    with pytest.MonkeyPatch.context() as patched:
        for name in ("eigh", *without):
            patched.setattr(np.linalg, name, refuse)
        return list(following(known, sought))


@given(rows, rows)
def test_where_nothing_else_converges_the_same_follows_with_the_same_weights(
    known: list[Row], sought: list[Row]
) -> None:
    """A month of the demonstration city was such a case: its release was never published."""
    matrices = [csr_array(np.array(each, dtype=float)) for each in (known, sought)]
    usual = following(*matrices)

    assert_same(usual, by_least_squares(*matrices))
    assert_same(usual, by_least_squares(*matrices, without=["lstsq"]))


@given(st.data(), st.integers(2, 5), st.integers(2, 4))
def test_sums_of_months_of_desks_follow_as_by_least_squares(
    data: st.DataObject, desks: int, months: int
) -> None:
    """As cities have them: desks and their agency, months and what is carried over several."""
    sums = [
        (first_desk, last_desk, first, last)
        for first_desk, last_desk in [*((each, each) for each in range(desks)), (0, desks - 1)]
        for first in range(months)
        for last in range(first, months)
    ]
    shown = data.draw(st.lists(st.sampled_from(sums), min_size=1, unique=True))
    matrices = [csr_array(np.array([row_of(each, desks, months) for each in some]))
                for some in (shown, sums)]  # fmt: skip

    assert_same(following(*matrices), by_least_squares(*matrices))


def row_of(sum_: tuple[int, int, int, int], desks: int, months: int) -> Any:
    first_desk, last_desk, first, last = sum_
    row = np.zeros((desks, months))
    row[first_desk : last_desk + 1, first : last + 1] = 1
    return row.ravel()


def test_what_lies_between_nothing_and_something_is_left_to_least_squares() -> None:
    """Squared, a millionth is too near to rounding to be told from it."""
    small = 1e-5
    known = csr_array(np.array([[1.0, 0.0], [1.0, small]]))
    sought = csr_array(np.array([[0.0, 1.0], [1.0, 1.0]]))

    assert subtraction._by_products(known.toarray(), sought.toarray()) is None
    assert [each.position for each in following(known, sought)] == [0, 1]


def test_a_rest_near_the_limit_is_left_to_least_squares() -> None:
    known = csr_array(np.array([[1.0, 0.0]]))
    sought = csr_array(np.array([[1.0, 5e-8], [1.0, 5e-6]]))

    assert subtraction._by_products(known.toarray(), sought.toarray()) is None
    assert [each.position for each in following(known, sought)] == [0]


def test_a_quarter_less_two_shown_months_is_the_third() -> None:
    january, february, march = (1, 0, 0, 0, 0, 0), (0, 1, 0, 0, 0, 0), (0, 0, 1, 0, 0, 0)
    quarter = (1, 1, 1, 0, 0, 0)

    assert told([january, february, quarter], [march]) == {0}
    assert told([january, quarter], [february, march]) == set()
    assert told([january, february, march], [quarter]) == {0}


def test_what_a_sum_takes_is_what_it_needs() -> None:
    quarter, two, other = (1, 1, 1, 0, 0, 0), (1, 1, 0, 0, 0, 0), (0, 0, 0, 1, 1, 0)

    (found,) = following(
        csr_array(np.array([quarter, two, other], dtype=float)),
        csr_array(np.array([(0, 0, 1, 0, 0, 0)], dtype=float)),
    )

    assert set(found.takes) == {0, 1}
