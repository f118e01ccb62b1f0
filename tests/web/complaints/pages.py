"""Drives the pages of complaints as a citizen and as staff would."""

import re
import secrets
from datetime import date

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.complaints.intake.history import CaseContext
from portal.web.extensions import db, vault
from tests.factories.complaints import CHOICES
from tests.factories.waiting import let_night_pass

TEXT = "Antrean di loket dua sangat lama, saya menunggu tiga jam tanpa penjelasan."
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
FORM_KEY = re.compile(r'name="form_key" value="([0-9a-f]{32})"')
CODE = re.compile(r'id="kode"[^>]*>([0-9A-Z-]{19})<')
VERSION = re.compile(r'name="version" value="(\d+)"')

ANSWER = "Kami menambah satu petugas pada jam sibuk mulai pekan depan."
# What staff who handle complaints send to each address of a complaint.
ACTS: dict[str, dict[str, str]] = {
    "claim": {},
    "release": {},
    "advance": {"to": "verified"},
    "address": {"unit": ""},
    "answer": {"text": ANSWER},
    "queue": {"queue": "city"},
    "hand-over": {"number": "1"},
    "group": {},
}


def token_of(page: str) -> str:
    found = TOKEN.search(page)
    assert found, "the page has no form"
    return found[1]


def write(client: FlaskClient, *, place: str = "desk:dukcapil-1", **fields: str) -> TestResponse:
    """Write a complaint, and let the night open it."""
    answer = send(client, place=place, **fields)
    if answer.status_code == 200:
        let_night_pass(client.application)
    return answer


def send(client: FlaskClient, *, place: str = "desk:dukcapil-1", **fields: str) -> TestResponse:
    """Fill in the form for a complaint and send it."""
    page = client.get(f"/complaints/new?{place.replace(':', '=')}").text
    key = FORM_KEY.search(page)
    if key is None:  # a place that is not there: the office is asked first
        page = client.get("/complaints/follow").text
    answers = CHOICES | {
        "csrf_token": token_of(page),
        "form_key": key[1] if key else secrets.token_hex(16),
        "place": place,
        "text": TEXT,
        "may_publish": "y",
    }
    return client.post("/complaints/new", data=answers | fields)


def code_of(answer: TestResponse) -> str:
    found = CODE.search(answer.text)
    assert found, answer.text
    return found[1]


def follow(client: FlaskClient, code: str, **fields: str) -> TestResponse:
    page = client.get("/complaints/follow").text
    return client.post(
        "/complaints/follow", data={"csrf_token": token_of(page), "code": code} | fields
    )


def act(client: FlaskClient, number: int, name: str, **fields: str) -> TestResponse:
    """Open an item and send one of its forms, as it was read."""
    page = client.get(f"/admin/complaints/{number}").text
    version = VERSION.search(page)
    assert version
    answers = {"csrf_token": token_of(page), "version": version[1]}
    return client.post(f"/admin/complaints/{number}/{name}", data=answers | fields)


def office_of(app: Flask, today: date) -> CaseContext:
    with app.app_context():
        db.session.remove()
        return CaseContext(vault=vault(), today=today)
