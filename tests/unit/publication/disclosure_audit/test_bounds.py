"""How closely hidden counts are bracketed, on systems small enough to solve by hand."""

from types import SimpleNamespace

import numpy as np
import pytest

from portal.publication.disclosure_audit import feasibility_intervals, solver
from portal.publication.disclosure_audit.component import Component, matrix_of
from portal.publication.disclosure_audit.feasibility_intervals import (
    FeasibilityInterval,
    narrow_intervals,
)
from portal.publication.disclosure_audit.solver import ContradictoryStatements

pytestmark = pytest.mark.slow

INF = float("inf")
Columns = tuple[int, ...]
Said = tuple[Columns, float, float]


def component(said: list[Said], *, hidden: list[Columns], truth: Columns) -> Component:
    return Component(
        matrix=matrix_of([columns for columns, _, _ in said], width=len(truth)),
        lower=np.array([lower for _, lower, _ in said]),
        upper=np.array([upper for _, _, upper in said]),
        targets=matrix_of(hidden, width=len(truth)),
        truth=np.array(truth, dtype=float),
    )


def test_a_part_of_two_published_sums_is_told_to_their_rounding() -> None:
    # a + b is 38 to 42 and b is 38 to 42: a is 0 to 4, and 1 or more because it is hidden.
    said: list[Said] = [((0, 1), 38, 42), ((1,), 38, 42), ((0,), 1, INF)]

    found = narrow_intervals(component(said, hidden=[(0,)], truth=(2, 38)))

    assert {position: (each.lower, each.upper) for position, each in found.items()} == {0: (1, 4)}
    assert found[0].binding == {0, 1, 2}


def test_of_a_few_only_the_end_that_tells_too_much_is_asked_what_holds_it() -> None:
    # a is 2 or more whatever is shown; two figures make it 21 or less, which tells nothing of 1
    # to 9, so that hiding them would help nobody.
    said: list[Said] = [((0,), 2, INF), ((0, 1), 38, 42), ((1,), 21, INF)]

    (found,) = narrow_intervals(
        component(said, hidden=[(0,)], truth=(9, 30)), guards_few=True
    ).values()

    assert (found.lower, found.upper) == (2, 21)
    assert found.binding == {0}


def test_of_a_few_within_five_both_ends_are_asked() -> None:
    said: list[Said] = [((0,), 2, INF), ((0, 1), 38, 42), ((1,), 36, INF)]

    (found,) = narrow_intervals(
        component(said, hidden=[(0,)], truth=(4, 36)), guards_few=True
    ).values()

    assert (found.lower, found.upper) == (2, 6)
    assert found.binding == {0, 1, 2}


def test_one_more_hidden_neighbour_protects() -> None:
    said: list[Said] = [((0, 1, 2), 38, 42), ((1,), 28, 32), ((0,), 1, INF), ((2,), 1, INF)]

    assert narrow_intervals(component(said, hidden=[(0,), (2,)], truth=(5, 30, 5))) == {}


def test_what_nothing_limits_is_not_told() -> None:
    said: list[Said] = [((0,), 1, INF)]

    assert narrow_intervals(component(said, hidden=[(0,)], truth=(1,))) == {}
    assert not FeasibilityInterval(1, INF).is_tight


def test_without_a_hidden_count_there_is_nothing_to_tell() -> None:
    assert narrow_intervals(component([((0,), 8, 12)], hidden=[], truth=(10,))) == {}


def test_statements_that_the_truth_does_not_fit_are_refused() -> None:
    with pytest.raises(ContradictoryStatements, match="true counts"):
        narrow_intervals(component([((0,), 8, 12)], hidden=[(0,)], truth=(20,)))


def test_half_people_are_no_possibility() -> None:
    # Any two of three sum to 3 to 5, so that all three lie between 4.5 and 7.5: 5 to 7 people.
    pairs = [(0, 1), (1, 2), (0, 2)]
    said: list[Said] = [(pair, 3, 5) for pair in pairs]

    (found,) = narrow_intervals(component(said, hidden=[(0, 1, 2)], truth=(2, 2, 2))).values()

    assert (found.lower, found.upper) == (5, 7)


def test_an_end_that_nothing_limits_is_found_also_when_pushing_never_tried_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(feasibility_intervals, "ROUNDS", 0)

    assert narrow_intervals(component([((0,), 1, INF)], hidden=[(0,)], truth=(1,))) == {}


def test_a_solver_in_trouble_is_not_taken_for_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solver, "SOLVED", frozenset())

    with pytest.raises(ContradictoryStatements, match="Optimal"):
        narrow_intervals(component([((0,), 8, 12)], hidden=[(0,)], truth=(10,)))


def test_where_the_solver_cannot_say_what_holds_an_end_everything_may(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    trouble = SimpleNamespace(status=4, success=False, message="numerical difficulties")
    monkeypatch.setattr(feasibility_intervals, "linprog", lambda *_, **__: trouble)
    said: list[Said] = [((0,), 8, 12), ((1,), 1, 90)]

    (found,) = narrow_intervals(component(said, hidden=[(0,)], truth=(10, 3))).values()

    assert found.binding == {0, 1}
