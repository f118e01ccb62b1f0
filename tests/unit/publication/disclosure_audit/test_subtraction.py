"""Which sums follow from others, against exact arithmetic; a quarter less two months is one."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array

from portal.publication.disclosure_audit.subtraction import following

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
    raise np.linalg.LinAlgError("SVD did not converge in Linear Least Squares")


@given(rows, rows)
def test_where_singular_values_do_not_converge_the_same_follows_with_the_same_weights(
    known: list[Row], sought: list[Row]
) -> None:
    """A month of the demonstration city was such a case: its release was never published."""
    matrices = [csr_array(np.array(each, dtype=float)) for each in (known, sought)]
    usual = following(*matrices)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(np.linalg, "lstsq", refuse)
        otherwise = following(*matrices)

    assert [each.position for each in otherwise] == [each.position for each in usual]
    for one, other in zip(usual, otherwise, strict=True):
        np.testing.assert_allclose(one.weights, other.weights, atol=1e-9)


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
