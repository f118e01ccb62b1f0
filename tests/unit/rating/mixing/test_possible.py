"""Sums of real ratings always pass, and what no ratings can have is found in its column."""

from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from portal.rating.mixing.domain import TallySums
from portal.rating.mixing.possible import Flaw, StoredSums
from portal.survey.elements import ELEMENTS, Element

scores = st.dictionaries(st.sampled_from(ELEMENTS), st.integers(1, 4), min_size=1)
batches = st.lists(scores, min_size=1, max_size=25)


def columns_of(batch: list[dict[Element, int]]) -> dict[str, Any]:
    sums = TallySums()
    for each in batch:
        sums.add(each)
    return {
        "respondents": sums.respondents,
        "composite_sum": sums.composite_sum,
        "composite_square_sum": sums.composite_square_sum,
        "all_top": sums.all_top,
        "level_counts": {str(element): counts for element, counts in sums.levels.items()},
    }


@given(batch=batches)
def test_real_ratings_have_no_flaw(batch: list[dict[Element, int]]) -> None:
    stored = StoredSums(**columns_of(batch))

    assert stored.flaw() is None
    assert stored.claimed == len(batch)
    assert sum(each.n for each in stored.counts().by_element) == sum(map(len, batch))


# Two gave 3 to everything, one gave 4.
ALIKE = columns_of([dict.fromkeys(ELEMENTS, 3)] * 2 + [dict.fromkeys(ELEMENTS, 4)])


@pytest.mark.parametrize(
    ("column", "value"),
    [
        (Flaw.RESPONDENTS, 0),
        (Flaw.RESPONDENTS, -3),
        (Flaw.RESPONDENTS, "three"),
        (Flaw.RESPONDENTS, True),
        (Flaw.RESPONDENTS, 2**31),
        (Flaw.LEVEL_COUNTS, None),
        (Flaw.LEVEL_COUNTS, []),
        (Flaw.LEVEL_COUNTS, {}),
        (Flaw.LEVEL_COUNTS, {"parking": [0, 0, 2, 1]}),
        (Flaw.LEVEL_COUNTS, {"time": [0, 2, 1]}),
        (Flaw.LEVEL_COUNTS, {"time": [0, 0, 2, 2]}),
        (Flaw.LEVEL_COUNTS, {"time": [-1, 0, 2, 2]}),
        (Flaw.LEVEL_COUNTS, {"time": [0, 0, "2", 1]}),
        (Flaw.LEVEL_COUNTS, {"time": {"3": 3}}),
        (Flaw.LEVEL_COUNTS, {"time": [0, 0, 1, 1]}),
        (Flaw.ALL_TOP, 2),
        (Flaw.ALL_TOP, None),
        (Flaw.COMPOSITE_SUM, ALIKE["composite_sum"] - 1),
        (Flaw.COMPOSITE_SUM, ALIKE["composite_sum"] + 1),
        (Flaw.COMPOSITE_SUM, float(ALIKE["composite_sum"])),
        (Flaw.COMPOSITE_SQUARE_SUM, ALIKE["composite_sum"] ** 2 // 3 - 1),
        (Flaw.COMPOSITE_SQUARE_SUM, 10**15),
        (Flaw.COMPOSITE_SQUARE_SUM, None),
    ],
)
def test_what_no_ratings_can_have_is_named_by_its_column(column: Flaw, value: object) -> None:
    assert StoredSums(**(ALIKE | {str(column): value})).flaw() is column


@given(
    batch=batches,
    value=st.one_of(
        st.none(),
        st.text(max_size=3),
        st.floats(),
        st.integers(-(2**63), 2**63),
        st.lists(st.integers()),
        st.dictionaries(st.text(max_size=9), st.lists(st.integers(), max_size=5), max_size=3),
        st.recursive(st.integers(), lambda inner: st.lists(inner, max_size=2)),
    ),
    column=st.sampled_from(sorted(ALIKE)),
)
def test_anything_may_stand_in_a_column_without_an_error(
    batch: list[dict[Element, int]], value: object, column: str
) -> None:
    columns = columns_of(batch)
    assume(columns[column] != value)

    stored = StoredSums(**(columns | {column: value}))

    assert stored.claimed >= 0
    if stored.flaw() is None:
        assert stored.counts().by_element
