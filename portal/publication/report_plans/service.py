"""Keeps what an agency adds to its report, and what became of the plan before."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.publication.report_plans.domain import ActionState, PlanPlace, ReportPlan
from portal.publication.report_plans.models import ReportActionRow, ReportPlanRow
from portal.publication.report_plans.queries import action_rows, plan_row
from portal.storage.database import begin_write
from portal.survey.elements import Element


class ReportPlanChanged(ValueError):
    """Somebody kept the plan after the page was shown."""


@dataclass(frozen=True, slots=True)
class PlanOutcome:
    """What became of the plan of an earlier report.

    :ivar revision: of that plan, as the page showed it.
    :ivar by_element: the state and a sentence for each action.
    """

    period: str
    revision: int
    by_element: Mapping[Element, tuple[ActionState, str]]


def keep_report_plan(
    session: Session, place: PlanPlace, *, plan: ReportPlan, outcome: PlanOutcome | None = None
) -> None:
    """Keep ``plan`` in place of the one whose revision it names, with ``outcome``; commits.

    Both are kept or neither.

    :raises ReportPlanChanged: when either was kept meanwhile.
    """
    begin_write(session)
    row = plan_row(session, place, period=plan.period)
    if (row.revision if row else 0) != plan.revision:
        session.rollback()
        raise ReportPlanChanged(plan.period)
    if row is None:
        row = ReportPlanRow(
            agency_id=place.agency_id, unit_id=place.unit_id, period=plan.period, revision=0
        )
        session.add(row)
    _write(session, row, plan=plan)
    if outcome is not None:
        earlier = plan_row(session, place, period=outcome.period)
        if earlier is None or earlier.revision != outcome.revision:
            session.rollback()
            raise ReportPlanChanged(outcome.period)
        _write_outcome(session, earlier, outcome=outcome)
    session.commit()


def _write(session: Session, row: ReportPlanRow, *, plan: ReportPlan) -> None:
    row.revision += 1
    row.suggestions, signature = plan.suggestions, plan.signature
    row.place, row.signed_on, row.post = signature.place, signature.signed_on, signature.post
    row.name, row.staff_number = signature.name, signature.staff_number
    session.flush()
    held = action_rows(session, row.id)
    wanted = {each.element: each for each in plan.actions}
    for element in held.keys() - wanted.keys():
        session.delete(held[element])
    for element, each in wanted.items():
        # What became of an action stays when its words are mended.
        action = held.get(element) or ReportActionRow(
            report_plan_id=row.id, element=element, state=ActionState.PLANNED, realisation=""
        )
        action.action, action.schedule = each.action, each.schedule
        action.person_in_charge = each.person_in_charge
        session.add(action)


def _write_outcome(session: Session, row: ReportPlanRow, *, outcome: PlanOutcome) -> None:
    row.revision += 1
    for element, action in action_rows(session, row.id).items():
        if element in outcome.by_element:
            action.state, action.realisation = outcome.by_element[element]
