"""Months and spans of months."""

from datetime import date

import pytest

from portal.publication.reports.content import months
from portal.time.months import (
    InvalidPeriod,
    MonthRange,
    covering,
    first_day,
    month_after,
    month_of,
)


@pytest.mark.parametrize("wrong", ["2026-13", "2026-00", "202601", "2026-1", "", "abcd-01"])
def test_refuses_what_is_no_month(wrong: str) -> None:
    with pytest.raises(InvalidPeriod, match="2026-11"):
        MonthRange(wrong, wrong)


def test_refuses_a_span_that_ends_before_it_starts() -> None:
    with pytest.raises(InvalidPeriod, match="before"):
        MonthRange("2026-03", "2026-02")


@pytest.mark.parametrize("text", ["2026-01", "2025-12/2026-02"])
def test_writes_a_span_as_it_reads_it(text: str) -> None:
    assert str(MonthRange.of(text)) == text


def test_lists_every_month_across_a_new_year() -> None:
    assert MonthRange("2025-11", "2026-02").months == ("2025-11", "2025-12", "2026-01", "2026-02")


def test_covers_months_in_any_order() -> None:
    assert covering(["2026-03", "2026-01"]) == MonthRange("2026-01", "2026-03")


def test_counts_months_both_ways_and_knows_their_days() -> None:
    assert month_after("2025-12") == "2026-01"
    assert month_after("2026-01", months=-1) == "2025-12"
    assert first_day("2026-02") == date(2026, 2, 1)
    assert month_of(date(2026, 2, 28)) == "2026-02"


def test_a_report_names_months_and_spans_in_words() -> None:
    assert months(MonthRange("2026-01", "2026-01")) == "Januari 2026"
    assert months(MonthRange("2026-01", "2026-03")) == "Januari-Maret 2026"
