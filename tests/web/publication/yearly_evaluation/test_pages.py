"""Staff see a year as it will go out, sign it off or hold it; the public reads it afterwards."""

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, date, datetime

import plotly.graph_objects as go
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.disclosure.meanings import without_meaning
from portal.publication.figures.documents import ReleaseKind
from portal.publication.releases import queries as releases_queries
from portal.publication.yearly_evaluation.counts import OrganisationIndicator, Training
from portal.publication.yearly_evaluation.releasing import publish_due_evaluations
from portal.time import clock
from portal.web.access import Role
from portal.web.extensions import db
from tests.factories.evaluation_years import MovingCity
from tests.staff import signed_in
from tests.web.accounts.forms import hidden_fields

PAGE = "/admin/releases/evaluation/2026"
LEARNED = "Dialog kinerja dimulai lebih awal tahun depan."
WHY = "Putusan keberatan terakhir belum tercatat."


@pytest.fixture(autouse=True)
def june(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2027, 6, 2, 5, tzinfo=UTC))


@pytest.fixture
def drafted(app: Flask) -> Flask:
    """The app with a draft of 2026: one agency of every kind of size."""
    counted = MovingCity(3, agencies=4, people=400).counted(2026)
    small, *others = counted.agencies
    small = replace(small, people=12, plans_in_time=12, evaluations_in_time=9, dialogues_held=12)
    iku = OrganisationIndicator("Layanan tepat waktu", "%", "95", "96.5")
    large = replace(others[0], indicators=(iku,), training=Training(0, 0))
    counted = replace(counted, agencies=(small, large, *others[1:]))
    with app.app_context():
        publish_due_evaluations(
            db.session(), [2026], count=lambda _year: counted, today=date(2027, 6, 1)
        )
    return app


@pytest.fixture
def administrator(drafted: Flask) -> FlaskClient:
    return signed_in(drafted, Role.ADMINISTRATOR).client


def send(client: FlaskClient, act: str, **fields: str) -> TestResponse:
    hidden = hidden_fields(client.get(PAGE).text)
    return client.post(f"{PAGE}/{act}", data={**hidden, **fields})


def state(app: Flask) -> str:
    with app.app_context():
        found = releases_queries.release_in_brief(db.session(), "2026", kind=ReleaseKind.EVALUATION)
        return str(found and found.state)


def test_the_public_reads_that_nothing_is_out_yet(client: FlaskClient) -> None:
    assert "Belum ada tahun yang terbit" in client.get("/evaluation").text
    assert client.get("/evaluation/2026").status_code == 404
    assert client.get("/evaluation/2026.json").status_code == 404


def test_a_draft_is_seen_by_staff_as_it_will_go_out_and_by_nobody_else(drafted: Flask) -> None:
    office = signed_in(drafted, Role.PERFORMANCE_OFFICE).client
    page = office.get(PAGE).text
    assert "Layanan tepat waktu" in page
    assert "Sahkan dan terbitkan" not in page
    assert f'href="{PAGE}"' in office.get("/admin/releases/evaluation").text
    head = signed_in(drafted, Role.AGENCY_HEAD, agency_id=None).client
    assert head.get(PAGE).status_code == 403
    assert drafted.test_client().get("/evaluation/2026").status_code == 404


def test_a_sign_off_publishes_pages_and_files_with_declared_meanings(
    drafted: Flask, administrator: FlaskClient
) -> None:
    answer = send(administrator, "sign", reflection=LEARNED)
    assert "terbit atas nama Anda" in administrator.get(answer.headers["Location"]).text

    reader = drafted.test_client()
    assert "Tahun 2026" in reader.get("/evaluation").text
    assert "Seluruh kota" in reader.get("/evaluation/2026").text
    document = json.loads(reader.get("/evaluation/2026.json").text)
    assert list(without_meaning(document, address="evaluation/2026")) == []
    rows = list(csv.DictReader(io.StringIO(reader.get("/evaluation/2026.csv").text)))
    small = {row["measure"]: row["at_most"] for row in rows if row["agency"] == "agency-00"}
    assert set(small.values()) == {""}
    told = [row for row in rows if row["measure"] == "very_good" and row["agency"] == ""]
    step = document["city"]["very_good"]
    assert [(row["at_least"], row["at_most"]) for row in told] == [
        (str(step["lower"]), str(step["upper"]))
    ]
    assert {row["agency"]: row["at_most"] for row in rows if row["measure"] == "training_hours"}[
        "agency-01"
    ]


def test_charts_draw_the_steps_that_the_page_tells_and_no_order_of_rank(
    drafted: Flask, administrator: FlaskClient
) -> None:
    send(administrator, "sign", reflection=LEARNED)
    reader = drafted.test_client()
    document = json.loads(reader.get("/evaluation/2026.json").text)
    charts = json.loads(reader.get("/evaluation/2026.charts.json").text)
    page = reader.get("/evaluation/2026?lang=en").text

    assert charts
    for measure, chart in charts.items():
        go.Figure(chart)  # raises ValueError for what Plotly does not accept
        (bars,) = chart["data"]
        ends = zip(bars["y"], bars["base"], bars["x"], strict=True)
        told = [
            (each["name"], each[measure]["lower"], each[measure]["upper"])
            for each in document["agencies"]
            if each[measure]
        ]
        assert [(name, base, base + width) for name, base, width in ends] == told[::-1]
        assert f'data-chart="{measure}"' in page
    assert page.count("data-chart=") == len(charts)
    assert "% of staff" in page


def test_each_agency_leads_to_its_own_form(drafted: Flask, administrator: FlaskClient) -> None:
    send(administrator, "sign", reflection=LEARNED)
    page = drafted.test_client().get("/evaluation/2026?lang=en").text
    assert page.count("/complaints/new?agency=agency-") == 4
    assert "How these figures are made" in page
    assert "The predicate of an organisation is not published here" in page
    assert "Law 14/2008" in drafted.test_client().get("/evaluation?lang=en").text


def test_what_was_not_looked_at_is_not_published(
    drafted: Flask, administrator: FlaskClient
) -> None:
    answer = send(administrator, "sign", reflection=LEARNED, draft="0" * 64)
    assert answer.status_code == 409
    assert "Draf berubah" in answer.text
    assert LEARNED in answer.text
    assert send(administrator, "sign", reflection="pendek").status_code == 422
    assert state(drafted) == "prepared"


def test_a_year_is_held_once_with_a_reason(drafted: Flask, administrator: FlaskClient) -> None:
    assert send(administrator, "hold", days="3", reason="").status_code == 422
    answer = send(administrator, "hold", days="3", reason=WHY)
    assert "Penahanan sudah dicatat" in administrator.get(answer.headers["Location"]).text
    assert WHY in administrator.get(PAGE).text
    assert send(administrator, "hold", days="3", reason=WHY).status_code == 409
    assert state(drafted) == "held"


def test_a_second_sign_off_is_refused(drafted: Flask, administrator: FlaskClient) -> None:
    hidden = hidden_fields(administrator.get(PAGE).text)
    for expected in (302, 409):
        data = {**hidden, "reflection": LEARNED}
        assert administrator.post(f"{PAGE}/sign", data=data).status_code == expected
    assert state(drafted) == "published"


def test_a_year_without_a_release_is_not_there(administrator: FlaskClient) -> None:
    assert administrator.get("/admin/releases/evaluation/2024").status_code == 404


def test_citizens_read_what_a_rating_does_with_the_number_of_the_rule(app: Flask) -> None:
    client = app.test_client()

    assert "/evaluation/your-rating" in client.get("/evaluation").text
    page = client.get("/evaluation/your-rating").text
    assert "30 jawaban atau lebih" in page
    assert "30 answers or more" in client.get("/evaluation/your-rating?lang=en").text
