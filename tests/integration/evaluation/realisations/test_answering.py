"""Who answers a realisation: the superior in five working days, then who stands above."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from portal.evaluation.plans.domain import Plan
from portal.evaluation.plans.queries import plan_with
from portal.evaluation.realisations import draft_service, realising
from portal.evaluation.realisations.domain import (
    Answering,
    DropCause,
    IndicatorPeriod,
    version_of_period,
)
from portal.evaluation.realisations.realised import DropRules, Realised
from portal.evaluation.realisations.realised_queries import realised
from portal.evaluation.rules.rule_set import ResultRules
from portal.evaluation.rules.states import PlanState, RealisationState
from portal.evaluation.work.domain import WorkDays
from portal.organisation.people.standing import StandingKind
from tests.factories.cycles import is_weekday
from tests.factories.plans import NOW, REASON, TODAY, PlanScene, make_plan, make_plan_scene
from tests.integration.evaluation.realisations.test_realisations import (
    ABOVE,
    LATE,
    LINK,
    PERSON,
    STRANGER,
    SUPERIOR,
    bring,
    held,
    move,
    report,
)

# Reported on 12 January; the last of five working days is the 19th.
TURNS = [
    (SUPERIOR, date(2026, 1, 19), True),
    (SUPERIOR, date(2026, 1, 20), False),
    (ABOVE, date(2026, 1, 19), False),
    (ABOVE, date(2026, 1, 20), True),
    (STRANGER, date(2026, 1, 12), False),
    (STRANGER, date(2026, 1, 20), False),
]


@pytest.mark.parametrize(("who", "day", "is_theirs"), TURNS)
@pytest.mark.parametrize("act", ["verify", "dispute"])
def test_the_answer_is_taken_from_whose_turn_it_is_and_from_nobody_else(
    session: Session, *, act: str, who: Answering, day: date, is_theirs: bool
) -> None:
    scene = make_plan_scene(session)
    place = bring(session, scene, RealisationState.REPORTED)
    by = replace(who, days=WorkDays(day, is_weekday))
    answer = move(place, scene.leader, revision=1, reason=REASON)

    def do() -> None:
        if act == "verify":
            realising.verify(session, answer, by=by)
        else:
            realising.dispute(session, answer, value=Decimal(1), by=by)

    if is_theirs:
        do()
    else:
        with pytest.raises(realising.NotTheirTurn):
            do()
    assert (held(session, place).state is RealisationState.REPORTED) is not is_theirs


def test_where_nobody_stands_above_the_superior_answers_late() -> None:
    late = replace(SUPERIOR, days=LATE)

    assert not late.may_answer(TODAY)
    assert replace(late, has_above=False).may_answer(TODAY)


@pytest.mark.parametrize("kind", [StandingKind.STAND_IN, StandingKind.DELEGATE])
def test_who_stands_in_verifies_and_only_a_stand_in_agrees_what_is_measured(
    kind: StandingKind,
) -> None:
    by = replace(SUPERIOR, kinds=frozenset({kind}))

    assert by.may_answer(TODAY)
    is_stand_in = kind is StandingKind.STAND_IN
    assert by.may_agree_drop(is_own_proposal=False, needs_above=False) is is_stand_in
    assert by.may_propose_drop() is is_stand_in


@pytest.mark.parametrize(
    ("by", "needs_above", "agrees"),
    [
        (SUPERIOR, False, True),
        (SUPERIOR, True, False),
        (ABOVE, False, False),
        (ABOVE, True, True),
        (STRANGER, False, False),
        (STRANGER, True, False),
    ],
)
def test_an_indicator_drops_out_by_both_sides_or_by_who_stands_above(
    session: Session, *, by: Answering, needs_above: bool, agrees: bool
) -> None:
    scene = make_plan_scene(session)
    place = bring(session, scene, RealisationState.REPORTED)
    own = move(place, scene.person, revision=1, reason=REASON)
    realising.propose_drop(session, own, cause=DropCause.SOURCE_FAILED)
    agreeing = move(place, scene.superior, revision=2)

    if agrees:
        realising.agree_drop(session, agreeing, by=by, needs_above=needs_above)
    else:
        with pytest.raises(realising.NotTheirTurn):
            realising.agree_drop(session, agreeing, by=by, needs_above=needs_above)

    found = held(session, place)
    assert (found.state is RealisationState.NOT_MEASURABLE) is agrees
    assert found.drop_reason == REASON


def test_a_proposal_is_taken_back_and_a_new_report_takes_it_away(session: Session) -> None:
    scene = make_plan_scene(session)
    place = bring(session, scene, RealisationState.OPEN)
    assert held(session, place).waits_for_agreement

    realising.decline_drop(session, move(place, scene.superior, revision=1))

    assert not held(session, place).waits_for_agreement
    with pytest.raises(realising.NotTheOtherSide):
        realising.decline_drop(session, move(place, scene.superior, revision=2))
    own = move(place, scene.person, revision=2, reason=REASON)
    realising.propose_drop(session, own, cause=DropCause.ABSENCE)
    report(session, place, revision=3)
    assert held(session, place).cause is None


def running(session: Session, scene: PlanScene) -> Plan:
    return make_plan(session, scene, state=PlanState.RUNNING)


def first_period(session: Session, plan: Plan) -> tuple[Realised, ...]:
    return realised(session, plan.latest, plan_id=plan.id, period_number=1)


def test_every_indicator_of_a_period_is_read_with_value_state_and_evidence(
    session: Session,
) -> None:
    scene = make_plan_scene(session)
    place = bring(session, scene, RealisationState.DISPUTED)
    plan = plan_with(session, place.plan_id)
    assert plan is not None

    first, *others = first_period(session, plan)

    assert (first.state, first.value) == (RealisationState.DISPUTED, Decimal(60))
    assert [each.shown for each in first.evidence] == [LINK]
    assert {each.state for each in others} == {RealisationState.OPEN}
    assert len(others) == len(plan.latest.indicators()) - 1
    later = realised(session, plan.latest, plan_id=plan.id, period_number=2)
    assert {each.state for each in later} == {RealisationState.OPEN}


@pytest.mark.parametrize(("worst", "raises"), [(40, True), (95, False)])
def test_dropping_what_lowers_the_level_needs_who_stands_above(
    session: Session, *, worst: int, raises: bool
) -> None:
    scene = make_plan_scene(session)
    plan = running(session, scene)
    values = {each.key: 95 for each in plan.latest.indicators()} | {1: worst}
    for key, value in values.items():
        place = IndicatorPeriod(plan.id, scene.person, key, scene.cycle.id, 1)
        report(session, place, value=value)
    rules = DropRules(TODAY, date(2026, 3, 31), ResultRules())

    assert rules.needs_above(first_period(session, plan), key=1) is raises
    after = replace(rules, today=date(2026, 4, 1))
    assert after.needs_above(first_period(session, plan), key=1)


def test_while_nothing_is_known_of_the_others_both_sides_agree(session: Session) -> None:
    plan = running(session, make_plan_scene(session))
    rules = DropRules(TODAY, date(2026, 3, 31), ResultRules())

    assert not rules.needs_above(first_period(session, plan), key=1)


def test_a_period_is_measured_by_the_version_that_counts_in_it(session: Session) -> None:
    plan = running(session, make_plan_scene(session))
    first = replace(plan.latest, counts_from=date(2026, 1, 1))
    second = replace(first, id=9, number=2, counts_from=date(2026, 4, 1))
    draft = replace(first, id=10, number=3, agreed_at=None)
    amended = replace(plan, versions=(first, second, draft))

    assert version_of_period(amended, ends_on=date(2026, 3, 31)) == first
    assert version_of_period(amended, ends_on=date(2026, 6, 30)) == second
    assert version_of_period(replace(plan, versions=(draft,)), ends_on=date(2026, 3, 31)) is None


def test_a_draft_is_kept_until_the_report_and_of_two_tabs_one_wins(session: Session) -> None:
    scene = make_plan_scene(session)
    plan = running(session, scene)
    place = IndicatorPeriod(plan.id, scene.person, 1, scene.cycle.id, 1)

    first = draft_service.save_draft(session, place, revision=0, fields=b"1", now=NOW)
    assert draft_service.save_draft(session, place, revision=first, fields=b"2", now=NOW) == 2
    for older in (0, 1):
        with pytest.raises(draft_service.DraftChanged):
            draft_service.save_draft(session, place, revision=older, fields=b"x", now=NOW)
    kept = draft_service.draft_of(session, place)
    assert kept is not None
    assert kept.fields == b"2"

    report(session, place)

    assert draft_service.draft_of(session, place) is None


def test_nobody_answers_for_the_own_work(session: Session) -> None:
    scene = make_plan_scene(session)
    place = bring(session, scene, RealisationState.REPORTED)

    assert not PERSON.may_answer(TODAY)
    with pytest.raises(realising.NotTheOtherSide):
        realising.verify(session, move(place, scene.person, revision=1), by=ABOVE)
