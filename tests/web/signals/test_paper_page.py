"""Heads of agencies send paper questionnaires from a page, after looking at what they hold."""

import io
import re
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from portal import clock
from portal.access import Role
from portal.extensions import db
from portal.rating import queries
from portal.schedule.models import JobRun
from tests.factories.organisation import make_agency
from tests.factories.ratings import SmallCity, make_small_city
from tests.staff import Person, signed_in

HIDDEN = re.compile(r'name="(csrf_token|token)" value="([^"]+)"')
FILE = "time;U2\n3;4\n2;1\n"
MEANINGS = "U2=procedure"


@pytest.fixture
def city(app: Flask, monkeypatch: pytest.MonkeyPatch) -> SmallCity:
    monkeypatch.setattr("portal.clock.now", lambda: datetime(2026, 7, 2, tzinfo=UTC))
    with app.app_context():
        city = make_small_city(db.session())
        make_agency(db.session(), "dinkes")
        db.session.commit()
        return city


@pytest.fixture
def head(app: Flask, city: SmallCity) -> Person:
    return signed_in(app, Role.AGENCY_HEAD, agency_id=city.agency_id)


def token(person: Person) -> str:
    return dict(HIDDEN.findall(person.client.get("/admin/paper").text))["csrf_token"]


def look(person: Person, content: str = FILE, **fields: str) -> TestResponse:
    answers = {"agency": "dukcapil", "period": "2026-Q1", "meanings": MEANINGS} | fields
    upload = {"file": (io.BytesIO(content.encode()), "kuesioner.csv")}
    return person.client.post("/admin/paper", data=answers | upload | {"csrf_token": token(person)})


def take(person: Person, page: str, **fields: str) -> TestResponse:
    answers = {"agency": "dukcapil", "period": "2026-Q1", "meanings": MEANINGS}
    hidden = dict(HIDDEN.findall(page))
    return person.client.post(
        "/admin/paper/confirm", data=answers | hidden | fields, follow_redirects=True
    )


def respondents(app: Flask) -> list[int]:
    with app.app_context():
        return [batch.respondents for batch in queries.paper_batches(db.session())]


def test_a_head_looks_first_and_then_takes_in(app: Flask, head: Person) -> None:
    page = look(head).text
    assert "2 responden untuk periode 2026-Q1" in page
    assert respondents(app) == []

    assert "2 responden" in take(head, page).text
    assert respondents(app) == [2]


def test_every_faulty_line_is_shown_and_nothing_kept(app: Flask, head: Person) -> None:
    page = look(head, "time;U2\n9;4\n").text

    assert "baris 2" in page
    assert "harus 1, 2, 3, atau 4" in page
    assert respondents(app) == []


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"period": "spring"}, "Pilih dinas"),
        ({"meanings": "U2=parking"}, "Pilih dinas"),
        ({"agency": "dinkes"}, "Pilih dinas"),
        ({"period": "2026-Q4"}, "belum berakhir"),
    ],
)
def test_what_cannot_be_taken_in_is_said(head: Person, fields: dict[str, str], words: str) -> None:
    assert words in look(head, **fields).text


def test_the_same_file_and_months_that_overlap_are_refused(app: Flask, head: Person) -> None:
    page = look(head).text
    take(head, page)

    assert "sudah pernah diambil" in look(head).text
    assert "sebagian bulan yang sama" in look(head, FILE + "1;1\n", period="2026-H1").text
    assert "kirim sekali lagi" in take(head, page).text
    assert respondents(app) == [2]


def test_without_its_token_nothing_is_taken_in(app: Flask, head: Person) -> None:
    take(head, look(head).text, token="")

    assert respondents(app) == []


def test_an_administrator_sends_for_every_agency(app: Flask, city: SmallCity) -> None:
    administrator = signed_in(app, Role.ADMINISTRATOR)

    assert "dinkes" in administrator.client.get("/admin/paper").text
    assert "2 responden" in look(administrator, agency="dinkes").text


def test_nothing_is_taken_in_by_a_clock_that_is_not_believed(app: Flask, head: Person) -> None:
    page = look(head).text
    with app.app_context():
        ran_later = JobRun(name="mix", last_run_at=clock.now() + timedelta(days=1))
        db.session.add(ran_later)
        db.session.commit()

    assert "Jam server ini tidak dapat dipercaya" in take(head, page).text
    assert respondents(app) == []
