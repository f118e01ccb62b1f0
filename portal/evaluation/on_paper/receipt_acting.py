"""Receipts of results on paper: which ones wait, and what a coordinator does about them."""

from collections.abc import Mapping

from flask import url_for

from portal.evaluation.appraisals import yearly_queries as years
from portal.evaluation.appraisals.domain import Yearly
from portal.evaluation.appraisals.writing import YearAct, YearPlace
from portal.evaluation.on_paper import service
from portal.evaluation.on_paper.matter_context import PaperMatter
from portal.evaluation.papers.domain import PaperAbout, PaperKind
from portal.evaluation.papers.reach import reached
from portal.evaluation.papers.service import SignedPaper
from portal.evaluation.rules.states import YearlyState
from portal.evaluation.yearly.delivering import clock_of
from portal.web.extensions import current_staff, db, moment, today


def waiting_receipts() -> Mapping[int, Yearly]:
    """Return what waits in the agency by its number; never where the coordinator has a part."""
    own = current_staff().officer_id
    found = [
        each
        for each in years.years_in(db.session(), YearlyState.DELIVERED)
        if own is None or own not in {each.person_id, each.confirmed_by, each.decider_id}
    ]
    people = reached({each.person_id for each in found})
    return {each.id: each for each in found if each.person_id in people}


def receipt_of(year_id: int) -> PaperMatter | None:
    """Return the receipt of a result that waits, or None."""
    year = waiting_receipts().get(year_id)
    if year is None:
        return None

    def record(paper: SignedPaper, revision: int) -> str | None:
        return _received(year, paper, revision=revision)

    about = PaperAbout(PaperKind.RECEIPT, year.person_id, year.plan_id, year.id)
    first = year.delivered_on or today()
    return PaperMatter(about, year.revision, first, "year_received_on_paper", record)


def _received(year: Yearly, paper: SignedPaper, *, revision: int) -> str | None:
    session = db.session()
    act = YearAct(
        YearPlace(year.plan_id, year.person_id, year.cycle_id),
        revision,
        current_staff().officer_id,
        moment(),
        today(),
        reason=paper.kept_at,
    )
    clock = clock_of(session, year, today=today())
    try:
        service.receive_on_paper(session, act, paper=paper, clock=clock)
    except service.REFUSED:
        session.rollback()
        return None
    return url_for("on_paper.waiting", done="receipt")
