"""Who is in time, by days worked by hand."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from portal.evaluation.cycles.domain import Cycle, periods_ending, quarter_ends
from portal.evaluation.openness.in_time import PlannedYear, agreed_in_time, evaluated_in_time
from portal.evaluation.rules.deadlines import DeadlineStep
from portal.evaluation.rules.states import CycleState

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
CYCLE = Cycle(
    1,
    2026,
    FIRST,
    LAST,
    CycleState.OPEN,
    rules_version=1,
    opened_on=FIRST,
    periods=tuple(periods_ending(quarter_ends(FIRST, LAST), starts_on=FIRST)),
)
#: Fifteen working days after the end of each quarter, weekends off.
LAST_DAYS = {
    (number, DeadlineStep.PERIOD_EVALUATED): day
    for number, day in enumerate(
        (date(2026, 4, 21), date(2026, 7, 21), date(2026, 10, 21), date(2027, 1, 21)), start=1
    )
}
#: Thirty working days after 1 January 2026, a Thursday.
AGREED_UNTIL = date(2026, 2, 12)


@pytest.mark.parametrize(
    ("zone", "last_minute"),
    [
        ("Asia/Jakarta", datetime(2026, 2, 12, 16, 59, tzinfo=UTC)),
        ("Asia/Makassar", datetime(2026, 2, 12, 15, 59, tzinfo=UTC)),
        ("Asia/Jayapura", datetime(2026, 2, 12, 14, 59, tzinfo=UTC)),
    ],
)
def test_a_plan_is_in_time_until_midnight_of_its_last_day_in_the_city(
    zone: str, last_minute: datetime
) -> None:
    moments = {1: last_minute, 2: last_minute.replace(minute=0, hour=last_minute.hour + 1), 3: None}
    planned = {person: PlannedYear(FIRST, LAST, moment) for person, moment in moments.items()}
    found = agreed_in_time(planned, CYCLE, until=AGREED_UNTIL, zone=ZoneInfo(zone))
    assert found == {1}


def test_whoever_came_later_has_as_many_days() -> None:
    """From 1 January to 12 February are 42 days; so from 1 July to 12 August."""
    came = date(2026, 7, 1)
    planned = {
        1: PlannedYear(came, LAST, datetime(2026, 8, 12, 10, tzinfo=UTC)),
        2: PlannedYear(came, LAST, datetime(2026, 8, 12, 17, tzinfo=UTC)),
    }
    zone = ZoneInfo("Asia/Jakarta")
    assert agreed_in_time(planned, CYCLE, until=AGREED_UNTIL, zone=zone) == {1}


def test_an_evaluation_is_in_time_when_every_quarter_of_the_plan_was() -> None:
    planned = {
        1: PlannedYear(FIRST, LAST, None),
        2: PlannedYear(FIRST, LAST, None),
        3: PlannedYear(FIRST, LAST, None),
        4: PlannedYear(date(2026, 7, 1), LAST, None),
    }
    days = {number: day for (number, _), day in LAST_DAYS.items()}
    shown = {(person, number): day for person in (1, 2, 3) for number, day in days.items()}
    shown[2, 3] = date(2026, 10, 22)
    del shown[3, 4]
    shown |= {(4, number): days[number] for number in (3, 4)}
    found = evaluated_in_time(planned, CYCLE, shown=shown, last_days=LAST_DAYS)
    assert found == {1, 4}
