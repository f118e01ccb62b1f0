"""Files an objection from signed paper: draft, paper and filing in one transaction."""

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from portal.accounts.letters.service import tell_officer
from portal.evaluation.objections import filing_service as filing
from portal.evaluation.objections.writing import ObjectionAct
from portal.evaluation.papers.service import SignedPaper, add_act, add_paper


def file_on_paper(
    session: Session,
    known: filing.Filing,
    *,
    paper: SignedPaper,
    fields: filing.DraftFields,
    now: datetime,
    today: date,
) -> None:
    """File what stands on a paper as the person's objection, with its scan, and tell them; commits.

    It is in time by the day on the paper. Who decides counts days from
    today, when it can be read first; where that is after the last day, the last day moves there.

    :raises portal.evaluation.objections.filing_service.NothingClaimed: without a reason.
    :raises portal.evaluation.objections.filing_service.LateReasonMissing: when the day on the
        paper is after the last day and it does not say why.
    :raises portal.evaluation.objections.filing_service.DecisionIsFinal: when one was decided.
    :raises portal.evaluation.objections.writing.ObjectionChanged: when one is open, a draft too.
    :raises portal.evaluation.appraisals.periodic_service.EvaluationChanged: when the result
        changed meanwhile.
    :raises portal.storage.files.contents.DiskNearlyFull: when no further file is taken.
    """
    year = known.year
    act = ObjectionAct(0, 0, year.person_id, now, today)

    def start() -> ObjectionAct:
        number = filing.join_draft(session, year, by=act.person_id, fields=fields)
        about = replace(paper.about, about_id=number)
        kept = replace(paper, about=about)
        paper_id = add_paper(session, kept, now=now, today=today)
        add_act(session, paper_id, at=now)
        tell_officer(session, year.person_id)
        return replace(act, objection_id=number, revision=1)

    is_in_time = paper.signed_on <= known.until
    until = max(known.until, today) if is_in_time else known.until
    wanted = replace(known, until=until, start=start)
    filing.file_objection(session, act, fields=fields, filing=wanted)
