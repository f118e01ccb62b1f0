"""How many people can be behind a count, against counting every possibility by hand."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.publication.disclosure_audit.city_wide import ranges_of
from portal.publication.disclosure_audit.component import Component, matrix_of
from portal.publication.disclosure_audit.solver import ContradictoryStatements

pytestmark = pytest.mark.slow

MOST = 3
UNKNOWNS = 4
Columns = tuple[int, ...]
some_unknowns = st.sets(st.integers(0, UNKNOWNS - 1), min_size=1).map(lambda found: (*found,))
Said = tuple[Columns, int, float]


def component(said: list[Said], *, asked: list[Columns], truth: Columns) -> Component:
    return Component(
        matrix=matrix_of([columns for columns, _, _ in said], width=len(truth)),
        lower=np.array([float(lower) for _, lower, _ in said]),
        upper=np.array([upper for _, _, upper in said]),
        targets=matrix_of(asked, width=len(truth)),
        truth=np.array(truth, dtype=float),
    )


def ends(said: list[Said], *, asked: list[Columns], truth: Columns) -> list[tuple[float, float]]:
    found = ranges_of(component(said, asked=asked, truth=truth))
    return [(round(each.lower, 6), round(each.upper, 6)) for each in found]


@st.composite
def worlds(draw: st.DrawFn) -> tuple[Columns, list[Said]]:
    """Draw true counts and statements that they satisfy; each count is known to be small."""
    truth = draw(st.tuples(*[st.integers(0, MOST)] * UNKNOWNS))
    said: list[Said] = [((each,), 0, float(MOST)) for each in range(UNKNOWNS)]
    for columns in draw(st.lists(some_unknowns, max_size=5)):
        count = sum(truth[each] for each in columns)
        slack = draw(st.integers(0, 2))
        said.append((columns, max(0, count - slack), float(count + draw(st.integers(0, 2)))))
    return truth, said


@given(worlds(), st.lists(some_unknowns, min_size=1, max_size=3))
def test_finds_exactly_what_counting_every_possibility_finds(
    world: tuple[Columns, list[Said]], asked: list[Columns]
) -> None:
    truth, said = world
    possible = [
        counts
        for counts in product(range(MOST + 1), repeat=UNKNOWNS)
        if all(lower <= sum(counts[each] for each in row) <= upper for row, lower, upper in said)
    ]

    found = ends(said, asked=asked, truth=truth)

    sums = [[sum(counts[each] for each in columns) for counts in possible] for columns in asked]
    assert found == [(min(values), max(values)) for values in sums]


def test_halves_of_people_are_no_possibility() -> None:
    odd_circle: list[Said] = [((0, 1), 0, 1.0), ((1, 2), 0, 1.0), ((0, 2), 0, 1.0)]

    assert ends(odd_circle, asked=[(0, 1, 2)], truth=(0, 0, 1)) == [(0, 1)]


def test_what_nothing_limits_has_no_upper_end() -> None:
    at_least: list[Said] = [((0, 1), 7, float("inf"))]

    assert ends(at_least, asked=[(0, 1), (1,)], truth=(3, 4)) == [(7, np.inf), (0, np.inf)]


def test_a_count_of_nobody_is_nought() -> None:
    assert ends([((0,), 2, 4.0)], asked=[()], truth=(3,)) == [(0, 0)]


def test_without_a_statement_nothing_is_known() -> None:
    assert ends([], asked=[(0,)], truth=(3,)) == [(0, np.inf)]


def test_statements_that_contradict_each_other_are_refused() -> None:
    with pytest.raises(ContradictoryStatements):
        ends([((0, 1), 7, 9.0), ((0,), 0, 2.0), ((1,), 0, 2.0)], asked=[(0,)], truth=(2, 2))


def test_ends_of_one_count_that_contradict_each_other_are_refused() -> None:
    with pytest.raises(ContradictoryStatements):
        ends([((0,), 7, 9.0), ((0,), 0, 2.0)], asked=[(0,)], truth=(2,))


def test_parts_that_nothing_ties_together_add_up() -> None:
    said: list[Said] = [((0, 1), 7, 9.0), ((2, 3), 2, 3.0)]

    assert ends(said, asked=[(0, 1, 2, 3), (1, 2)], truth=(4, 4, 1, 1)) == [(9, 12), (0, 12)]
