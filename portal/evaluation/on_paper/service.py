"""Records that a result was received on paper; nothing but the receipt is recorded for anybody."""

from sqlalchemy.orm import Session

from portal.accounts.letters.service import tell_officer
from portal.evaluation.appraisals.delivery_service import Clock
from portal.evaluation.appraisals.domain import Receipt
from portal.evaluation.appraisals.periodic_service import EvaluationChanged
from portal.evaluation.appraisals.writing import YearAct, expect, note_year, opened_year
from portal.evaluation.papers.service import SignedPaper, add_act, add_paper
from portal.evaluation.rules.states import TransitionRefused, YearlyState


class DayImpossible(ValueError):
    """A day before the result was delivered, or one that is still to come."""


# Why a receipt is not recorded: the page was out of date.
REFUSED = (DayImpossible, EvaluationChanged, TransitionRefused)


def receive_on_paper(session: Session, act: YearAct, *, paper: SignedPaper, clock: Clock) -> None:
    """Keep that the person signed for the result on paper, with its scan, and tell them; commits.

    Who has an account reads of it at once. The time to object counts from today, not from the day
    on the paper: nobody loses days because the paper was brought late.

    :param act: by whoever records it, with where the paper lies as its reason, encrypted.
    :raises DayImpossible: for a day before delivery or after today.
    :raises EvaluationChanged: when it changed meanwhile.
    :raises TransitionRefused: when it was not delivered, or received already.
    :raises portal.storage.files.contents.DiskNearlyFull: when no further file is taken.
    """
    row = opened_year(session, act)
    expect(session, row, YearlyState.DELIVERED, to=YearlyState.RECEIVED)
    signed_on = paper.signed_on
    if row.delivered_on is None or not row.delivered_on <= signed_on <= act.today:
        session.rollback()
        raise DayImpossible(f"{signed_on}")
    paper_id = add_paper(session, paper, now=act.now, today=act.today)
    row.received_on, row.receipt = signed_on, Receipt.HANDED_OVER
    row.object_until = clock.object_until(act.today)
    note_year(session, row, to=YearlyState.RECEIVED, act=act)
    add_act(session, paper_id, at=act.now)
    tell_officer(session, row.person_id)
    session.commit()
