"""The periods that statutory reports cover."""

from datetime import date

import pytest

from portal.publication.domain.report_periods import InvalidReportPeriod, ReportPeriod
from portal.publication.domain.spans import Span


@pytest.mark.parametrize(
    ("part", "label", "span"),
    [
        ({}, "2026", "2026-01/2026-12"),
        ({"half": 2}, "2026-H2", "2026-07/2026-12"),
        ({"quarter": 1}, "2026-Q1", "2026-01/2026-03"),
        ({"month": 5}, "2026-05", "2026-05"),
    ],
)
def test_names_a_year_or_a_part_of_it(part: dict[str, int], label: str, span: str) -> None:
    assert ReportPeriod.of(2026, **part) == ReportPeriod(label, Span.of(span))


@pytest.mark.parametrize(
    "parts", [{"quarter": 5}, {"half": 3}, {"month": 13}, {"month": 0}, {"month": 1, "half": 1}]
)
def test_refuses_parts_that_do_not_exist_or_several(parts: dict[str, int]) -> None:
    with pytest.raises(InvalidReportPeriod):
        ReportPeriod.of(2026, **parts)


def test_is_over_when_its_last_month_is() -> None:
    quarter = ReportPeriod.of(2026, quarter=1)

    assert not quarter.is_over(today=date(2026, 3, 31))
    assert quarter.is_over(today=date(2026, 4, 1))
    assert quarter.year == 2026


@pytest.mark.parametrize(
    ("period", "labels"),
    [
        (ReportPeriod.of(2026), ["2025", "2024"]),
        (ReportPeriod.of(2026, half=1), ["2025-H2", "2025-H1"]),
        (ReportPeriod.of(2026, quarter=2), ["2026-Q1", "2025-Q4"]),
        (ReportPeriod.of(2026, month=1), ["2025-12", "2025-11"]),
    ],
)
def test_knows_the_periods_of_the_same_length_before(
    period: ReportPeriod, labels: list[str]
) -> None:
    assert [before.label for before in period.before(count=2)] == labels
