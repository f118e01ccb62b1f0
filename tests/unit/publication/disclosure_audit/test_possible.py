"""Showing that counts are wide never hides one that bracketing each alone would find."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.publication.disclosure_audit import feasibility_intervals
from portal.publication.disclosure_audit.component import Component, distinct_of, matrix_of
from portal.publication.disclosure_audit.feasibility_intervals import (
    FeasibilityInterval,
    PossibleSolutions,
    narrow_intervals,
)

MOST = 40
UNKNOWNS = 6
Columns = tuple[int, ...]
Said = tuple[Columns, float, float]
sums = st.sets(st.integers(0, UNKNOWNS - 1), min_size=1).map(lambda found: (*sorted(found),))


def component(said: list[Said], *, hidden: list[Columns], truth: Columns) -> Component:
    return Component(
        matrix=matrix_of([columns for columns, _, _ in said], width=len(truth)),
        lower=np.array([lower for _, lower, _ in said]),
        upper=np.array([upper for _, _, upper in said]),
        targets=matrix_of(hidden, width=len(truth)),
        truth=np.array(truth, dtype=float),
    )


@st.composite
def worlds(draw: st.DrawFn) -> Component:
    """Draw true counts and what is said of sums of them: to a rounding, or a least alone."""
    truth = draw(st.tuples(*[st.integers(0, MOST)] * UNKNOWNS))
    said: list[Said] = []
    for columns in draw(st.lists(sums, max_size=8)):
        count = sum(truth[each] for each in columns)
        least = max(0, count - draw(st.integers(0, 4)))
        is_open = draw(st.integers(0, 4)) == 0
        said.append((columns, least, np.inf if is_open else count + draw(st.integers(0, 4))))
    hidden = draw(st.lists(sums, min_size=1, max_size=5, unique=True))
    return component(said, hidden=hidden, truth=truth)


def told(world: Component, *, guards_few: bool) -> dict[int, FeasibilityInterval]:
    return narrow_intervals(world, guards_few=guards_few)


@pytest.mark.slow
@given(worlds(), st.booleans())
def test_the_same_is_told_with_pushing_and_without(world: Component, guards_few: bool) -> None:
    pushed = told(world, guards_few=guards_few)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(feasibility_intervals, "ROUNDS", 0)
        patched.setattr(PossibleSolutions, "note", lambda *_: False)
        alone = told(world, guards_few=guards_few)

    assert {at: (each.lower, each.upper) for at, each in pushed.items()} == {
        at: (each.lower, each.upper) for at, each in alone.items()
    }


def test_what_contradicts_a_statement_shows_nothing() -> None:
    said: list[Said] = [((0, 1), 38, 42), ((0,), 1, 12)]
    world = component(said, hidden=[(0,)], truth=(2, 38))
    seen = PossibleSolutions(world, system=distinct_of(world))

    assert not seen.note(np.array([12.0, 38.0]))
    assert not seen.note(np.array([13.0, 25.0]))
    assert seen.narrow.tolist() == [0]
    assert seen.note(np.array([7.0, 33.0]))
    assert seen.narrow.tolist() == []


def test_a_small_count_is_wide_where_it_was_1_and_9() -> None:
    said: list[Said] = [((0, 1), 38, 42)]
    world = component(said, hidden=[(0,)], truth=(4, 36))
    seen = PossibleSolutions(world, system=distinct_of(world), guards_few=True)

    seen.note(np.array([12.0, 26.0]))
    assert seen.narrow.tolist() == [0]
    seen.note(np.array([1.0, 38.0]))
    assert seen.narrow.tolist() == []
