"""Every endpoint, tried by every role and by a stranger, opens exactly as its table says."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask, session
from flask.testing import FlaskClient
from flask_wtf.csrf import generate_csrf
from werkzeug.test import TestResponse

from portal.accounts.staff.domain import AGENCY_ROLES
from portal.app import create_app
from portal.web.access import Role
from portal.web.extensions import db
from tests.architecture.endpoints import ENDPOINTS
from tests.architecture.who_may import PUBLIC
from tests.conftest import close, settings_for
from tests.factories.organisation import make_agency
from tests.staff import signed_in
from tests.web.every_endpoint import Way, ways

STRANGER = "a stranger"
WAYS = ways()
# The database of these tests has no keys yet, which is what this endpoint is there to say.
NOT_READY = "health.ready"
# Steps of signing in that start over for whoever has not come that far, and signing out.
LEAD_TO_SIGN_IN = {
    "accounts.enrolment",
    "accounts.recovery",
    "accounts.second_factor",
    "accounts.sign_out",
}
# What a citizen wrote stays in the page when its token is too old; these check it themselves.
CHECK_THEIR_TOKEN_THEMSELVES = {
    "complaints.followed",
    "complaints.write",
    "rating.submit",
    "rating.submit_at_kiosk",
    "rating.submit_by_presence",
    "rating.submit_by_ticket",
}
# Machines show a key or a secret of their own, and nothing happens without it.
ASK_FOR_A_KEY = {"rating.open_box", "rating.submit_at_kiosk", "rating.tickets"}
# What was typed only leads to an address: nothing changes, and without a code it says so.
LEAD_ON = {"rating.open_ticket"}
# A tablet that is not paired is told so with the code that keeps the page out of its cache.
UNPAIRED = {"rating.kiosk"}
# What is not there is said before a token is looked at.
MAY_BE_UNKNOWN = {"rating.submit", "rating.submit_by_presence", "rating.submit_by_ticket"}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[Flask]:
    """One app for the whole table."""
    folder = tmp_path_factory.mktemp("every-role")
    shutil.copy(sqlite_template, folder / "portal.db")
    app = create_app(settings_for(folder, f"sqlite:///{folder / 'portal.db'}"))
    app.config["PROPAGATE_EXCEPTIONS"] = False
    with app.app_context():
        make_agency(db.session())
        db.session.commit()
    yield app
    close(app)


def client_of(app: Flask, who: str) -> FlaskClient:
    if who == STRANGER:
        return app.test_client()
    return signed_in(app, Role(who), agency_id=1 if Role(who) in AGENCY_ROLES else None).client


def token_of(app: Flask, client: FlaskClient) -> str:
    """Return a form token that belongs to the client's session."""
    with app.test_request_context():
        token = generate_csrf()
        raw = session["csrf_token"]
    with client.session_transaction() as kept:
        kept["csrf_token"] = raw
    return str(token)


def is_sent_to_sign_in(answer: TestResponse) -> bool:
    return (
        answer.status_code == 302 and answer.headers["Location"].split("?")[0] == "/admin/sign-in"
    )


def answer_to(app: Flask, who: str, way: Way) -> TestResponse:
    """Return what a new browser of ``who`` gets, with the token that a form needs."""
    client = client_of(app, who)
    body: dict[str, object] = {}
    if getattr(app.view_functions[way.endpoint], "reads_json", False):
        body = {"json": {}}
    elif way.method == "POST":
        body = {"data": {"csrf_token": token_of(app, client)}}
    return client.open(way.path, method=way.method, **body)


def is_as_the_table_says(answer: TestResponse, *, way: Way, who: str) -> bool:
    allowed = ENDPOINTS[way.endpoint]
    if way.endpoint in ASK_FOR_A_KEY | UNPAIRED:
        return answer.status_code == 401
    if allowed == PUBLIC or who in allowed:
        is_served = answer.status_code < 500 or way.endpoint == NOT_READY
        is_led_away = is_sent_to_sign_in(answer) and way.endpoint not in LEAD_TO_SIGN_IN
        return answer.status_code not in {401, 403, 405} and is_served and not is_led_away
    if who == STRANGER:
        return is_sent_to_sign_in(answer) and answer.headers["Cache-Control"] == "no-store"
    return answer.status_code == 403


def is_refused_without_token(answer: TestResponse, *, way: Way, who: str) -> bool:
    allowed = ENDPOINTS[way.endpoint]
    if allowed != PUBLIC and who not in allowed:
        return is_sent_to_sign_in(answer) if who == STRANGER else answer.status_code == 403
    if way.endpoint in LEAD_ON:
        return answer.status_code == 422
    expected = {401} if way.endpoint in ASK_FOR_A_KEY else {400}
    if way.endpoint in MAY_BE_UNKNOWN:
        expected.add(404)
    return answer.status_code in expected


@pytest.mark.parametrize("who", [STRANGER, *Role])
def test_every_endpoint_opens_as_the_table_says(app: Flask, who: str) -> None:
    answers = {str(way): (way, answer_to(app, who, way)) for way in WAYS}
    wrong = {
        name: answer.status
        for name, (way, answer) in answers.items()
        if not is_as_the_table_says(answer, way=way, who=who)
    }

    assert wrong == {}


def test_no_answer_to_staff_is_stored(app: Flask) -> None:
    asked = [way for way in WAYS if ENDPOINTS[way.endpoint] != PUBLIC]
    kept = {
        str(way): client_of(app, Role.ADMINISTRATOR)
        .open(way.path, method=way.method)
        .headers["Cache-Control"]
        for way in asked
    }

    assert set(kept.values()) == {"no-store"}, kept


@pytest.mark.parametrize("who", [STRANGER, Role.ADMINISTRATOR])
def test_a_form_without_its_token_is_refused(app: Flask, who: str) -> None:
    forms = [way for way in WAYS if way.method != "GET"]
    answers = {
        str(way): (way, client_of(app, who).open(way.path, method=way.method)) for way in forms
    }
    wrong = {
        name: answer.status
        for name, (way, answer) in answers.items()
        if not is_refused_without_token(answer, way=way, who=who)
    }

    assert len(answers) > 50
    assert wrong == {}


def test_an_endpoint_that_is_open_to_too_many_is_noticed(app: Flask) -> None:
    way = next(way for way in WAYS if way.endpoint == "accounts.people" and way.method == "GET")

    opened = answer_to(app, Role.ADMINISTRATOR, way)

    assert is_as_the_table_says(opened, way=way, who=Role.ADMINISTRATOR)
    assert not is_as_the_table_says(opened, way=way, who=Role.SUPERVISOR)
    assert not is_as_the_table_says(opened, way=way, who=STRANGER)


def test_no_other_form_checks_its_token_itself(app: Flask) -> None:
    exempt = {name for name, view in app.view_functions.items() if view in exempt_views(app)}

    assert exempt == CHECK_THEIR_TOKEN_THEMSELVES | ASK_FOR_A_KEY | LEAD_ON
    assert app.extensions["csrf"]._exempt_blueprints == set()


def exempt_views(app: Flask) -> set[object]:
    names = app.extensions["csrf"]._exempt_views
    return {
        view
        for view in app.view_functions.values()
        if f"{view.__module__}.{view.__name__}" in names
    }


def test_the_tests_try_every_endpoint_and_some_forms() -> None:
    assert {way.endpoint for way in WAYS} == set(ENDPOINTS)
    assert {way.method for way in WAYS} == {"GET", "POST"}
