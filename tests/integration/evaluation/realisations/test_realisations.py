"""Realisations go only where the table says; nobody answers or drops the own one alone."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.evaluation.realisations import queries, realising
from portal.evaluation.realisations.domain import (
    Answerer,
    Answering,
    DropCause,
    IndicatorPeriod,
    Realisation,
    answer_until,
    answerer,
)
from portal.evaluation.rules.machines import REALISATION, transitions_of
from portal.evaluation.rules.states import PlanState, RealisationState, TransitionRefused
from portal.evaluation.work.domain import WorkDays
from portal.organisation.people.standing import StandingKind
from tests.factories.cycles import is_weekday
from tests.factories.plans import NOW, REASON, TODAY, PlanScene, make_plan, make_plan_scene
from tests.factories.realisations import REMINDED, remind
from tests.refusals import is_refused

ALLOWED = set(transitions_of(REALISATION))
LINK = "https://drive.example/1"
SUPERIOR = Answering(frozenset({StandingKind.APPRAISER}), WorkDays(TODAY, is_weekday))
PERSON = replace(SUPERIOR, kinds=frozenset({StandingKind.PERSON}))
ABOVE = replace(SUPERIOR, kinds=frozenset({StandingKind.APPRAISERS_SUPERIOR}))
STRANGER = replace(SUPERIOR, kinds=frozenset())
LATE = WorkDays(date(2026, 1, 20), is_weekday)
ADDED = (
    "INSERT INTO realisation_link (realisation_id, link, added_on) "
    "VALUES (1, 'https://x', '2026-01-12')"
)


def place_of(
    session: Session, scene: PlanScene, state: PlanState = PlanState.RUNNING
) -> IndicatorPeriod:
    plan = make_plan(session, scene, state=state)
    return IndicatorPeriod(plan.id, scene.person, 1, scene.cycle.id, 1)


def held(session: Session, place: IndicatorPeriod) -> Realisation:
    session.rollback()
    session.expire_all()
    return queries.realisations_of(session, place.plan_id)[0]


def move(
    place: IndicatorPeriod, by: int, *, revision: int = 0, reason: bytes | None = None
) -> realising.Move:
    return realising.Move(place, revision, by, NOW, TODAY, reason)


def report(session: Session, place: IndicatorPeriod, *, revision: int = 0, value: int = 62) -> None:
    told = realising.RealisationReport(Decimal(value), None, (LINK, LINK))
    realising.report(session, move(place, place.person_id, revision=revision), told=told)


def bring(session: Session, scene: PlanScene, state: RealisationState) -> IndicatorPeriod:
    """Make a realisation and bring it into a state; commits."""
    place = place_of(session, scene)
    own = move(place, scene.person, reason=REASON)
    if state is RealisationState.NOT_REPORTED:
        remind(session, place, *REMINDED)
        looked = move(place, scene.superior, reason=REASON)
        realising.settle_silence(session, looked, value=None, since=TODAY, by=SUPERIOR)
        return place
    if state in {RealisationState.OPEN, RealisationState.NOT_MEASURABLE}:
        realising.propose_drop(session, own, cause=DropCause.SOURCE_FAILED)
    else:
        report(session, place)
    answer = move(place, scene.superior, revision=1, reason=REASON)
    if state is RealisationState.NOT_MEASURABLE:
        realising.agree_drop(session, answer, by=SUPERIOR, needs_above=False)
    elif state is RealisationState.VERIFIED:
        realising.verify(session, answer, by=SUPERIOR)
    elif state is RealisationState.DISPUTED:
        realising.dispute(session, answer, value=Decimal(60), by=SUPERIOR)
    return place


@pytest.mark.parametrize("state", RealisationState)
def test_each_state_is_reached_by_what_the_two_sides_do(
    session: Session, state: RealisationState
) -> None:
    place = bring(session, make_plan_scene(session), state)

    assert held(session, place).state is state


@pytest.mark.parametrize("old", RealisationState)
def test_every_change_that_is_not_listed_is_refused_by_code_and_database(
    session: Session, old: RealisationState
) -> None:
    scene = make_plan_scene(session)
    place = bring(session, scene, old)
    unlisted = set(RealisationState) - {old} - {new for before, new in ALLOWED if before is old}
    for new in unlisted:
        row = queries.locked_realisation(session, place)
        assert row is not None
        with pytest.raises(TransitionRefused):
            realising.note_realisation(
                session, row, to=new, move=move(place, scene.superior, reason=REASON)
            )
        session.rollback()

    change = "UPDATE realisation SET state = :new"
    assert [new for new in unlisted if not is_refused(session, change, new=new)] == []


def test_a_dispute_keeps_both_values_and_the_appraisers_counts(session: Session) -> None:
    scene = make_plan_scene(session)
    place = bring(session, scene, RealisationState.DISPUTED)

    found = held(session, place)
    assert (found.value, found.counting_value) == (Decimal(62), Decimal(60))
    report(session, place, revision=found.revision, value=61)

    again = held(session, place)
    assert (again.state, again.value, again.counting_value) == (
        RealisationState.REPORTED,
        Decimal(61),
        Decimal(61),
    )
    assert [each.link for each in queries.links_of(session, again.id)] == [LINK]


@pytest.mark.parametrize("reason", [None])
def test_nothing_is_disputed_or_dropped_without_a_reason(
    session: Session, reason: bytes | None
) -> None:
    scene = make_plan_scene(session)
    place = bring(session, scene, RealisationState.REPORTED)
    with pytest.raises(TransitionRefused):
        realising.dispute(
            session,
            move(place, scene.superior, revision=1, reason=reason),
            value=Decimal(1),
            by=SUPERIOR,
        )
    proposing = move(place, scene.superior, revision=1)
    realising.propose_drop(session, proposing, cause=DropCause.ABSENCE)

    with pytest.raises(TransitionRefused):
        realising.agree_drop(
            session,
            move(place, scene.person, revision=2, reason=reason),
            by=PERSON,
            needs_above=False,
        )


def test_nobody_reports_for_another_answers_the_own_report_or_drops_alone(
    session: Session,
) -> None:
    scene = make_plan_scene(session)
    place = place_of(session, scene)
    with pytest.raises(realising.NotTheOtherSide):
        realising.report(
            session, move(place, scene.superior), told=realising.RealisationReport(Decimal(1), None)
        )
    report(session, place)
    own = move(place, scene.person, revision=1, reason=REASON)

    with pytest.raises(realising.NotTheOtherSide):
        realising.verify(session, own, by=SUPERIOR)
    with pytest.raises(realising.NotTheOtherSide):
        realising.dispute(session, own, value=Decimal(99), by=SUPERIOR)
    with pytest.raises(realising.NotTheOtherSide):
        realising.agree_drop(session, own, by=PERSON, needs_above=False)
    realising.propose_drop(session, own, cause=DropCause.OUTSIDE_EVENT)
    with pytest.raises(realising.NotTheOtherSide):
        realising.agree_drop(session, replace(own, revision=2), by=PERSON, needs_above=False)


def test_of_two_pages_one_wins_and_the_other_is_told(session: Session) -> None:
    scene = make_plan_scene(session)
    place = bring(session, scene, RealisationState.REPORTED)
    realising.verify(session, move(place, scene.superior, revision=1), by=SUPERIOR)

    for late in (0, 1):
        with pytest.raises(realising.RealisationChanged):
            report(session, place, revision=late, value=90)

    assert held(session, place).value == Decimal(62)


def test_only_what_was_agreed_in_the_plan_is_realised(session: Session) -> None:
    scene = make_plan_scene(session)
    place = place_of(session, scene, PlanState.SUBMITTED)

    with pytest.raises(IntegrityError):
        report(session, place)
    session.rollback()
    with pytest.raises(IntegrityError):
        report(session, replace(place, indicator_key=99))


FORBIDDEN = {
    RealisationState.REPORTED: (
        "value = 99",
        "reported_on = '2026-01-01'",
        "is_late = (1 = 1)",
        "decided_by = 1",
        "indicator_key = 2",
    ),
    RealisationState.VERIFIED: ("value = 99", "decided_by = 3", "appraiser_value = 99"),
    RealisationState.DISPUTED: ("appraiser_value = NULL",),
    RealisationState.NOT_MEASURABLE: ("cause = 'absence'", "agreed_by = proposed_by"),
    RealisationState.OPEN: ("value = -1",),
}


@pytest.mark.parametrize("state", FORBIDDEN)
def test_the_database_refuses_what_the_rules_forbid(
    session: Session, state: RealisationState
) -> None:
    bring(session, make_plan_scene(session), state)

    refused = {
        change: is_refused(session, f"UPDATE realisation SET {change}")
        for change in FORBIDDEN[state]
    }
    assert refused == dict.fromkeys(refused, True)


def test_rows_events_and_links_are_kept_and_a_link_is_an_https_address(session: Session) -> None:
    bring(session, make_plan_scene(session), RealisationState.VERIFIED)
    refused = (
        "DELETE FROM realisation_event",
        "DELETE FROM realisation_link",
        "DELETE FROM realisation",
        "UPDATE realisation_event SET new = 'open'",
        "UPDATE realisation_link SET link = 'https://lain'",
        "UPDATE realisation_link SET opened_on = '2026-01-12'",
        ADDED,
    )
    for statement in refused:
        with pytest.raises(IntegrityError):
            session.execute(text(statement))
        session.rollback()


def test_after_the_superiors_days_the_answer_goes_one_step_up() -> None:
    friday = date(2026, 1, 9)
    last = answer_until(friday, days=WorkDays(friday, is_weekday))

    assert last == date(2026, 1, 16)
    assert answerer(friday, days=WorkDays(last, is_weekday)) is Answerer.SUPERIOR
    monday = WorkDays(date(2026, 1, 19), is_weekday)
    assert answerer(friday, days=monday) is Answerer.APPRAISERS_SUPERIOR
