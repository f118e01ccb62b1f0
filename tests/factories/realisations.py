"""Makers of realisations on their way: reported, verified, disputed, proposed to drop out."""

from datetime import UTC, date, datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from portal.evaluation.realisations import queries, realising
from portal.evaluation.realisations.domain import Answering, DropCause, IndicatorPeriod, Realisation
from portal.evaluation.realisations.silence_models import RealisationReminder
from portal.evaluation.rules.states import PlanState, RealisationState
from portal.evaluation.work.domain import WorkDays
from portal.organisation.people.standing import StandingKind
from tests.factories.cycles import is_weekday
from tests.factories.plans import PlanScene, make_plan

NOW = datetime(2026, 1, 12, 3, tzinfo=UTC)
TODAY = date(2026, 1, 12)
# Two working days before it; silence counts from the Monday a week later.
REMINDED = (date(2026, 1, 1), date(2026, 1, 2))
SUPERIOR = Answering(frozenset({StandingKind.APPRAISER}), WorkDays(TODAY, is_weekday))


def make_place(
    session: Session, scene: PlanScene, *, key: int = 1, period: int = 1
) -> IndicatorPeriod:
    """Make the person's running plan and name one of its indicators; commits."""
    plan = make_plan(session, scene, state=PlanState.RUNNING)
    return IndicatorPeriod(plan.id, scene.person, key, scene.cycle.id, period)


def move(
    place: IndicatorPeriod, by: int, *, revision: int = 0, reason: bytes | None = None
) -> realising.Move:
    return realising.Move(place, revision, by, NOW, TODAY, reason)


def report(
    session: Session, place: IndicatorPeriod, *, value: int = 62, links: tuple[str, ...] = ()
) -> Realisation:
    """Report a value; commits."""
    told = realising.RealisationReport(Decimal(value), None, links)
    realising.report(session, move(place, place.person_id), told=told)
    return held(session, place)


def propose(session: Session, place: IndicatorPeriod, *, reason: bytes, by: int) -> Realisation:
    """Ask that the indicator drops out; commits."""
    row = queries.locked_realisation(session, place)
    revision = 0 if row is None else row.revision
    session.rollback()
    realising.propose_drop(
        session,
        move(place, by, revision=revision, reason=reason),
        cause=DropCause.SOURCE_FAILED,
    )
    return held(session, place)


def remind(session: Session, place: IndicatorPeriod, *days: date) -> None:
    """Note that the person was reminded on these days; commits."""
    session.add_all(
        RealisationReminder(
            plan_id=place.plan_id,
            indicator_key=place.indicator_key,
            period_number=place.period_number,
            reminded_on=day,
            person_id=place.person_id,
            cycle_id=place.cycle_id,
        )
        for day in days
    )
    session.commit()


def settle(session: Session, place: IndicatorPeriod, *, by: int) -> None:
    """Keep that the plan's source gave nothing either; commits."""
    looked = move(place, by, reason=b"sealed reason")
    realising.settle_silence(session, looked, value=None, since=TODAY, by=SUPERIOR)


def held(session: Session, place: IndicatorPeriod) -> Realisation:
    """Return the realisation as it is; open where nobody said anything is a LookupError."""
    session.rollback()
    session.expire_all()
    for each in queries.realisations_of(session, place.plan_id):
        if each.place == place:
            return each
    raise LookupError(f"{place}")


def state_of(session: Session, place: IndicatorPeriod) -> RealisationState:
    return held(session, place).state
