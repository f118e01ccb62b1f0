"""Trainings are destroyed when the city's term is over, and not a day before, also not by hand."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.evaluation.cycles import decisions
from portal.evaluation.rules.rule_set import RuleSet
from portal.evaluation.rules.states import RecommendationState
from portal.evaluation.rules.terms import KeepingRules
from portal.evaluation.training.housekeeping import forget_trainings
from portal.evaluation.training.models import TrainingRow
from tests.factories import trainings as made
from tests.factories.plans import PlanScene

# Five years after 20 January 2026, and after 12 January for what was only suggested.
TOO_EARLY, DUE = date(2031, 1, 20), date(2031, 1, 21)
SUGGESTED_EARLY, SUGGESTED_DUE = date(2031, 1, 12), date(2031, 1, 13)


def left(session: Session) -> int:
    session.expire_all()
    return session.query(TrainingRow).count()


@pytest.mark.parametrize(
    ("state", "too_early", "due"),
    [
        (RecommendationState.SUGGESTED, SUGGESTED_EARLY, SUGGESTED_DUE),
        (RecommendationState.DECLINED, SUGGESTED_EARLY, SUGGESTED_DUE),
        (RecommendationState.PLANNED, TOO_EARLY, DUE),
        (RecommendationState.EFFECT_CHECKED, TOO_EARLY, DUE),
    ],
)
def test_a_training_goes_five_years_after_its_last_day_and_not_before(
    session: Session,
    scene: PlanScene,
    *,
    state: RecommendationState,
    too_early: date,
    due: date,
) -> None:
    made.make_training(session, scene, state=state)

    assert forget_trainings(session, today=too_early) == 0
    assert left(session) == 1
    with pytest.raises(IntegrityError):
        session.execute(text("DELETE FROM training_record"))
    session.rollback()

    assert forget_trainings(session, today=due) == 1
    assert left(session) == 0
    assert forget_trainings(session, today=due) == 0


def test_the_city_sets_the_term_with_a_date_and_a_reason(
    session: Session, scene: PlanScene
) -> None:
    made.make_training(session, scene, state=RecommendationState.DONE)
    longer = replace(RuleSet(), keeping=KeepingRules(training=10))
    command = decisions.AdoptRules(longer, reason="percobaan", adopted_by="Kantor Kinerja")
    decisions.adopt_rules(session, command, now=datetime(2026, 6, 1, tzinfo=UTC))

    assert forget_trainings(session, today=DUE) == 0
    assert forget_trainings(session, today=date(2036, 1, 20)) == 0
    assert forget_trainings(session, today=date(2036, 1, 21)) == 1


def test_a_later_training_stays_when_an_earlier_one_goes(
    session: Session, scene: PlanScene
) -> None:
    made.make_training(session, scene, state=RecommendationState.DECLINED)
    made.make_training(session, scene, state=RecommendationState.DONE)

    assert forget_trainings(session, today=SUGGESTED_DUE) == 1

    assert left(session) == 1
    with pytest.raises(IntegrityError):
        session.execute(text("DELETE FROM training_record"))
    session.rollback()
