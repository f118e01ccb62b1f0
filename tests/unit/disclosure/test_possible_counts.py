"""What a known sum leaves of hidden counts is exact."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from portal.disclosure.possible_counts import Possible, narrowed
from tests.examples import examples

COUNTS = st.frozensets(st.integers(0, 11), min_size=1, max_size=5)
WHOLE = st.frozensets(st.integers(0, 33), min_size=1, max_size=8)


def listed(possible: Possible) -> set[int]:
    return {count for count in range(possible.bits.bit_length()) if count in possible}


@given(st.lists(COUNTS, min_size=1, max_size=3), WHOLE)
@settings(max_examples=examples(200), deadline=None)
def test_a_count_stays_where_some_choice_of_all_others_fits(
    parts: list[frozenset[int]], whole: frozenset[int]
) -> None:
    fitting = [choice for choice in product(*parts) if sum(choice) in whole]
    left, sums = narrowed([Possible.of(part) for part in parts], Possible.of(whole))
    assert [listed(each) for each in left] == [
        {choice[number] for choice in fitting} for number in range(len(parts))
    ]
    assert listed(sums) == {sum(choice) for choice in fitting}


@given(COUNTS)
@settings(max_examples=examples(50), deadline=None)
def test_runs_are_what_a_set_is_made_of(counts: frozenset[int]) -> None:
    possible = Possible.of(counts)
    assert {each for first, last in possible.runs() for each in range(first, last + 1)} == counts
    assert len(possible) == len(counts)
    assert listed(Possible.within(0, 11).without(possible)) == set(range(12)) - counts


def test_no_count_lies_within_nothing_and_none_is_negative() -> None:
    assert len(Possible.within(4, 3)) == 0
    assert -1 not in Possible.within(0, 3)
