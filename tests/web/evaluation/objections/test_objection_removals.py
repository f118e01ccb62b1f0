"""A link that shows somebody else's work, in an objection: taken away until the decision."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from portal.evaluation.objections.models import ObjectionEvidence
from portal.evaluation.plans.domain import Plan
from portal.evaluation.rules.states import ObjectionState
from portal.evaluation.verifying.service import verify_results
from portal.web.extensions import db, vault
from tests.web.evaluation.forms import send
from tests.web.evaluation.objections.test_objection_pages import (
    CASE,
    CLAIM,
    WRITE,
    Bring,
    at,
    bring,
    leader,
    plan,
    received,
)
from tests.web.evaluation.plans.test_who_may import VIEWERS, SignIn, sign_in

__all__ = ["at", "bring", "leader", "plan", "received", "sign_in"]
REMOVE = f"{CASE}/evidence/1/remove"
LINK, WHY = "https://contoh.example/dewi", "Surat ini tentang Dewi."


def add_link(person: FlaskClient) -> None:
    send(person, f"{CASE}/evidence", title="Surat kepala desa", link=LINK)


@pytest.mark.parametrize("who", ["person", "leader"])
def test_a_link_goes_with_a_reason_that_both_sides_read(
    app: Flask,
    bring: Bring,
    person: FlaskClient,
    superior: FlaskClient,
    *,
    leader: FlaskClient,
    who: str,
) -> None:
    bring(ObjectionState.ADMITTED)
    add_link(person)
    client = {"person": person, "leader": leader}[who]
    assert REMOVE in client.get(CASE).text
    assert send(client, REMOVE, reason="").status_code == 422

    done = send(client, REMOVE, reason=WHY)

    assert done.location.endswith("done=file_removed")
    for reader in (person, superior, leader):
        page = reader.get(CASE).text
        assert f"dihapus pada 12 Januari 2027 dan tidak dihitung: {WHY}" in page
        assert "Surat kepala desa" in page
        assert LINK not in page
    assert client.get(REMOVE).status_code == 404
    with app.app_context():
        session = db.session()
        assert session.query(ObjectionEvidence).one().link is None
        for statement in (
            "UPDATE objection_evidence SET removed_on = NULL, removed_by = NULL",
            "UPDATE objection_evidence SET removed_by = removed_by + 1",
        ):
            with pytest.raises(IntegrityError):
                session.execute(text(statement))
            session.rollback()


@pytest.mark.parametrize("viewer", VIEWERS)
def test_nobody_else_takes_it_away(
    bring: Bring, person: FlaskClient, sign_in: SignIn, viewer: str
) -> None:
    bring(ObjectionState.ADMITTED)
    add_link(person)
    client = person if viewer == "person" else sign_in(viewer)

    # The appraiser reads the link, and it is the person's.
    is_found = client.get(REMOVE).status_code == 200
    assert is_found is (viewer in {"person", "leader"})


def test_what_stands_in_a_decision_stays_and_what_went_before_stands_there_as_gone(
    app: Flask,
    received: Plan,
    person: FlaskClient,
    superior: FlaskClient,
    leader: FlaskClient,
) -> None:
    send(person, WRITE, claim_1=CLAIM, act="file")
    send(leader, f"{CASE}/admit", reason="")
    add_link(person)
    send(person, f"{CASE}/evidence", title="Foto register", link="https://contoh.example/2")
    send(person, REMOVE, reason=WHY)
    for side in (superior, person):
        send(side, f"{CASE}/explanation", text_1="Sudah jelas.", act="send")
    decision = {"finding_1": "founded", "reason_1": "Benar.", "result": "above"}
    done = send(leader, f"{CASE}/decide", **decision, behaviour="above", act="decide")
    assert done.location.endswith("done=decided"), done.text

    assert leader.get(f"{CASE}/evidence/2/remove").status_code == 404
    assert person.get(f"{CASE}/evidence/2/remove").status_code == 404
    with app.app_context():
        session = db.session()
        assert verify_results(session, vault=vault()).faults == []
        with pytest.raises(IntegrityError):
            session.execute(
                text(
                    "UPDATE objection_evidence SET removed_on = '2027-01-12', removed_by = 1, "
                    "removal_reason = link WHERE id = 2"
                )
            )
        session.rollback()
