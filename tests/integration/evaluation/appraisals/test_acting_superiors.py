"""Whether a *Plt* or a *Plh* rates is a rule of the cycle; who does not rate still verifies."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy.orm import Session

from portal.evaluation.appraisals.standing import EvaluationViewer, viewer_of
from portal.evaluation.cycles import decisions
from portal.evaluation.cycles.queries import rating_kinds_on
from portal.evaluation.plans.domain import Plan
from portal.evaluation.realisations.domain import Answering
from portal.evaluation.rules.rule_set import RuleSet
from portal.evaluation.rules.stand_ins import ActingRules
from portal.evaluation.rules.states import PlanState
from portal.evaluation.substitutes.queries import substitutes_needed
from portal.evaluation.work.domain import WorkDays
from portal.organisation.people.models import KeptLine
from portal.organisation.people.reporting_lines import LineKind
from portal.organisation.people.standing import StandingKind
from tests.factories.cycles import is_weekday
from tests.factories.plans import PlanScene, make_plan, make_plan_scene

ON = date(2026, 12, 1)
ADOPTED = datetime(2025, 12, 1, tzinfo=UTC)
DEFINITIVE, PLT, PLH = LineKind.DEFINITIVE, LineKind.ACTING, LineKind.DAILY_ACTING


def adopt(session: Session, acting: ActingRules) -> None:
    """Decide before the cycle opens, where it is not as it comes; commits."""
    if acting == ActingRules():
        return
    rules = replace(RuleSet(), acting=acting)
    command = decisions.AdoptRules(rules, reason="kajian hukum", adopted_by="Kantor Kinerja")
    decisions.adopt_rules(session, command, now=ADOPTED)


def acted_for(session: Session, kind: LineKind) -> tuple[PlanScene, Plan]:
    """Make a person whose superior holds the line in this capacity; commits."""
    scene = make_plan_scene(session)
    plan = make_plan(session, scene, state=PlanState.RUNNING)
    session.query(KeptLine).filter_by(person_id=scene.person).one().kind = kind
    session.commit()
    return scene, plan


def seen(session: Session, plan: Plan, viewer: int) -> EvaluationViewer:
    return viewer_of(session, plan, viewer_id=viewer, on=ON, is_auditor=False)


@pytest.mark.parametrize(
    ("acting", "rating"),
    [
        (ActingRules(), {DEFINITIVE, PLT}),
        (ActingRules(plt_rates=False), {DEFINITIVE}),
        (ActingRules(plh_rates=True), {DEFINITIVE, PLT, PLH}),
    ],
)
@pytest.mark.parametrize("kind", [DEFINITIVE, PLT, PLH])
def test_who_acts_for_a_superior_rates_as_the_rules_of_the_cycle_say(
    session: Session, acting: ActingRules, rating: set[LineKind], kind: LineKind
) -> None:
    adopt(session, acting)
    scene, plan = acted_for(session, kind)

    found = seen(session, plan, scene.superior)

    assert rating_kinds_on(session, ON) == rating
    assert found.is_appraiser is (kind in rating)
    assert (StandingKind.STAND_IN in found.kinds) is (kind not in rating)
    # Who stands above and decides an objection is the same in each of them.
    assert found.decider_id == scene.leader
    assert seen(session, plan, scene.leader).is_above


def test_a_plh_who_does_not_rate_verifies_what_was_reported(session: Session) -> None:
    scene, plan = acted_for(session, PLH)
    found = seen(session, plan, scene.superior)

    assert not found.rates(None)
    assert not found.may_read_quarters
    days = WorkDays(ON, is_weekday)
    assert Answering(found.kinds, days).is_verifier


def test_what_is_decided_while_a_cycle_runs_counts_from_the_next(session: Session) -> None:
    scene, plan = acted_for(session, PLH)
    adopt(session, ActingRules(plh_rates=True))

    assert not seen(session, plan, scene.superior).is_appraiser
    # Before a cycle opens it is asked as it would be opened.
    assert rating_kinds_on(session, date(2028, 3, 1)) == {DEFINITIVE, PLT, PLH}


@pytest.mark.parametrize("plt_rates", [True, False])
def test_a_plt_who_rates_has_somebody_above_before_a_cycle_opens(
    session: Session, plt_rates: bool
) -> None:
    adopt(session, ActingRules(plt_rates=plt_rates))
    scene, _ = acted_for(session, DEFINITIVE)
    session.query(KeptLine).filter_by(person_id=scene.superior).one().kind = PLT
    session.commit()

    needed = substitutes_needed(session, scene.cycle, today=date(2026, 2, 2))

    # The person's superior is rated by nobody where a Plt only verifies: nobody stands above.
    assert (scene.person in needed.lacking) is not plt_rates
