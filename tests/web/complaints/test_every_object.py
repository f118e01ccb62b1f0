"""Every act on every item by everybody, and anything at all sent by those who may act."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from portal.complaints.intake.course_models import PromisedAction
from portal.complaints.intake.models import Complaint
from portal.web.access import Role
from portal.web.extensions import db
from tests.staff import signed_in
from tests.web.complaints.pages import ACTS as HANDLERS_ACTS
from tests.web.complaints.pages import ANSWER, act, code_of, follow, token_of, write

ACTS = HANDLERS_ACTS | {
    "decide": {"decision": "internal"},
    "appeal": {"is_granted": "0"},
    "pass-on": {"place": "agency:dishub", "reason": "wrong_agency"},
}
MODERATORS_OWN = {"decide", "appeal", "pass-on"}
NAMES = ["to", "reason", "text", "theme", "said", "action", "due_on", "decision", "public_text"]
NAMES += ["queue", "number", "unit", "is_granted", "version", "other", "item", "place"]


def sent_everywhere(client: FlaskClient, number: int) -> dict[str, int]:
    """Return how each act on an item is answered; the item's page under ``look``."""
    token = token_of(client.get("/complaints/follow").text)
    form = {"csrf_token": token, "version": "1"}
    address = f"/admin/complaints/{number}"
    answers = {
        name: client.post(f"{address}/{name}", data=form | fields).status_code
        for name, fields in ACTS.items()
    }
    return answers | {"look": client.get(address).status_code}


@pytest.mark.parametrize("place", ["desk:dukcapil-1", "agency:dukcapil"])
@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.SUPERVISOR, 403), (Role.OFFICER, 403), (Role.AUDITOR, 403), (Role.AGENCY_HEAD, 404)],
)
def test_who_has_no_part_in_an_item_can_do_nothing_to_it(
    app: Flask, city: dict[str, int], place: str, role: Role, status: int
) -> None:
    write(app.test_client(), place=place)
    agency = {Role.AGENCY_HEAD: city["second"], Role.AUDITOR: None}.get(role, city["first"])
    answers = sent_everywhere(signed_in(app, role, agency_id=agency).client, 1)

    expected = {name: 403 if name in MODERATORS_OWN else status for name in (*ACTS, "look")}
    assert answers == expected
    with app.app_context():
        assert db.session.scalars(select(Complaint.version)).one() == 2


def test_nobody_acts_without_being_signed_in(app: Flask, city: dict[str, int]) -> None:
    write(app.test_client())

    assert set(sent_everywhere(app.test_client(), 1).values()) == {302}


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from([*ACTS, "bulk", "bulk/do", "actions/1", "comments/00"]),
    st.dictionaries(st.sampled_from(NAMES), st.text(max_size=60), max_size=6),
)
def test_nothing_staff_send_makes_the_server_fail(
    app: Flask, city: dict[str, int], name: str, fields: dict[str, str]
) -> None:
    client = signed_in(app, Role.MODERATOR).client
    if client.get("/admin/complaints/1").status_code == 404:
        write(app.test_client())
    token = token_of(client.get("/complaints/follow").text)
    address = f"/admin/complaints/{name}" if name not in ACTS else f"/admin/complaints/1/{name}"

    answer = client.post(address, data={"csrf_token": token, "version": "2"} | fields)

    assert answer.status_code < 500
    assert client.get("/admin/complaints/1").status_code == 200


def test_words_no_database_can_store_are_left_out(app: Flask, city: dict[str, int]) -> None:
    citizen, moderator = app.test_client(), signed_in(app, Role.MODERATOR).client
    words = "dengan \x00 dan \x07 di dalamnya,\r\ncukup panjang"
    code = code_of(write(citizen, text=words))
    act(moderator, 1, "decide", decision="published", public_text=words)
    for to in ("verified", "forwarded"):
        act(moderator, 1, "advance", to=to)
    promise = {"theme": "cost", "said": words, "action": words, "due_on": "2030-01-31"}
    answered = act(moderator, 1, "answer", text=ANSWER + words, **promise)
    follow(citizen, code, act="reply", text=words)

    assert answered.status_code == 302
    with app.app_context():
        promised = db.session.scalars(select(PromisedAction)).one()
        shown = db.session.scalars(select(Complaint.public_text)).one()
    clean = "dengan  dan  di dalamnya,\ncukup panjang"
    assert [promised.said, promised.text, shown] == [clean] * 3
    pages = (
        citizen.get("/complaints/").text,
        follow(citizen, code).text,
        moderator.get("/admin/complaints/1").text,
    )
    assert all("\x00" not in page and "\x07" not in page for page in pages)
