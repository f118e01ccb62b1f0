"""Sends a plan that was entered from a signed paper, in the name of who signed it."""

from portal.evaluation.papers.domain import KeptPaper
from portal.evaluation.papers.service import stand_for
from portal.evaluation.plans.blueprint import shown_plan
from portal.evaluation.plans.service import PlanIncomplete, submit
from portal.evaluation.plans.standing import missing_around
from portal.evaluation.plans.writing import ChangedMeanwhile
from portal.evaluation.rules.states import TransitionRefused
from portal.web.extensions import db, today

# Why a plan is not sent although nothing is missing in it.
REFUSED = (ChangedMeanwhile, TransitionRefused)


def sent(paper: KeptPaper, *, revision: int) -> str | None:
    """Send the plan that was entered from a paper; None where it was, else what stands against it.

    :raises werkzeug.exceptions.NotFound: when the paper is not entered by the viewer now.
    """
    session, shown = db.session(), shown_plan(paper.about.plan_id)
    missing = missing_around(session, shown.plan, on=today())
    act, calendar = shown.act(revision), shown.calendar()
    stand_for(session, paper.id, at=act.now)
    try:
        submit(session, act, missing=missing, calendar=calendar)
    except PlanIncomplete:
        return "incomplete"
    except REFUSED:
        session.rollback()
        return "changed"
    return None
