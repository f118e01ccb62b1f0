"""A practice plan works like a plan, counts nowhere and is thrown away."""

from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from portal.evaluation.guide.models import PracticeRow
from portal.evaluation.guide.practice import KEPT_FOR
from portal.evaluation.guide.service import forget_practice
from portal.evaluation.plans.models import PerformancePlan
from portal.time import clock
from portal.web.extensions import db
from tests.web.evaluation.conftest import ClientOf
from tests.web.evaluation.forms import fields_of, press, send

PRACTICE = "/admin/performance/guide/practice"
MARK = "LATIHAN: SKP"


def begin(client: FlaskClient) -> str:
    return press(client, f"{PRACTICE}/begin", page=PRACTICE).text


def fill(client: FlaskClient) -> None:
    for key, target in ((1, "95"), (2, "2"), (3, "90")):
        sent = send(client, f"{PRACTICE}/indicators/{key}", target=target)
        assert sent.status_code == 302


def rows(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(PracticeRow)) or 0


def test_a_practice_plan_is_filled_in_sent_returned_and_agreed_and_counts_nowhere(
    app: Flask, person: FlaskClient
) -> None:
    begun = begin(person)
    assert MARK in begun
    assert "Isi dahulu yang belum lengkap" in begun
    fill(person)
    returned = press(person, f"{PRACTICE}/send", page=PRACTICE).text
    assert "mengembalikannya" in returned
    assert send(person, f"{PRACTICE}/indicators/1", target="96,5").status_code == 302
    agreed = press(person, f"{PRACTICE}/send", page=PRACTICE).text

    assert "Disepakati." in agreed
    assert "96,5" in agreed
    assert f'action="{PRACTICE}/send"' not in agreed
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(PerformancePlan)) == 0
    assert MARK not in person.get("/admin/performance").text


def test_what_is_wrong_is_said_beside_its_field_as_in_a_real_plan(person: FlaskClient) -> None:
    begin(person)

    refused = send(person, f"{PRACTICE}/indicators/1", target="banyak", method="Dihitung")

    assert refused.status_code == 422
    assert 'id="target-error"' in refused.text
    assert 'value="banyak"' in refused.text


def test_an_incomplete_practice_plan_is_not_sent(person: FlaskClient) -> None:
    begin(person)
    page = person.get(f"{PRACTICE}/indicators/1").text
    token = fields_of(page)["csrf_token"]

    sent = person.post(f"{PRACTICE}/send", data={"csrf_token": token, "revision": "1"})

    assert sent.headers["Location"] == PRACTICE
    assert "mengembalikannya" not in person.get(PRACTICE).text


def test_the_second_of_two_tabs_is_told(person: FlaskClient) -> None:
    begin(person)
    address = f"{PRACTICE}/indicators/1"
    stale = fields_of(person.get(address).text) | {"target": "80"}
    send(person, address, target="95")

    told = person.post(address, data=stale, follow_redirects=True).text

    assert "berubah di tab lain" in told
    assert "95 %" in told


def test_a_practice_plan_is_thrown_away_by_its_button_and_is_nobody_elses(
    app: Flask, person: FlaskClient, superior: FlaskClient
) -> None:
    begin(person)
    assert superior.get(f"{PRACTICE}/indicators/1").status_code == 404
    assert "Mulai latihan" in superior.get(PRACTICE).text
    assert person.get(f"{PRACTICE}/indicators/99").status_code == 404

    gone = press(person, f"{PRACTICE}/throw-away", page=PRACTICE).text

    assert "Mulai latihan" in gone
    assert rows(app) == 0


def test_it_is_deleted_by_itself_after_its_days(app: Flask, client_of: ClientOf) -> None:
    begin(client_of(None))
    with app.app_context():
        forget_practice(db.session(), now=clock.now() + KEPT_FOR - timedelta(minutes=1))
    assert rows(app) == 1
    with app.app_context():
        forget_practice(db.session(), now=clock.now() + KEPT_FOR)
    assert rows(app) == 0
