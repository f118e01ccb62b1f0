"""A development plan goes only where both let it, and the database keeps what was agreed."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.evaluation.development_plans import service
from portal.evaluation.rules.help_states import DevelopmentPlanState
from tests.factories import development_plans as made
from tests.factories.plans import TODAY, PlanScene, make_plan_scene
from tests.factories.programmes import sides

State = DevelopmentPlanState
ANOTHER = (
    "INSERT INTO development_plan (person_id, state, revision, strengths, made_on) "
    "SELECT person_id, 'draft', 1, strengths, made_on FROM development_plan"
)


@pytest.fixture
def scene(session: Session) -> PlanScene:
    return make_plan_scene(session)


def test_a_plan_from_the_draft_to_its_end_and_then_a_new_one(
    session: Session, scene: PlanScene
) -> None:
    held = made.make_development_plan(session, scene, state=State.CLOSED)
    assert (held.state, held.agreed_by, held.closed_on) == (State.CLOSED, scene.superior, TODAY)
    assert [each.is_reached for each in held.aims] == [True, True]
    again = made.make_development_plan(session, scene, state=State.DRAFT)
    assert again.id != held.id


@pytest.mark.parametrize("aims", [0, 1])
def test_fewer_than_two_aims_are_no_plan(session: Session, scene: PlanScene, aims: int) -> None:
    made.make_development_plan(session, scene, state=State.DRAFT, aims=aims)
    act = made.act(session, scene, scene.person)
    with pytest.raises(service.NotTheirDevelopment):
        service.send_development_plan(session, act)
    with pytest.raises(IntegrityError):
        session.execute(text("UPDATE development_plan SET state = 'sent'"))
    session.rollback()


def test_a_fourth_aim_and_a_second_open_plan_are_refused(
    session: Session, scene: PlanScene
) -> None:
    made.make_development_plan(session, scene, state=State.DRAFT, aims=3)
    act = made.act(session, scene, scene.person)
    with pytest.raises(service.NotTheirDevelopment):
        service.add_aim(session, act, told=made.AIM)
    own = sides(session, scene, scene.person)
    with pytest.raises(service.NotTheirDevelopment):
        service.start_development_plan(session, own, strengths=made.TEXT, wish=None, today=TODAY)


def test_nobody_begins_a_plan_for_somebody_else(session: Session, scene: PlanScene) -> None:
    own = sides(session, scene, scene.superior)
    with pytest.raises(service.NotTheirDevelopment):
        service.start_development_plan(session, own, strengths=b"x", wish=None, today=TODAY)


def test_nobody_agrees_to_the_own_plan_or_to_a_draft(session: Session, scene: PlanScene) -> None:
    made.make_development_plan(session, scene, state=State.DRAFT)
    early = made.act(session, scene, scene.superior)
    with pytest.raises(service.NotTheirDevelopment):
        service.answer_development_plan(session, early, returned=None)
    service.send_development_plan(session, made.act(session, scene, scene.person))
    for who in (scene.person, scene.leader, scene.stranger):
        act = made.act(session, scene, who)
        with pytest.raises(service.NotTheirDevelopment):
            service.answer_development_plan(session, act, returned=None)


def test_what_was_given_back_is_changed_and_sent_again(session: Session, scene: PlanScene) -> None:
    made.make_development_plan(session, scene, state=State.SENT)
    back = made.act(session, scene, scene.superior)
    service.answer_development_plan(session, back, returned=b"reason")
    assert made.latest(session, scene).returned == b"reason"
    own = made.act(session, scene, scene.person)
    service.edit_development_plan(session, own, strengths=b"other", wish=None)
    removed = made.latest(session, scene).aims[0].id
    service.remove_aim(session, made.act(session, scene, scene.person), aim_id=removed)
    service.add_aim(session, made.act(session, scene, scene.person), told=made.AIM)
    service.send_development_plan(session, made.act(session, scene, scene.person))
    held = made.latest(session, scene)
    assert (held.state, held.returned, held.strengths) == (State.SENT, None, b"other")


def test_a_page_of_yesterday_and_a_plan_with_open_aims_change_nothing(
    session: Session, scene: PlanScene
) -> None:
    held = made.make_development_plan(session, scene, state=State.AGREED)
    stale = made.act(session, scene, scene.person, revision=1)
    with pytest.raises(service.DevelopmentPlanChanged):
        service.close_development_plan(session, stale)
    with pytest.raises(service.NotTheirDevelopment):
        service.close_development_plan(session, made.act(session, scene, scene.person))
    end = made.act(session, scene, scene.superior)
    service.end_aim(session, end, aim_id=held.aims[0].id, is_reached=False, told=b"seen")
    again = made.act(session, scene, scene.superior)
    with pytest.raises(service.NotTheirDevelopment):
        service.end_aim(session, again, aim_id=held.aims[0].id, is_reached=True, told=b"x")


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM development_aim",
        "DELETE FROM development_plan",
        "UPDATE development_aim SET due_on = '2027-01-01'",
        "UPDATE development_plan SET agreed_by = 4",
        "UPDATE development_plan SET state = 'closed', closed_on = '2026-01-12'",
        "UPDATE development_plan SET state = 'draft'",
        ANOTHER,
    ],
)
def test_the_database_keeps_what_was_agreed(
    session: Session, scene: PlanScene, statement: str
) -> None:
    made.make_development_plan(session, scene, state=State.AGREED)
    with pytest.raises(IntegrityError):
        session.execute(text(statement))
    session.rollback()
