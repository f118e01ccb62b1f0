"""Months, quarters, halves and years that a statutory report covers."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.time.months import CalendarPeriod, InvalidPeriod, PeriodKind, spans_of_year

EVERY = [span for year in (2000, 2024, 2999) for span in spans_of_year(year)]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2025", "2025-01", "2025-12"),
        ("2025-H2", "2025-07", "2025-12"),
        ("2025-Q2", "2025-04", "2025-06"),
        ("2025-02", "2025-02", "2025-02"),
    ],
)
def test_covers_whole_months_of_one_year(text: str, first: str, last: str) -> None:
    span = CalendarPeriod.of(text)

    assert (span.span.first, span.span.last) == (first, last)
    assert (span.months[0], span.months[-1]) == (first, last)


@pytest.mark.parametrize("span", EVERY, ids=str)
def test_reads_what_it_writes(span: CalendarPeriod) -> None:
    assert CalendarPeriod.of(str(span)) == span


def test_a_year_has_nineteen_spans_and_two_of_them_end_with_march() -> None:
    spans = spans_of_year(2025)

    assert len(spans) == 19
    assert [str(each) for each in spans if each.last_day == date(2025, 3, 31)] == [
        "2025-Q1",
        "2025-03",
    ]


NO_SPANS = (
    *("", "25", "2025-", "2025-13", "2025-00", "2025-Q0", "2025-Q5", "2025-H3", "2025-q1"),
    *("2025-1", " 2025", "2025\n", "1999", "3000-01", "٢٠٢٥", "2025/2026", "2025-Q1-Q2"),
)


@pytest.mark.parametrize("text", NO_SPANS)
def test_refuses_anything_else(text: str) -> None:
    with pytest.raises(InvalidPeriod):
        CalendarPeriod.of(text)


@given(st.text(max_size=12))
def test_no_text_does_worse_than_being_refused(text: str) -> None:
    try:
        span = CalendarPeriod.of(text)
    except InvalidPeriod:
        return
    assert str(span) == text


def test_is_over_on_the_day_after_its_last() -> None:
    span = CalendarPeriod.of("2024-Q1")

    assert not span.is_over(date(2024, 3, 31))
    assert span.is_over(date(2024, 4, 1))
    assert (span.first_day, span.last_day) == (date(2024, 1, 1), date(2024, 3, 31))


@pytest.mark.parametrize(
    ("text", "steps", "earlier"),
    [
        ("2025", 2, "2023"),
        ("2025-H1", 1, "2024-H2"),
        ("2025-Q1", 5, "2023-Q4"),
        ("2025-03", 3, "2024-12"),
    ],
)
def test_counts_back_in_steps_of_its_own_length(text: str, steps: int, earlier: str) -> None:
    assert str(CalendarPeriod.of(text).earlier(steps)) == earlier


def test_every_month_of_a_year_has_its_number() -> None:
    months = [span for span in spans_of_year(2025) if span.kind is PeriodKind.MONTH]

    assert [span.number for span in months] == list(range(1, 13))
