"""The head of an agency has the organisation's predicate, and waits for it alone."""

import copy
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.evaluation.appraisals.yearly_queries import yearly_with
from portal.evaluation.plans.domain import Plan
from portal.evaluation.rules.levels import ExpectationLevel
from portal.evaluation.rules.states import PlanState, YearlyState
from portal.evaluation.verifying.compared_queries import Held
from portal.evaluation.verifying.kept_queries import kept_documents
from portal.evaluation.verifying.service import held_fields, opening, verify_results
from portal.organisation.agency_results.domain import AgencyPredicateKind, Term
from portal.organisation.agency_results.service import RecordPredicate, record_predicate
from portal.organisation.people.models import Officer, PersonPost
from portal.time import clock
from portal.web.extensions import db, vault
from tests.factories import appraisals as made
from tests.factories import plans as made_plans
from tests.factories import years
from tests.factories.plans import PlanScene
from tests.web.evaluation.conftest import ClientOf
from tests.web.evaluation.forms import press, send
from tests.web.evaluation.yearly.test_year_pages import RATED, YEAR

RECORDED = datetime(2027, 1, 11, 3, tzinfo=UTC)
WAITS = "Tahun ini belum dicatat, jadi hanya penilaian kepalanya yang menunggu."


@pytest.fixture(autouse=True)
def next_january(monkeypatch: pytest.MonkeyPatch, january: None) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2027, 1, 12, 3, tzinfo=UTC))


@pytest.fixture
def plan(app: Flask, scene: PlanScene) -> Plan:
    """The plan of the head of an agency, far above its targets, and what the head says of it."""
    with app.app_context():
        session = db.session()
        session.query(PersonPost).filter_by(person_id=scene.person).one().is_head = True
        session.commit()
        plan = made_plans.make_plan(session, scene, state=PlanState.RUNNING)
        made.verify_all(session, scene, plan, value=114)
        text = vault().lock("Laporan")
        years.make_year(session, scene, plan, state=YearlyState.SELF_REPORTED, text=text)
        return plan


def record(app: Flask, scene: PlanScene, predicate: AgencyPredicateKind) -> None:
    with app.app_context():
        command = RecordPredicate(
            scene.agency_id, Term(2026), predicate, f"800/{predicate}", date(2027, 1, 8)
        )
        record_predicate(db.session(), command, now=RECORDED, today=date(2027, 1, 12))


def test_without_the_predicate_only_the_heads_result_waits_and_both_sides_read_why(
    app: Flask, plan: Plan, scene: PlanScene, person: FlaskClient, superior: FlaskClient
) -> None:
    assert WAITS in person.get(YEAR).text
    assert WAITS in superior.get(f"{YEAR}/rate").text

    answer = send(superior, f"{YEAR}/rate", **RATED, act="set")

    assert answer.status_code == 422
    assert "hasil kepala instansi menunggu" in answer.text
    # What was typed is kept as a draft.
    assert send(superior, f"{YEAR}/rate", **RATED, act="kept").status_code == 302
    with app.app_context():
        assert years.held(db.session(), plan).state is YearlyState.SELF_REPORTED


def test_the_head_gets_the_organisations_level_and_no_other_whatever_the_indicators_say(
    app: Flask, plan: Plan, scene: PlanScene, person: FlaskClient, superior: FlaskClient
) -> None:
    record(app, scene, AgencyPredicateKind.GOOD)
    reason = "Indikatornya jauh di atas target sepanjang tahun ini."

    above = send(superior, f"{YEAR}/rate", **RATED, result_reason=reason, act="set")
    meets = send(superior, f"{YEAR}/rate", **RATED | {"result": "meets"}, act="set")

    assert above.status_code == 422
    assert "Tingkat hasil kerja kepala instansi adalah predikat organisasi." in above.text
    assert meets.status_code == 302, meets.text
    press(superior, f"{YEAR}/send", page=YEAR)
    press(superior, f"{YEAR}/confirm", page=f"{YEAR}/confirm")
    page = person.get(f"{YEAR}/result").text
    assert "adalah predikat organisasi: Baik (keputusan 800/baik)." in page
    with app.app_context():
        year = years.held(db.session(), plan)
        assert year.state is YearlyState.DELIVERED
        assert (year.result_level, year.targets_differ) == (ExpectationLevel.MEETS, False)


def test_a_predicate_that_changes_before_the_signature_is_taken_over_first(
    app: Flask, plan: Plan, scene: PlanScene, superior: FlaskClient
) -> None:
    record(app, scene, AgencyPredicateKind.GOOD)
    send(superior, f"{YEAR}/rate", **RATED | {"result": "meets"}, act="set")
    press(superior, f"{YEAR}/send", page=YEAR)
    record(app, scene, AgencyPredicateKind.EXCELLENT)

    page = superior.get(YEAR).text

    assert "Hasil kepala instansi belum sama dengan predikat organisasi." in page
    assert f'href="{YEAR}/confirm"' not in page


def test_verify_finds_another_predicate_and_forgives_one_that_came_later(
    app: Flask, plan: Plan, scene: PlanScene, superior: FlaskClient
) -> None:
    record(app, scene, AgencyPredicateKind.GOOD)
    send(superior, f"{YEAR}/rate", **RATED | {"result": "meets"}, act="set")
    press(superior, f"{YEAR}/send", page=YEAR)
    press(superior, f"{YEAR}/confirm", page=f"{YEAR}/confirm")
    with app.app_context():
        later = RecordPredicate(
            scene.agency_id, Term(2026), AgencyPredicateKind.POOR, "801", date(2027, 1, 8)
        )
        now = datetime(2027, 2, 1, tzinfo=UTC)
        record_predicate(db.session(), later, now=now, today=date(2027, 2, 1))
        session = db.session()
        assert verify_results(session, vault=vault()).faults == []
        (kept,) = kept_documents(session, vault=vault())
        year = yearly_with(session, 1)
        assert year is not None
        document: Any = kept.document
        missed = []
        for name in document["organisation"]:
            changed = copy.deepcopy(document)
            changed["organisation"][name] = "x"
            held = Held(session, kept, year, changed, opening(vault()))
            if not list(held_fields(held, before=None)):
                missed.append(name)
        assert missed == []


def test_the_office_finds_every_head_who_waits_until_the_predicate_is_recorded(
    app: Flask, plan: Plan, scene: PlanScene, office: FlaskClient, client_of: ClientOf
) -> None:
    with app.app_context():
        session = db.session()
        posts = session.query(PersonPost).filter(PersonPost.person_id != scene.person)
        # Who only acts for the head of the other agency is judged by the own post.
        stands_in = posts.filter_by(person_id=scene.stranger).one()
        stands_in.is_head, stands_in.kind = True, "acting"
        name = person_with(session, scene.person)
        session.commit()
    page = f"/admin/performance/cycles/{scene.cycle.id}"

    waiting = office.get(f"{page}/heads").text

    assert f'href="{page}/heads"' in office.get(page).text
    assert name in waiting
    assert "Dewi Contoh" not in waiting
    assert f'href="/admin/people/results/{scene.agency_id}"' in waiting
    assert client_of(scene.superior).get(f"{page}/heads").status_code == 403

    record(app, scene, AgencyPredicateKind.GOOD)
    assert name not in office.get(f"{page}/heads").text


def person_with(session: Session, person_id: int) -> str:
    return session.get_one(Officer, person_id).name
