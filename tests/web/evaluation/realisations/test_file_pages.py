"""Files as evidence on their pages: sent, refused beside the field, given, taken away."""

import io

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from portal.evaluation.realisations.domain import IndicatorPeriod
from portal.storage.files import contents, kinds
from portal.web.extensions import db
from tests.factories import realisations as made
from tests.factories.plans import PlanScene
from tests.unit.storage.files.test_files import paper, script, with_place
from tests.web.evaluation.conftest import ClientOf
from tests.web.evaluation.forms import fields_of, send
from tests.web.evaluation.plans.test_who_may import VIEWERS, SignIn, sign_in

__all__ = ["sign_in"]
PERIOD = "/admin/performance/plans/1/periods/1"
ONE = f"{PERIOD}/indicators/1"
SENDING = "/admin/performance/evidence?plan=1&period=1&indicator=1"
FILE = f"{ONE}/files/1"


@pytest.fixture(autouse=True)
def place(app: Flask, scene: PlanScene, monkeypatch: pytest.MonkeyPatch) -> IndicatorPeriod:
    monkeypatch.setattr(contents, "is_nearly_full", lambda _: False)
    with app.app_context():
        return made.make_place(db.session(), scene)


def upload(client: FlaskClient, content: bytes, name: str, **changed: str) -> tuple[int, str]:
    """Send a file as the page's form would; return the status, and the page or the way to it."""
    fields = fields_of(client.get(SENDING).text) | {"has_no_citizens": "y"} | changed
    answer = client.post(SENDING, data=fields | {"file": (io.BytesIO(content), name)})
    return answer.status_code, answer.headers.get("Location") or answer.text


def test_a_photo_is_kept_without_its_place_and_given_to_keep_only(
    person: FlaskClient, superior: FlaskClient
) -> None:
    status, way = upload(person, with_place(), "Foto loket.JPG")

    assert (status, way) == (302, f"{PERIOD}?done=evidence")
    assert "Foto loket.JPG" in superior.get(PERIOD).text
    given = superior.get(FILE)
    assert given.mimetype == "image/jpeg"
    assert given.headers["Content-Disposition"] == 'attachment; filename="bukti-1.jpeg"'
    assert given.headers["X-Content-Type-Options"] == "nosniff"
    assert given.headers["Content-Security-Policy"].endswith("; sandbox")
    assert given.headers["Cache-Control"] == "no-store"
    assert b"Kamera" not in given.data
    with Image.open(io.BytesIO(given.data)) as picture:
        assert picture.size == (20, 40)


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (paper(script), "x.pdf", "memuat skrip"),
        (b"MZ", "x.pdf", "Hanya PDF"),
        (with_place(), "x.pdf", "tidak sesuai"),
        (b"", "x.pdf", "kosong"),
        (b"%PDF-" + bytes(20_000), "x.pdf", "5 MB"),
    ],
)
def test_what_is_refused_is_said_beside_the_field(
    person: FlaskClient,
    monkeypatch: pytest.MonkeyPatch,
    *,
    content: bytes,
    name: str,
    said: str,
) -> None:
    monkeypatch.setattr(kinds, "MOST_BYTES", 20_000)
    status, page = upload(person, content, name)

    assert status == 422
    assert said in page.partition('id="file-error">')[2].partition("</span>")[0]
    assert 'href="#file"' in page


def test_a_file_is_asked_for_and_that_no_citizen_is_in_it(person: FlaskClient) -> None:
    fields = fields_of(person.get(SENDING).text)

    answer = person.post(SENDING, data=fields)

    assert answer.status_code == 422
    assert "Pilih berkas dulu" in answer.text
    assert "Tutupi nama, NIK" in answer.text


def test_a_full_disk_is_said_and_keeps_nothing(
    person: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contents, "is_nearly_full", lambda _: True)

    status, page = upload(person, paper(), "x.pdf")

    assert status == 422
    assert "hampir penuh" in page
    assert person.get(FILE).status_code == 404


def test_a_file_with_citizens_in_it_is_taken_away_and_leaves_its_trace(
    person: FlaskClient, superior: FlaskClient
) -> None:
    upload(person, paper(), "daftar warga.pdf")

    sent = send(superior, f"{FILE}/remove", reason="Memuat NIK warga")

    assert sent.headers["Location"].endswith("?done=removed")
    assert "Berkas dihapus pada 12 Januari 2026" in person.get(PERIOD).text
    assert superior.get(FILE).status_code == 404
    assert superior.get(f"{FILE}/remove").status_code == 404


READ = {"person", "superior", "adviser", "auditor"}
PAGES = {SENDING: {"person"}, FILE: READ, f"{FILE}/remove": {"person", "superior"}}


@pytest.mark.parametrize("viewer", VIEWERS)
def test_a_file_is_found_by_whom_it_concerns_and_by_nobody_else(
    scene: PlanScene, client_of: ClientOf, sign_in: SignIn, viewer: str
) -> None:
    person = client_of(scene.person)
    upload(person, paper(), "x.pdf")
    client = person if viewer == "person" else sign_in(viewer)

    for page, readers in PAGES.items():
        assert (client.get(page).status_code != 404) is (viewer in readers), page
    for false in ("/admin/performance/evidence", f"{SENDING}x", f"{ONE}/files/2"):
        assert client.get(false).status_code == 404
    assert client.get(f"{PERIOD}/indicators/2/files/1").status_code == 404
