"""Makers of evaluations: realisations of a year, quarters on their way, and years."""

from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from portal.evaluation.appraisals import periodic_service as quarters
from portal.evaluation.appraisals import queries
from portal.evaluation.appraisals.domain import Periodic, QuarterAnswer, SaidIn
from portal.evaluation.appraisals.queries import PeriodPlace
from portal.evaluation.monitoring.domain import DifficultyCause
from portal.evaluation.plans.domain import Plan
from portal.evaluation.realisations import realising
from portal.evaluation.realisations.domain import Answering, IndicatorPeriod
from portal.evaluation.rules.deadlines import DAY_RULES
from portal.evaluation.rules.levels import ExpectationLevel
from portal.evaluation.rules.states import PeriodicState
from portal.evaluation.work.domain import WorkDays
from portal.organisation.people.standing import StandingKind
from tests.factories.cycles import is_weekday
from tests.factories.plans import NOW, PlanScene

APRIL = date(2026, 4, 13)
TEXT = b"sealed text"


def whole(text: bytes = TEXT) -> quarters.ReviewFields:
    """Return a form with everything that is needed; ``text`` is encrypted where a page reads it."""
    return quarters.ReviewFields(
        ExpectationLevel.MEETS,
        ExpectationLevel.MEETS,
        DifficultyCause.TOOLS,
        {SaidIn.STRENGTHS: text, SaidIn.ADVICE: text},
    )


WHOLE = whole()


def verify_all(
    session: Session,
    scene: PlanScene,
    plan: Plan,
    *,
    value: int = 96,
    periods: int = 4,
    links: tuple[str, ...] = (),
) -> None:
    """Report and verify every indicator in the first periods of a year; commits."""
    for number in range(1, periods + 1):
        for each in plan.latest.indicators():
            place = IndicatorPeriod(plan.id, plan.person_id, each.key, plan.cycle_id, number)
            told = realising.RealisationReport(Decimal(value), None, links)
            move = realising.Move(place, 0, plan.person_id, NOW, APRIL)
            realising.report(session, move, told=told)
            realising.verify(
                session,
                realising.Move(place, 1, scene.superior, NOW, APRIL),
                by=Answering(
                    frozenset({StandingKind.APPRAISER}), WorkDays(APRIL, is_weekday, DAY_RULES)
                ),
            )


def place_of(plan: Plan, number: int = 1) -> PeriodPlace:
    return PeriodPlace(plan.id, plan.person_id, plan.cycle_id, number)


def held(session: Session, plan: Plan, number: int = 1) -> Periodic | None:
    """Return a quarter as it stands."""
    session.rollback()
    session.expire_all()
    found = queries.periodics_of(session, plan.id)
    return next((each for each in found if each.period_number == number), None)


def act(
    session: Session, plan: Plan, by: int, *, number: int = 1, is_over: bool = False
) -> quarters.PeriodAct:
    """Return an act on a quarter as it is."""
    found = held(session, plan, number)
    revision = 0 if found is None else found.revision
    return quarters.PeriodAct(place_of(plan, number), revision, by, NOW, APRIL, is_over)


def make_periodic(
    session: Session,
    scene: PlanScene,
    plan: Plan,
    *,
    state: PeriodicState,
    number: int = 1,
    text: bytes = TEXT,
) -> Periodic:
    """Bring a quarter of a plan into a state; commits."""
    steps = list(PeriodicState)
    is_sent = state is not PeriodicState.NOT_STARTED
    own = act(session, plan, scene.person, number=number)
    quarters.save_self_report(session, own, text=text, is_sent=is_sent)
    if steps.index(state) >= steps.index(PeriodicState.IN_REVIEW):
        review = act(session, plan, scene.superior, number=number)
        quarters.save_review(session, review, fields=whole(text))
    if steps.index(state) >= steps.index(PeriodicState.SHOWN):
        review = act(session, plan, scene.superior, number=number)
        quarters.show_review(session, review, fields=whole(text), suggested=None)
    if state is PeriodicState.ACKNOWLEDGED:
        own = act(session, plan, scene.person, number=number)
        quarters.answer_review(session, own, answer=QuarterAnswer.AGREED, note=None)
    found = held(session, plan, number)
    if found is None:
        raise LookupError(number)
    return found
