"""All agencies of a span in one sheet: exact for whoever sees the whole city, for nobody else."""

import io
from dataclasses import replace

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.web.access import Role
from portal.web.extensions import current_settings, db, decided_settings
from tests.factories.organisation import make_agency
from tests.factories.reports import alike, make_ratings
from tests.staff import signed_in
from tests.unit.survey.worked_case import WORKED_CASE

WORKED = {element: counts.answers for element, counts in WORKED_CASE.items()}


@pytest.fixture
def city(app: Flask) -> Flask:
    """A city with a rated agency, one with too few ratings, and one whose index is low."""
    with app.app_context():
        session = db.session()
        worked = make_agency(session, "dukcapil", name="Dinas B")
        make_ratings(session, worked, counts=WORKED, period="2025-11")
        few = make_agency(session, "dishub", name="Dinas A")
        make_ratings(session, few, counts=alike(0, 0, 3, 0), period="2025-11")
        low = make_agency(session, "dinsos", name="Dinas C")
        make_ratings(session, low, counts=alike(40, 0, 0, 0), period="2025-10", channel="paper")
        db.session.remove()
    return app


def client_of(app: Flask, role: Role) -> FlaskClient:
    return signed_in(app, role).client


def lines(client: FlaskClient, period: str = "2025") -> list[tuple[object, ...]]:
    answer = client.get(f"/admin/reports/recap/{period}.xlsx")
    assert answer.status_code == 200
    sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).active
    return list(sheet.iter_rows(values_only=True))[3:]


def test_every_agency_has_a_line_with_its_exact_result_or_the_reason_why_not(city: Flask) -> None:
    head, few, worked, low = lines(client_of(city, Role.ADMINISTRATOR))

    assert head[:4] == ("Instansi", "Responden", "Sampel minimal", "IKM")
    assert head[9] == "U3  Waktu Penyelesaian (NRR)"
    assert few[:7] == ("Dinas A", None, None, None, None, None, NO_RESULT)
    assert worked[:6] == ("Dinas B", 187, 384, 87.64, "B", "Baik")
    assert worked[9] == pytest.approx(3.40)
    assert low[3:6] == (25, "D", "Tidak Baik")


def test_elements_are_numbered_as_the_city_decided(city: Flask) -> None:
    with city.app_context():
        decided_settings().operator = replace(current_settings(), element_codes="questionnaire")
        decided_settings().forget()

    head, _, worked, _ = lines(client_of(city, Role.ADMINISTRATOR))

    assert head[14] == "U8  Sarana dan Prasarana (NRR)"
    assert head[15] == "U9  Penanganan Pengaduan, Saran dan Masukan (NRR)"
    # From the worked case, by hand: 630 and 707 points of 187 respondents.
    assert worked[14:16] == (pytest.approx(3.37), pytest.approx(3.78))


NO_RESULT = "tidak ada atau terlalu sedikit penilaian"


def test_only_who_sees_the_whole_city_opens_it_and_it_is_on_record(city: Flask) -> None:
    assert client_of(city, Role.AUDITOR).get("/admin/reports/recap/2025.xlsx").status_code == 200
    with city.app_context():
        agency = make_agency(db.session(), "lain").id
        db.session.commit()
    head = signed_in(city, Role.AGENCY_HEAD, agency_id=agency).client

    assert head.get("/admin/reports/recap/2025.xlsx").status_code == 403
    assert b"/admin/reports/recap/" not in head.get("/admin/reports").data


@pytest.mark.parametrize("period", ["2999", "2025-Q9", "x"])
def test_a_span_that_is_not_over_or_none_has_no_recap(city: Flask, period: str) -> None:
    client = client_of(city, Role.AUDITOR)

    assert client.get(f"/admin/reports/recap/{period}.xlsx").status_code == 404


def test_the_page_of_reports_leads_to_the_recap_of_each_span_that_is_over(city: Flask) -> None:
    page = client_of(city, Role.AUDITOR).get("/admin/reports?agency=dukcapil").text

    for span in ("2025", "2025-Q4", "2025-11"):
        assert f'href="/admin/reports/recap/{span}.xlsx"' in page
