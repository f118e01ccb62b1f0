"""Nobody who knows the desk, the way in and the service of a visit finds fewer than ten ballots."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from portal.organisation.places.arrangement import DatedValue, Timeline
from portal.rating.answers.answers import RatingAnswers
from portal.rating.mixing.batches import (
    NOTHING_LEFT_OUT,
    Batch,
    WaitingRatings,
    ever_left_out,
    pattern_of,
    without,
)
from portal.rating.mixing.domain import MIN_BATCH_SIZE
from portal.survey.elements import ELEMENTS, Element

# Three services of a desk ask all, one not what it costs, one neither costs nor complaints.
LEFT_OUT = {
    1: NOTHING_LEFT_OUT,
    2: NOTHING_LEFT_OUT,
    3: NOTHING_LEFT_OUT,
    4: frozenset({Element.COST}),
    5: frozenset({Element.COST, Element.COMPLAINTS}),
}


@dataclass(frozen=True)
class Ballot:
    """A ballot as a reader of the database sees it, and whose visit it was."""

    service_id: int | None
    missing: frozenset[Element]
    visited: int


Night = tuple[Sequence[int], bool]
Rule = Callable[[list[int], bool], tuple[list[list[Ballot]], list[int]]]


def by_what_can_be_known(
    visits: list[int], is_month_end: bool
) -> tuple[list[list[Ballot]], list[int]]:
    """Mix a night in portions of 7, as the mix does with its portions."""
    waiting: WaitingRatings[int] = WaitingRatings()
    mixed: list[Batch[int]] = []
    portions = [visits[start : start + 7] for start in range(0, len(visits), 7)]
    for number, portion in enumerate(portions, start=1):
        for service in portion:
            waiting.add(service, service_id=service, pattern=LEFT_OUT[service])
        mixed += waiting.batches(keep=0 if number == len(portions) else MIN_BATCH_SIZE)
    if is_month_end:
        mixed += waiting.pooled()
    written = [
        Ballot(batch.service_id, batch.pattern, each) for batch in mixed for each in batch.members
    ]
    left = list(visits)
    for ballot in written:
        left.remove(ballot.visited)
    return ([written] if written else []), left


def by_desk_and_channel(
    visits: list[int], is_month_end: bool
) -> tuple[list[list[Ballot]], list[int]]:
    """Mix a night as it was done before: ten of the desk are enough."""
    if len(visits) < MIN_BATCH_SIZE:
        return [], visits
    return [[Ballot(each, LEFT_OUT[each], each) for each in visits]], []


def batches(nights: Sequence[Night], *, rule: Rule) -> Iterator[list[Ballot]]:
    waiting: list[int] = []
    for visits, is_month_end in nights:
        mixed, waiting = rule([*waiting, *visits], is_month_end)
        yield from mixed


def fewest_candidates(nights: Sequence[Night], *, rule: Rule) -> int:
    """Return how many ballots of their night fit the visitor who is hidden worst."""
    return min(
        (
            sum(
                other.service_id in {ballot.visited, None}
                and other.missing == LEFT_OUT[ballot.visited]
                for other in batch
            )
            for batch in batches(nights, rule=rule)
            for ballot in batch
        ),
        default=MIN_BATCH_SIZE,
    )


nights = st.lists(
    st.tuples(st.lists(st.sampled_from(sorted(LEFT_OUT)), max_size=60), st.booleans()), max_size=6
)


@given(nights)
@example([([1] * 12 + [5], True)])
@example([([1] * 9 + [2], False), ([], True)])
def test_every_visitor_stands_among_ten_whatever_nights_there_were(nights: list[Night]) -> None:
    assert fewest_candidates(nights, rule=by_what_can_be_known) >= MIN_BATCH_SIZE


def test_the_same_check_finds_the_single_visitor_of_the_rule_before() -> None:
    alone = [([1] * 12 + [2], False)]
    by_pattern = [([1] * 12 + [5] * 3, False)]

    assert fewest_candidates(alone, rule=by_desk_and_channel) == 1
    assert fewest_candidates(by_pattern, rule=by_desk_and_channel) == 3


@given(nights)
def test_nobody_is_lost_or_doubled_and_few_go_on_waiting(nights: list[Night]) -> None:
    ended = [*nights, ([], True)]
    sent = sorted(each for visits, _ in ended for each in visits)
    mixed = [
        ballot.visited for batch in batches(ended, rule=by_what_can_be_known) for ballot in batch
    ]
    left = list(sent)
    for each in mixed:
        left.remove(each)

    patterns = [LEFT_OUT[each] for each in left]
    assert all(patterns.count(pattern) < MIN_BATCH_SIZE for pattern in patterns)


def test_a_service_is_kept_where_ten_of_it_come_together() -> None:
    (batch,) = batches([([1] * 10 + [2] * 4 + [3] * 6, True)], rule=by_what_can_be_known)

    assert [each.service_id for each in batch].count(1) == 10
    assert [each.service_id for each in batch].count(None) == 10


def test_what_was_left_out_in_any_month_counts_and_what_was_skipped_does_not() -> None:
    timeline = Timeline(
        frozenset({Element.COST}),
        (DatedValue("2026-03", frozenset({Element.TIME}), date(2026, 2, 1)),),
    )
    left_out = ever_left_out({7: timeline})[7]
    scores = {each: 3 for each in ELEMENTS if each not in {Element.TIME, Element.CONDUCT}}

    assert left_out == {Element.COST, Element.TIME}
    assert pattern_of(RatingAnswers(7, scores), left_out=left_out) == {Element.TIME}


@pytest.mark.parametrize("elements", [{Element.COST}, {Element.COST, Element.TIME}])
def test_answers_lose_elements_but_not_all(elements: set[Element]) -> None:
    answers = RatingAnswers(7, {Element.COST: 1, Element.TIME: 2})

    left = without(answers, elements)

    assert (left.scores if left else None) == ({Element.TIME: 2} if len(elements) == 1 else None)
