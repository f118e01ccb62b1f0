"""How much of realisations and evaluations the daily mail counts, for whom and until when."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from flask import Flask

from portal.evaluation.cycles.queries import cycles_in_use
from portal.evaluation.plans.domain import Plan
from portal.evaluation.plans.first_screen import PartValues
from portal.evaluation.plans.overview import around_viewer
from portal.evaluation.realisations.domain import IndicatorPeriod
from portal.evaluation.realisations.screen import realisations_on_screen
from portal.evaluation.rules.states import PeriodicState, PlanState, YearlyState
from portal.evaluation.yearly.delivering import deliver_confirmed
from portal.evaluation.yearly.screen import appraisals_on_screen, years_on_screen
from portal.storage.joint_reading import answer
from portal.time import clock
from portal.web.extensions import db, today, vault
from tests.factories import appraisals as quarters
from tests.factories import realisations as made
from tests.factories import years
from tests.factories.plans import REASON, PlanScene, make_plan

REMINDED = (date(2026, 4, 9), date(2026, 4, 10))
Count = Callable[[PartValues, int], int]


def at(monkeypatch: pytest.MonkeyPatch, *day: int) -> None:
    year, month, number = day
    monkeypatch.setattr(clock, "now", lambda: datetime(year, month, number, 3, tzinfo=UTC))


@pytest.fixture
def count(app: Flask) -> Count:
    """Return how much of a part of the first screen waits for a person."""

    def waiting(part: PartValues, person_id: int) -> int:
        with app.app_context():
            session = db.session()
            in_use = cycles_in_use(session, on=today())
            around = around_viewer(session, person_id, cycles=in_use, on=today())
            assert around is not None
            shown = answer(session, part(around))
            return 0 if shown is None else shown.waiting

    return waiting


@pytest.fixture
def place(app: Flask, scene: PlanScene) -> IndicatorPeriod:
    with app.app_context():
        return made.make_place(db.session(), scene)


@pytest.fixture
def plan(app: Flask, scene: PlanScene) -> Plan:
    with app.app_context():
        return make_plan(db.session(), scene, state=PlanState.RUNNING)


def test_a_period_waits_for_its_report_once_it_is_over(
    scene: PlanScene, place: IndicatorPeriod, count: Count, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert count(realisations_on_screen, scene.person) == 0

    at(monkeypatch, 2026, 4, 1)

    assert count(realisations_on_screen, scene.person) == 1
    assert count(realisations_on_screen, scene.superior) == 0


def test_a_report_waits_for_the_superior_and_then_one_step_up(
    app: Flask,
    scene: PlanScene,
    place: IndicatorPeriod,
    count: Count,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with app.app_context():
        made.report(db.session(), place)

    everybody = (scene.person, scene.superior, scene.leader)
    assert [count(realisations_on_screen, each) for each in everybody] == [0, 1, 0]
    at(monkeypatch, 2026, 1, 21)
    assert [count(realisations_on_screen, each) for each in everybody] == [0, 0, 1]


def test_silence_waits_for_whoever_looks_at_the_source_and_then_for_nobody(
    app: Flask,
    scene: PlanScene,
    place: IndicatorPeriod,
    count: Count,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    at(monkeypatch, 2026, 4, 20)
    with app.app_context():
        session = db.session()
        for key in (1, 2, 3):
            made.remind(session, replace(place, indicator_key=key), *REMINDED)
    everybody = (scene.person, scene.superior, scene.leader)
    assert [count(realisations_on_screen, each) for each in everybody] == [1, 1, 0]

    with app.app_context():
        for key in (1, 2, 3):
            made.settle(db.session(), replace(place, indicator_key=key), by=scene.superior)

    assert [count(realisations_on_screen, each) for each in everybody] == [0, 0, 0]


def test_a_proposal_waits_for_the_other_side(
    app: Flask, scene: PlanScene, place: IndicatorPeriod, count: Count
) -> None:
    with app.app_context():
        made.propose(db.session(), place, reason=REASON, by=scene.superior)

    assert count(realisations_on_screen, scene.person) == 1
    assert count(realisations_on_screen, scene.superior) == 0


@pytest.mark.parametrize(
    ("state", "for_person", "for_superior"),
    [
        (None, 1, 1),
        (PeriodicState.SELF_REPORTED, 0, 1),
        (PeriodicState.IN_REVIEW, 0, 1),
        (PeriodicState.SHOWN, 1, 0),
        (PeriodicState.ACKNOWLEDGED, 0, 0),
    ],
)
def test_a_quarter_waits_for_whoever_does_something_next(
    app: Flask,
    scene: PlanScene,
    plan: Plan,
    count: Count,
    monkeypatch: pytest.MonkeyPatch,
    *,
    state: PeriodicState | None,
    for_person: int,
    for_superior: int,
) -> None:
    at(monkeypatch, 2026, 4, 3)
    if state is not None:
        with app.app_context():
            quarters.make_periodic(db.session(), scene, plan, state=state)

    assert count(appraisals_on_screen, scene.person) == for_person
    assert count(appraisals_on_screen, scene.superior) == for_superior


def test_a_quarter_that_runs_waits_for_nobody(scene: PlanScene, plan: Plan, count: Count) -> None:
    assert count(appraisals_on_screen, scene.person) == 0
    assert count(appraisals_on_screen, scene.superior) == 0


@pytest.mark.parametrize(
    ("state", "waits_for"),
    [
        (None, {"person", "superior"}),
        (YearlyState.SELF_REPORTED, {"superior"}),
        (YearlyState.RATED, set()),
        (YearlyState.UNIT_REVIEW, {"superior"}),
        (YearlyState.SECOND_LOOK, {"stranger"}),
        (YearlyState.CONFIRMED, set()),
        (YearlyState.DELIVERED, {"person"}),
    ],
)
def test_a_year_waits_for_whoever_does_something_next(
    app: Flask,
    scene: PlanScene,
    plan: Plan,
    count: Count,
    monkeypatch: pytest.MonkeyPatch,
    *,
    state: YearlyState | None,
    waits_for: set[str],
) -> None:
    at(monkeypatch, 2027, 1, 12)
    with app.app_context():
        session = db.session()
        is_delivered = state is YearlyState.DELIVERED
        if state is not None:
            to = YearlyState.CONFIRMED if is_delivered else state
            years.make_year(session, scene, plan, state=to, vault=vault())
        if is_delivered:
            deliver_confirmed(session, scene.person, now=clock.now(), today=today())

    for name in ("person", "superior", "leader", "stranger"):
        expected = int(name in waits_for)
        assert count(years_on_screen, getattr(scene, name)) == expected, name
        assert count(appraisals_on_screen, getattr(scene, name)) >= expected, name
