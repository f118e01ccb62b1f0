"""A complaint and its code are proof enough: both work where cookies are blocked."""

import secrets

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories.complaints import CHOICES
from tests.factories.waiting import let_night_pass
from tests.web.complaints.pages import TEXT, code_of

pytestmark = pytest.mark.usefixtures("city")


@pytest.fixture
def blocked(app: Flask) -> FlaskClient:
    """A browser that keeps no cookies."""
    return app.test_client(use_cookies=False)


def answers(**fields: str) -> dict[str, str]:
    return (
        CHOICES
        | {
            "csrf_token": "of a page whose cookie was refused",
            "form_key": secrets.token_hex(16),
            "place": "desk:dukcapil-1",
            "text": TEXT,
        }
        | fields
    )


def test_without_cookies_one_writes_follows_and_replies(app: Flask, blocked: FlaskClient) -> None:
    code = code_of(blocked.post("/complaints/new", data=answers()))
    let_night_pass(app)
    sent = {"code": code, "act": "reply", "text": "Masih menunggu."}

    assert TEXT in blocked.post("/complaints/follow", data={"code": code}).text
    assert "Masih menunggu." in blocked.post("/complaints/follow", data=sent).text


def test_a_mistake_without_cookies_keeps_the_text(blocked: FlaskClient) -> None:
    refused = blocked.post("/complaints/new", data=answers(happened=""))

    assert refused.status_code == 400
    assert TEXT in refused.text
    assert 'href="#happened"' in refused.text
    assert "cookie" not in refused.text


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://elsewhere.example"},
    ],
)
def test_what_another_site_sends_is_not_taken(
    blocked: FlaskClient, headers: dict[str, str]
) -> None:
    sent = blocked.post("/complaints/new", data=answers(), headers=headers)

    assert sent.status_code == 400
    assert "dikirim dari situs lain" in sent.text


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "same-origin"}, {"Origin": "null"}, {"Origin": "http://localhost"}],
)
def test_what_our_own_page_sends_is_taken(blocked: FlaskClient, headers: dict[str, str]) -> None:
    assert blocked.post("/complaints/new", data=answers(), headers=headers).status_code == 200
