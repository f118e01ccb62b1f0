"""Re-weighting: shares sum to one, better never gives less, and nothing is left out in silence."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.evaluation.rules.weighting import (
    LeftOutPart,
    Part,
    PartMisdescribed,
    weighted_mean_of,
)

values = st.fractions(1, 5)


@st.composite
def some_parts(draw: st.DrawFn) -> list[Part]:
    """Return one part that is there and others that may be missing."""
    first = Part("first", draw(st.integers(1, 100)), draw(values))
    others = [
        Part(f"p{position}", draw(st.integers(0, 100)), *draw(st.one_of(present(), missing())))
        for position in range(draw(st.integers(0, 5)))
    ]
    return [first, *others]


def present() -> st.SearchStrategy[tuple[Fraction, None]]:
    return st.tuples(values, st.none())


def missing() -> st.SearchStrategy[tuple[None, str]]:
    return st.tuples(st.none(), st.sampled_from(["too_few", "not_usable"]))


@given(parts=some_parts())
def test_weights_sum_to_one_and_keep_their_proportions(parts: list[Part]) -> None:
    mean = weighted_mean_of(parts, least_share=0)

    assert mean.weights is not None
    assert sum(mean.weights.values()) == 1
    there = [part for part in parts if part.value is not None]
    for one in there:
        for other in there:
            assert mean.weights[one.key] * other.weight == mean.weights[other.key] * one.weight


@given(parts=some_parts(), rise=st.fractions(0, 3), data=st.data())
def test_a_better_part_never_gives_less(
    parts: list[Part], rise: Fraction, data: st.DataObject
) -> None:
    there = [position for position, part in enumerate(parts) if part.value is not None]
    position = data.draw(st.sampled_from(there))
    better = list(parts)
    better[position] = replace(parts[position], value=(parts[position].value or 0) + rise)
    before = weighted_mean_of(parts, least_share=0).score
    after = weighted_mean_of(better, least_share=0).score

    assert before is not None
    assert after is not None
    assert after >= before


@given(parts=some_parts())
def test_every_missing_part_is_said_and_none_counts(parts: list[Part]) -> None:
    mean = weighted_mean_of(parts, least_share=0)

    assert mean.left_out == tuple(
        LeftOutPart(part.key, Fraction(part.weight), part.missing_because or "")
        for part in parts
        if part.value is None
    )
    assert mean.weights is not None
    assert all(mean.weights[part.key] == 0 for part in mean.left_out)
    # The missing ones are as if they had never been asked: neither zero nor a mean.
    alone = weighted_mean_of([part for part in parts if part.value is not None], least_share=0)
    assert mean.score == alone.score


@given(parts=some_parts(), data=st.data())
def test_losing_a_part_never_takes_weight_from_the_others(
    parts: list[Part], data: st.DataObject
) -> None:
    position = data.draw(st.integers(1, len(parts)))
    if position == len(parts):
        return
    lost = list(parts)
    lost[position] = replace(parts[position], value=None, missing_because="gone")
    before = weighted_mean_of(parts, least_share=0).weights or {}
    after = weighted_mean_of(lost, least_share=0).weights or {}

    assert all(after[key] >= before[key] for key in after if key != lost[position].key)


def test_counting_a_missing_part_as_zero_would_break_these_promises() -> None:
    """The best-known fault of such systems: 5 and 5 and nothing became 3.33."""
    parts = [Part("superior", 1, 5), Part("peers", 1, 5), Part("citizens", 1, None, "few")]
    as_zero = [replace(part, value=part.value or 0, missing_because=None) for part in parts]

    assert weighted_mean_of(parts).score == 5
    assert weighted_mean_of(as_zero).score == Fraction(10, 3)


def test_without_a_required_part_nothing_can_be_said() -> None:
    parts = [Part("superior", 10, None, "suspended"), Part("citizens", 90, 3)]

    assert weighted_mean_of(parts).score == 3
    assert weighted_mean_of(parts, required={"superior"}).score is None
    assert weighted_mean_of(parts, required={"nobody"}).score is None


def test_parts_without_any_weight_give_nothing() -> None:
    assert weighted_mean_of([Part("superior", 0, 3)]).score is None
    assert weighted_mean_of([]).score is None


@pytest.mark.parametrize(
    ("weight", "value", "because"), [(1, None, None), (1, 3, "few"), (-1, 3, None)]
)
def test_a_part_has_either_a_value_or_a_reason_for_having_none(
    weight: int, value: int | None, because: str | None
) -> None:
    with pytest.raises(PartMisdescribed, match="citizens"):
        Part("citizens", weight, value, because)
