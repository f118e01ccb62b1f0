"""The running year of the made-up city: in progress, some late, right on any day."""

from collections import Counter
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.demo.city import build_city
from portal.demo.staff_acts import kept
from portal.demo.staff_year import add_staff_year, add_year_before, served_since
from portal.demo.superiors import DemoLine, DemoTeam, add_superiors, line_of
from portal.evaluation.appraisals.confirming_service import snapshot_document
from portal.evaluation.appraisals.models import PeriodicEvaluation
from portal.evaluation.appraisals.yearly_queries import yearly_of
from portal.evaluation.cycles import queries as cycles
from portal.evaluation.cycles.domain import Cycle
from portal.evaluation.monitoring.models import DialogueRow
from portal.evaluation.plans import queries as plans
from portal.evaluation.realisations.models import RealisationRow
from portal.evaluation.rules.levels import Predicate
from portal.evaluation.rules.states import (
    ActivityState,
    CycleState,
    PeriodState,
    PlanState,
    RealisationState,
    YearlyState,
)
from portal.evaluation.work.models import ActivityRow
from portal.organisation.people.change_models import SuperiorDoubt
from portal.organisation.people.models import KeptLine, Officer, Posting
from portal.organisation.places.catalogue_queries import catalogue
from portal.storage.texts.key_file import Vault

NOVEMBER = date(2026, 11, 21)
SEED = 7


def is_weekday(day: date) -> bool:
    return day.weekday() < 5


def made(session: Session, *, today: date) -> tuple[DemoLine, DemoTeam]:
    """Build the city on a day with the year of its largest team."""
    city = build_city(session, seed=SEED, today=today)
    line = add_superiors(session, city.catalogue, since=city.starts_on)
    shown = max(line.teams.values(), key=lambda team: len(team.officers))
    add_staff_year(
        session,
        Vault(b"k" * 32),
        line=line,
        shown=shown,
        today=today,
        is_working_day=is_weekday,
        seed=SEED,
    )
    return line, shown


@pytest.fixture(scope="module")
def november(shared_session: Session) -> tuple[DemoLine, DemoTeam]:
    """The line and the shown team in November, for all tests that only look at them."""
    return made(shared_session, today=NOVEMBER)


@pytest.fixture
def stored(shared_session: Session, november: tuple[DemoLine, DemoTeam]) -> Session:
    return shared_session


def opened(session: Session) -> Cycle:
    cycle = cycles.open_cycle(session)
    assert cycle is not None
    return cycle


def test_everybody_who_serves_has_somebody_above(
    stored: Session, november: tuple[DemoLine, DemoTeam]
) -> None:
    line, _ = november

    above = dict(stored.execute(select(KeptLine.person_id, KeptLine.superior_id)).all())
    serving = stored.scalars(select(Posting.officer_id).where(Posting.ends_on.is_(None))).all()
    retired = stored.scalars(select(Officer.id).where(Officer.retired_on.is_not(None))).all()
    assert set(serving) - set(retired) <= above.keys()
    for person_id in above:
        steps = [person_id]
        while steps[-1] != line.mayor_id:
            steps.append(above[steps[-1]])
        assert len(steps) <= 4
    names = stored.scalars(select(Officer.name)).all()
    assert len(set(names)) == len(names)
    assert all("(rekaan)" in name for name in names)


def test_in_november_plans_run_and_some_are_late(
    stored: Session, november: tuple[DemoLine, DemoTeam]
) -> None:
    _, team = november

    states = Counter(
        each.latest.state
        for person in (*team.superiors, *(each.person_id for each in team.officers))
        for each in plans.plans_of(stored, person)
    )
    assert states.total() == len(team.officers) + 2
    assert states[PlanState.RUNNING] > states.total() / 2
    assert states[PlanState.DRAFT] == 1
    assert states[PlanState.SUBMITTED] == 1
    quarters = stored.execute(
        select(RealisationRow.period_number, RealisationRow.state).distinct()
    ).all()
    assert {number for number, _ in quarters} == {1, 2, 3}
    assert {state for _, state in quarters} == {
        RealisationState.REPORTED,
        RealisationState.VERIFIED,
    }
    looked_at = set(stored.scalars(select(ActivityRow.state)))
    assert looked_at == {ActivityState.SENT, ActivityState.ACCEPTED}
    assert stored.scalars(select(SuperiorDoubt.superior_id)).all() == [team.superior_id]


@pytest.mark.parametrize("today", [date(2026, 1, 1), date(2026, 1, 12), date(2028, 2, 29)])
def test_nothing_is_dated_ahead_on_a_day_early_in_the_year(session: Session, today: date) -> None:
    made(session, today=today)

    assert opened(session).year == today.year
    assert max(session.scalars(select(ActivityRow.done_on)), default=today) <= today
    assert session.scalars(select(RealisationRow.id)).all() == []
    for person in session.scalars(select(KeptLine.person_id)).all():
        for plan in plans.plans_of(session, person):
            agreed_at = plan.latest.agreed_at
            assert agreed_at is None or agreed_at.date() <= today


def test_activities_serve_the_agreed_plan_and_ended_quarters_were_evaluated(
    stored: Session, november: tuple[DemoLine, DemoTeam]
) -> None:
    _, shown = november

    cycle = opened(stored)
    states = Counter(stored.scalars(select(PeriodicEvaluation.state)).all())
    purposes = Counter(stored.scalars(select(ActivityRow.purpose)).all())
    # Three quarters are over; most were shown and agreed, some wait for the superior.
    assert states.keys() == {"acknowledged", "self_reported"}
    assert states["acknowledged"] > states["self_reported"] > 0
    assert purposes["result"] > purposes["other_duty"] > 0
    # Whose plan was not agreed links the work later.
    unagreed = sum(
        plan.latest.agreed_at is None
        for plans_of in plans.plans_of_cycle(
            stored, cycle.id, person_ids={each.person_id for each in shown.officers}
        ).values()
        for plan in plans_of
    )
    assert (purposes["later"] > 0) is (unagreed > 0)
    levels = Counter(stored.scalars(select(PeriodicEvaluation.result_level)).all())
    assert levels["meets"] > levels["above"]


def test_the_year_before_is_closed_and_every_result_of_it_is_final(session: Session) -> None:
    city = build_city(session, seed=SEED, today=NOVEMBER)
    add_superiors(session, city.catalogue, since=city.starts_on)
    line, vault = line_of(session, city.catalogue), Vault(b"k" * 32)
    shown = min(line.teams.values(), key=lambda team: len(team.officers))

    is_made = add_year_before(
        session,
        vault,
        line=line,
        shown=shown,
        today=NOVEMBER,
        is_working_day=is_weekday,
        seed=SEED,
    )

    assert is_made
    (cycle,) = cycles.cycles(session)
    assert (cycle.year, cycle.state) == (NOVEMBER.year - 1, CycleState.CLOSED)
    assert {each.state for each in cycle.periods} == {PeriodState.EVALUATED}
    for person_id in (*shown.superiors, *(each.person_id for each in shown.officers)):
        year = yearly_of(session, person_id, cycle_id=cycle.id)
        if year is None:
            began = next(each.since for each in shown.officers if each.person_id == person_id)
            assert served_since(began, year=cycle.year) is None
            continue
        assert year.state is YearlyState.FINAL
        assert year.predicate in {Predicate.GOOD, Predicate.VERY_GOOD}
        (plan,) = plans.plans_of(session, person_id)
        assert plan.latest.state is PlanState.CONCLUDED
        document = snapshot_document(session, year, vault=vault)
        assert document is not None
        assert document["levels"]["predicate"] == year.predicate
        assert document["result"]["realisations"]


def test_before_its_last_results_are_final_the_year_before_is_not_made(session: Session) -> None:
    day = date(2026, 2, 1)
    city = build_city(session, seed=SEED, today=day)
    line = add_superiors(session, city.catalogue, since=city.starts_on)
    shown = min(line.teams.values(), key=lambda team: len(team.officers))

    assert not add_year_before(
        session,
        Vault(b"k" * 32),
        line=line,
        shown=shown,
        today=day,
        is_working_day=is_weekday,
        seed=SEED,
    )
    assert cycles.cycles(session) == ()


def test_some_have_spoken_with_their_superior_and_some_have_not(session: Session) -> None:
    _, team = made(session, today=NOVEMBER)

    states = Counter(session.scalars(select(DialogueRow.state)))
    assert states["planned"] == 1
    assert 0 < states["confirmed"] < len(team.officers)


def test_what_an_act_before_did_not_write_ends_the_seeding() -> None:
    assert kept(0) == 0
    with pytest.raises(LookupError):
        kept(None)


def test_a_city_without_officers_at_desks_has_no_line(session: Session) -> None:
    with pytest.raises(LookupError, match="nobody serves at a desk"):
        line_of(session, catalogue(session, on=date(2026, 1, 12)))
