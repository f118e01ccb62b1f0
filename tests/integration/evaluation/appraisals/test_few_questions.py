"""How often a year asks the database: 5,000 of them are confirmed in three days of January."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event
from sqlalchemy.orm import Session

from portal.evaluation.appraisals.gathering import year_sources
from portal.evaluation.plans.queries import plan_with
from portal.evaluation.rules.states import PlanState, YearlyState
from portal.evaluation.yearly.delivering import deliver_confirmed
from portal.web.access import Role
from tests.factories import appraisals as quarters
from tests.factories.plans import NOW, TODAY, PlanScene, make_plan
from tests.factories.years import held, make_year
from tests.staff import add_account


@contextmanager
def asked_in(session: Session) -> Iterator[list[str]]:
    found: list[str] = []

    def note(*call: object) -> None:
        found.append(str(call[2]))

    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", note)
    yield found
    event.remove(engine, "before_cursor_execute", note)


def test_delivering_reads_neither_ratings_nor_the_whole_account(
    session: Session, scene: PlanScene
) -> None:
    plan = make_plan(session, scene, state=PlanState.RUNNING)
    make_year(session, scene, plan, state=YearlyState.CONFIRMED)
    add_account(session, Role.OFFICER, agency_id=scene.agency_id, officer_id=scene.person)
    session.commit()

    with asked_in(session) as asked:
        assert deliver_confirmed(session, scene.person, now=NOW, today=TODAY) == 1

    # Which one, its row under a lock, the state, what happened, the address.
    assert len([each for each in asked if not each.startswith(("BEGIN", "SET"))]) == 5
    assert held(session, plan).state is YearlyState.DELIVERED


def test_what_shows_a_plans_realisations_is_asked_without_a_list_of_them(
    session: Session, scene: PlanScene
) -> None:
    plan = make_plan(session, scene, state=PlanState.RUNNING)
    quarters.verify_all(session, scene, plan, value=95)
    plan = plan_with(session, plan.id) or plan

    with asked_in(session) as asked:
        year_sources(session, plan, cycle=scene.cycle, version=plan.latest, on=TODAY)

    assert not [each for each in asked if "realisation_id IN" in each]
