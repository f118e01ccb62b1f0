"""Reports: each reaches whom it is for, says its day and its rules, and tells no content."""

import io
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import select, update

from portal.accounts.audit_log.models import AuditEntry
from portal.evaluation.reports import help_routes
from portal.evaluation.reports.help_sheets import ten_words
from portal.evaluation.rules.states import PlanState, ProgrammeState, RecommendationState
from portal.organisation.people.models import PersonPost
from portal.publication.yearly_evaluation.documents import TenStep
from portal.web.access import Role
from portal.web.extensions import db
from tests.factories import plans as made_plans
from tests.factories.plans import PlanScene
from tests.factories.programmes import make_programme
from tests.factories.trainings import make_training
from tests.staff import signed_in
from tests.web.evaluation.conftest import ClientOf

REPORTS = "/admin/performance/reports"


def table(client: FlaskClient, address: str) -> list[list[Any]]:
    """Return the rows of a sent workbook below its heading; the heading is looked at."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    (sheet,) = load_workbook(io.BytesIO(answer.data)).worksheets
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    assert rows[1][:2] == ["Siklus", "2026"]
    assert rows[2][0] == "Dibuat 2026-01-12 menurut aturan versi 1, siklus 2026."
    blank = next(at for at, row in enumerate(rows) if at and row[0] is None)
    return rows[blank + 1 :]


@pytest.fixture
def head(app: Flask, scene: PlanScene, client_of: ClientOf) -> FlaskClient:
    """The leader, whose post heads the agency."""
    with app.app_context():
        db.session.execute(
            update(PersonPost).where(PersonPost.person_id == scene.leader).values(is_head=True)
        )
        db.session.commit()
    return client_of(scene.leader, Role.AGENCY_HEAD)


def test_the_office_counts_agencies_and_a_coordinator_the_own_units(
    app: Flask, scene: PlanScene, office: FlaskClient, client_of: ClientOf
) -> None:
    with app.app_context():
        made_plans.make_plan(db.session(), scene, state=PlanState.RUNNING)
    coordinator = client_of(None, Role.PERFORMANCE_COORDINATOR)

    city = table(office, f"{REPORTS}/completeness.xlsx")
    own = table(coordinator, f"{REPORTS}/completeness.xlsx")

    assert sorted(row[1:3] for row in city[1:]) == [[1, 1], [3, 2]]
    assert len(own) == 2
    assert own[1][1:3] == [3, 2]
    assert "Ayu" not in str(city) + str(own)


def test_a_head_takes_the_unit_with_names_and_levels_and_it_is_logged(
    app: Flask, scene: PlanScene, head: FlaskClient, person: FlaskClient
) -> None:
    address = f"{REPORTS}/units/{scene.agency_id}/0.xlsx"

    rows = table(head, address)

    assert [row[0] for row in rows[1:]] == sorted(row[0] for row in rows[1:])
    assert {"Ayu Contoh", "Budi Contoh"} <= {row[0] for row in rows}
    assert address in head.get(REPORTS).text
    assert person.get(address).status_code == 404
    assert head.get(f"{REPORTS}/units/{scene.agency_id + 1}/0.xlsx").status_code == 404
    with app.app_context():
        acts = list(db.session.scalars(select(AuditEntry.action)))
    assert "performance.unit_exported" in acts


def test_the_merit_page_says_what_is_not_recorded(
    app: Flask, scene: PlanScene, office: FlaskClient
) -> None:
    with app.app_context():
        made_plans.make_plan(db.session(), scene, state=PlanState.RUNNING)
    page = office.get(f"{REPORTS}/merit").text
    rows = table(office, f"{REPORTS}/merit.xlsx")

    assert "delapan aspek" in page
    assert len(rows) == 9
    assert rows[1][1:] == ["Rencana disepakati tepat waktu", 1, 1]
    assert "belum dicatat" in str(rows)


def test_without_a_cycle_every_report_says_so(app: Flask) -> None:
    office = signed_in(app, Role.PERFORMANCE_OFFICE).client

    assert "Belum ada siklus" in office.get(REPORTS).text
    assert "Belum ada siklus" in office.get(f"{REPORTS}/merit").text
    for name in ("merit", "completeness"):
        assert office.get(f"{REPORTS}/{name}.xlsx").status_code == 404


def test_who_looks_after_nobody_reads_where_to_look(person: FlaskClient) -> None:
    assert "kepala unit, koordinator" in person.get(REPORTS).text
    assert person.get(f"{REPORTS}/completeness.xlsx").status_code == 403


@pytest.mark.parametrize("role", [Role.PERFORMANCE_OFFICE, Role.PERFORMANCE_COORDINATOR])
def test_help_is_told_in_tens_on_the_page_and_in_both_files(
    app: Flask, scene: PlanScene, client_of: ClientOf, role: Role
) -> None:
    with app.app_context():
        make_training(db.session(), scene, state=RecommendationState.PLANNED)
        make_programme(db.session(), scene, state=ProgrammeState.REVIEWED, cause="skill")
    reader = client_of(None, role)

    shown = reader.get(f"{REPORTS}/help").text
    assert "Komunikasi dan empati" in shown
    assert "versi aturan 1" in shown
    assert "Ayu" not in shown
    needs = table(reader, f"{REPORTS}/needs.xlsx")
    few = "kurang dari 10"
    assert needs == [
        ["Topik", "Diperlukan", "Direncanakan", "Selesai"],
        ["Komunikasi dan empati", few, few, few],
    ]
    causes = table(reader, f"{REPORTS}/causes.xlsx")
    assert causes[1] == ["Keterampilan", few, few, few, few]
    assert len(causes) == 8


def test_ten_and_more_are_told_by_their_ten(app: Flask) -> None:
    with app.test_request_context():
        assert ten_words(TenStep(30)) == "30 sampai 39"


def test_help_without_a_cycle_is_an_empty_page(
    app: Flask, office: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(help_routes, "cycle_under_review", lambda: None)
    assert "Belum ada siklus" in office.get(f"{REPORTS}/help").text
    assert office.get(f"{REPORTS}/needs.xlsx").status_code == 404
    assert office.get(f"{REPORTS}/causes.xlsx").status_code == 404
