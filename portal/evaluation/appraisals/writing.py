"""Changes of a yearly evaluation: read under a lock, each state with who, when and why."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from sqlalchemy.orm import Session

from portal.evaluation.appraisals.periodic_service import EvaluationChanged
from portal.evaluation.appraisals.yearly_models import YearlyEvaluation, YearlyEvent
from portal.evaluation.appraisals.yearly_queries import locked_year
from portal.evaluation.cycles.state_writing import Happening, bring
from portal.evaluation.plans.service import conclude
from portal.evaluation.rules.machines import YEARLY
from portal.evaluation.rules.states import TransitionRefused, YearlyState
from portal.storage.database import begin_write


@dataclass(frozen=True, slots=True)
class YearPlace:
    """Whose year is meant, judged by which plan."""

    plan_id: int
    person_id: int
    cycle_id: int


@dataclass(frozen=True, slots=True)
class YearAct:
    """Who does something to a year as a page showed it.

    :ivar revision: 0 where nothing was written yet.
    :ivar person_id: None for the portal itself.
    :ivar reason: encrypted.
    :ivar is_self_report_over: whether the last day of the self-report is over.
    """

    place: YearPlace
    revision: int
    person_id: int | None
    now: datetime
    today: date
    reason: bytes | None = None
    is_self_report_over: bool = False


def opened_year(session: Session, act: YearAct) -> YearlyEvaluation:
    """Open a year for a change, made where there is none yet; its revision grows.

    :raises EvaluationChanged: when the page showed an older revision.
    """
    begin_write(session)
    place = act.place
    row = locked_year(session, place.person_id, cycle_id=place.cycle_id)
    if (0 if row is None else row.revision) != act.revision:
        session.rollback()
        raise EvaluationChanged(f"{place}")
    if row is not None:
        row.revision += 1
        return row
    row = YearlyEvaluation(
        plan_id=place.plan_id,
        person_id=place.person_id,
        cycle_id=place.cycle_id,
        state=YEARLY.first,
        revision=1,
    )
    session.add(row)
    session.flush()
    return row


def note_year(session: Session, row: YearlyEvaluation, *, to: YearlyState, act: YearAct) -> None:
    """Bring a year into a state and keep what happened, within the caller's transaction.

    A result that becomes final, by whichever way, concludes the person's plans of the cycle.

    :raises TransitionRefused: for a transition that is not listed, or without its reason.
    """
    happening = Happening(act.now, act.person_id, act.reason, act.is_self_report_over)
    event = partial(YearlyEvent, evaluation_id=row.id)
    bring(session, row, machine=YEARLY, to=to, happening=happening, event=event)
    if to is YearlyState.FINAL:
        conclude(session, row.person_id, cycle_id=row.cycle_id, now=act.now)


def expect(session: Session, row: YearlyEvaluation, *states: YearlyState, to: YearlyState) -> None:
    """Refuse an act in any other state.

    :raises TransitionRefused: naming the state it would have led to.
    """
    old = YearlyState(row.state)
    if old not in states:
        session.rollback()
        raise TransitionRefused(YEARLY.thing, old=old, new=to)
