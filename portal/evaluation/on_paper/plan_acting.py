"""Plans on paper: of which drafts a coordinator may record the signed paper."""

from flask import abort, url_for

from portal.evaluation.on_paper.matter_context import PaperMatter
from portal.evaluation.papers import queries as papers
from portal.evaluation.papers.domain import TAKEN_OVER, KeptPaper, PaperAbout, PaperKind
from portal.evaluation.papers.reach import reached
from portal.evaluation.papers.service import SignedPaper, record_paper
from portal.evaluation.plans.domain import Plan
from portal.evaluation.plans.queries import plan_with
from portal.evaluation.plans.starting_points import DESK_OFFICER
from portal.web.extensions import current_staff, db, moment, today

# What a draft holds in which nobody wrote anything yet.
TEMPLATES = ((), tuple(each.text for each in DESK_OFFICER))


def plan_of(plan_id: int) -> PaperMatter | None:
    """Return the plan whose signed paper may be recorded, or None."""
    plan = plan_with(db.session(), plan_id)
    if plan is None or not may_enter(plan) or not reached({plan.person_id}):
        return None
    about = PaperAbout(PaperKind.PLAN, plan.person_id, plan.id, plan.latest.id)

    def record(paper: SignedPaper, revision: int) -> str | None:
        if revision != plan.latest.revision:
            return None
        record_paper(db.session(), paper, now=moment(), today=today())
        return url_for("plans.show", plan_id=plan.id)

    return PaperMatter(about, plan.latest.revision, plan.starts_on, "paper", record)


def may_enter(plan: Plan) -> bool:
    """Return whether a first version is entered from paper: nothing of the person's own is in it.

    An untouched template, what was begun from paper, or what was sent from paper and returned;
    never again once the person wrote in it.
    """
    version = plan.latest
    if version.number > 1 or version.state not in {"draft", "returned"}:
        return False
    known = papers.papers_about(db.session(), PaperKind.PLAN, about_ids={version.id})
    parts = {each.part for each in papers.uses_of(db.session(), {each.id for each in known})}
    if TAKEN_OVER in parts:
        return False
    if version.state == "returned":
        return bool(parts)
    texts = tuple(each.text for each in version.results)
    return bool(known) or (version.revision == 1 and texts in TEMPLATES)


def paper_in_hand(plan_id: int) -> KeptPaper | None:
    """Return the paper from which the viewer enters a plan of somebody in reach.

    :returns: None where its person's plan was sent from the viewer's paper already.
    :raises werkzeug.exceptions.NotFound: for everybody else.
    """
    session, by = db.session(), current_staff().account_id
    plan = plan_with(session, plan_id)
    if plan is None or not reached({plan.person_id}):
        abort(404)
    number = papers.entered_paper(session, plan.latest.id, by=by)
    if number is not None and plan.latest.state in {"draft", "returned"}:
        return papers.paper_with(session, number)
    known = papers.papers_about(session, PaperKind.PLAN, about_ids={plan.latest.id})
    done = papers.uses_of(session, {each.id for each in known})
    is_sent = any(each.part != TAKEN_OVER for each in done)
    if not is_sent or not any(each.recorded_by == by for each in known):
        abort(404)
    return None
