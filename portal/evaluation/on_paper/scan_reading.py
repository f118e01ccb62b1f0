"""Who opens the scan of a paper, beside the person who signed it."""

from flask import abort

from portal.evaluation.appraisals.standing import viewer_of
from portal.evaluation.appraisals.yearly_queries import yearly_with
from portal.evaluation.objections.blueprint import shown_case
from portal.evaluation.on_paper.keeping import is_of_today
from portal.evaluation.papers.domain import KeptPaper, PaperKind
from portal.evaluation.plans.blueprint import shown_plan
from portal.evaluation.plans.queries import plan_with
from portal.evaluation.realisations.period_context import shown_period
from portal.organisation.people.looks import LookAtPerson, note_look
from portal.web.access import Role, current_staff
from portal.web.extensions import db, moment, today


def check_reader(paper: KeptPaper) -> None:
    """Let pass whoever may open a scan, and put a look at somebody else's on record.

    The person; who reads what the paper is about; and until the end of the day the coordinator who
    recorded it, to see whether it can be read.

    :raises werkzeug.exceptions.NotFound: for everybody else.
    """
    staff, about = current_staff(), paper.about
    if staff.officer_id == about.person_id:
        return
    is_own_work = paper.recorded_by == staff.account_id and is_of_today(paper.recorded_at)
    if not is_own_work:
        READERS[about.kind](paper)
    look = LookAtPerson(about.person_id, "paper")
    note_look(db.session(), look, by=staff, now=moment(), today=today())


def _reads_plan(paper: KeptPaper) -> None:
    shown_plan(paper.about.plan_id)


def _reads_period(paper: KeptPaper) -> None:
    shown_period(paper.about.plan_id, paper.about.about_id)


def _reads_result(paper: KeptPaper) -> None:
    session, staff = db.session(), current_staff()
    plan = plan_with(session, paper.about.plan_id) or abort(404)
    is_auditor = staff.has(Role.AUDITOR)
    viewer = viewer_of(session, plan, viewer_id=staff.officer_id, on=today(), is_auditor=is_auditor)
    if not viewer.reads_result(yearly_with(session, paper.about.about_id)):
        abort(404)


def _reads_case(paper: KeptPaper) -> None:
    shown_case(paper.about.about_id)


READERS = {
    PaperKind.PLAN: _reads_plan,
    PaperKind.REALISATION: _reads_period,
    PaperKind.RECEIPT: _reads_result,
    PaperKind.OBJECTION: _reads_case,
}
