"""What tests of award pages share: people who sign in on a day, and the way of an award."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.accounts.sessions.domain import Stage
from portal.accounts.sessions.service import Browser, add_session
from portal.evaluation.recognition import queries as awards
from portal.evaluation.rules.states import SchemeState
from portal.time import clock
from portal.web.access import Role
from portal.web.extensions import db, vault
from tests.factories import awards as made
from tests.factories.awards import AwardScene
from tests.staff import signed_in
from tests.web.evaluation.forms import press, send

HOME = "/admin/performance/awards"
ONE = f"{HOME}/1"
WON = f"{HOME}/won/1"
RULES = {
    "name": "Pegawai Teladan",
    "purpose": "Untuk yang melayani warga tepat waktu.",
    "year": "2026",
    "nominating_from": "2027-02-01",
    "nominating_until": "2027-02-15",
    "seed_event": "Penutupan IHSG, semua angkanya",
    "seed_due": "2027-03-01",
}
WHY = {"reason": "Selalu tepat waktu.", "evidence": "96 % berkas dalam waktu standar."}
At = Callable[[date], None]
SignIn = Callable[..., FlaskClient]


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> At:
    def move(day: date) -> None:
        moment = datetime.combine(day, time(3), tzinfo=UTC)
        monkeypatch.setattr(clock, "now", lambda: moment)

    return move


@pytest.fixture
def scene(app: Flask, at: At) -> AwardScene:
    at(made.PUBLISHED)
    with app.app_context():
        return made.make_award_scene(db.session())


@pytest.fixture
def who(app: Flask, scene: AwardScene) -> SignIn:
    """Sign somebody in: ``who(person)``, ``who(role=Role.MAYOR)``."""
    accounts: dict[tuple[int | None, Role], int] = {}

    def sign_in(person: int | None = None, role: Role = Role.OFFICER) -> FlaskClient:
        known = accounts.get((person, role))
        if known is not None:
            return signed_in_again(app, known)
        made_now = signed_in(app, role, agency_id=scene.agency_id, officer_id=person)
        accounts[person, role] = made_now.account_id
        return made_now.client

    return sign_in


def signed_in_again(app: Flask, account_id: int) -> FlaskClient:
    """Sign an account in anew: a session of months ago is over."""
    with app.app_context():
        browser = Browser(account_id=account_id, stage=Stage.SIGNED_IN, device="Firefox, Linux")
        token = add_session(db.session(), browser, now=clock.now())
        db.session.commit()
    client = app.test_client()
    client.set_cookie("staff", token)
    return client


def office(who: SignIn) -> FlaskClient:
    return who(role=Role.PERFORMANCE_OFFICE)


def step(client: FlaskClient, name: str) -> TestResponse:
    return press(client, f"{ONE}/{name}", page=ONE)


def stood(app: Flask, scene: AwardScene, *, state: SchemeState) -> None:
    with app.app_context():
        made.make_scheme(db.session(), scene, state=state, vault=vault())


def listed_through_pages(client: FlaskClient, scene: AwardScene) -> None:
    for person in scene.jurors:
        page = f"{ONE}/jurors?words=Juri+{made.CODES[scene.jurors.index(person) // 2]}"
        done = press(client, f"{ONE}/jurors/list/{person}", page=page)
        assert "Ada dalam daftar juri" in done.text


def recorded(client: FlaskClient, nominee: int, **fields: str) -> None:
    given = {"source": "Surat 12", "dated": "2027-02-17"} | fields
    assert send(client, f"{ONE}/nominees/{nominee}", **given).status_code == 302


def made_eligible(client: FlaskClient, nominee: int, *, hours: str) -> None:
    recorded(client, nominee, kind="integrity", integrity="yes")
    recorded(client, nominee, kind="hours", hours=hours)
    recorded(client, nominee, kind="predicate", year="2026", predicate="very_good")
    recorded(client, nominee, kind="predicate", year="2025", predicate="good")


def mayor_reads(who: SignIn, scene: AwardScene) -> str:
    return who(scene.mayor, role=Role.MAYOR).get(f"{ONE}/awards").text


def token_of(client: FlaskClient, page: str) -> dict[str, str]:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get(page).text)
    return {"csrf_token": found[1] if found else ""}


def code_of(app: Flask) -> str:
    with app.app_context():
        held = awards.certificate_of(db.session(), 1)
        assert held is not None
        return vault().unlock(held.code)
