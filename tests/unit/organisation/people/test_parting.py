"""Days that part an officer's figures: other desks, another post, another superior."""

from datetime import date

import pytest

from portal.organisation.people.domain import Post
from portal.organisation.people.parting_queries import DeskSpan, OfficerHistory, parting_days
from portal.organisation.people.reporting_lines import LineKind, ReportingLine

YEAR = (date(2026, 1, 1), date(2026, 12, 31))
MAY = date(2026, 5, 11)
BEFORE = date(2026, 5, 10)
START = date(2025, 3, 1)


def line(
    superior: int, starts_on: date = START, ends_on: date | None = None, **kind: LineKind
) -> ReportingLine:
    return ReportingLine(1, superior, starts_on, ends_on, **kind)


def post(title: str, starts_on: date = START, ends_on: date | None = None) -> Post:
    return Post(
        1, title, 1, None, is_head=False, kind="definitive", starts_on=starts_on, ends_on=ends_on
    )


DESK = DeskSpan(1, START, None)


@pytest.mark.parametrize(
    ("record", "days"),
    [
        pytest.param(OfficerHistory([line(2)], [post("a")], [DESK]), (), id="nothing changes"),
        pytest.param(
            OfficerHistory([line(2, START, BEFORE), line(3, MAY)], [], [DESK]),
            (MAY,),
            id="superior",
        ),
        pytest.param(
            OfficerHistory([], [post("a", START, BEFORE), post("b", MAY)], [DESK]),
            (MAY,),
            id="post",
        ),
        pytest.param(
            OfficerHistory([], [], [DeskSpan(1, START, BEFORE), DeskSpan(2, MAY, None)]),
            (MAY,),
            id="desk",
        ),
        pytest.param(
            OfficerHistory([], [], [DESK, DeskSpan(2, MAY, None)]), (MAY,), id="a second desk"
        ),
        pytest.param(
            OfficerHistory([line(2, START, BEFORE)], [], [DESK]), (MAY,), id="superior gone"
        ),
        pytest.param(
            OfficerHistory([line(2, MAY)], [post("a", MAY)], [DESK]), (), id="first record"
        ),
        pytest.param(
            OfficerHistory([line(2, START, BEFORE), line(2, MAY)], [], [DESK]),
            (),
            id="the same again",
        ),
        pytest.param(
            OfficerHistory(
                [
                    line(2, START, BEFORE),
                    line(3, MAY, date(2026, 5, 14), kind=LineKind.DAILY_ACTING),
                    line(2, date(2026, 5, 15)),
                ],
                [],
                [DESK],
            ),
            (),
            id="a Plh never rates",
        ),
        pytest.param(
            OfficerHistory(
                [line(2, START, BEFORE), line(3, MAY, kind=LineKind.ACTING)], [], [DESK]
            ),
            (MAY,),
            id="a Plt rates",
        ),
    ],
)
def test_what_parts_figures_and_what_does_not(
    record: OfficerHistory, days: tuple[date, ...]
) -> None:
    assert parting_days(record, first=YEAR[0], last=YEAR[1]) == days


def test_only_the_days_that_are_asked_for_are_given() -> None:
    record = OfficerHistory([line(2, START, BEFORE), line(3, MAY)], [], [DESK])

    assert parting_days(record, first=date(2026, 5, 12), last=YEAR[1]) == ()
    assert parting_days(record, first=MAY, last=MAY) == (MAY,)
