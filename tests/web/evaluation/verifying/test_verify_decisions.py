"""`flask evaluation verify` compares a decision with the tables of objections, field by field."""

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.evaluation.appraisals.yearly_queries import yearly_with
from portal.evaluation.plans.domain import Plan
from portal.evaluation.verifying.compared_queries import Held
from portal.evaluation.verifying.kept_queries import kept_documents
from portal.evaluation.verifying.service import held_fields, opening
from portal.storage.files import contents
from portal.web.extensions import db, vault
from tests.unit.storage.files.test_files import with_place
from tests.web.evaluation.forms import send
from tests.web.evaluation.objections.test_objection_files import upload
from tests.web.evaluation.objections.test_objection_pages import (
    CASE,
    CLAIM,
    WRITE,
    at,
    leader,
    plan,
    received,
)
from tests.web.evaluation.verifying.test_verify_results import leaves, tampered

__all__ = ["at", "leader", "plan", "received"]
# Names as they were stand in no table.
ONLY_SEALED = ("names.",)


@pytest.fixture
def decided(
    monkeypatch: pytest.MonkeyPatch,
    received: Plan,
    person: FlaskClient,
    superior: FlaskClient,
    leader: FlaskClient,
) -> Plan:
    """Both sides wrote, only the appraiser sent; evidence with a link, without one, and a file."""
    monkeypatch.setattr(contents, "is_nearly_full", lambda _: False)
    send(person, WRITE, claim_1=CLAIM, claim_2="Dua laporan tidak dihitung.", act="file")
    send(leader, f"{CASE}/admit", reason="")
    send(person, f"{CASE}/evidence", title="Surat kepala desa", link="https://contoh.example/1")
    send(person, f"{CASE}/evidence", title="Buku tamu ada di kantor", link="")
    assert upload(person, with_place(), "Foto.jpg")[0] == 302
    send(person, f"{CASE}/explanation", text_1="Belum dikirim.", act="kept")
    send(superior, f"{CASE}/explanation", text_1="Bantu baca bukan keputusan.", act="send")
    send(person, f"{CASE}/explanation", text_1="Saya sudah melapor.", act="send")
    decision = {
        "finding_1": "founded",
        "reason_1": "Alasannya benar.",
        "finding_2": "unfounded",
        "reason_2": "Keduanya dihitung.",
        "result": "above",
        "behaviour": "meets",
    }
    done = send(leader, f"{CASE}/decide", **decision, act="decide")
    assert done.location.endswith("done=decided"), done.text
    return received


def test_every_field_of_a_decision_that_was_tampered_with_is_found(
    app: Flask, decided: Plan
) -> None:
    said = app.test_cli_runner().invoke(args=["evaluation", "verify"])
    assert (said.exit_code, "2 documents agree" in said.output) == (0, True), said.output
    with app.app_context():
        session = db.session()
        first, second = kept_documents(session, vault=vault())
        document, year = second.document, yearly_with(session, 1)
        assert document is not None
        assert year is not None
        assert len(document["decision"]["points"]) == 2

        def faults(found: Any) -> list[Any]:
            held = Held(session, second, year, found, opening(vault()))
            return list(held_fields(held, before=first.document))

        assert faults(document) == []
        missed = [
            path
            for path, way in leaves(document)
            if not path.startswith(ONLY_SEALED) and not faults(tampered(document, way))
        ]
        assert missed == []
        without = {key: each for key, each in document.items() if key != "decision"}
        assert [each.path for each in faults(without)] == ["decision"]


def test_a_decision_that_nobody_made_is_found(app: Flask, decided: Plan) -> None:
    with app.app_context():
        session = db.session()
        first, second = kept_documents(session, vault=vault())
        year = yearly_with(session, 1)
        assert year is not None
        held = Held(session, second, replace(year, id=99), second.document or {}, opening(vault()))
        paths = {each.path for each in held_fields(held, before=first.document)}
        assert {"decision", "levels"} <= paths
