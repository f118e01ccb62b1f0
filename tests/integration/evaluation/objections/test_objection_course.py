"""What else happens to an objection: put off, handed on, accompanied, hurried by nights and tabs.

The result is received on Tuesday, 12 January 2027: the last day to object is the 26th.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.evaluation.appraisals.delivery_service import Clock, look_after
from portal.evaluation.appraisals.periodic_service import EvaluationChanged
from portal.evaluation.objections import companion_service, filing_service, hearing_service
from portal.evaluation.objections.due_service import look_after_objections
from portal.evaluation.objections.queries import has_pending
from portal.evaluation.objections.writing import NotForThisSide
from portal.evaluation.plans.domain import Plan
from portal.evaluation.rules.rule_set import RuleSet
from portal.evaluation.rules.states import ObjectionState, TransitionRefused, YearlyState
from tests.factories import objections as made
from tests.factories import years
from tests.factories.cycles import is_weekday
from tests.factories.organisation import make_holiday
from tests.factories.plans import PlanScene
from tests.refusals import is_refused

TEXT = made.TEXT
OVER = date(2027, 1, 27)


def night(session: Session, on: date) -> None:
    now = datetime(on.year, on.month, on.day, tzinfo=UTC) - timedelta(hours=5)
    look_after_objections(session, now=now, today=on)


def make_final(session: Session, plan: Plan, *, revision: int) -> YearlyState:
    """Do what the nightly job does to a result on the day after the last one."""
    act = years.year_act(session, plan, 0)
    act = replace(act, revision=revision, person_id=None, today=OVER)
    clock = Clock(RuleSet(), is_weekday, made.nobody_away)
    return look_after(session, act, clock=clock, tell=made.silent, has_objection=has_pending)


def test_a_decision_is_put_off_once(session: Session, scene: PlanScene, plan: Plan) -> None:
    found = made.make_objection(session, scene, plan, state=ObjectionState.ADMITTED)
    year = years.held(session, plan)
    # Admitted on 12 January: explanations until the 19th, the decision until 2 February.
    assert (found.explain_until, found.decide_until) == (date(2027, 1, 19), date(2027, 2, 2))
    with pytest.raises(hearing_service.ReasonMissing):
        hearing_service.put_off(session, made.act_of(session, year, scene.leader), clock=made.CLOCK)
    for _ in range(1):
        act = made.act_of(session, year, scene.leader, reason=TEXT)
        hearing_service.put_off(session, act, clock=made.CLOCK)

    assert made.held(session, year).decide_until == date(2027, 2, 9)
    with pytest.raises(TransitionRefused):
        hearing_service.put_off(
            session, made.act_of(session, year, scene.leader, reason=TEXT), clock=made.CLOCK
        )


def test_who_steps_aside_is_never_drawn_again(
    session: Session, scene: PlanScene, plan: Plan
) -> None:
    made.make_objection(session, scene, plan, state=ObjectionState.HEARING)
    year = years.held(session, plan)
    act = made.act_of(session, year, scene.leader, reason=TEXT)
    hearing_service.step_aside(session, act)
    assert made.held(session, year).needs_decider

    portal = made.act_of(session, year, None)
    with pytest.raises(IntegrityError):
        hearing_service.draw_decider(session, portal, person_id=scene.leader, drawn_by=1)
    session.rollback()


def test_a_companion_is_neither_side_and_reads_once(
    session: Session, scene: PlanScene, plan: Plan
) -> None:
    made.make_objection(session, scene, plan, state=ObjectionState.FILED)
    year = years.held(session, plan)
    for refused_one in (scene.person, scene.superior, scene.leader):
        with pytest.raises(companion_service.CompanionRefused):
            companion_service.name_companion(
                session, made.act_of(session, year, scene.person), companion_id=refused_one
            )
    for by, error in ((scene.superior, NotForThisSide), (scene.person, None)):
        act = made.act_of(session, year, by)
        if error is None:
            companion_service.name_companion(session, act, companion_id=scene.stranger)
        else:
            with pytest.raises(error):
                companion_service.name_companion(session, act, companion_id=scene.stranger)
    end = made.act_of(session, year, scene.person)
    companion_service.end_companion(session, end, companion_id=scene.stranger)

    assert is_refused(session, "UPDATE objection_companion SET ended_on = NULL")
    with pytest.raises(companion_service.CompanionRefused):
        companion_service.end_companion(
            session, made.act_of(session, year, scene.person), companion_id=scene.stranger
        )


def test_an_older_page_of_the_result_files_nothing(
    session: Session, scene: PlanScene, plan: Plan
) -> None:
    made.make_objection(session, scene, plan, state=ObjectionState.DRAFT)
    old = years.held(session, plan)
    session.execute(text("UPDATE yearly_evaluation SET revision = revision + 1"))
    session.commit()
    act = made.act_of(session, old, scene.person)

    with pytest.raises(EvaluationChanged):
        filing_service.file_objection(
            session, act, fields=made.fields(), filing=made.filing_of(old)
        )
    assert made.held(session, old).state is ObjectionState.DRAFT


def test_an_objection_in_time_is_heard_although_nobody_answers(
    session: Session, scene: PlanScene, plan: Plan
) -> None:
    """Filed on Tuesday the 12th: three working days end on the 15th."""
    made.make_objection(session, scene, plan, state=ObjectionState.FILED)
    year = years.held(session, plan)
    night(session, date(2027, 1, 15))
    assert made.held(session, year).state is ObjectionState.FILED
    night(session, date(2027, 1, 18))
    found = made.held(session, year)
    assert found.state is ObjectionState.ADMITTED
    # Five working days from the 18th.
    assert found.explain_until == date(2027, 1, 25)

    night(session, date(2027, 1, 25))
    assert made.held(session, year).state is ObjectionState.ADMITTED
    night(session, date(2027, 1, 26))
    assert made.held(session, year).state is ObjectionState.HEARING
    night(session, date(2027, 12, 1))
    found = made.held(session, year)
    assert found.state is ObjectionState.HEARING
    assert found.is_overdue(date(2027, 12, 1))


def test_a_holiday_declared_later_moves_last_days_later_only(
    session: Session, scene: PlanScene, plan: Plan
) -> None:
    before = made.make_objection(session, scene, plan, state=ObjectionState.ADMITTED)
    make_holiday(session, date(2027, 1, 18))
    session.commit()
    night(session, date(2027, 1, 13))
    year = years.held(session, plan)
    later = made.held(session, year)
    assert before.explain_until is not None
    assert later.explain_until == before.explain_until + timedelta(days=1)
    session.execute(text("DELETE FROM holiday"))
    session.commit()
    night(session, date(2027, 1, 14))

    assert made.held(session, year).explain_until == later.explain_until


def test_a_decision_that_nobody_opens_is_closed_after_five_working_days(
    session: Session, scene: PlanScene, plan: Plan
) -> None:
    made.make_objection(session, scene, plan, state=ObjectionState.DECIDED)
    year = years.held(session, plan)
    night(session, date(2027, 1, 19))
    assert made.held(session, year).state is ObjectionState.DECIDED
    night(session, date(2027, 1, 20))

    assert made.held(session, year).state is ObjectionState.CLOSED


def test_what_was_filed_first_keeps_a_result_from_becoming_final(
    session: Session, scene: PlanScene, plan: Plan
) -> None:
    seen = years.held(session, plan).revision
    made.make_objection(session, scene, plan, state=ObjectionState.FILED)
    with pytest.raises(EvaluationChanged):
        make_final(session, plan, revision=seen)

    now = years.held(session, plan).revision
    assert make_final(session, plan, revision=now) is YearlyState.RECEIVED


def test_a_result_that_became_final_first_takes_no_objection_in_time(
    session: Session, scene: PlanScene, plan: Plan
) -> None:
    made.make_objection(session, scene, plan, state=ObjectionState.DRAFT)
    old = years.held(session, plan)
    assert make_final(session, plan, revision=old.revision) is YearlyState.FINAL
    act = made.act_of(session, old, scene.person)
    with pytest.raises(EvaluationChanged):
        filing_service.file_objection(
            session, act, fields=made.fields(), filing=made.filing_of(old)
        )

    assert made.held(session, old).state is ObjectionState.DRAFT


def test_filing_and_becoming_final_at_once_end_in_one_of_two_ways(
    session: Session, scene: PlanScene, plan: Plan
) -> None:
    made.make_objection(session, scene, plan, state=ObjectionState.DRAFT)
    year = years.held(session, plan)
    act = made.act_of(session, year, scene.person)
    engine, together = session.get_bind(), Barrier(2)
    session.rollback()
    assert isinstance(engine, Engine)

    def file(own: Session) -> None:
        filing_service.file_objection(own, act, fields=made.fields(), filing=made.filing_of(year))

    def finish(own: Session) -> None:
        make_final(own, plan, revision=year.revision)

    def run(do: Callable[[Session], None]) -> bool:
        with Session(engine) as own:
            together.wait()
            try:
                do(own)
            except EvaluationChanged:
                return False
        return True

    with ThreadPoolExecutor(2) as pool:
        is_filed, is_final = pool.map(run, (file, finish))

    state = years.held(session, plan).state
    filed = made.held(session, year).state is ObjectionState.FILED
    assert is_filed is filed
    assert is_filed is not is_final
    assert (state is YearlyState.FINAL) is is_final
