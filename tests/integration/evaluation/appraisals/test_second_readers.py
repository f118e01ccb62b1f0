"""A second reader has three working days; then another one is drawn, never the same twice.

The first is drawn on Tuesday, 12 January 2027: the last day is Friday, 15 January.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from sqlalchemy.orm import Session

from portal.accounts.staff.models import Account
from portal.evaluation.appraisals import looking_service
from portal.evaluation.appraisals.domain import Opinion
from portal.evaluation.appraisals.yearly_queries import looks_of
from portal.evaluation.objections.night_service import look_after_results_and_objections
from portal.evaluation.plans.domain import Plan
from portal.evaluation.rules.states import PlanState, TransitionRefused, YearlyState
from portal.evaluation.yearly.reader_queries import possible_readers
from portal.evaluation.yearly.redrawing import redraw_silent_readers
from portal.organisation.people.models import Officer
from portal.organisation.people.standing import RelationKind
from tests.factories.organisation import make_agency, make_holiday
from tests.factories.people import make_line, make_person, make_post, make_relation
from tests.factories.plans import PlanScene, make_plan, make_plan_scene
from tests.factories.years import TEXT, held, make_year, year_act

Night = Callable[[int], int]


@pytest.fixture
def scene(session: Session) -> PlanScene:
    return make_plan_scene(session)


@pytest.fixture
def plan(session: Session, scene: PlanScene) -> Plan:
    plan = make_plan(session, scene, state=PlanState.RUNNING)
    make_year(session, scene, plan, state=YearlyState.SECOND_LOOK)
    return plan


@pytest.fixture
def night(session: Session) -> Night:
    """Run the night before a day of January 2027."""

    def run(day: int) -> int:
        now = datetime(2027, 1, day - 1, 18, tzinfo=UTC)
        return redraw_silent_readers(session, now=now, today=date(2027, 1, day))

    return run


def make_heads(session: Session, *codes: str) -> list[int]:
    """Make the heads of other agencies; commits."""
    heads = []
    for code in codes:
        head = make_person(session, f"Kepala {code}")
        make_post(session, head.id, make_agency(session, code), is_head=True)
        heads.append(head.id)
    session.commit()
    return heads


def readers(session: Session, plan: Plan) -> list[int]:
    return [each.reader_id for each in looks_of(session, held(session, plan).id)]


def test_nobody_is_drawn_until_three_working_days_are_over(
    session: Session, scene: PlanScene, plan: Plan, night: Night
) -> None:
    (head,) = make_heads(session, "dinkes")

    assert [night(day) for day in (13, 15)] == [0, 0]
    assert night(16) == 1

    assert readers(session, plan) == [scene.stranger, head]
    assert held(session, plan).second_reader_id == head
    assert held(session, plan).state is YearlyState.SECOND_LOOK


def test_a_holiday_declared_meanwhile_gives_one_day_more(
    session: Session, plan: Plan, night: Night
) -> None:
    make_heads(session, "dinkes")
    make_holiday(session, date(2027, 1, 14))
    session.commit()

    # 12 January, then 13, 15 and Monday, 18 January.
    assert [night(16), night(18), night(19)] == [0, 0, 1]


def test_nobody_reads_twice_and_where_nobody_is_left_the_last_one_may_still_look(
    session: Session, scene: PlanScene, plan: Plan, night: Night
) -> None:
    heads = make_heads(session, "dinkes", "disdik")

    drawn = [night(day) for day in (16, 22, 29)]

    assert drawn == [1, 1, 0]
    first, *others = readers(session, plan)
    assert (first, sorted(others)) == (scene.stranger, sorted(heads))
    last = others[-1]
    act = year_act(session, plan, last, reason=TEXT)
    looking_service.look(session, act, opinion=Opinion.AGREES)
    assert night(31) == 0


def test_who_was_replaced_can_no_longer_look(
    session: Session, scene: PlanScene, plan: Plan, night: Night
) -> None:
    make_heads(session, "dinkes")
    night(16)

    act = year_act(session, plan, scene.stranger, reason=TEXT)
    with pytest.raises(looking_service.NotForReader):
        looking_service.look(session, act, opinion=Opinion.AGREES)


def test_who_looks_in_the_night_has_looked(session: Session, plan: Plan, scene: PlanScene) -> None:
    (head,) = make_heads(session, "dinkes")
    act = year_act(session, plan, scene.stranger, reason=TEXT)
    looking_service.look(session, act, opinion=Opinion.RETURNS)

    late = year_act(session, plan, scene.superior)
    with pytest.raises(TransitionRefused):
        looking_service.redraw_reader(session, late, reader_id=head)

    assert readers(session, plan) == [scene.stranger]


def test_the_nightly_job_of_results_draws(session: Session, plan: Plan, scene: PlanScene) -> None:
    (head,) = make_heads(session, "dinkes")
    today = date(2027, 1, 18)

    look_after_results_and_objections(session, now=datetime(2027, 1, 17, tzinfo=UTC), today=today)

    assert readers(session, plan) == [scene.stranger, head]


OPENED, NOW_DAY = date(2026, 1, 5), date(2027, 1, 12)


def possible(session: Session, person: int) -> tuple[int, ...]:
    return possible_readers(session, person, on=OPENED, today=NOW_DAY, outside=())


def test_nobody_below_the_person_reads_by_however_many_steps_or_since_the_opening(
    session: Session, scene: PlanScene
) -> None:
    two_steps, below_since, once_below, beside = make_heads(
        session, "dinkes", "disdik", "dispora", "dinsos"
    )
    between = make_person(session, "Antara Contoh").id
    # The leader's people's people's people: three steps below the leader.
    make_line(session, between, to=scene.superior)
    make_line(session, two_steps, to=between)
    make_line(session, below_since, to=scene.mayor, ends_on=date(2026, 6, 30))
    make_line(session, below_since, to=scene.superior, starts_on=date(2026, 7, 1))
    make_line(session, once_below, to=scene.superior, ends_on=date(2025, 12, 31))
    make_line(session, once_below, to=scene.mayor, starts_on=date(2026, 1, 1))
    make_line(session, beside, to=scene.mayor)
    session.commit()

    assert possible(session, scene.leader) == tuple(sorted((once_below, beside)))
    # For somebody who leads nobody all four are heads of other units.
    assert two_steps in possible(session, scene.person)


def test_who_retired_since_the_opening_or_became_close_does_not_read(
    session: Session, scene: PlanScene
) -> None:
    retired, close, free = make_heads(session, "dinkes", "disdik", "dispora")
    session.get_one(Officer, retired).retired_on = date(2026, 12, 1)
    make_relation(
        session, RelationKind.RELATIVE, close, about=scene.person, starts_on=date(2026, 9, 1)
    )
    session.commit()

    assert possible(session, scene.person) == (free,)


def test_where_some_can_sign_in_only_they_are_drawn(session: Session, scene: PlanScene) -> None:
    without, able = make_heads(session, "dinkes", "disdik")

    assert possible(session, scene.person) == (without, able)

    name = {"email": "able@example.go.id", "name": "Bisa Masuk"}
    session.add(Account(officer_id=able, created_at=datetime(2026, 1, 5, tzinfo=UTC), **name))
    session.commit()
    assert possible(session, scene.person) == (able,)
