"""A reader of a half-year's table, in whole numbers: a few are never told from none or from nine.

Every addressee, every number, every reason, and what is left when one is taken from another.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from portal.complaints.published import domain as counting
from portal.complaints.published.domain import Counts, for_public
from portal.disclosure.complaints import told_by_no_name
from portal.disclosure.documents import constraints_of
from portal.disclosure.figures import Constraint
from portal.disclosure.meanings import without_meaning

pytestmark = pytest.mark.slow

ADDRESS = "complaints/2026-1"
WORDS = {"hidden": ("insult", "spam"), "appeals": ("granted",)}
CELLS = (
    *("received", "answered", "answered_in_time", "overdue"),
    *("hidden insult", "hidden spam", "appeals granted"),
)
# What is left of the first without the others.
RESTS = (
    ("received", "answered"),
    ("received", "answered", "overdue"),
    ("answered", "answered_in_time"),
    ("received", "hidden insult", "hidden spam"),
)
MOST = 10_000
World = dict[int | None, Counts]


@st.composite
def counts(draw: st.DrawFn) -> Counts:
    received = draw(st.one_of(st.integers(0, 25), st.sampled_from((0, 9, 10, 19, 20, 40, 300))))
    answered = draw(st.integers(0, received))
    in_time = draw(st.integers(0, answered))
    spam = draw(st.integers(0, received))
    return Counts(
        received=received,
        answered_in_time=in_time,
        overdue=draw(st.integers(0, received - answered)),
        answer_days=(2,) * answered,
        hidden={"spam": spam, "insult": draw(st.integers(0, received - spam))},
        appeals={"granted": draw(st.integers(0, 30))},
    )


def worlds() -> st.SearchStrategy[World]:
    some = st.lists(counts(), min_size=1, max_size=5)
    return some.map(lambda each: {number or None: one for number, one in enumerate(each)})


class Reader:
    """The page of a half-year as one problem in whole numbers."""

    def __init__(self, world: World) -> None:
        lines = json.loads(json.dumps([asdict(line) for line in for_public(world)]))
        self.document: dict[str, Any] = {"period": "2026-1", "lines": lines}
        names = [(f"addressees/{key}", cell) for key in world for cell in CELLS]
        self.column = {name: at for at, name in enumerate(names)}
        self.limits = [
            self.limit(each)
            for each in (
                *constraints_of(self.document, address=ADDRESS),
                *told_by_no_name(self.document, words=WORDS),
            )
        ]

    def limit(self, constraint: Constraint) -> LinearConstraint:
        row = np.zeros(len(self.column))
        for count, weight in constraint.terms:
            for address in count.addresses:
                row[self.column[address, count.cell]] += weight
        upper = np.inf if constraint.upper is None else constraint.upper
        return LinearConstraint(row, constraint.lower, upper)

    def bracket(self, key: int | None, cells: tuple[str, ...]) -> tuple[int, int]:
        """Return the lowest and highest number of the first cell less the others."""
        goal = np.zeros(len(self.column))
        for at, cell in enumerate(cells):
            goal[self.column[f"addressees/{key}", cell]] = -1 if at else 1
        ends = [
            milp(
                sign * goal,
                constraints=self.limits,
                integrality=np.ones(len(goal)),
                bounds=Bounds(0, MOST),
            )
            for sign in (1, -1)
        ]
        assert all(each.success for each in ends)
        return round(float(ends[0].fun)), -round(float(ends[1].fun))


def truths(each: Counts) -> dict[str, int]:
    return {
        "received": each.received,
        "answered": len(each.answer_days),
        "answered_in_time": each.answered_in_time,
        "overdue": each.overdue,
        **{f"hidden {word}": each.hidden.get(word, 0) for word in WORDS["hidden"]},
        **{f"appeals {word}": each.appeals.get(word, 0) for word in WORDS["appeals"]},
    }


def told(world: World) -> Iterator[tuple[int | None, tuple[str, ...], tuple[int, int]]]:
    """Give what takes fewer than nine values, and what is below ten and not left from 1 to 9.

    Of three figures, what is left may be more values that do not begin with 1.
    """
    reader = Reader(world)
    for key, each in world.items():
        true = truths(each)
        for cells in (*((cell,) for cell in CELLS), *RESTS):
            first, *others = cells
            truth = true[first] - sum(true[cell] for cell in others)
            lower, upper = reader.bracket(key, cells)
            assert lower <= truth <= upper, (cells, lower, truth, upper)
            is_few = truth < 10 and len(cells) <= len(RESTS[0])
            if upper - lower < 8 or (is_few and not (lower <= 1 and upper >= 9)):
                yield key, cells, (lower, upper)


# A world is small enough as it is; looking for a smaller one takes minutes.
@settings(max_examples=8, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(worlds())
def test_no_number_of_complaints_is_told(world: World) -> None:
    assert list(told(world)) == []


MANY = Counts(32, 22, 2, (2,) * 24, {"spam": 3}, {"granted": 4})
POOL: World = dict.fromkeys((None, 1, 2), Counts(9))


def test_rounded_to_fives_the_same_reader_tells_a_few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "STEP", 5)

    found = {cells: ends for _, cells, ends in told({1: MANY})}

    assert found["overdue",] == (0, 4)
    assert found["hidden spam",] == (0, 4)


def test_a_pool_without_a_cap_tells_that_each_member_has_some(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(counting, "_most_of_pool", lambda _: MOST)
    reader = Reader(POOL)

    assert reader.document["lines"][0]["counts"]["received"] == 20
    assert (("received",), (2, 9)) in {each[1:] for each in told(POOL)}


def test_every_field_of_the_table_has_a_meaning() -> None:
    document = Reader({1: MANY, **POOL}).document
    leaky = {**document, "lines": [{**document["lines"][0], "exact": 32}]}

    assert list(without_meaning(document, address=ADDRESS)) == []
    assert list(without_meaning(leaky, address=ADDRESS)) == ["lines[].exact"]
