"""What the public reads of counts: rounded down, pooled, and never about one person."""

from portal.complaints.published.domain import Counts, for_public

MANY = Counts(
    received=32,
    answered_in_time=16,
    overdue=9,
    answer_days=(1, 2, 3, 4, 9) * 4,
    hidden={"spam": 10, "insult": 9},
    appeals={"upheld": 1, "granted": 11},
)


def test_an_addressee_with_ten_or_more_stands_on_its_own_rounded_down() -> None:
    (line,) = for_public({1: MANY})

    assert line.addressees == (1,)
    assert line.counts is not None
    assert (line.counts.received, line.counts.answered) == (30, 20)
    assert (line.counts.answered_in_time, line.counts.overdue) == (10, 0)
    assert (line.counts.median_days, line.counts.step) == (3, 10)


def test_what_occurred_fewer_than_ten_times_is_not_named() -> None:
    (line,) = for_public({1: MANY})

    assert line.counts is not None
    assert dict(line.counts.hidden) == {"spam": 10}
    assert dict(line.counts.appeals) == {"granted": 10}


def test_a_median_of_fewer_than_twenty_answers_is_not_told() -> None:
    (line,) = for_public({1: Counts(received=20, answer_days=(1,) * 19)})

    assert line.counts is not None
    assert line.counts.median_days is None


def test_addressees_below_ten_are_pooled_the_inspectorate_and_who_received_nothing_too() -> None:
    few = Counts(received=6, answer_days=(2, 2, 2), hidden={"spam": 3}, appeals={"granted": 2})
    lines = for_public({1: few, 2: MANY, 3: Counts(), None: few})

    assert [line.addressees for line in lines] == [(2,), (1, 3, None)]
    pooled = lines[1].counts
    assert pooled is not None
    assert (pooled.received, pooled.answered, pooled.median_days) == (10, None, None)
    assert (dict(pooled.hidden), dict(pooled.appeals)) == ({}, {})


def test_a_pool_does_not_tell_that_each_of_its_members_has_two_or_more() -> None:
    nine = Counts(received=9, answered_in_time=9, answer_days=(1,) * 9, hidden={"spam": 9})

    told = [for_public(dict.fromkeys(range(members), nine)) for members in (2, 3, 4)]

    assert [line.counts and line.counts.received for (line,) in told] == [10, 10, 20]


def test_where_even_together_there_are_too_few_nothing_is_told() -> None:
    (line,) = for_public({1: Counts(received=9)})

    assert line.counts is None
    assert for_public({}) == ()
