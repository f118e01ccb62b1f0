"""A typing error in a confirmed result: named, agreed, confirmed above; both documents stay."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from werkzeug.test import TestResponse

from portal.accounts.staff.models import Account
from portal.evaluation.appraisals.yearly_queries import yearly_with
from portal.evaluation.corrections import service
from portal.evaluation.corrections.models import CorrectionRow
from portal.evaluation.corrections.recounting import values_in
from portal.evaluation.corrections.service import Proposal
from portal.evaluation.plans.domain import Plan
from portal.evaluation.verifying.compared_queries import Held
from portal.evaluation.verifying.kept_queries import kept_documents
from portal.evaluation.verifying.service import held_fields, opening
from portal.organisation.people.models import KeptLine
from portal.web.extensions import db, vault
from tests.factories import years
from tests.factories.people import make_line
from tests.factories.plans import PlanScene
from tests.web.accounts.forms import hidden_fields
from tests.web.evaluation.conftest import ClientOf
from tests.web.evaluation.forms import press, send
from tests.web.evaluation.objections.test_objection_pages import CLAIM, WRITE, at, plan, received
from tests.web.evaluation.plans.test_who_may import VIEWERS, SignIn, sign_in
from tests.web.evaluation.verifying.test_verify_results import leaves, tampered

__all__ = ["at", "plan", "received", "sign_in"]
YEAR = "/admin/performance/plans/1/year"
PAGE = f"{YEAR}/corrections"
# What stands in no table: names as they were, the day of the signature.
ONLY_SEALED = ("names.", "correction.confirmed.on")
ONE = f"{PAGE}/1"
REASON = "Bukti yang sama menyebut 69."
# Who may do what while the person's proposal waits for the superior.
ACTS = {"agree": "superior", "refuse": "superior", "withdraw": "person", "confirm": "nobody yet"}
Propose = Callable[..., TestResponse]


@pytest.fixture
def leader(client_of: ClientOf, scene: PlanScene) -> FlaskClient:
    return client_of(scene.leader)


@pytest.fixture
def propose(received: Plan, person: FlaskClient) -> Propose:
    def name(client: FlaskClient = person, value: str = "69") -> TestResponse:
        first = re.findall(r'value="(i\d+:\d+)"', client.get(PAGE).text)[0]
        return send(client, PAGE, which=first, value=value, reason=REASON)

    return name


@pytest.fixture
def sides(person: FlaskClient, superior: FlaskClient) -> Mapping[str, FlaskClient]:
    return {"person": person, "superior": superior}


def refused(client: FlaskClient, reason: str) -> TestResponse:
    form = re.findall(r"<form[^>]*/refuse.*?</form>", client.get(PAGE).text, re.DOTALL)[0]
    data = hidden_fields(form) | {"reason": reason}
    return client.post(f"{ONE}/refuse", data=data, follow_redirects=True)


def tampering_that_is_missed(app: Flask) -> list[str]:
    """Return the fields of the second document that could say otherwise without a fault."""
    with app.app_context():
        session = db.session()
        first, second = kept_documents(session, vault=vault())
        document, year = second.document, yearly_with(session, 1)
        assert document is not None
        assert year is not None

        def faults(said: Any) -> list[Any]:
            held = Held(session, second, year, said, opening(vault()))
            return list(held_fields(held, before=first.document))

        assert faults(document) == []
        return [
            path
            for path, way in leaves(document)
            if not path.startswith(ONLY_SEALED) and not faults(tampered(document, way))
        ]


def test_a_typing_error_is_put_right_by_both_sides_and_the_one_above(
    app: Flask, propose: Propose, person: FlaskClient, superior: FlaskClient, leader: FlaskClient
) -> None:
    assert propose().location.endswith("done=proposed")
    assert "Koreksi nomor 1" in superior.get("/admin/performance").text
    press(superior, f"{ONE}/agree", page=PAGE)
    done = press(leader, f"{ONE}/confirm", page=PAGE)
    assert "Dokumen baru dibuat" in done.text, done.text

    with app.app_context():
        first, second = (each.document for each in kept_documents(db.session(), vault=vault()))
        assert first is not None
        assert second is not None
        rows = first["result"]["realisations"], second["result"]["realisations"]
        assert (rows[0][0]["value"][:2], rows[1][0]["value"]) == ("96", "69.0000")
        assert rows[0][1:] == rows[1][1:]
        assert first["result"]["score"] != second["result"]["score"]
        assert first["levels"] == second["levels"]
        assert second["correction"]["about"] == 1
    page = person.get(f"{YEAR}/result").text
    assert "Salah ketik yang diperbaiki" in page
    assert REASON in page
    assert tampering_that_is_missed(app) == []
    said = app.test_cli_runner().invoke(args=["evaluation", "verify"])
    assert (said.exit_code, "2 documents agree" in said.output) == (0, True), said.output


def test_what_is_no_typing_error_is_refused_with_a_reason_or_taken_back(
    propose: Propose, person: FlaskClient, superior: FlaskClient
) -> None:
    for value in ("96", "banyak", "-1", "1,00001"):
        assert propose(value=value).status_code == 422
    propose()
    assert 'id="form"' not in superior.get(PAGE).text
    empty, long = refused(superior, ""), refused(superior, "Sudah dicocokkan. " * 400)
    assert 'href="#reason"' in empty.text
    assert "Sudah dicocokkan. Sudah dicocokkan." in long.text
    assert 'href="#reason"' in long.text
    assert "Bukan angka yang salah" in refused(superior, "Bukan angka yang salah ketik.").text

    propose()
    withdrawn = press(person, f"{PAGE}/2/withdraw", page=PAGE)
    assert "Usulan ditarik" in withdrawn.text


def test_while_an_objection_waits_nothing_is_corrected(
    app: Flask, propose: Propose, person: FlaskClient, superior: FlaskClient, leader: FlaskClient
) -> None:
    propose()
    press(superior, f"{ONE}/agree", page=PAGE)
    filed = send(person, WRITE, claim_1=CLAIM, act="file")
    assert filed.location.endswith("done=filed"), filed.text

    late = press(leader, f"{ONE}/confirm", page=PAGE)

    assert "keadaannya berubah" in late.text
    with app.app_context():
        assert len(list(kept_documents(db.session(), vault=vault()))) == 1
        assert db.session.query(CorrectionRow).one().state == "agreed"


def test_the_database_keeps_a_correction_as_it_was_agreed(
    app: Flask, propose: Propose, superior: FlaskClient, leader: FlaskClient
) -> None:
    propose()
    press(superior, f"{ONE}/agree", page=PAGE)
    for change in (
        "value = 70",
        "was = 1",
        "about = 2",
        "state = 'confirmed', confirmed_by = decider_id, snapshot_number = 2",
        "state = 'proposed'",
        "agreed_by = proposed_by",
        "state = 'refused', ended_by = person_id",
    ):
        with app.app_context():
            with pytest.raises(IntegrityError):
                db.session.execute(text(f"UPDATE result_correction SET {change}"))
            db.session.rollback()
    with app.app_context(), pytest.raises(IntegrityError):
        db.session.execute(text("DELETE FROM result_correction"))


def test_an_older_page_an_unknown_correction_and_an_expired_document_change_nothing(
    app: Flask, propose: Propose, person: FlaskClient, superior: FlaskClient
) -> None:
    first = re.findall(r'value="(i\d+:\d+)"', person.get(PAGE).text)[0]
    late = send(person, PAGE, which=first, value="69", reason=REASON, revision="2")
    assert (late.status_code, "keadaannya berubah" in late.text) == (422, True)
    propose(superior)
    app.config["WTF_CSRF_ENABLED"] = False
    assert person.post(PAGE, data={"which": first}).status_code == 404
    assert person.post(f"{ONE}/agree").location.endswith("done=changed")
    assert person.post(f"{PAGE}/9/agree", data={"revision": "1"}).status_code == 404
    with app.app_context():
        held = db.session.query(CorrectionRow).one()
        assert (held.state, held.revision, held.about) == ("proposed", 1, 1)
        db.session.execute(
            text("UPDATE appraisal_snapshot SET wrapped_key = NULL, expired_on = '2032-01-01'")
        )
        db.session.commit()

    assert person.get(PAGE).status_code == 404


def test_there_is_nothing_to_correct_before_the_result_was_delivered(
    plan: Plan, person: FlaskClient
) -> None:
    assert person.get(PAGE).status_code == 404


def test_a_correction_that_nobody_made_is_found(app: Flask, received: Plan) -> None:
    with app.app_context():
        session = db.session()
        (kept,) = kept_documents(session, vault=vault())
        first, year = kept.document, yearly_with(session, 1)
        assert first is not None
        assert year is not None
        forged = {**first, "correction": {"correction": 7}}
        held = Held(session, kept, year, forged, opening(vault()))

        assert [each.path for each in held_fields(held, before=first)] == ["correction"]


@pytest.mark.parametrize("viewer", VIEWERS)
def test_corrections_are_found_by_whom_they_concern(
    app: Flask,
    propose: Propose,
    sides: Mapping[str, FlaskClient],
    sign_in: SignIn,
    viewer: str,
) -> None:
    propose()
    client = sides.get(viewer) or sign_in(viewer)

    is_found = client.get(PAGE).status_code == 200

    assert is_found is (viewer in {"person", "superior", "leader", "auditor"})
    app.config["WTF_CSRF_ENABLED"] = False
    for act, actor in ACTS.items():
        answer = client.post(f"{ONE}/{act}", data={"revision": "0"})
        assert (answer.status_code != 404) is (viewer == actor), act


def test_who_was_named_in_place_of_the_one_above_confirms(
    app: Flask, received: Plan, scene: PlanScene, superior: FlaskClient, client_of: ClientOf
) -> None:
    with app.app_context():
        session = db.session()
        year = years.held(session, received)
        (kept,) = kept_documents(session, vault=vault())
        assert kept.document is not None
        wrong = values_in(kept.document)[0]
        named = Proposal(
            year,
            scene.superior,
            1,
            replace(wrong, value=Decimal(69)),
            vault().lock(REASON),
            scene.person,
            scene.stranger,
        )
        service.propose(session, named, today=years.TODAY)
    named_one = client_of(scene.stranger)
    press(superior, f"{ONE}/agree", page=PAGE)
    assert named_one.get(f"{YEAR}/result").status_code == 404

    done = press(named_one, f"{ONE}/confirm", page=PAGE)

    assert "Dokumen baru dibuat" in done.text


def leaves_for_good(app: Flask, scene: PlanScene) -> None:
    """Close the account of whoever confirmed the result."""
    with app.app_context():
        account = db.session.query(Account).filter_by(officer_id=scene.superior).one()
        account.is_active = False
        db.session.commit()


def test_where_who_confirmed_has_left_the_appraiser_of_today_agrees(
    app: Flask,
    scene: PlanScene,
    received: Plan,
    propose: Propose,
    *,
    person: FlaskClient,
    leader: FlaskClient,
    client_of: ClientOf,
) -> None:
    newcomer = client_of(scene.stranger)
    assert newcomer.get(PAGE).status_code == 404
    with app.app_context():
        session = db.session()
        line = session.query(KeptLine).filter_by(person_id=scene.person).one()
        line.ends_on = date(2026, 12, 31)
        session.flush()
        make_line(session, scene.person, to=scene.stranger, starts_on=date(2027, 1, 1))
        session.commit()
    # While who confirmed can sign in, nobody stands for them.
    assert newcomer.get(PAGE).status_code == 404
    leaves_for_good(app, scene)

    assert "Dewi Contoh, menggantikannya" in person.get(PAGE).text
    assert propose().location.endswith("done=proposed")
    press(newcomer, f"{ONE}/agree", page=PAGE)
    done = press(leader, f"{ONE}/confirm", page=PAGE)

    assert "Dokumen baru dibuat" in done.text, done.text
    assert newcomer.get(f"{YEAR}/result").status_code == 404
    with app.app_context():
        (_, second) = kept_documents(db.session(), vault=vault())
        assert second.document is not None
        assert second.document["correction"]["agreed"]["by"] == scene.stranger
    assert tampering_that_is_missed(app) == []


def test_the_database_takes_no_other_side_while_who_confirmed_is_there(
    app: Flask, scene: PlanScene, received: Plan, superior: FlaskClient
) -> None:
    with app.app_context():
        session = db.session()
        year = years.held(session, received)
        (kept,) = kept_documents(session, vault=vault())
        assert kept.document is not None
        wrong = replace(values_in(kept.document)[0], value=Decimal(69))
        named = Proposal(
            year, scene.stranger, 1, wrong, vault().lock(REASON), scene.person, scene.leader
        )
        with pytest.raises(service.CorrectionChanged):
            service.propose(session, named, today=years.TODAY)
    leaves_for_good(app, scene)
    with app.app_context():
        assert service.propose(db.session(), named, today=years.TODAY) == 1


def test_where_nobody_can_agree_nothing_is_proposed_and_the_page_says_what_to_do(
    app: Flask, scene: PlanScene, propose: Propose, person: FlaskClient
) -> None:
    leaves_for_good(app, scene)

    page = person.get(PAGE).text

    assert 'id="form"' not in page
    assert "mengajukan keberatan" in page
    app.config["WTF_CSRF_ENABLED"] = False
    late = {"revision": "1", "which": "i1:1", "value": "69", "reason": REASON}
    assert person.post(PAGE, data=late).status_code == 404
