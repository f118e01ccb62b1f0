"""Somebody with their line in an open cycle, and somebody whose result was received."""

import pytest
from sqlalchemy.orm import Session

from portal.evaluation.plans.domain import Plan
from portal.evaluation.rules.states import PlanState
from tests.factories.objections import received_year
from tests.factories.plans import PlanScene, make_plan, make_plan_scene


@pytest.fixture
def scene(session: Session) -> PlanScene:
    return make_plan_scene(session)


@pytest.fixture
def plan(session: Session, scene: PlanScene) -> Plan:
    """A plan whose result was received on 12 January 2027."""
    plan = make_plan(session, scene, state=PlanState.RUNNING)
    received_year(session, scene, plan)
    return plan
