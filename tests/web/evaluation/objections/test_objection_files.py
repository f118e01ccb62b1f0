"""Files as new evidence in an objection: sent, refused, given to who may, taken away, destroyed."""

import io
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.accounts.audit_log.models import AuditEntry
from portal.cli.evaluation_jobs import EVIDENCE_JOB
from portal.evaluation.objections import file_service as case_evidence
from portal.evaluation.objections.case_models import ObjectionFile, ObjectionKey
from portal.evaluation.objections.queries import objection_with
from portal.evaluation.plans.domain import Plan
from portal.evaluation.realisations.file_service import NoSuchFile
from portal.evaluation.rules.states import ObjectionState
from portal.storage.files import contents
from portal.storage.files.models import StoredContent
from portal.web.extensions import current_settings, db, vault
from tests.factories.plans import PlanScene
from tests.unit.storage.files.test_files import paper, script, with_place
from tests.web.evaluation.conftest import ClientOf
from tests.web.evaluation.forms import fields_of, press, send
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
SENDING = "/admin/performance/objection-evidence?case=1"
FILE = f"{CASE}/files/1"


@pytest.fixture(autouse=True)
def roomy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contents, "is_nearly_full", lambda _: False)


@pytest.fixture
def admitted(bring: Bring) -> None:
    bring(ObjectionState.ADMITTED)


def upload(client: FlaskClient, content: bytes, name: str, **changed: str) -> tuple[int, str]:
    """Send a file as the page's form would; return the status, and the page or the way to it."""
    fields = fields_of(client.get(SENDING).text)
    fields |= {"has_no_citizens": "y", "title": "Surat kepala desa"} | changed
    answer = client.post(SENDING, data=fields | {"file": (io.BytesIO(content), name)})
    return answer.status_code, answer.headers.get("Location") or answer.text


def test_a_file_of_one_side_is_read_by_both_and_who_decides(
    admitted: None, person: FlaskClient, superior: FlaskClient, leader: FlaskClient
) -> None:
    assert SENDING.replace("&", "&amp;") in person.get(CASE).text
    status, way = upload(person, with_place(), "Foto loket.JPG")

    assert (status, way) == (302, f"{CASE}?done=evidence")
    for reader in (person, superior, leader):
        assert "Foto loket.JPG" in reader.get(CASE).text
        given = reader.get(FILE)
        assert given.mimetype == "image/jpeg"
        assert given.headers["Content-Disposition"].endswith('"bukti-keberatan-1.jpeg"')
        assert given.headers["Content-Security-Policy"].endswith("; sandbox")
        assert b"Kamera" not in given.data


def test_nobody_else_opens_it(admitted: None, person: FlaskClient, sign_in: SignIn) -> None:
    upload(person, with_place(), "Foto loket.JPG")

    for viewer in set(VIEWERS) - {"person", "superior", "leader", "adviser"}:
        stranger = sign_in(viewer)
        assert stranger.get(FILE).status_code == 404, viewer
        assert stranger.get(SENDING).status_code == 404, viewer
    # The auditor reads the case, but not what lies beside it.
    page = sign_in("auditor").get(CASE)
    assert "Surat kepala desa" in page.text
    assert "Foto loket.JPG" not in page.text


def test_a_companion_reads_the_case_and_takes_no_file_away(
    admitted: None, person: FlaskClient, client_of: ClientOf, scene: PlanScene
) -> None:
    companion = client_of(scene.stranger)
    send(person, f"{CASE}/companion", words="Dewi", picked=str(scene.stranger))
    upload(person, with_place(), "Foto loket.JPG")

    assert companion.get(CASE).status_code == 200
    assert companion.get(FILE).status_code == 404
    assert companion.get(f"{FILE}/remove").status_code == 404


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (paper(script), "x.pdf", "memuat skrip"),
        (b"MZ", "x.pdf", "Hanya PDF"),
        (with_place(), "x.pdf", "tidak sesuai"),
    ],
)
def test_what_is_refused_is_said_beside_the_field(
    app: Flask, admitted: None, person: FlaskClient, *, content: bytes, name: str, said: str
) -> None:
    status, page = upload(person, content, name)

    assert status == 422
    assert said in page
    with app.app_context():
        assert db.session.scalars(select(StoredContent)).all() == []


def test_the_form_asks_for_what_is_missing_and_a_case_that_is_there(
    admitted: None, person: FlaskClient
) -> None:
    status, page = upload(person, with_place(), "x.jpg", title="", has_no_citizens="")
    assert status == 422
    assert 'id="title-error"' in page
    for wrong in ("", "?case=x", "?case=99", "?case=9999999999"):
        found = person.get(SENDING.partition("?")[0] + wrong)
        assert found.status_code == 404, wrong


def test_each_side_has_room_of_its_own(
    admitted: None, person: FlaskClient, superior: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(10):
        sent = send(superior, f"{CASE}/evidence", title=f"Bukti {number}", link="")
        assert sent.status_code == 302
    assert "10 bukti" in send(superior, f"{CASE}/evidence", title="Lagi", link="").text
    status, page = upload(superior, with_place(), "x.jpg")
    assert (status, "sepuluh bukti baru" in page) == (422, True)
    assert upload(person, with_place(), "x.jpg")[0] == 302
    monkeypatch.setattr(case_evidence, "MOST_SIDE_BYTES", 1000)
    status, page = upload(person, with_place(), "y.jpg")
    assert (status, "25 MB" in page) == (422, True)


def test_a_full_disk_and_an_older_page_keep_nothing(
    app: Flask, admitted: None, person: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert upload(person, with_place(), "x.jpg", revision="1")[0] == 422
    monkeypatch.setattr(contents, "is_nearly_full", lambda _: True)
    status, page = upload(person, with_place(), "x.jpg")

    assert (status, "hampir penuh" in page) == (422, True)
    with app.app_context():
        assert db.session.scalars(select(StoredContent)).all() == []
        assert db.session.scalars(select(ObjectionFile)).all() == []


def test_a_file_is_taken_away_by_its_side_or_who_decides_and_leaves_a_trace(
    app: Flask, admitted: None, person: FlaskClient, superior: FlaskClient, leader: FlaskClient
) -> None:
    upload(person, with_place(), "Foto loket.JPG")
    upload(person, with_place(), "Foto kedua.JPG")
    other = f"{CASE}/files/2"

    assert superior.get(f"{FILE}/remove").status_code == 404
    assert send(person, f"{FILE}/remove", reason="").status_code == 422
    old = fields_of(person.get(f"{other}/remove").text)
    assert send(person, f"{FILE}/remove", reason="Memuat NIK warga").status_code == 302
    assert person.post(f"{other}/remove", data=old | {"reason": "Lama"}).status_code == 422
    assert send(leader, f"{other}/remove", reason="Memuat NIK warga").status_code == 302

    page = leader.get(CASE).text
    assert page.count("Berkas dihapus pada") == 2
    assert "Foto loket.JPG" not in page
    assert person.get(FILE).status_code == 404
    assert person.get(f"{FILE}/remove").status_code == 404
    with app.app_context():
        assert db.session.scalars(select(StoredContent)).all() == []
        acts = set(db.session.scalars(select(AuditEntry.action)))
        assert {"performance.objection_file", "performance.objection_file_removed"} <= acts


def test_two_who_take_a_file_away_at_once_destroy_it_once(
    admitted: None, person: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object, **__: object) -> None:
        raise NoSuchFile

    upload(person, with_place(), "Foto loket.JPG")
    monkeypatch.setattr(case_evidence, "remove_case_file", gone)

    assert send(person, f"{FILE}/remove", reason="Ganda").status_code == 302


def test_the_texts_of_a_case_lie_under_its_own_key_and_expire_with_the_result(
    app: Flask, received: Plan, person: FlaskClient, superior: FlaskClient
) -> None:
    send(person, WRITE, claim_1=CLAIM, act="file")
    upload(person, with_place(), "Foto loket.JPG")
    with app.app_context():
        objection = objection_with(db.session(), 1)
        assert objection is not None
        claim = objection.points[0].claim
        assert claim is not None
        # The key of texts alone opens the outside only.
        assert CLAIM not in vault().unlock(claim)
    assert CLAIM in superior.get(CASE).text
    press(person, f"{CASE}/withdraw", page=CASE)
    with app.app_context():
        moment = datetime(2033, 1, 3, 3, tzinfo=UTC)
        _expire_result()
        EVIDENCE_JOB.run(db.session(), current_settings(), now=moment)
        assert db.session.scalars(select(StoredContent)).all() == []
        assert db.session.scalars(select(ObjectionKey.wrapped_key)).all() == [None]
    page = person.get(CASE)
    assert page.status_code == 200
    assert "dimusnahkan pada 3 Januari 2033" in page.text
    assert CLAIM not in page.text
    assert person.get(FILE).status_code == 404


def _expire_result() -> None:
    db.session.execute(
        db.text("UPDATE appraisal_snapshot SET wrapped_key = NULL, expired_on = '2033-01-02'")
    )
    db.session.commit()
