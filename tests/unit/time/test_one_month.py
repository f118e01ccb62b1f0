"""One place says what a month is; every reader of months takes and refuses the same shapes."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.rating.paper.domain import PeriodUnknown, paper_period
from portal.time.months import (
    STORED_MONTH,
    CalendarPeriod,
    InvalidPeriod,
    Month,
    MonthRange,
    NotAMonth,
    PeriodKind,
    calendar_period_of,
    days_in,
    is_month,
    month_after,
    month_bounds,
    month_of,
    months_back,
    ordinal,
)
from portal.transparency.routes.cached import MonthConverter, YearConverter

PORTAL = Path(__file__).resolve().parents[3] / "portal"
# Each was taken for a month by one reader and refused by another.
DIFFERENT = (
    "\N{ARABIC-INDIC DIGIT TWO}026-01",
    "2\N{ARABIC-INDIC DIGIT ZERO}26-01",
    "202\N{FULLWIDTH DIGIT SIX}-01",
    "2026-0\N{SUPERSCRIPT ONE}",
    "0000-01",
    "2026-1",
    "2026-00",
    "2026-13",
    "2026-W1",
    "202601",
    "2026-01-01",
    "2026/01",
    "2026-01\n",
    " 2026-01",
    "",
)
READERS: tuple[Callable[[str], object], ...] = (
    Month,
    ordinal,
    month_after,
    month_bounds,
    days_in,
    MonthRange.of,
    lambda text: months_back(text, months=1),
)
# Where a shape of months is written once more, and why: these bytes are published, or an address.
WRITTEN_ELSEWHERE = {
    "disclosure/meanings.py": "what a published document may hold",
    "time/written_days.py": "days, not months",
    "organisation/people_pages/import_rows.py": "days, not months",
    "organisation/records/cells.py": "hours, not months",
    "transparency/domain/json_schema.py": "a published document",
    "transparency/domain/openapi.py": "a published document",
    "transparency/domain/open_figures.py": "a published document",
    "transparency/routes/cached.py": "an address",
}
SHAPE = re.compile(r"(?:\\d|\[0-9\])(?:\{[234]\})?\)?-(?:\(|\\d|\[0-9\])")
days = st.dates(date(1900, 1, 1), date(9998, 12, 31))


@pytest.mark.parametrize("text", DIFFERENT)
def test_every_reader_refuses_what_is_no_month(text: str) -> None:
    for read in READERS:
        with pytest.raises(NotAMonth):
            read(text)
    assert not is_month(text)
    assert STORED_MONTH.match(text) is None


@pytest.mark.parametrize("text", [each for each in DIFFERENT if each.strip() == each])
def test_neither_paper_nor_addresses_take_another_shape(text: str) -> None:
    with pytest.raises(PeriodUnknown):
        paper_period(text)
    with pytest.raises(InvalidPeriod):
        CalendarPeriod.of(text)
    assert re.fullmatch(MonthConverter.regex, text) is None


@pytest.mark.parametrize("text", [each for each in DIFFERENT if not each[:4].isascii()])
def test_an_address_takes_no_year_in_other_digits(text: str) -> None:
    assert re.fullmatch(YearConverter.regex, text.partition("-")[0]) is None


def test_a_month_is_the_text_that_is_stored() -> None:
    month = Month("2026-11")

    assert month == "2026-11"
    assert {month: 1} == {"2026-11": 1}
    assert (month.year, month.first_day, month.last_day) == (
        2026,
        date(2026, 11, 1),
        date(2026, 11, 30),
    )


@given(days, st.integers(-200, 200))
def test_months_are_counted_without_gaps(day: date, steps: int) -> None:
    month = Month.of(day)
    if 1 <= month.year + steps // 12 < 9998:
        assert month.after(steps).ordinal == month.ordinal + steps
        assert month_after(month_after(month, months=steps), months=-steps) == month
    assert month.first_day <= day <= month.last_day
    assert month_of(day) == month


@given(st.dates(date(2000, 1, 1), date(2998, 12, 31)))
def test_quarters_and_half_years_hold_their_days_and_follow_each_other(day: date) -> None:
    for period in (calendar_period_of(day, kind=kind) for kind in PeriodKind):
        assert period.first_day <= day <= period.last_day
        assert Month.of(day) in period.months
        assert (period.following.first_day - period.last_day).days == 1
        assert CalendarPeriod.of(str(period)) == period


def test_nobody_else_says_what_a_month_is() -> None:
    found = {
        str(path.relative_to(PORTAL))
        for path in PORTAL.rglob("*.py")
        if "migrations" not in path.parts and SHAPE.search(path.read_text())
    }

    assert found - {"time/months.py"} == set(WRITTEN_ELSEWHERE)


def test_a_shape_that_is_written_elsewhere_is_found() -> None:
    assert SHAPE.search(r're.compile(r"(2\d{3})-(0[1-9]|1[0-2])")')
    assert SHAPE.search(r'"^\d{4}-\d{2}$"')
    assert SHAPE.search('"(?!0000)[0-9]{4}-(0[1-9]|1[0-2])"')
    assert not SHAPE.search('f"{year:04d}-{month:02d}"')
