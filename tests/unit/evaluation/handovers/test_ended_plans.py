"""Who evaluates a plan that ended: the superior of its last day, nobody later."""

from datetime import date
from types import SimpleNamespace
from typing import Any

from portal.evaluation.plans.queries import PlanLine
from portal.evaluation.rules.states import PlanState
from portal.evaluation.yearly.screen import is_closed_by_viewer
from portal.organisation.people.reporting_lines import ReportingLine

VIEWER, OTHER, PERSON = 1, 2, 3
YEARS_END, MOVED = date(2026, 12, 31), date(2027, 1, 5)
PLAN = PlanLine(
    7,
    PERSON,
    1,
    PlanState.RUNNING,
    None,
    starts_on=date(2026, 1, 1),
    ends_on=YEARS_END,
    is_ended=False,
)


def around(
    now: ReportingLine | None,
    before: ReportingLine | None = None,
    *,
    substitute: int | None = None,
) -> Any:
    lines = {} if now is None else {PERSON: now}
    earlier = {} if before is None else {PERSON: before}
    follows = substitute or (None if now is None else now.superior_id)
    standing = SimpleNamespace(lines=lines, before=earlier, superior_of={PERSON: follows}.get)
    return SimpleNamespace(person_id=VIEWER, standing=standing)


def test_who_became_superior_after_the_last_day_does_not_evaluate_the_plan() -> None:
    before = ReportingLine(PERSON, OTHER, date(2020, 1, 1), date(2027, 1, 4))
    now = ReportingLine(PERSON, VIEWER, MOVED)

    assert not is_closed_by_viewer(around(now, before), PLAN)


def test_who_was_the_superior_on_the_last_day_does_also_after_another_stood_in() -> None:
    always = ReportingLine(PERSON, VIEWER, date(2020, 1, 1))
    again = ReportingLine(PERSON, VIEWER, MOVED)
    until = ReportingLine(PERSON, VIEWER, date(2020, 1, 1), YEARS_END)

    assert is_closed_by_viewer(around(always), PLAN)
    assert is_closed_by_viewer(around(again, until), PLAN)


def test_where_no_line_is_known_of_the_last_day_the_superior_of_today_looks() -> None:
    assert is_closed_by_viewer(around(ReportingLine(PERSON, VIEWER, MOVED)), PLAN)


def test_a_named_substitute_evaluates_what_the_superior_of_the_line_may_not() -> None:
    line = ReportingLine(PERSON, OTHER, date(2020, 1, 1))

    assert is_closed_by_viewer(around(line, substitute=VIEWER), PLAN)
    assert not is_closed_by_viewer(around(line), PLAN)
