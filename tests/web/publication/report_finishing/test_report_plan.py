"""An agency finishes its report: a plan for elements, what became of the last one, who signs."""

import io
from dataclasses import dataclass
from datetime import date

import pytest
from docx import Document
from flask import Flask
from flask.testing import FlaskClient

from portal.publication.report_plans.domain import (
    ActionState,
    PlannedAction,
    PlanPlace,
    ReportPlan,
    Signature,
)
from portal.publication.report_plans.queries import report_plan
from portal.publication.report_plans.service import keep_report_plan
from portal.survey.elements import Element
from portal.web.access import Role
from portal.web.extensions import db
from tests.factories.organisation import make_agency, make_unit
from tests.factories.reports import make_ratings
from tests.staff import signed_in
from tests.unit.survey.worked_case import WORKED_CASE
from tests.web.evaluation.forms import fields_of

WORKED = {element: counts.answers for element, counts in WORKED_CASE.items()}
PAGE = "/admin/reports/agencies/dukcapil/2025/plan"
LAST_YEAR = ReportPlan(
    "2024",
    actions=(PlannedAction(Element.TIME, "Tambah satu loket", "Maret 2025", "Kabid Pelayanan"),),
)
FILLED = {
    "action_time": "Antrean daring",
    "schedule_time": "Triwulan I 2026",
    "person_time": "Sekretaris Dinas",
    "state_time": "done",
    "realisation_time": "Loket 4 dibuka 3 Maret.",
    "suggestions": "Ruang tunggu lebih luas.",
    "place": "Kota Uji",
    "signed_on": "2026-01-20",
    "post": "Kepala Dinas",
    "name": "Siti Aminah",
    "staff_number": "19700101 199503 2 001",
}


@dataclass(frozen=True)
class Office:
    """An app with a rated agency, its unit, and last year's plan."""

    app: Flask
    agency: int
    unit: int

    def head(self) -> FlaskClient:
        return signed_in(self.app, Role.AGENCY_HEAD, agency_id=self.agency).client

    def kept(self, period: str = "2025", unit: int | None = None) -> ReportPlan:
        with self.app.app_context():
            return report_plan(db.session(), PlanPlace(self.agency, unit), period=period)


@pytest.fixture
def office(app: Flask) -> Office:
    with app.app_context():
        session = db.session()
        agency = make_agency(session)
        unit = make_unit(session, agency, "kel-melati")
        make_ratings(session, agency, counts=WORKED, period="2025-11", unit_id=unit.id)
        keep_report_plan(session, PlanPlace(agency.id), plan=LAST_YEAR)
        numbers = agency.id, unit.id
        db.session.remove()
    return Office(app, *numbers)


def send(client: FlaskClient, page: str = PAGE, **changed: str) -> tuple[int, str]:
    """Send the form as the page gave it, filled, with what ``changed``."""
    held = fields_of(client.get(page).text)
    answer = client.post(page, data=held | FILLED | changed)
    return answer.status_code, answer.text


def test_what_was_typed_in_stands_in_the_report_and_last_years_outcome_beside_it(
    office: Office,
) -> None:
    head = office.head()

    assert send(head)[0] == 302

    assert office.kept() == ReportPlan(
        "2025",
        1,
        "Ruang tunggu lebih luas.",
        Signature(
            "Kota Uji", date(2026, 1, 20), "Kepala Dinas", "Siti Aminah", "197001011995032001"
        ),
        (PlannedAction(Element.TIME, "Antrean daring", "Triwulan I 2026", "Sekretaris Dinas"),),
    )
    (done,) = office.kept("2024").actions
    assert (done.state, done.realisation) == (ActionState.DONE, "Loket 4 dibuka 3 Maret.")
    written = Document(io.BytesIO(head.get("/admin/reports/agencies/dukcapil/2025.docx").data))
    cells = {cell.text for table in written.tables for row in table.rows for cell in row.cells}
    assert {"Antrean daring", "Tambah satu loket", "sudah selesai"} <= cells
    assert {"Siti Aminah", "NIP 197001011995032001", "Kota Uji, 20 Januari 2026"} <= {
        each.text for each in written.paragraphs
    }
    said = head.get("/admin/reports/agencies/dukcapil/2025.json").json
    assert said["plan"]["actions"][0]["action"] == "Antrean daring"
    assert said["earlier_plan"]["period"] == "2024"


def test_a_report_nobody_finished_leaves_room_to_write_and_to_sign(office: Office) -> None:
    answer = office.head().get("/admin/reports/agencies/dukcapil/2025.docx")

    said = [each.text for each in Document(io.BytesIO(answer.data)).paragraphs]
    assert "NIP ...................." in said


def test_a_plan_of_a_unit_is_its_own(office: Office) -> None:
    page = "/admin/reports/units/kel-melati/2025/plan"

    assert send(office.head(), page)[0] == 302

    assert office.kept(unit=office.unit).actions[0].action == "Antrean daring"
    assert office.kept().revision == 0


def test_half_a_line_is_named_beside_its_fields_and_nothing_is_lost(office: Office) -> None:
    status, page = send(office.head(), person_time="", staff_number="1.9E+17")

    assert status == 422
    assert 'href="#person_time"' in page
    assert 'href="#staff_number"' in page
    assert "Antrean daring" in page
    assert "1.9E+17" in page
    assert office.kept().revision == 0


def test_what_somebody_else_kept_meanwhile_is_not_overwritten(office: Office) -> None:
    head = office.head()
    held = fields_of(head.get(PAGE).text)
    assert send(office.head(), action_time="Yang pertama")[0] == 302

    answer = head.post(PAGE, data=held | FILLED)

    assert answer.status_code == 422
    assert "Antrean daring" in answer.text
    assert office.kept().actions[0].action == "Yang pertama"


@pytest.mark.parametrize("sent", ["", "x", "-1", "9" * 30])
def test_an_invented_revision_keeps_nothing(office: Office, sent: str) -> None:
    assert send(office.head(), earlier_revision=sent)[0] == 422
    assert office.kept().revision == 0
    assert office.kept("2024").actions[0].state is ActionState.PLANNED


def test_an_action_that_is_taken_out_goes_and_an_outcome_outlives_a_mended_word(
    office: Office,
) -> None:
    send(office.head())
    send(office.head(), "/admin/reports/agencies/dukcapil/2024/plan", action_time="Satu loket lagi")
    empty = dict.fromkeys(("action_time", "schedule_time", "person_time"), "")

    send(office.head(), **empty)

    assert office.kept().actions == ()
    (mended,) = office.kept("2024").actions
    assert (mended.action, mended.state) == ("Satu loket lagi", ActionState.DONE)


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.AUDITOR, Role.OFFICER])
def test_only_the_head_and_administrators_write(office: Office, role: Role) -> None:
    of_agency = role is not Role.AUDITOR
    client = signed_in(office.app, role, agency_id=office.agency if of_agency else None).client

    assert client.get(PAGE).status_code == 403
    assert PAGE not in client.get("/admin/reports?agency=dukcapil&year=2025").text


def test_the_list_of_reports_leads_to_the_page(office: Office) -> None:
    assert f'href="{PAGE}"' in office.head().get("/admin/reports?agency=dukcapil&year=2025").text


@pytest.mark.parametrize(
    "page", ["agencies/dishub/2025/plan", "agencies/dukcapil/2999/plan", "units/x/2025/plan"]
)
def test_what_is_elsewhere_or_not_over_is_not_there(office: Office, page: str) -> None:
    with office.app.app_context():
        make_agency(db.session(), "dishub")
        db.session.commit()

    assert office.head().get(f"/admin/reports/{page}").status_code == 404
