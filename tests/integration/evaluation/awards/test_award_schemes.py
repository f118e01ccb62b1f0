"""A scheme goes only where the table says, and its rules never change once they are published."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.evaluation.awards import nominating_service, nominee_queries, queries, scheme_service
from portal.evaluation.awards.domain import Criterion, SchemeFault
from portal.evaluation.awards.publishable import publishing_faults
from portal.evaluation.awards.scheme_refusals import RULE_COLUMNS
from portal.evaluation.awards.scheme_service import NotYet, SchemeChanged
from portal.evaluation.rules.award_lots import numbers_digest
from portal.evaluation.rules.machines import SCHEME, transitions_of
from portal.evaluation.rules.states import NomineeState, ObjectionState, PlanState, SchemeState
from tests.factories import awards as made
from tests.factories import objections, plans
from tests.factories.awards import AwardScene
from tests.factories.people import make_people
from tests.refusals import is_refused

ALLOWED = set(transitions_of(SCHEME))


@pytest.fixture
def scene(session: Session) -> AwardScene:
    return made.make_award_scene(session)


@pytest.mark.parametrize("state", SchemeState)
def test_a_scheme_goes_only_where_the_table_says(
    session: Session, scene: AwardScene, state: SchemeState
) -> None:
    assert made.make_scheme(session, scene, state=state).state is state
    for new in SchemeState:
        if new is not state and (state, new) not in ALLOWED:
            assert is_refused(session, "UPDATE award_scheme SET state = :new", new=new)


def test_rules_never_change_once_they_are_published(session: Session, scene: AwardScene) -> None:
    made.make_scheme(session, scene, state=SchemeState.PUBLISHED)
    old = made.act(session, made.PUBLISHED)
    for do in (
        lambda: scheme_service.change_scheme(session, old, fields=made.FIELDS),
        lambda: scheme_service.list_juror(session, old, person_id=scene.ayu),
        lambda: scheme_service.strike_juror(session, old, person_id=scene.jurors[0]),
        lambda: scheme_service.publish(session, old),
    ):
        with pytest.raises(SchemeChanged):
            do()
    for column in RULE_COLUMNS:
        is_day = column in {"nominating_from", "nominating_until", "seed_due", "published_on"}
        is_word = column in {"name", "purpose", "form", "seed_event"}
        value = "'2025-01-01'" if is_day else "'money'" if is_word else f"{column} + 1"
        assert is_refused(session, f"UPDATE award_scheme SET {column} = {value}")
    assert is_refused(session, "UPDATE award_criterion SET points = 1")
    assert is_refused(session, "DELETE FROM award_criterion")
    assert is_refused(session, "DELETE FROM award_listed_juror")
    assert is_refused(session, "UPDATE award_listed_juror SET place = place + 20")
    assert is_refused(
        session,
        "INSERT INTO award_listed_juror (scheme_id, place, person_id) VALUES (1, 90, :person)",
        person=scene.ayu,
    )
    assert is_refused(
        session,
        "INSERT INTO award_criterion (scheme_id, number, name, points) VALUES (1, 6, 'x', 5)",
    )
    assert is_refused(session, "DELETE FROM award_scheme")


def test_a_draft_is_written_anew_and_may_be_thrown_away(
    session: Session, scene: AwardScene
) -> None:
    made.make_draft(session, scene.jurors[:2])
    with pytest.raises(SchemeChanged):
        scheme_service.list_juror(
            session, made.act(session, made.PUBLISHED), person_id=scene.jurors[0]
        )
    scheme_service.strike_juror(
        session, made.act(session, made.PUBLISHED), person_id=scene.jurors[0]
    )
    fields = replace(made.FIELDS, places=2, criteria=(Criterion(1, "Inovasi", 100),))
    old = made.act(session, made.PUBLISHED)
    scheme_service.change_scheme(session, old, fields=fields)

    assert made.found(session).fields == fields
    listed = queries.listed_jurors(session, 1, on=made.PUBLISHED)
    assert [(each.place, each.person_id) for each in listed] == [(2, scene.jurors[1])]
    with pytest.raises(SchemeChanged):
        scheme_service.change_scheme(session, old, fields=made.FIELDS)
    for table in ("award_criterion", "award_listed_juror", "award_scheme"):
        session.execute(text(f"DELETE FROM {table}"))
    session.commit()
    with pytest.raises(SchemeChanged):
        scheme_service.publish(session, scheme_service.SchemeAct(1, 1, made.PUBLISHED))


def test_a_scheme_is_published_whole_and_before_its_year(
    session: Session, scene: AwardScene
) -> None:
    made.make_draft(session, scene.jurors[:6], replace(made.FIELDS, criteria=()))
    listed = queries.listed_jurors(session, 1, on=made.PUBLISHED)
    late = date(2026, 1, 1)

    assert set(publishing_faults(made.found(session).fields, listed, today=late)) == {
        SchemeFault.NO_CRITERION,
        SchemeFault.FEW_LISTED,
        SchemeFault.FEW_AGENCIES,
        SchemeFault.YEAR_BEGAN,
    }
    with pytest.raises(NotYet) as refusal:
        scheme_service.publish(session, made.act(session, late))
    assert SchemeFault.YEAR_BEGAN in refusal.value.faults
    publish = "UPDATE award_scheme SET state = 'published', published_on = :day"
    assert is_refused(session, publish, day="2025-12-31")
    for each in scene.jurors[6:]:
        scheme_service.list_juror(session, made.act(session, made.PUBLISHED), person_id=each)
    scheme_service.change_scheme(session, made.act(session, made.PUBLISHED), fields=made.FIELDS)
    assert is_refused(session, publish, day="2026-01-01")
    scheme_service.publish(session, made.act(session, date(2025, 12, 31)))
    assert made.found(session).published_on == date(2025, 12, 31)


def test_jurors_come_from_more_agencies_than_seats(session: Session, scene: AwardScene) -> None:
    without_post = make_people(session, "Tanpa Jabatan satu", "Tanpa Jabatan dua", "Tanpa Jabatan")
    session.commit()
    made.make_draft(session, [*scene.jurors[:6], *without_post])

    with pytest.raises(NotYet) as refusal:
        scheme_service.publish(session, made.act(session, made.PUBLISHED))
    assert refusal.value.faults == (SchemeFault.FEW_AGENCIES,)


@pytest.mark.parametrize(
    "changed",
    [
        {"nominating_from": date(2026, 12, 31)},
        {"nominating_until": date(2027, 1, 31)},
        {"seed_due": date(2027, 2, 15)},
        {"jurors": 2},
        {"places": 0},
    ],
)
def test_the_database_keeps_the_calendar_and_the_numbers(
    session: Session, scene: AwardScene, changed: dict[str, Any]
) -> None:
    with pytest.raises(IntegrityError):
        scheme_service.begin_scheme(session, replace(made.FIELDS, **changed))


def test_nominations_open_on_their_day_and_close_after_it(
    session: Session, scene: AwardScene
) -> None:
    made.make_scheme(session, scene, state=SchemeState.PUBLISHED)
    early = made.act(session, date(2027, 1, 31))
    with pytest.raises(NotYet) as refusal:
        scheme_service.open_nominations(session, early)
    assert refusal.value.faults == (SchemeFault.TOO_EARLY,)
    scheme_service.open_nominations(session, made.act(session, made.OPENED))
    with pytest.raises(NotYet) as refusal:
        scheme_service.screen(session, made.act(session, date(2027, 2, 15)))
    assert refusal.value.faults == (SchemeFault.STILL_NOMINATING,)
    scheme_service.screen(session, made.act(session, date(2027, 2, 16)))


def test_awards_begin_after_the_last_objection(session: Session, scene: AwardScene) -> None:
    made.make_scheme(session, scene, state=SchemeState.PUBLISHED)
    with_plan = plans.make_plan_scene(session)
    plan = plans.make_plan(session, with_plan, state=PlanState.RUNNING)
    objections.received_year(session, with_plan, plan)
    objections.make_objection(session, with_plan, plan, state=ObjectionState.FILED)

    with pytest.raises(NotYet) as refusal:
        scheme_service.open_nominations(session, made.act(session, made.OPENED))
    assert refusal.value.faults == (SchemeFault.OBJECTIONS_OPEN,)
    assert is_refused(session, "UPDATE award_scheme SET state = 'nominating'")


def test_a_result_that_may_still_be_disputed_holds_awards_back(
    session: Session, scene: AwardScene
) -> None:
    made.make_scheme(session, scene, state=SchemeState.PUBLISHED)
    with_plan = plans.make_plan_scene(session)
    plan = plans.make_plan(session, with_plan, state=PlanState.RUNNING)
    year = objections.received_year(session, with_plan, plan)
    assert year.object_until is not None

    session.execute(text("UPDATE yearly_evaluation SET object_until = '2027-02-01'"))
    session.commit()
    with pytest.raises(NotYet):
        scheme_service.open_nominations(session, made.act(session, made.OPENED))
    scheme_service.open_nominations(session, made.act(session, date(2027, 2, 2)))


def test_numbers_are_frozen_before_the_seed_and_neither_changes(
    session: Session, scene: AwardScene
) -> None:
    made.make_scheme(session, scene, state=SchemeState.SCREENING)
    with pytest.raises(NotYet) as refusal:
        made.seed(session)
    assert refusal.value.faults == (SchemeFault.NOT_FROZEN,)
    assert is_refused(session, "UPDATE award_scheme SET seed = '1', seed_on = '2027-03-01'")
    with pytest.raises(SchemeChanged):
        scheme_service.freeze(session, made.act(session, made.FROZEN), screened={})
    made.screened(session, scene.ayu, scene.budi)
    people = {each.person_id: each for each in nominee_queries.nominees_of(session, 1)}

    numbers = [people[scene.ayu].number or "", people[scene.budi].number or ""]
    assert made.found(session).numbers_digest == numbers_digest(numbers)
    assert all(len(each) == 12 and each.isalnum() for each in numbers)
    assert people[scene.citra].number is None
    assert people[scene.citra].state is NomineeState.NOT_ELIGIBLE
    with pytest.raises(SchemeChanged):
        made.screened(session, scene.ayu)
    assert is_refused(session, "UPDATE award_nominee SET number = '1' WHERE number IS NOT NULL")
    assert is_refused(session, "UPDATE award_scheme SET numbers_digest = 'x'")
    for early in (made.FROZEN, date(2027, 2, 28)):
        with pytest.raises(NotYet):
            made.seed(session, on=early)
    assert is_refused(session, "UPDATE award_scheme SET seed = '1', seed_on = frozen_on")
    made.seed(session)
    with pytest.raises(SchemeChanged):
        made.seed(session, digits="2")
    assert is_refused(session, "UPDATE award_scheme SET seed = '2'")


def test_nothing_is_recorded_after_the_freezing(session: Session, scene: AwardScene) -> None:
    made.make_scheme(session, scene, state=SchemeState.SCREENING)
    made.screened(session, scene.ayu)

    with pytest.raises(nominating_service.NominationRefused):
        made.record_all(session, made.nominee_of_person(session, scene.citra).id)
