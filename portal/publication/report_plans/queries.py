"""Reads the closing parts of a place's reports."""

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from portal.publication.report_plans.domain import (
    ActionState,
    PlannedAction,
    PlanPlace,
    ReportPlan,
    Signature,
)
from portal.publication.report_plans.models import ReportActionRow, ReportPlanRow
from portal.survey.elements import ELEMENTS, Element
from portal.time.months import CalendarPeriod


def report_plan(session: Session, place: PlanPlace, *, period: str) -> ReportPlan:
    """Return what was written for a report; an empty one of revision 0 where nothing was."""
    row = plan_row(session, place, period=period)
    return ReportPlan(period) if row is None else _read(session, row)


def earlier_plan(
    session: Session, place: PlanPlace, *, before: CalendarPeriod
) -> ReportPlan | None:
    """Return the newest plan with actions of a span that had ended when ``before`` began."""
    rows = session.scalars(select(ReportPlanRow).where(_of_place(place)))
    ended = [
        (span.last_day, -len(span.months), row)
        for row in rows
        if (span := CalendarPeriod.of(row.period)).last_day < before.first_day
    ]
    for *_, row in sorted(ended, key=lambda each: each[:2], reverse=True):
        found = _read(session, row)
        if found.actions:
            return found
    return None


def plan_row(session: Session, place: PlanPlace, *, period: str) -> ReportPlanRow | None:
    """Return the row of a report's closing part."""
    is_its = _of_place(place) & (ReportPlanRow.period == period)
    return session.scalar(select(ReportPlanRow).where(is_its))


def action_rows(session: Session, plan_id: int) -> dict[Element, ReportActionRow]:
    """Return the rows of a plan's actions by element, in the order of the survey."""
    rows = session.scalars(select(ReportActionRow).where(ReportActionRow.report_plan_id == plan_id))
    found = {Element(row.element): row for row in rows}
    return {element: found[element] for element in ELEMENTS if element in found}


def _of_place(place: PlanPlace) -> ColumnElement[bool]:
    unit = ReportPlanRow.unit_id
    is_units = unit.is_(None) if place.unit_id is None else unit == place.unit_id
    return (ReportPlanRow.agency_id == place.agency_id) & is_units


def _read(session: Session, row: ReportPlanRow) -> ReportPlan:
    signature = Signature(row.place, row.signed_on, row.post, row.name, row.staff_number)
    actions = tuple(
        PlannedAction(
            element,
            each.action,
            each.schedule,
            each.person_in_charge,
            ActionState(each.state),
            each.realisation,
        )
        for element, each in action_rows(session, row.id).items()
    )
    return ReportPlan(row.period, row.revision, row.suggestions, signature, actions)
