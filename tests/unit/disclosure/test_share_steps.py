"""Steps of a share leave five counts or more, for every number of people."""

import pytest

from portal.disclosure.share_steps import (
    ShareStep,
    both_sides,
    counts_in,
    size_class,
    step_of,
    steps_of,
    told_steps,
)

PEOPLE = range(20, 601)


def test_the_steps_hold_every_count_once() -> None:
    for people in PEOPLE:
        held = [count for step in steps_of(people) for count in counts_in(step, people)]
        assert held == list(range(people + 1)), people


@pytest.mark.parametrize("has_two_sides", [False, True])
def test_a_label_and_a_silence_leave_five_counts_or_more(has_two_sides: bool) -> None:
    for people in PEOPLE:
        among = both_sides(people) if has_two_sides else None
        found: dict[ShareStep | None, int] = {}
        for count in range(people + 1):
            step = step_of(count, people, among=among)
            found[step] = found.get(step, 0) + 1
        assert min(found.values()) >= 5, people


def test_every_step_is_told_but_where_one_would_leave_four() -> None:
    silent = {n: len(steps_of(n)) - len(told_steps(n)) for n in PEOPLE}
    assert {n: steps for n, steps in silent.items() if steps} == {20: 2, 25: 2, 50: 2, 100: 2}


@pytest.mark.parametrize(
    ("count", "people", "step"),
    [
        (4, 19, None),
        (5, 20, (0, 25)),
        (6, 21, (25, 50)),
        (16, 21, (75, 100)),
        (9, 45, (0, 20)),
        (10, 45, (20, 40)),
        (35, 45, (60, 80)),
        (36, 45, (80, 100)),
        (6, 60, (0, 10)),
        (7, 60, (10, 20)),
        (54, 60, (90, 100)),
        (53, 60, (80, 90)),
        (330, 3000, (10, 15)),
        (2850, 3000, (95, 100)),
    ],
)
def test_a_share_is_told_in_the_steps_of_the_paper(
    count: int, people: int, step: tuple[int, int] | None
) -> None:
    assert step_of(count, people) == (ShareStep(*step) if step else None)


def test_fewer_than_ten_on_a_side_are_told_by_silence() -> None:
    told = [count for count in range(81) if step_of(count, 80, among=both_sides(80))]
    assert (min(told), max(told)) == (10, 70)


def test_the_class_of_size_is_all_that_is_told_of_the_number_of_people() -> None:
    found = [size_class(people) for people in (19, 20, 24, 25, 49, 50, 99, 100, 5000)]
    assert found[0] is None
    assert found[1:] == [
        (20, 24),
        (20, 24),
        (25, 49),
        (25, 49),
        (50, 99),
        (50, 99),
        *[(100, None)] * 2,
    ]
