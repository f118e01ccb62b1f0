"""Changes of days: what holds before, within and after a new span."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.organisation.people.domain import (
    AbsenceChange,
    AbsenceKind,
    AccountTie,
    Change,
    LineChange,
    PostChange,
    RelationEnd,
    read,
    spliced,
    written,
)
from portal.organisation.people.reporting_lines import LineKind, ReportingLine, line_faults

FIRST = date(2026, 1, 1)
DAYS = st.integers(0, 60).map(lambda days: FIRST + timedelta(days=days))


def line(superior: int, starts: date, ends: date | None = None) -> ReportingLine:
    return ReportingLine(1, superior, starts, ends)


@st.composite
def new_lines(draw: st.DrawFn) -> ReportingLine:
    starts = draw(DAYS)
    length = draw(st.none() | st.integers(0, 20))
    ends = None if length is None else starts + timedelta(days=length)
    return line(draw(st.integers(2, 5)), starts, ends)


def superior_on(lines: tuple[ReportingLine, ...], day: date) -> int | None:
    return next((one.superior_id for one in lines if one.covers(day)), None)


@given(st.lists(new_lines(), max_size=6), new_lines())
def test_a_new_line_holds_on_its_days_and_changes_no_other(
    entered: list[ReportingLine], new: ReportingLine
) -> None:
    held: tuple[ReportingLine, ...] = ()
    for each in entered:
        held = spliced(held, each)

    after = spliced(held, new)

    assert line_faults(after) == ()
    for days in range(100):
        day = FIRST + timedelta(days=days)
        expected = new.superior_id if new.covers(day) else superior_on(held, day)
        assert superior_on(after, day) == expected


def test_after_somebody_stood_in_the_line_before_goes_on() -> None:
    held = (line(2, FIRST),)
    standing_in = line(3, date(2026, 3, 1), date(2026, 3, 10))

    assert spliced(held, standing_in) == (
        line(2, FIRST, date(2026, 2, 28)),
        standing_in,
        line(2, date(2026, 3, 11)),
    )


@pytest.mark.parametrize(
    "change",
    [
        LineChange(7, LineKind.ACTING, FIRST),
        PostChange("Kepala", 3, None, True, LineKind.DEFINITIVE, FIRST, FIRST),
        AbsenceChange(AbsenceKind.STUDY, FIRST, FIRST),
        RelationEnd(4, FIRST),
        AccountTie(9),
    ],
)
def test_a_change_that_is_kept_is_read_as_it_was(change: Change) -> None:
    assert read(change.change, written(change)) == change
