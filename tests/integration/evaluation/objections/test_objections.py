"""An objection goes only where the table says; the database keeps what protects both sides.

The result is received on Tuesday, 12 January 2027: the last day to object is the 26th.
"""

from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from portal.evaluation.appraisals.snapshot_queries import last_snapshot
from portal.evaluation.objections import (
    deciding_service,
    filing_service,
    hearing_service,
)
from portal.evaluation.objections.domain import (
    CaseSide,
    Inadmissibility,
    ObjectionDecision,
    ObjectionDecisionIncomplete,
    ObjectionOutcome,
    Worsens,
)
from portal.evaluation.objections.writing import NotForThisSide, ObjectionChanged
from portal.evaluation.plans.domain import Plan
from portal.evaluation.rules.levels import ExpectationLevel, Predicate
from portal.evaluation.rules.machines import OBJECTION, transitions_of
from portal.evaluation.rules.states import ObjectionState, TransitionRefused, YearlyState
from tests.factories import objections as made
from tests.factories import years
from tests.factories.plans import PlanScene
from tests.refusals import is_refused

ALLOWED = set(transitions_of(OBJECTION))
LAST = date(2027, 1, 26)
TEXT = made.TEXT
BELOW = ExpectationLevel.BELOW


def year_of(session: Session, plan: Plan) -> YearlyState:
    return years.held(session, plan).state


@pytest.mark.parametrize("state", made.STATES)
def test_an_objection_goes_only_where_the_table_says(
    session: Session, scene: PlanScene, plan: Plan, state: ObjectionState
) -> None:
    assert made.make_objection(session, scene, plan, state=state).state is state

    for new in ObjectionState:
        if new is not state and (state, new) not in ALLOWED:
            assert is_refused(session, "UPDATE objection SET state = :new", new=new), new


def test_what_was_filed_and_decided_stays(session: Session, scene: PlanScene, plan: Plan) -> None:
    made.make_objection(session, scene, plan, state=ObjectionState.DECIDED)

    for statement in (
        "UPDATE objection SET filed_on = '2027-01-01'",
        "UPDATE objection SET snapshot_number = 9",
        "UPDATE objection SET before_result = 'below'",
        "UPDATE objection SET asked_result = 'below'",
        "UPDATE objection SET may_worsen = NOT may_worsen",
        "UPDATE objection SET person_id = 5",
        "UPDATE objection SET decider_id = 4",
        "UPDATE objection SET outcome = 'upheld'",
        "UPDATE objection SET behaviour_level = 'above'",
        "UPDATE objection SET person_done_on = NULL",
        "UPDATE objection SET decide_until = '2027-01-01'",
        "UPDATE objection_point SET finding = 'unfounded'",
        "UPDATE objection_point SET claim = NULL",
        "UPDATE objection_point SET answer = NULL",
        "UPDATE objection_point SET reply = NULL",
        "UPDATE objection_point SET finding_reason = NULL",
        "DELETE FROM objection_point",
        "DELETE FROM objection",
        "DELETE FROM objection_event",
        "UPDATE objection_event SET person_id = 1",
        "DELETE FROM objection_decider",
        "UPDATE objection_decider SET named_on = '2027-01-01'",
        "INSERT INTO objection_point (objection_id, number) VALUES (1, 9)",
        (
            "INSERT INTO objection_evidence (objection_id, side, title, added_on) "
            "VALUES (1, 'person', 'x', '2027-01-12')"
        ),
        (
            "INSERT INTO objection_meeting (objection_id, held_on, notes, written_by, written_at) "
            "VALUES (1, '2027-01-12', 'x', 3, '2027-01-12')"
        ),
    ):
        assert is_refused(session, statement), statement


def test_a_decision_makes_a_new_document_and_the_result_final(
    session: Session, scene: PlanScene, plan: Plan
) -> None:
    found = made.make_objection(session, scene, plan, state=ObjectionState.DECIDED)

    year = years.held(session, plan)
    snapshot = last_snapshot(session, year.id)
    assert snapshot is not None
    assert (snapshot.number, found.snapshot_number) == (2, 1)
    assert (year.state, year.result_level) == (YearlyState.FINAL, ExpectationLevel.ABOVE)
    assert year.predicate is Predicate.GOOD
    assert found.outcome is ObjectionOutcome.CHANGED
    # Nothing is reopened: no further objection, by code and by database.
    with pytest.raises(filing_service.DecisionIsFinal):
        filing_service.start_objection(
            session, year, by=scene.person, fields=made.fields(), now=years.JANUARY
        )
    assert is_refused(
        session,
        "INSERT INTO objection (evaluation_id, plan_id, person_id, cycle_id, appraiser_id, "
        "number, state, revision, before_result, before_behaviour, may_worsen, is_late) "
        "SELECT evaluation_id, plan_id, person_id, cycle_id, appraiser_id, 2, 'draft', 1, "
        "'meets', 'meets', may_worsen, is_late FROM objection",
    )


@pytest.mark.parametrize("on", [LAST, date(2027, 1, 27)])
def test_the_last_day_is_in_time_and_the_day_after_needs_a_reason(
    session: Session, scene: PlanScene, plan: Plan, on: date
) -> None:
    year = years.held(session, plan)
    assert year.object_until == LAST
    made.make_objection(session, scene, plan, state=ObjectionState.DRAFT)
    act = made.act_of(session, year, scene.person, on=on)
    if on > LAST:
        with pytest.raises(filing_service.LateReasonMissing):
            filing_service.file_objection(
                session, act, fields=made.fields(), filing=made.filing_of(year)
            )
        late = made.fields(late_reason=TEXT)
    else:
        late = made.fields()
    filing_service.file_objection(session, act, fields=late, filing=made.filing_of(year))

    assert made.held(session, year).is_late is (on > LAST)


def test_the_database_knows_the_last_day(session: Session, scene: PlanScene, plan: Plan) -> None:
    made.make_objection(session, scene, plan, state=ObjectionState.DRAFT)
    filed = (
        "UPDATE objection SET state = 'filed', filed_at = '2027-01-27', snapshot_number = 1, "
        "filed_on = :on"
    )

    assert is_refused(session, filed, on=date(2027, 1, 27))
    assert not is_refused(session, filed, on=LAST)
    session.execute(text("DELETE FROM objection_point"))
    assert is_refused(session, filed, on=LAST)


def test_a_result_waits_for_an_objection_and_is_final_by_its_decision_only(
    session: Session, scene: PlanScene, plan: Plan
) -> None:
    final = "UPDATE yearly_evaluation SET state = 'final'"
    opened = "UPDATE yearly_evaluation SET state = 'under_objection'"
    made.make_objection(session, scene, plan, state=ObjectionState.FILED)
    assert is_refused(session, final)
    assert is_refused(session, opened)

    made.admit(session, scene, plan)
    assert year_of(session, plan) is YearlyState.UNDER_OBJECTION
    assert is_refused(session, final)
    assert is_refused(
        session, "UPDATE yearly_evaluation SET result_level = 'above', predicate = 'good'"
    )


def test_after_a_withdrawal_another_one_may_follow(
    session: Session, scene: PlanScene, plan: Plan
) -> None:
    made.make_objection(session, scene, plan, state=ObjectionState.FILED)
    year = years.held(session, plan)
    with pytest.raises(ObjectionChanged):
        filing_service.start_objection(
            session, year, by=scene.person, fields=made.fields(), now=years.JANUARY
        )
    filing_service.withdraw_objection(session, made.act_of(session, year, scene.person))

    assert year_of(session, plan) is YearlyState.RECEIVED
    assert not is_refused(session, "UPDATE yearly_evaluation SET state = 'final'")
    assert made.make_objection(session, scene, plan, state=ObjectionState.FILED).number == 2


def test_a_late_one_opens_a_final_result_with_a_reason_only(
    session: Session, scene: PlanScene, plan: Plan
) -> None:
    session.execute(text("UPDATE yearly_evaluation SET state = 'final'"))
    session.commit()
    made.make_objection(session, scene, plan, state=ObjectionState.DRAFT)
    year = years.held(session, plan)
    act = made.act_of(session, year, scene.person, on=date(2027, 3, 1))
    late = made.fields(late_reason=TEXT)
    filing = made.filing_of(year, decider=scene.leader)
    filing_service.file_objection(session, act, fields=late, filing=filing)

    with pytest.raises(hearing_service.ReasonMissing):
        made.admit(session, scene, plan)
    made.admit(session, scene, plan, reason=TEXT)

    assert year_of(session, plan) is YearlyState.UNDER_OBJECTION


def test_inadmissible_leaves_the_result_as_it_was(
    session: Session, scene: PlanScene, plan: Plan
) -> None:
    made.make_objection(session, scene, plan, state=ObjectionState.FILED)
    year = years.held(session, plan)
    act = made.act_of(session, year, scene.leader, reason=TEXT)
    with pytest.raises(hearing_service.ReasonMissing):
        hearing_service.refuse_objection(session, act, because=Inadmissibility.LATE)
    with pytest.raises(TransitionRefused):
        hearing_service.refuse_objection(
            session,
            made.act_of(session, year, scene.leader),
            because=Inadmissibility.NO_REASONS,
        )
    hearing_service.refuse_objection(session, act, because=Inadmissibility.NO_REASONS)

    assert year_of(session, plan) is YearlyState.RECEIVED
    assert made.held(session, year).inadmissible_because is Inadmissibility.NO_REASONS


def test_nobody_decides_who_took_part(session: Session, scene: PlanScene, plan: Plan) -> None:
    made.make_objection(session, scene, plan, state=ObjectionState.FILED)
    session.execute(
        text(
            "INSERT INTO objection_decider (objection_id, person_id, origin, named_on) "
            "SELECT 1, id, 'lot', '2027-01-12' FROM officer WHERE id <> :leader"
        ),
        {"leader": scene.leader},
    )
    session.commit()

    for person in (scene.person, scene.superior):
        assert is_refused(session, "UPDATE objection SET decider_id = :p", p=person), person
    assert not is_refused(session, "UPDATE objection SET decider_id = :p", p=scene.stranger)
    session.execute(text("UPDATE objection_decider SET left_on = '2027-01-12', left_reason = 'x'"))
    assert is_refused(session, "UPDATE objection SET decider_id = :p", p=scene.stranger)


@pytest.mark.parametrize("by", ["person", "superior", "mayor", "stranger"])
def test_only_the_one_who_decides_decides(
    session: Session, scene: PlanScene, plan: Plan, by: str
) -> None:
    made.make_objection(session, scene, plan, state=ObjectionState.HEARING)
    year = years.held(session, plan)
    act = made.act_of(session, year, getattr(scene, by), reason=TEXT)

    for do in (
        lambda: deciding_service.decide(
            session, act, deciding=made.deciding(session, plan), vault=years.VAULT
        ),
        lambda: deciding_service.keep_decision(session, act, decision=made.decision()),
        lambda: hearing_service.put_off(session, act, clock=made.CLOCK),
        lambda: hearing_service.step_aside(session, act),
        lambda: hearing_service.record_meeting(session, act, held_on=LAST, notes=TEXT),
    ):
        with pytest.raises(NotForThisSide):
            do()


def test_a_decision_is_whole_and_worsens_nothing(
    session: Session, scene: PlanScene, plan: Plan
) -> None:
    made.make_objection(session, scene, plan, state=ObjectionState.HEARING)
    year = years.held(session, plan)
    empty = ObjectionDecision((None, None), {})
    for wrong, error in (
        (empty, ObjectionDecisionIncomplete),
        (made.decision(BELOW, BELOW), Worsens),
    ):
        with pytest.raises(error):
            deciding_service.decide(
                session,
                made.act_of(session, year, scene.leader),
                deciding=made.deciding(session, plan, made=wrong),
                vault=years.VAULT,
            )
    deciding_service.keep_decision(
        session, made.act_of(session, year, scene.leader), decision=made.decision(BELOW, BELOW)
    )
    decided = "UPDATE objection SET state = 'decided', outcome = 'changed', decided_on = :on"

    assert is_refused(session, decided, on=LAST)


def test_before_both_were_heard_nothing_is_decided(
    session: Session, scene: PlanScene, plan: Plan
) -> None:
    made.make_objection(session, scene, plan, state=ObjectionState.ADMITTED)
    year = years.held(session, plan)
    with pytest.raises(TransitionRefused):
        deciding_service.decide(
            session,
            made.act_of(session, year, scene.leader),
            deciding=made.deciding(session, plan),
            vault=years.VAULT,
        )

    act = made.act_of(session, year, scene.superior)
    hearing_service.explain(session, act, side=CaseSide.APPRAISER, texts={1: TEXT}, is_sent=True)
    assert made.held(session, year).state is ObjectionState.ADMITTED
    again = made.act_of(session, year, scene.superior)
    with pytest.raises(TransitionRefused):
        hearing_service.explain(session, again, side=CaseSide.APPRAISER, texts={}, is_sent=True)
    other = made.act_of(session, year, scene.superior)
    with pytest.raises(NotForThisSide):
        hearing_service.explain(session, other, side=CaseSide.PERSON, texts={}, is_sent=True)
