"""A training goes only where the table says; evidence before "done"; the catalogue and rules."""

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.evaluation.rules.machines import RECOMMENDATION, transitions_of
from portal.evaluation.rules.programmes import ChangeVerdict
from portal.evaluation.rules.states import RecommendationState
from portal.evaluation.rules.training import TrainingTrigger
from portal.evaluation.training import catalogue_service, queries, service
from portal.evaluation.training.catalogue_service import NewRule, RuleRefused
from portal.evaluation.training.domain import CatalogueFault, Topic
from portal.evaluation.training.progress_queries import progress_of
from portal.evaluation.training.service import NotTheirTraining, TrainingChanged
from portal.organisation.people.domain import AbsenceKind, PersonKind
from portal.organisation.people.models import Officer
from portal.web.access import Role
from portal.web.extensions import db
from tests.factories import trainings as made
from tests.factories.people import make_absence
from tests.factories.plans import PlanScene, make_plan_scene
from tests.factories.programmes import sides
from tests.staff import add_account

ALLOWED = set(transitions_of(RECOMMENDATION))
State = RecommendationState


@pytest.mark.parametrize("state", State)
def test_a_training_goes_only_where_the_table_says(
    session: Session, scene: PlanScene, state: State
) -> None:
    found = made.make_training(session, scene, state=state)

    assert found.state is state
    for new in State:
        if new is state or (state, new) in ALLOWED:
            continue
        with pytest.raises(IntegrityError):
            session.execute(text("UPDATE training_record SET state = :new"), {"new": new})
        session.rollback()


@pytest.mark.parametrize(
    ("state", "statement"),
    [
        (State.SUGGESTED, "UPDATE training_record SET cause = 'wish'"),
        (State.SUGGESTED, "DELETE FROM training_record"),
        (State.ACCEPTED, "UPDATE training_record SET decided_by = suggested_by"),
        (State.ACCEPTED, "UPDATE training_record SET state = 'planned'"),
        (State.PLANNED, "UPDATE training_record SET substitute_id = person_id"),
        (State.TAKING_PART, "UPDATE training_record SET state = 'done', done_on = '2026-02-01'"),
        (State.TAKING_PART, "UPDATE training_record SET hours = 0"),
        (State.DONE, "UPDATE training_record SET hours = 99"),
        (State.DONE, "UPDATE training_record SET confirmed_by = person_id"),
    ],
)
def test_the_database_keeps_what_was_decided_and_done(
    session: Session, scene: PlanScene, state: State, statement: str
) -> None:
    made.make_training(session, scene, state=state)

    with pytest.raises(IntegrityError):
        session.execute(text(statement))


def test_only_the_other_side_answers_a_suggestion(session: Session, scene: PlanScene) -> None:
    found = made.suggest(session, scene)
    for other in (scene.superior, scene.leader, scene.stranger, None):
        act = made.act(session, scene, found, other)
        with pytest.raises(NotTheirTraining):
            service.decide_training(session, act, declined=None)
    own = made.suggest(session, scene, by=scene.person, trigger=TrainingTrigger.WISH)
    act = made.act(session, scene, own, scene.superior)
    service.decide_training(session, act, declined=made.TEXT)

    assert made.held(session, own.id).declined == made.TEXT
    with pytest.raises(TrainingChanged):
        service.decide_training(session, act, declined=None)
    with pytest.raises(NotTheirTraining):
        made.suggest(session, scene, by=scene.stranger)
    with pytest.raises(NotTheirTraining):
        service.suggest_training(
            session,
            topic_code="tidak-ada",
            trigger=TrainingTrigger.WISH,
            sides=sides(session, scene, scene.person),
            today=made.TODAY,
        )


def test_a_superior_plans_with_a_substitute_or_says_why_not(
    session: Session, scene: PlanScene
) -> None:
    found = made.make_training(session, scene, state=State.ACCEPTED)
    act = made.act(session, scene, found, scene.person)
    with pytest.raises(NotTheirTraining):
        service.plan_training(session, act, release=made.release(scene))
    with pytest.raises(NotTheirTraining):
        service.refuse_release(session, act, reason=made.TEXT)
    act = made.act(session, scene, found, scene.superior)
    alone = service.DeskRelease(made.FIRST, made.LAST, scene.person)
    with pytest.raises(NotTheirTraining):
        service.plan_training(session, act, release=alone)
    service.refuse_release(session, act, reason=made.TEXT)
    found = made.held(session, found.id)
    assert (found.state, found.not_released) == (State.ACCEPTED, made.TEXT)
    act = made.act(session, scene, found, scene.superior)
    service.plan_training(session, act, release=made.release(scene))

    found = made.held(session, found.id)
    assert (found.starts_on, found.substitute_id) == (made.FIRST, scene.leader)
    assert found.not_released is None


def test_evidence_comes_before_done_and_is_confirmed_by_another(
    session: Session, scene: PlanScene
) -> None:
    found = made.make_training(session, scene, state=State.PLANNED)
    early = made.act(session, scene, found, scene.person)
    with pytest.raises(NotTheirTraining):
        service.begin_training(session, early)
    act = made.act(session, scene, found, scene.superior, on=made.FIRST)
    service.begin_training(session, act)
    found = made.held(session, found.id)
    act = made.act(session, scene, found, scene.superior)
    with pytest.raises(NotTheirTraining):
        service.finish_training(session, act)
    with pytest.raises(NotTheirTraining):
        service.prove_training(session, act, evidence=made.TEXT, hours=16)
    act = made.act(session, scene, found, scene.person)
    service.prove_training(session, act, evidence=made.TEXT, hours=12)
    act = made.act(session, scene, made.held(session, found.id), scene.person)
    with pytest.raises(NotTheirTraining):
        service.finish_training(session, act)
    act = made.act(session, scene, made.held(session, found.id), scene.superior)
    service.finish_training(session, act)

    done = made.held(session, found.id)
    assert (done.state, done.hours, done.done_on) == (State.DONE, 12, made.TODAY)
    span = {"first": date(2026, 1, 1), "last": date(2026, 12, 31)}
    ids = {scene.person, scene.stranger}
    assert queries.hours_done(session, ids, **span) == {scene.person: 12}
    assert [each.id for each in queries.trainings_on_days(session, ids)] == [done.id]


def test_the_effect_is_looked_at_two_quarters_later(session: Session, scene: PlanScene) -> None:
    found = made.make_training(session, scene, state=State.DONE)
    act = made.act(session, scene, found, scene.superior, on=date(2026, 9, 29))
    with pytest.raises(NotTheirTraining):
        service.check_effect(session, act, told=service.EffectTold(made.TEXT))
    act = made.act(session, scene, found, scene.superior, on=made.EFFECT)
    service.check_effect(session, act, told=service.EffectTold(made.TEXT))
    assert made.held(session, found.id).change is None

    measured = made.make_training(session, scene, state=State.EFFECT_CHECKED)
    assert measured.change is not None
    assert measured.change.verdict is ChangeVerdict.BETTER


@pytest.mark.parametrize(
    ("kind", "due", "most"), [(PersonKind.PNS, 19, None), (PersonKind.PPPK, None, 24)]
)
def test_hours_of_the_year_by_employment_and_absence(
    session: Session, scene: PlanScene, kind: PersonKind, due: int | None, most: int | None
) -> None:
    session.get_one(Officer, scene.person).kind = kind
    make_absence(
        session,
        scene.person,
        kind=AbsenceKind.AWAY,
        starts_on=date(2026, 2, 1),
        ends_on=date(2026, 2, 28),
    )
    session.commit()

    progress = progress_of(session, scene.person, held=(), on=made.TODAY)

    assert (progress.due, progress.most, progress.done) == (due, most, 0)
    assert progress.absent == 28
    assert progress.is_reached is (due is None)


CSV = """Kode;Topik;JP;Penyelenggara;Ditawarkan
komunikasi;Komunikasi dan empati;16;BKPSDM;ya
arsip;Arsip digital;8;ANRI;tidak
"""


def test_a_catalogue_is_taken_in_and_again_changes_nothing(session: Session) -> None:
    seen = catalogue_service.read_catalogue(session, CSV.encode())
    assert ([each.code for each in seen.new], seen.faults) == (["komunikasi", "arsip"], ())
    catalogue_service.take_in_catalogue(session, seen.new)
    again = catalogue_service.read_catalogue(session, CSV.encode())
    assert (again.new, again.changed, again.faults) == ((), (), ())
    changed = CSV.replace(";8;", ";10;").encode()
    seen = catalogue_service.read_catalogue(session, changed)
    assert [each.hours for each in seen.changed] == [10]
    catalogue_service.take_in_catalogue(session, seen.changed)

    assert queries.topics(session) == [
        Topic("arsip", "Arsip digital", 10, "ANRI", is_offered=False),
        Topic("komunikasi", "Komunikasi dan empati", 16, "BKPSDM"),
    ]
    assert [each.code for each in queries.topics(session, is_offered_only=True)] == ["komunikasi"]


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        ("x;;8;ANRI;", CatalogueFault.MISSING),
        ("x;Arsip;8 jam;ANRI;", CatalogueFault.NOT_HOURS),
        ("x;Arsip;0;ANRI;", CatalogueFault.NOT_HOURS),
        ("x;Arsip;9999;ANRI;", CatalogueFault.NOT_HOURS),
        (f"{'x' * 41};Arsip;8;ANRI;", CatalogueFault.TOO_LONG),
        ("arsip;Arsip lagi;8;ANRI;", CatalogueFault.REPEATED),
    ],
)
def test_a_bad_row_is_named_and_does_not_hold_the_others(
    session: Session, row: str, kind: CatalogueFault
) -> None:
    seen = catalogue_service.read_catalogue(session, f"{CSV}{row}\n".encode())

    assert [each.kind for each in seen.faults] == [kind]
    assert seen.faults[0].line == 4
    assert [each.code for each in seen.new] == ["komunikasi", "arsip"]


def test_what_is_no_table_is_refused_as_a_whole(session: Session) -> None:
    seen = catalogue_service.read_catalogue(session, b"\x00\x01\x02")

    assert (seen.new, len(seen.faults)) == ((), 1)


def test_a_rule_holds_from_its_day_to_its_last(session: Session, scene: PlanScene) -> None:
    made.make_topic(session)
    account = add_account(session, Role.PERFORMANCE_OFFICE)
    session.commit()
    rule = NewRule(TrainingTrigger.CITIZENS, made.TOPIC.code, made.TODAY)
    catalogue_service.add_rule(session, rule=rule, account_id=account.id)
    with pytest.raises(RuleRefused):
        catalogue_service.add_rule(
            session,
            rule=NewRule(TrainingTrigger.STEP, "tidak-ada", made.TODAY),
            account_id=account.id,
        )

    def found(trigger: TrainingTrigger, on: date) -> list[str]:
        return [each.code for each in queries.topics_for(session, trigger, on=on)]

    assert found(TrainingTrigger.CITIZENS, made.TODAY) == [made.TOPIC.code]
    assert found(TrainingTrigger.CITIZENS, date(2026, 1, 11)) == []
    assert found(TrainingTrigger.STEP, made.TODAY) == []
    number = queries.rules(session)[0].id
    catalogue_service.end_rule(session, number, today=date(2026, 2, 1))
    assert found(TrainingTrigger.CITIZENS, date(2026, 1, 31)) == [made.TOPIC.code]
    assert found(TrainingTrigger.CITIZENS, date(2026, 2, 1)) == []
    for gone in (number, 999):
        with pytest.raises(RuleRefused):
            catalogue_service.end_rule(session, gone, today=date(2026, 3, 1))
    with pytest.raises(IntegrityError):
        session.execute(text("UPDATE training_rule SET ends_on = '2027-01-01'"))


def test_trainings_do_not_keep_the_migration_from_going_down_and_up(
    make_app: Callable[..., Flask],
) -> None:
    with make_app().app_context():
        session = db.session()
        scene = make_plan_scene(session)
        made.make_training(session, scene, state=State.EFFECT_CHECKED)
        db.session.remove()

        downgrade(revision="0061")
        upgrade()

        session = db.session()
        assert session.scalar(text("SELECT count(*) FROM training_record")) == 0
        made.make_training(session, scene, state=State.DONE)
        with pytest.raises(IntegrityError):
            session.execute(text("DELETE FROM training_record"))
