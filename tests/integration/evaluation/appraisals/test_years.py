"""A year goes only where the table says; the database keeps what protects the person."""

from itertools import product
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.evaluation.appraisals import looking_service as looks
from portal.evaluation.appraisals import yearly_service as years
from portal.evaluation.appraisals.confirming_service import opened_content
from portal.evaluation.appraisals.domain import GivenStep, Opinion
from portal.evaluation.appraisals.periodic_service import EvaluationChanged, NotByOneself
from portal.evaluation.appraisals.snapshot_queries import last_snapshot
from portal.evaluation.plans.domain import BehaviourValue, Plan
from portal.evaluation.rules.levels import QUADRANT, ExpectationLevel
from portal.evaluation.rules.machines import YEARLY, transitions_of
from portal.evaluation.rules.states import PlanState, TransitionRefused, YearlyState
from portal.storage.texts.key_file import open_vault
from portal.storage.texts.rotation import rotate_text_key
from tests.factories.plans import PlanScene, make_plan
from tests.factories.years import (
    BELOW,
    REACHED,
    STEPS,
    TEXT,
    chosen,
    confirm,
    held,
    make_year,
    targets,
    year_act,
)

ALLOWED = set(transitions_of(YEARLY))
AFTERWARDS = (
    "result_level = 'above', predicate = 'good'",
    "behaviour_level = 'above', predicate = 'good'",
    "appraiser_id = 5",
    "confirmed_by = 3",
    "reviewed_by = 5",
    "first_level = 'below'",
    "person_id = 5",
)
STAYS = (
    "UPDATE yearly_rating SET result_level = 'above'",
    "DELETE FROM yearly_rating",
    "UPDATE yearly_step SET step = 4 WHERE value = 'loyal'",
    "DELETE FROM yearly_step",
    "UPDATE yearly_step SET example = NULL, step = 5",
    "DELETE FROM yearly_evaluation",
    "DELETE FROM yearly_event",
    "UPDATE yearly_event SET person_id = 1",
    "UPDATE appraisal_snapshot SET content = 'x'",
    "UPDATE appraisal_snapshot SET digest = ZEROS",
    "UPDATE appraisal_snapshot SET wrapped_key = NULL",
    "DELETE FROM appraisal_snapshot",
    "INSERT INTO yearly_step (rating_id, value, step) VALUES (1, 'service', 3)",
    (
        "INSERT INTO yearly_rating (evaluation_id, number, appraiser_id, made_at, "
        "result_level, behaviour_level, change_reason) "
        "VALUES (1, 9, 2, '2027-01-12', 'meets', 'meets', 'x')"
    ),
)


@pytest.fixture
def plan(session: Session, scene: PlanScene) -> Plan:
    return make_plan(session, scene, state=PlanState.RUNNING)


@pytest.mark.parametrize("state", REACHED)
def test_a_year_goes_only_where_the_table_says(
    session: Session, scene: PlanScene, plan: Plan, state: YearlyState
) -> None:
    assert make_year(session, scene, plan, state=state).state is state

    for new in YearlyState:
        if new is not state and (state, new) not in ALLOWED:
            with pytest.raises(IntegrityError):
                session.execute(text("UPDATE yearly_evaluation SET state = :new"), {"new": new})
            session.rollback()


def test_the_database_knows_no_predicate_but_the_quadrants(
    session: Session, scene: PlanScene, plan: Plan
) -> None:
    make_year(session, scene, plan, state=YearlyState.RATED)

    for result, behaviour in product(ExpectationLevel, ExpectationLevel):
        for predicate in set(QUADRANT.values()):
            values = {"r": result, "b": behaviour, "p": predicate}
            change = text(
                "UPDATE yearly_evaluation SET result_level = :r, behaviour_level = :b, "
                "predicate = :p"
            )
            if QUADRANT[result, behaviour] is predicate:
                session.execute(change, values)
            else:
                with pytest.raises(IntegrityError):
                    session.execute(change, values)
            session.rollback()


def test_a_confirmed_result_does_not_move(session: Session, scene: PlanScene, plan: Plan) -> None:
    make_year(session, scene, plan, state=YearlyState.CONFIRMED)
    zeros = "zeroblob(32)"
    if session.get_bind().dialect.name == "postgresql":
        zeros = "decode(repeat('00', 32), 'hex')"

    for statement in (
        *(f"UPDATE yearly_evaluation SET {change}" for change in AFTERWARDS),
        *(each.replace("ZEROS", zeros) for each in STAYS),
    ):
        with pytest.raises(IntegrityError):
            session.execute(text(statement))
        session.rollback()


def test_no_confirmation_without_a_snapshot(session: Session, scene: PlanScene, plan: Plan) -> None:
    make_year(session, scene, plan, state=YearlyState.UNIT_REVIEW)

    with pytest.raises(IntegrityError):
        session.execute(
            text(
                "UPDATE yearly_evaluation SET state = 'confirmed', confirmed_by = appraiser_id, "
                "confirmed_at = '2027-01-12 00:00:00'"
            )
        )


def test_a_low_predicate_needs_the_second_readers_agreement(
    session: Session, scene: PlanScene, plan: Plan
) -> None:
    make_year(session, scene, plan, state=YearlyState.UNIT_REVIEW, levels=BELOW)
    with pytest.raises(TransitionRefused):
        confirm(session, scene, plan)

    act = year_act(session, plan, scene.superior)
    with pytest.raises(looks.NotForReader):
        looks.draw_reader(session, act, reader_id=scene.leader, decider_id=scene.leader)
    looks.draw_reader(session, act, reader_id=scene.stranger, decider_id=scene.leader)
    with pytest.raises(IntegrityError):
        confirm(session, scene, plan)
    session.rollback()
    seen = year_act(session, plan, scene.stranger, reason=TEXT)
    looks.look(session, seen, opinion=Opinion.AGREES)
    confirm(session, scene, plan)

    assert held(session, plan).state is YearlyState.CONFIRMED


def test_a_second_reader_has_a_way_back_and_is_drawn_anew(
    session: Session, scene: PlanScene, plan: Plan
) -> None:
    make_year(session, scene, plan, state=YearlyState.SECOND_LOOK, levels=BELOW)

    strange = year_act(session, plan, scene.leader, reason=TEXT)
    with pytest.raises(looks.NotForReader):
        looks.look(session, strange, opinion=Opinion.AGREES)
    with pytest.raises(looks.NotForReader):
        looks.look(session, year_act(session, plan, scene.stranger), opinion=Opinion.RETURNS)
    back = year_act(session, plan, scene.stranger, reason=TEXT)
    looks.look(session, back, opinion=Opinion.RETURNS)

    found = held(session, plan)
    assert (found.state, found.second_reader_id) == (YearlyState.RATED, None)


def test_a_change_after_colleagues_is_another_rating_and_both_are_kept(
    session: Session, scene: PlanScene, plan: Plan
) -> None:
    make_year(session, scene, plan, state=YearlyState.RATED)
    again = year_act(session, plan, scene.superior)
    with pytest.raises(years.RatingIncomplete) as refused:
        years.rate(session, again, chosen=chosen(), targets=targets())
    assert refused.value.missing == ("change_reason",)

    act = year_act(session, plan, scene.superior)
    years.rate(session, act, chosen=chosen(change_reason=TEXT), targets=targets())

    assert [each.number for each in held(session, plan).ratings] == [1, 2]


@pytest.mark.parametrize(
    ("changed", "missing"),
    [
        ({"steps": {**STEPS, BehaviourValue.LOYAL: GivenStep(5, None)}}, ("example_loyal",)),
        ({"steps": {BehaviourValue.SERVICE: GivenStep(3, None)}}, None),
        ({"aid_result": ExpectationLevel.ABOVE}, ("result_reason",)),
        ({"aid_behaviour": ExpectationLevel.BELOW}, ("behaviour_reason",)),
        ({}, ()),
    ],
)
def test_what_a_rating_lacks_is_named(
    changed: dict[str, object], missing: tuple[str, ...] | None
) -> None:
    found = years.missing_in_rating(chosen(**changed), number=1)

    assert found == missing if missing is not None else len(found) == 6


def test_nobody_decides_on_themself(session: Session, scene: PlanScene, plan: Plan) -> None:
    make_year(session, scene, plan, state=YearlyState.UNIT_REVIEW)
    own = year_act(session, plan, scene.person, reason=TEXT)

    for act in (
        lambda: years.rate(session, own, chosen=chosen(), targets=targets()),
        lambda: years.take_back(session, own),
        lambda: looks.confirm_targets(session, own),
        lambda: looks.draw_reader(session, own, reader_id=5, decider_id=3),
    ):
        with pytest.raises(NotByOneself):
            act()
    appraiser = year_act(session, plan, scene.superior)
    with pytest.raises(NotByOneself):
        looks.confirm_targets(session, appraiser)


def test_two_confirmations_at_once_one_wins(session: Session, scene: PlanScene, plan: Plan) -> None:
    make_year(session, scene, plan, state=YearlyState.UNIT_REVIEW)
    old = year_act(session, plan, scene.superior)
    confirm(session, scene, plan)

    with pytest.raises(EvaluationChanged):
        confirm(session, scene, plan, act=old)


def test_targets_that_differ_need_the_appraisers_superior(
    session: Session, scene: PlanScene, plan: Plan
) -> None:
    make_year(session, scene, plan, state=YearlyState.UNIT_REVIEW, first=ExpectationLevel.BELOW)
    with pytest.raises(IntegrityError):
        confirm(session, scene, plan)
    session.rollback()

    looks.confirm_targets(session, year_act(session, plan, scene.leader))
    confirm(session, scene, plan)

    assert held(session, plan).targets_confirmed_by == scene.leader


@pytest.mark.parametrize("state", [YearlyState.RATED, YearlyState.UNIT_REVIEW])
def test_a_look_of_the_head_is_kept_only_where_something_is_under_review(
    session: Session, scene: PlanScene, plan: Plan, state: YearlyState
) -> None:
    make_year(session, scene, plan, state=state)
    is_waiting = state is YearlyState.UNIT_REVIEW
    place = looks.HeadLook(plan.cycle_id, scene.agency_id, None, TEXT)
    act = year_act(session, plan, scene.leader)

    count = looks.review_unit(session, place, act=act, person_ids={scene.person, scene.leader})

    assert count == is_waiting
    assert session.scalar(text("SELECT count(*) FROM unit_review")) == is_waiting
    reviewer = scene.leader if is_waiting else None
    assert held(session, plan).reviewed_by == reviewer


def test_a_head_alone_under_review_looks_at_nothing(
    session: Session, scene: PlanScene, plan: Plan
) -> None:
    make_year(session, scene, plan, state=YearlyState.UNIT_REVIEW)
    place = looks.HeadLook(plan.cycle_id, scene.agency_id, None, TEXT)
    act = year_act(session, plan, scene.person)

    assert looks.review_unit(session, place, act=act, person_ids={scene.person}) == 0

    assert session.scalar(text("SELECT count(*) FROM unit_review")) == 0


def test_a_new_text_key_wraps_the_key_of_a_snapshot_anew(
    session: Session, scene: PlanScene, plan: Plan, tmp_path: Path
) -> None:
    vault = open_vault(session, tmp_path)
    make_year(
        session, scene, plan, state=YearlyState.CONFIRMED, vault=vault, text=vault.lock("laporan")
    )
    before = last_snapshot(session, held(session, plan).id)
    assert before is not None
    content = opened_content(before, vault=vault)
    session.rollback()

    assert rotate_text_key(session, tmp_path) == 2
    session.expire_all()

    after = last_snapshot(session, held(session, plan).id)
    assert after is not None
    assert opened_content(after, vault=open_vault(session, tmp_path)) == content
