"""Realisations on paper: of which periods papers are recorded, and how an indicator is reported."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import request, url_for

from portal.evaluation.cycles import queries as cycles
from portal.evaluation.on_paper.matter_context import PaperMatter
from portal.evaluation.on_paper.own_words_context import wrote_themself
from portal.evaluation.papers.domain import KeptPaper, PaperAbout, PaperKind
from portal.evaluation.papers.queries import paper_with, uses_of
from portal.evaluation.papers.reach import reached
from portal.evaluation.papers.service import SignedPaper, record_paper
from portal.evaluation.plans.queries import plan_with
from portal.evaluation.realisations import realised_queries
from portal.evaluation.realisations.domain import TO_REPORT, IndicatorPeriod
from portal.evaluation.realisations.realised import PlannedPeriod, Realised, planned_period
from portal.web.extensions import current_staff, db, moment, today


@dataclass(frozen=True, slots=True)
class EnteredPeriod:
    """A period that is entered from a signed paper, by whoever recorded it.

    :ivar items: what may still be reported from it; of anything else nothing is shown.
    :ivar own: what the person has begun to report in the portal, and reports themself.
    :ivar done: keys of what was reported from it.
    """

    paper: KeptPaper
    planned: PlannedPeriod
    items: tuple[Realised, ...]
    own: tuple[Realised, ...]
    done: frozenset[int]

    def find(self, key: int) -> Realised | None:
        """Return an indicator that still has to be reported, by whomever, or None."""
        left = (*self.items, *self.own)
        return next((each for each in left if each.indicator.key == key), None)

    def is_own(self, key: int) -> bool:
        """Return whether the person reports an indicator themself."""
        return any(each.indicator.key == key for each in self.own)


def period_of(plan_id: int) -> PaperMatter | None:
    """Return the period, named in the address, whose signed paper may be recorded, or None."""
    number = request.args.get("period", 0, type=int)
    planned = _planned(plan_id, number)
    if planned is None or not _open_items(planned) or not reached({planned.plan.person_id}):
        return None
    person_id = planned.plan.person_id

    def record(paper: SignedPaper, revision: int) -> str | None:
        paper_id = record_paper(db.session(), paper, now=moment(), today=today())
        return url_for("on_paper.entry", paper_id=paper_id)

    about = PaperAbout(PaperKind.REALISATION, person_id, plan_id, number)
    return PaperMatter(about, 0, planned.period.starts_on, "paper", record)


def is_to_report(plan_id: int, number: int) -> bool:
    """Return whether anything of a period of a plan is still to be reported."""
    planned = _planned(plan_id, number)
    return planned is not None and bool(_open_items(planned))


def entered_period(paper_id: int) -> EnteredPeriod | None:
    """Return what the viewer enters from a paper about a period; None for everybody else."""
    paper = paper_with(db.session(), paper_id)
    if paper is None or paper.stored_as is None or paper.about.kind != PaperKind.REALISATION:
        return None
    if paper.recorded_by != current_staff().account_id or not reached({paper.about.person_id}):
        return None
    planned = _planned(paper.about.plan_id, paper.about.about_id)
    if planned is None:
        return None
    done = frozenset(each.part for each in uses_of(db.session(), {paper.id}))
    left = [each for each in _open_items(planned) if each.indicator.key not in done]
    own = tuple(each for each in left if _is_own(planned, each))
    items = tuple(each for each in left if each not in own)
    return EnteredPeriod(paper, planned, items, own=own, done=done)


def _planned(plan_id: int, number: int) -> PlannedPeriod | None:
    """Return a period of a plan that has begun and is not evaluated for good, or None."""
    session = db.session()
    plan = plan_with(session, plan_id)
    cycle = None if plan is None else cycles.cycle_with(session, plan.cycle_id)
    if plan is None or cycle is None or plan.is_concluded:
        return None
    planned = planned_period(plan, cycle, number=number)
    return planned if planned is not None and planned.period.starts_on <= today() else None


def _open_items(planned: PlannedPeriod) -> Sequence[Realised]:
    found = realised_queries.realised(
        db.session(),
        planned.version,
        plan_id=planned.plan.id,
        period_number=planned.period.number,
    )
    return [each for each in found if each.state in TO_REPORT]


def _is_own(planned: PlannedPeriod, item: Realised) -> bool:
    plan, key = planned.plan, item.indicator.key
    place = IndicatorPeriod(plan.id, plan.person_id, key, plan.cycle_id, planned.period.number)
    return wrote_themself(place, item.realisation)
