"""One indicator reported from a signed paper, in the name of who signed it."""

from portal.evaluation.cycles.queries import deadlines
from portal.evaluation.on_paper.period_acting import EnteredPeriod
from portal.evaluation.papers.service import stand_for
from portal.evaluation.realisations import realising
from portal.evaluation.realisations.domain import IndicatorPeriod
from portal.evaluation.realisations.forms import ReportForm
from portal.evaluation.realisations.queries import report_days
from portal.evaluation.rules.states import TransitionRefused
from portal.evaluation.work.blueprint import work_days
from portal.web.extensions import db, moment, today, vault


def reported(entered: EnteredPeriod, key: int, *, form: ReportForm) -> bool:
    """Report what stands on the paper; False when it was reported or changed meanwhile.

    Whether it is late counts from the day on the paper, not from the day it was brought.
    """
    session, planned, paper = db.session(), entered.planned, entered.paper
    plan, now = planned.plan, moment()
    place = IndicatorPeriod(plan.id, plan.person_id, key, plan.cycle_id, planned.period.number)
    move = realising.Move(place, form.shown_revision, plan.person_id, now, today())
    last_days, days = deadlines(session, planned.cycle.id), work_days(planned.cycle)
    until = report_days(last_days, days=days).get(planned.period.number)
    told = realising.RealisationReport(
        form.value.value,
        vault().lock(form.remark.data) if form.remark.data else None,
        form.told_links(),
        is_late=until is not None and paper.signed_on > until,
        keeps_draft=True,
    )
    stand_for(session, paper.id, at=now, part=key)
    try:
        realising.report(session, move, told=told)
    except (realising.RealisationChanged, TransitionRefused):
        session.rollback()
        return False
    return True
