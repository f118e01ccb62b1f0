"""Official forms of a plan or of many people, each only where the one who asks may read it."""

from collections.abc import Iterator, Sequence

from portal.evaluation.appraisals import standing as appraising
from portal.evaluation.appraisals.confirming_service import SnapshotExpired, snapshot_document
from portal.evaluation.appraisals.queries import periodics_of
from portal.evaluation.appraisals.yearly_queries import yearly_of
from portal.evaluation.official_forms.evaluation_queries import quarter_forms, year_forms
from portal.evaluation.official_forms.queries import FormSource, plan_sheets
from portal.evaluation.official_forms.reach_queries import FormRequest
from portal.evaluation.official_forms.wanted import (
    WantedKind,
    WrittenForms,
    WrittenSheets,
)
from portal.evaluation.plans import queries as plans
from portal.evaluation.plans import standing as planning
from portal.evaluation.plans.domain import OWN_ONLY, Plan

AT_ONCE = 100


def written_forms(
    source: FormSource, asked: FormRequest, *, person_ids: Sequence[int]
) -> Sequence[WrittenForms]:
    """Return these people's forms in order of the people; whoever shows them keeps the looks."""
    return list(_forms_of(source, asked, person_ids=person_ids))


def forms_of_plan(source: FormSource, plan: Plan, *, asked: FormRequest) -> WrittenForms | None:
    """Return the forms of a plan; None where there is nothing that the reader may read."""
    write = {
        WantedKind.PLAN: _plan,
        WantedKind.QUARTER: _quarter,
        WantedKind.YEAR: _year,
    }[asked.wanted.kind]
    sheets = write(source, plan, asked=asked)
    return WrittenForms(plan.id, plan.person_id, sheets) if sheets else None


def _forms_of(
    source: FormSource, asked: FormRequest, *, person_ids: Sequence[int]
) -> Iterator[WrittenForms]:
    for first in range(0, len(person_ids), AT_ONCE):
        part = person_ids[first : first + AT_ONCE]
        held = plans.plans_of_cycle(source.session, asked.cycle.id, person_ids=set(part))
        for person_id in part:
            for plan in sorted(held.get(person_id, ()), key=lambda each: each.starts_on):
                found = forms_of_plan(source, plan, asked=asked)
                if found is not None:
                    yield found


def _plan(source: FormSource, plan: Plan, *, asked: FormRequest) -> WrittenSheets:
    viewer = planning.viewer_of(
        source.session,
        plan,
        person_id=asked.person_id,
        on=asked.on,
        is_auditor=asked.is_auditor,
    )
    is_sent = any(each.state not in OWN_ONLY for each in plan.versions)
    if not viewer.may_read(plan) or not (viewer.is_person or is_sent):
        return ()
    return plan_sheets(source, plan, version=plan.latest if viewer.is_person else None)


def _quarter(source: FormSource, plan: Plan, *, asked: FormRequest) -> WrittenSheets:
    number = asked.wanted.period
    period = next((each for each in asked.cycle.periods if each.number == number), None)
    if period is None or period.starts_on > min(plan.ends_on, asked.on):
        return ()
    viewer = _appraisal_viewer(source, plan, asked=asked)
    if not viewer.may_read_quarters or plan.starts_on > period.ends_on:
        return ()
    found = (each for each in periodics_of(source.session, plan.id) if each.is_shown)
    quarter = next((each for each in found if each.period_number == period.number), None)
    if quarter is None and not (viewer.is_person or viewer.is_appraiser):
        return ()
    return quarter_forms(source, plan, cycle=asked.cycle, period=period, quarter=quarter)


def _year(source: FormSource, plan: Plan, *, asked: FormRequest) -> WrittenSheets:
    viewer = _appraisal_viewer(source, plan, asked=asked)
    year = yearly_of(source.session, plan.person_id, cycle_id=asked.cycle.id)
    if year is None or year.plan_id != plan.id or not viewer.reads_result(year):
        return ()
    try:
        document = snapshot_document(source.session, year, vault=source.vault)
    except SnapshotExpired:
        return ()
    if document is None:
        return ()
    return year_forms(source, plan, cycle=asked.cycle, year=year, document=document)


def _appraisal_viewer(
    source: FormSource, plan: Plan, *, asked: FormRequest
) -> appraising.EvaluationViewer:
    return appraising.viewer_of(
        source.session,
        plan,
        viewer_id=asked.person_id,
        on=asked.on,
        is_auditor=asked.is_auditor,
    )
