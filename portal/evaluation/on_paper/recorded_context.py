"""Papers that the viewer recorded: a second tap leads where the first one led."""

from portal.evaluation.papers.domain import PaperKind
from portal.evaluation.papers.queries import papers_about, papers_of_plan
from portal.web.extensions import current_staff, db


def was_recorded(kind: str, number: int) -> bool:
    """Return whether the viewer recorded a paper about what an address names.

    :param number: of the objection's plan; else that which the paper keeps.
    """
    session, by = db.session(), current_staff().account_id
    if kind == PaperKind.OBJECTION:
        found = [each for each in papers_of_plan(session, number) if each.about.kind == kind]
    else:
        found = list(papers_about(session, PaperKind(kind), about_ids={number}))
    return any(each.recorded_by == by for each in found)
