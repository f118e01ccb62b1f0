"""The year before in the made-up city's evaluation: plans concluded, results final, closed."""

from dataclasses import replace
from datetime import date

from portal.demo.staff_acts import Lateness, Role, StaffYear
from portal.demo.staff_plans import make_plan
from portal.demo.staff_quarters import evaluate_quarter
from portal.demo.staff_results import Result, last_day, look_at_unit, make_final, rate
from portal.demo.staff_work import report_quarter
from portal.demo.superiors import Team
from portal.evaluation.cycles import service as cycle_service
from portal.evaluation.rules.states import CycleState, PeriodState


def add_past_year(year: StaffYear, *, team: Team, roles: tuple[Role, ...]) -> bool:
    """Make a year of these people from their plans to its closing, and return whether it is over.

    Whoever began during the year has a plan from then on.

    :param year: the past one; its ``today`` is the city's day. Before its last results are final
        nothing is made.
    :param roles: who stands below somebody in the team, the head first.
    """
    if year.today < last_day(year.cycle.year):
        return False
    over = replace(year, today=last_day(year.cycle.year))
    results = [_worked(over, role) for role in roles]
    for each in results:
        rate(each)
    ids = {each.role.person_id for each in results}
    look_at_unit(over, agency_id=team.agency.id, head_id=team.head_id, person_ids=ids)
    for each in results:
        make_final(each)
    _close(over)
    return True


def _worked(year: StaffYear, role: Role) -> Result:
    """Make one person's plan and quarters, all of them verified and shown."""
    plan = make_plan(year, role, lateness=Lateness.NONE)
    for period in (each for each in year.cycle.periods if each.ends_on >= plan.starts_on):
        report_quarter(year, plan, period=period, by=role.superior_id)
        evaluate_quarter(year, plan, period=period, by=role.superior_id)
    return Result(year, role, plan)


def _close(year: StaffYear) -> None:
    for period in year.cycle.periods:
        for state in (PeriodState.REPORTING, PeriodState.EVALUATED):
            cycle_service.move_period(year.session, year.cycle.id, number=period.number, to=state)
    for moved in (CycleState.EVALUATING, CycleState.OBJECTING):
        cycle_service.move_cycle(year.session, year.cycle.id, to=moved)
    cycle_service.close_cycle(year.session, year.cycle.id, conditions=())


def served_since(day: date, *, year: int) -> date | None:
    """Return from when in a year somebody served who began on a day; None after its quarter 3."""
    return max(day, date(year, 1, 1)) if day <= date(year, 9, 30) else None
