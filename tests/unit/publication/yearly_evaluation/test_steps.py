"""What is told of objections and training leaves five counts or more."""

import pytest

from portal.disclosure.share_steps import counts_in, step_of
from portal.publication.yearly_evaluation.counts import Training
from portal.publication.yearly_evaluation.documents import Hours
from portal.publication.yearly_evaluation.steps import mean_hours, share_of_decided, tens


def test_counts_of_the_city_are_told_in_tens() -> None:
    assert [tens(count).least for count in (0, 9, 10, 19, 20, 104)] == [0, 0, 10, 10, 20, 100]


def test_the_outcome_of_few_objections_is_not_told() -> None:
    assert share_of_decided(10, 19) is None
    assert share_of_decided(9, 30) is None
    assert share_of_decided(21, 30) is None


def test_a_part_of_the_objections_leaves_five_counts_whatever_their_number_in_the_ten() -> None:
    found: dict[tuple[int, object], set[int]] = {}
    for decided in range(110):
        for count in range(decided + 1):
            key = tens(decided).least, share_of_decided(count, decided)
            found.setdefault(key, set()).add(count)
    assert {key: counts for key, counts in found.items() if len(counts) < 5} == {}
    assert any(step for _, step in found)


def test_the_mean_of_hours_is_rounded_to_whole_hours() -> None:
    assert mean_hours(Training(hours=1049, reached=30), 50) == Hours(21, is_at_most=False)
    assert mean_hours(Training(hours=1025, reached=30), 50) == Hours(21, is_at_most=False)
    assert mean_hours(Training(hours=1024, reached=30), 50) == Hours(20, is_at_most=False)
    assert mean_hours(Training(hours=400, reached=19), 19) is None
    assert mean_hours(None, 50) is None


@pytest.mark.parametrize("people", [20, 25, 37, 50])
def test_hours_and_share_together_leave_five_counts(people: int) -> None:
    """Whoever reached the aim had twenty hours, which bounds how many did."""
    found: dict[object, set[int]] = {}
    for reached in range(people + 1):
        for hours in range(reached * 20, people * 42, 11):
            told = mean_hours(Training(hours, reached), people), step_of(reached, people)
            found.setdefault(told, set()).add(reached)
    assert min(map(len, found.values())) >= 5


def test_a_low_mean_is_told_as_at_most() -> None:
    told = mean_hours(Training(hours=0, reached=0), 20)
    assert told == Hours(4, is_at_most=True)
    step = step_of(0, 20)
    assert step is not None
    assert len(counts_in(step, 20)) == 6
