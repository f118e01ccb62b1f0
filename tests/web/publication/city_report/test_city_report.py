"""The mayor's report: what it says, who has it, its files, and the letter once a release."""

import io
from collections.abc import Iterator
from datetime import UTC, datetime

import pypdfium2
import pytest
from docx import Document
from flask import Flask
from flask.testing import FlaskClient

from portal.accounts.audit_log.queries import entries
from portal.publication.city_report.sending import tell_mayors
from portal.time import clock
from portal.web.access import Role
from portal.web.city_lines import in_tens
from portal.web.extensions import current_settings, db
from tests.factories import published
from tests.factories.organisation import make_agency
from tests.staff import add_account, signed_in

PAGE = "/admin/city-report"
NOW = datetime(2026, 11, 20, 3, tzinfo=UTC)
READERS = {Role.MAYOR, Role.ADMINISTRATOR, Role.AUDITOR}


@pytest.fixture(autouse=True)
def still_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def city(app: Flask) -> Flask:
    with app.app_context():
        make_agency(db.session(), "disdukcapil", name="Dinas Kependudukan")
        db.session.commit()
        published.publish(db.session(), *published.every_place())
    return app


@pytest.fixture
def mayor(city: Flask) -> FlaskClient:
    return signed_in(city, Role.MAYOR).client


def test_the_mayor_s_first_page_leads_to_the_newest_month(mayor: FlaskClient) -> None:
    home = mayor.get("/admin/").text

    assert "Laporan kota Oktober 2026 siap dibaca" in home
    assert f'href="{PAGE}"' in home


def test_the_report_says_what_was_published_and_what_waits(mayor: FlaskClient) -> None:
    page = mayor.get(PAGE).text

    assert "Dinas Kependudukan" in page
    assert "Janji perbaikan yang lewat tenggat" in page
    assert "Keberatan pegawai yang belum diputuskan" in page
    assert "kurang dari 10" in page


@pytest.mark.parametrize("role", Role)
def test_mayors_administrators_and_auditors_have_it(city: Flask, role: Role) -> None:
    client = signed_in(city, role).client

    for address in (PAGE, f"{PAGE}/2026-10.pdf"):
        assert (client.get(address).status_code == 200) is (role in READERS)


def test_the_files_say_the_same_and_their_opening_is_on_record(
    city: Flask, mayor: FlaskClient
) -> None:
    pdf = mayor.get(f"{PAGE}/2026-10.pdf")
    word = mayor.get(f"{PAGE}/2026-10.docx")

    document = pypdfium2.PdfDocument(pdf.data)
    printed = document[0].get_textpage().get_text_range()
    document.close()
    opened = Document(io.BytesIO(word.data))
    written = "\n".join(each.text for each in opened.paragraphs)
    cells = [cell.text for table in opened.tables for row in table.rows for cell in row.cells]
    for said in ("Laporan Kota", "Oktober 2026", "IKM "):
        assert said in printed
        assert said in written
    assert "Dinas Kependudukan" in printed
    assert "Dinas Kependudukan dan Pencatatan Sipil" in cells
    with city.app_context():
        acts = [each.entry.action for each in entries(db.session())]
    assert acts.count("report.city") == 2


@pytest.mark.parametrize("period", ["2026-09", "2026-12", "2026-Q4", "2025", "x", "2026-13"])
def test_what_is_not_published_is_not_there(mayor: FlaskClient, period: str) -> None:
    assert mayor.get(f"{PAGE}/{period}.pdf").status_code == 404


def test_before_the_first_release_the_page_says_so(app: Flask) -> None:
    client = signed_in(app, Role.MAYOR).client

    assert "Belum ada bulan yang terbit" in client.get(PAGE).text
    assert "siap dibaca" not in client.get("/admin/").text


@pytest.fixture
def settled(city: Flask) -> Iterator[Flask]:
    with city.app_context():
        add_account(db.session(), Role.MAYOR, email="wali@kota.test")
        add_account(db.session(), Role.ADMINISTRATOR, email="pengelola@kota.test")
        db.session.commit()
        yield city


def test_a_mayor_gets_one_letter_a_release(
    settled: Flask, capsys: pytest.CaptureFixture[str]
) -> None:
    sent = [_told(), _told()]

    letter = capsys.readouterr().out
    assert sent == [1, 0]
    assert letter.count("To: wali@kota.test") == 1
    assert "pengelola@kota.test" not in letter
    assert "Dinas Kependudukan dan Pencatatan Sipil: 90" in letter
    assert "Keberatan pegawai yang belum diputuskan: kurang dari 10" in letter


def test_who_takes_no_letters_gets_none(settled: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    assert _told(wants=False) == 0
    assert "wali@kota.test" not in capsys.readouterr().out


def _told(*, wants: bool = True) -> int:
    return tell_mayors(db.session(), current_settings(), now=NOW, wants=lambda _: wants)


@pytest.mark.parametrize(
    ("count", "said"),
    [(0, "kurang dari 10"), (9, "kurang dari 10"), (10, "10-19"), (29, "20-29")],
)
def test_cases_of_people_are_told_in_tens(count: int, said: str) -> None:
    assert in_tens(count) == said
