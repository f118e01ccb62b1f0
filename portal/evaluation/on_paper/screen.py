"""Signed papers beside what they are about: on the first screen, a plan's page, a period's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.evaluation.papers.domain import KeptPaper, PaperKind, RecentPaper
from portal.evaluation.papers.queries import (
    ask_recent_papers,
    papers_about,
    papers_of_plan,
    uses_of,
)
from portal.evaluation.plans.overview import AroundViewer
from portal.storage.joint_reading import Asking
from portal.web.extensions import db, moment

SHOWN = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class PapersOnScreen:
    """What was recorded of the viewer from paper, the latest first."""

    papers: Sequence[RecentPaper]


def papers_on_screen(around: AroundViewer) -> Asking[PapersOnScreen | None]:
    """Ask for what was recorded of the viewer; None where nothing was for a month."""
    found = yield from ask_recent_papers(around.person_id, since=moment() - SHOWN)
    return PapersOnScreen(found) if found else None


def papers_shown(plan_id: int, is_own: bool) -> Sequence[KeptPaper]:
    """Return the papers about a plan that its page names, the latest first.

    :param is_own: whether the viewer is the plan's person, who reads of the own receipts, too.
    """
    kinds = set(PaperKind) if is_own else {PaperKind.PLAN, PaperKind.REALISATION}
    return [each for each in papers_of_plan(db.session(), plan_id) if each.about.kind in kinds]


def papers_of_period(plan_id: int, number: int) -> Sequence[KeptPaper]:
    """Return the signed papers about a period of a plan, the latest first."""
    kind = PaperKind.REALISATION
    return papers_about(db.session(), kind, about_ids={number}, plan_id=plan_id)


def unused_papers(signed: Sequence[KeptPaper]) -> frozenset[int]:
    """Return the numbers of these papers that stand for nothing yet and have their scan."""
    used = {each.paper_id for each in uses_of(db.session(), {each.id for each in signed})}
    return frozenset(each.id for each in signed if each.stored_as and each.id not in used)


def papers_on(kind: str, about_id: int) -> Sequence[KeptPaper]:
    """Return the signed papers about a result or an objection, the latest first."""
    return papers_about(db.session(), PaperKind(kind), about_ids={about_id})


def moments_on_paper(signed: Sequence[KeptPaper], part: int = 0) -> frozenset[datetime]:
    """Return the moments of acts for which these papers stand.

    :param part: key of the indicator that is meant; 0 for acts on the whole.
    """
    uses = uses_of(db.session(), {each.id for each in signed}) if signed else ()
    return frozenset(each.happened_at for each in uses if each.part == part)
