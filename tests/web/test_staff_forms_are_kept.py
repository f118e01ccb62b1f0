"""Whatever form staff send after their session ended leads back to the filled form.

The list of forms is the app's own: every address that takes a form and is not open to everybody.
"""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.web.access import Role, access_of
from tests.web.accounts.forms import fill_in
from tests.web.accounts.people import PASSWORD, add_person, code_for, give_authenticator
from tests.web.every_endpoint import Way, ways

EMAIL = "sri@contoh.test"
SESSION = "staff"
TYPED = "Tulisan panjang yang tidak boleh hilang"
# Nothing of these is typed: a click that is pressed again after signing in.
LEAVING = {"accounts.sign_out"}
# What a colleague answers is kept in the browser only, never on the server.
NEVER_ON_THE_SERVER = {"colleagues.answer", "colleagues.strike"}


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "portal.accounts.passwords.credentials.is_password", lambda p, _: p == PASSWORD
    )


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser that an administrator has signed in from."""
    secret = give_authenticator(app, add_person(app, Role.ADMINISTRATOR))
    client = app.test_client()
    answer = fill_in(client, "/admin/sign-in", identity=EMAIL, password=PASSWORD)
    fill_in(client, answer.headers["Location"], code=code_for(secret))
    return client


def staff_forms(app: Flask) -> list[Way]:
    """Every way by which staff send a form, as the app itself knows them."""
    found = []
    for way in ways():
        access = access_of(app, way.endpoint)
        if way.method == "POST" and access is not None and not access.is_public:
            found.append(way)
    return found


def sent_signed_out(client: FlaskClient, way: Way) -> str:
    """Send a form without a session, and return where the portal leads."""
    session = client.get_cookie(SESSION)
    assert session is not None
    client.delete_cookie(SESSION)
    answer = client.post(way.path, data={"text": TYPED})
    client.set_cookie(SESSION, session.value)
    return str(answer.headers.get("Location", answer.status_code))


def is_given_back(client: FlaskClient, way: Way, *, location: str) -> bool:
    """Whether the way back shows what was typed, and sends it where it was to go."""
    found = re.search(r"next=(/admin/kept-form/[^&]+)", location)
    if found is None:
        return False
    page = client.get(found[1]).text
    return f'<blockquote class="typed">{TYPED}</blockquote>' in page and (
        f'action="{way.path}"' in page
    )


def test_every_form_of_staff_is_given_back_after_signing_in(
    app: Flask, client: FlaskClient
) -> None:
    forms = [
        each for each in staff_forms(app) if each.endpoint not in LEAVING | NEVER_ON_THE_SERVER
    ]
    assert len(forms) > 60

    lost = [
        str(each)
        for each in forms
        if not is_given_back(client, each, location=sent_signed_out(client, each))
    ]

    assert lost == []


def test_what_colleagues_answer_is_never_kept_on_the_server(
    app: Flask, client: FlaskClient
) -> None:
    forms = [each for each in staff_forms(app) if each.endpoint in NEVER_ON_THE_SERVER]
    assert {each.endpoint for each in forms} == NEVER_ON_THE_SERVER

    for each in forms:
        assert "kept-form" not in sent_signed_out(client, each), each
