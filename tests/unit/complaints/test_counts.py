"""What the public reads of counts: right, and never about one person."""

from datetime import date

from portal.complaints.domain.counts import Counts, closed_year, for_public

MANY = Counts(
    received=12,
    answered_in_time=6,
    overdue=1,
    answer_days=(1, 2, 3, 4, 9, 10),
    hidden={"spam": 5, "insult": 4},
    appeals={"upheld": 1},
)


def test_an_addressee_with_ten_or_more_stands_on_its_own() -> None:
    (line,) = for_public({1: MANY})

    assert line.addressees == (1,)
    assert line.counts is not None
    assert (line.counts.received, line.counts.answered) == (12, 6)
    assert (line.counts.answered_in_time, line.counts.overdue) == (6, 1)
    assert line.counts.median_days == 3.5


def test_cells_below_five_only_say_that_there_are_some() -> None:
    (line,) = for_public({1: MANY})

    assert line.counts is not None
    assert dict(line.counts.hidden) == {"insult": None, "spam": 5}
    assert dict(line.counts.appeals) == {"upheld": None}


def test_a_median_of_fewer_than_five_answers_is_not_told() -> None:
    (line,) = for_public({1: Counts(received=10, answer_days=(1, 2, 3, 40))})

    assert line.counts is not None
    assert line.counts.median_days is None


def test_addressees_below_ten_are_pooled_the_inspectorate_too() -> None:
    few = Counts(received=6, answer_days=(2, 2, 2), hidden={"spam": 3}, appeals={"granted": 2})
    lines = for_public({1: few, 2: MANY, None: few})

    assert [line.addressees for line in lines] == [(2,), (1, None)]
    pooled = lines[1].counts
    assert pooled is not None
    assert (pooled.received, pooled.answered, pooled.median_days) == (12, 6, 2.0)
    assert dict(pooled.hidden) == {"spam": 6}
    assert dict(pooled.appeals) == {"granted": None}


def test_where_even_together_there_are_too_few_nothing_is_told() -> None:
    (line,) = for_public({1: Counts(received=9)})

    assert line.counts is None
    assert for_public({}) == ()


def test_only_closed_months_are_counted() -> None:
    assert closed_year(date(2026, 11, 21)) == (date(2025, 11, 1), date(2026, 11, 1))
    assert closed_year(date(2024, 2, 29)) == (date(2023, 2, 1), date(2024, 2, 1))
