"""Hard cases of the evaluation without a page; docs/evaluation.md lists them all."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from portal.accounts.letters.service import TO_TELL
from portal.evaluation.appraisals.confirming_service import opened_content
from portal.evaluation.appraisals.domain import Receipt
from portal.evaluation.appraisals.gathering import year_sources
from portal.evaluation.appraisals.periodic_service import EvaluationChanged
from portal.evaluation.appraisals.result_gathering import covered_periods
from portal.evaluation.appraisals.snapshot_queries import snapshots_of
from portal.evaluation.appraisals.writing import YearAct
from portal.evaluation.appraisals.yearly_queries import years_in
from portal.evaluation.objections import deciding_service
from portal.evaluation.objections.night_service import look_after_results_and_objections
from portal.evaluation.objections.queries import objections_of
from portal.evaluation.plans import editing
from portal.evaluation.plans.domain import Approach, Plan
from portal.evaluation.plans.queries import plan_with
from portal.evaluation.realisations import realising
from portal.evaluation.realisations.domain import DropCause, IndicatorPeriod
from portal.evaluation.realisations.silence_tasks import remind_of_silence
from portal.evaluation.rules.levels import ExpectationLevel
from portal.evaluation.rules.states import (
    ObjectionState,
    PlanState,
    RealisationState,
    YearlyState,
)
from portal.storage.database import engine_options
from portal.storage.texts.key_file import open_vault
from portal.storage.texts.rotation import rotate_text_key
from portal.time import clock
from portal.web.access import Role
from portal.web.extensions import db
from tests.factories import objections as made
from tests.factories import realisations as realised
from tests.factories import years
from tests.factories.people import make_absence, make_line, make_people
from tests.factories.plans import PlanScene, complete, make_plan, make_plan_scene
from tests.staff import add_account

PEOPLE = 12
AWAY = (date(2026, 4, 1), date(2026, 7, 31))


def start_part(session: Session, scene: PlanScene, *, first: date, last: date) -> Plan:
    number = editing.start_plan(
        session,
        editing.StartPlan(
            scene.cycle.id,
            scene.person,
            first,
            last,
            post="Pengelola Layanan",
            unit="",
            approach=Approach.QUANTITATIVE,
            results=complete(),
        ),
    )
    found = plan_with(session, number)
    if found is None:
        raise LookupError(number)
    return found


@pytest.mark.parametrize(
    ("first", "last", "periods"),
    [
        (date(2026, 4, 1), date(2026, 9, 30), (2, 3)),
        (date(2026, 3, 16), date(2026, 7, 31), (1, 2, 3)),
        (date(2026, 12, 1), date(2026, 12, 31), (4,)),
    ],
)
def test_a_contract_of_a_part_of_the_year_is_judged_by_the_periods_within_it(
    session: Session, scene: PlanScene, first: date, last: date, periods: tuple[int, ...]
) -> None:
    plan = start_part(session, scene, first=first, last=last)

    assert covered_periods(plan, scene.cycle) == periods


def test_the_text_key_changed_between_confirmation_and_objection_opens_everything(
    session: Session, scene: PlanScene, tmp_path: Path
) -> None:
    vault = open_vault(session, tmp_path)
    locked = vault.lock("Teks")
    plan = make_plan(session, scene, state=PlanState.RUNNING)
    made.received_year(session, scene, plan, vault=vault, text=locked)
    session.rollback()
    assert rotate_text_key(session, tmp_path) > 0
    session.expire_all()
    renewed = open_vault(session, tmp_path)

    texts = {1: renewed.lock("Pokok satu"), 2: renewed.lock("Pokok dua")}
    made.make_objection(session, scene, plan, state=ObjectionState.HEARING, texts=texts)
    year = years.held(session, plan)
    deciding = made.deciding(session, plan)
    act = made.act_of(session, year, scene.leader)
    deciding_service.decide(session, act, deciding=deciding, vault=renewed)

    held = snapshots_of(session, year.id)
    assert [each.number for each in held] == [1, 2]
    assert all(opened_content(each, vault=renewed) for each in held)
    (objection,) = objections_of(session, year.id)
    assert [renewed.unlock(each.claim or b"") for each in objection.points] == [
        "Pokok satu",
        "Pokok dua",
    ]


def test_everybody_forgets_and_each_result_counts_as_received_on_the_same_days(
    session: Session, scene: PlanScene
) -> None:
    names = [f"Pegawai {number}" for number in range(PEOPLE)]
    for person in make_people(session, *names):
        make_line(session, person, to=scene.superior)
        add_account(session, Role.OFFICER, agency_id=scene.agency_id, officer_id=person)
        session.commit()
        one = PlanScene(
            scene.cycle,
            scene.agency_id,
            person,
            scene.superior,
            scene.leader,
            scene.mayor,
            scene.stranger,
        )
        years.make_year(
            session,
            one,
            make_plan(session, one, state=PlanState.RUNNING),
            state=YearlyState.CONFIRMED,
        )

    for ahead in range(34):
        today = date(2027, 1, 13) + timedelta(days=ahead)
        now = datetime.combine(today, datetime.min.time(), UTC)
        look_after_results_and_objections(session, now=now, today=today)

    final = years_in(session, YearlyState.FINAL)
    assert len(final) == PEOPLE
    # As worked out for one of them in test_results_job.py.
    days = {(each.receipt, each.received_on, each.object_until) for each in final}
    assert days == {(Receipt.DEEMED, date(2027, 1, 21), date(2027, 2, 4))}
    assert len(session.info[TO_TELL]) == 6 * PEOPLE


@pytest.mark.parametrize("kind", ["away", "study", "secondment"])
def test_a_quarter_of_absence_is_left_out_and_counts_neither_as_zero_nor_as_silence(
    app: Flask, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    with app.app_context():
        session = db.session()
        scene = make_plan_scene(session)
        plan = make_plan(session, scene, state=PlanState.RUNNING)
        add_account(session, Role.OFFICER, agency_id=scene.agency_id, officer_id=scene.person)
        make_absence(session, scene.person, starts_on=AWAY[0], ends_on=AWAY[1], kind=kind)
        session.commit()
        reminded = []
        # The first quarter is reported late, after the absence: 1 April to 31 July.
        for day in (date(2026, 4, 9), date(2026, 4, 10), date(2026, 7, 31), date(2026, 8, 3)):
            noon = datetime(day.year, day.month, day.day, 5, tzinfo=UTC)
            monkeypatch.setattr(clock, "now", lambda noon=noon: noon)
            reminded.append(remind_of_silence(session))
        for number in (1, 3, 4):
            report_all(session, scene, plan, number=number)
        for each in plan.latest.indicators():
            drop(session, scene, IndicatorPeriod(plan.id, scene.person, each.key, plan.cycle_id, 2))

        sources = year_sources(
            session, plan, cycle=scene.cycle, version=plan.latest, on=date(2027, 1, 12)
        )

    # Nobody is reminded while away; then of both quarters.
    assert reminded == [0, 0, 0, 6]
    assert sources.result.pending == ()
    assert sources.result.level is ExpectationLevel.ABOVE
    states = {found[2].state for found in sources.result.found.values()}
    assert states == {RealisationState.NOT_MEASURABLE}


def report_all(session: Session, scene: PlanScene, plan: Plan, *, number: int) -> None:
    """Report 96 of 95 for each indicator of a period and verify it; commits."""
    for each in plan.latest.indicators():
        place = IndicatorPeriod(plan.id, scene.person, each.key, plan.cycle_id, number)
        realised.report(session, place, value=96)
        moved = realised.move(place, scene.superior, revision=1)
        realising.verify(session, moved, by=realised.SUPERIOR)


def drop(session: Session, scene: PlanScene, place: IndicatorPeriod) -> None:
    """Let an indicator drop out because of the absence, by both sides; commits."""
    asked = realised.move(place, scene.person, reason=b"sealed")
    realising.propose_drop(session, asked, cause=DropCause.ABSENCE)
    agreed = realised.move(place, scene.superior, revision=1)
    realising.agree_drop(session, agreed, by=realised.SUPERIOR, needs_above=False)


def test_many_appraisers_sign_at_the_same_moment_and_each_result_is_kept_once(
    session: Session, scene: PlanScene, database_url: str
) -> None:
    waiting = []
    for person in make_people(session, *(f"Pegawai {number}" for number in range(PEOPLE))):
        make_line(session, person, to=scene.superior)
        session.commit()
        one = replace(scene, person=person)
        plan = make_plan(session, one, state=PlanState.RUNNING)
        years.make_year(session, one, plan, state=YearlyState.UNIT_REVIEW)
        waiting.append((one, plan, years.year_act(session, plan, scene.superior)))
    session.rollback()
    engine = create_engine(database_url, pool_size=PEOPLE, **engine_options(database_url))

    def sign(one: tuple[PlanScene, Plan, YearAct]) -> bool:
        with Session(engine) as own:
            try:
                years.confirm(own, one[0], one[1], act=one[2])
            except EvaluationChanged:
                return False
        return True

    # Each signed twice, by two tabs.
    with ThreadPoolExecutor(PEOPLE) as pool:
        signed = list(pool.map(sign, [*waiting, *waiting]))
    engine.dispose()

    assert signed.count(True) == PEOPLE
    session.expire_all()
    confirmed = years_in(session, YearlyState.CONFIRMED)
    assert {each.person_id for each in confirmed} == {one.person for one, _, _ in waiting}
    assert all(len(snapshots_of(session, each.id)) == 1 for each in confirmed)
