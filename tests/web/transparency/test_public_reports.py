"""Anybody may read the public edition of a report, as data and as a PDF that is drawn once."""

import fcntl
import os
from collections.abc import Callable
from dataclasses import replace

import pypdfium2
import pytest
import zxingcpp
from flask import Flask
from flask.testing import FlaskClient

from portal.organisation.city_settings.service import DecideSetting, decide_setting
from portal.publication.reports import printing, report_cache
from portal.publication.reports.content import Report
from portal.survey.elements import ElementCodes
from portal.time import clock
from portal.time.months import MonthRange
from portal.transparency.page_cache import MARKER_SECONDS
from portal.web.extensions import db, decided_settings, today
from tests.factories import published

Drawn = list[Report]
ADDRESS = "/agencies/disdukcapil/report/2026-10"


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> Drawn:
    """Draw in no time; what was asked for is kept."""
    asked: Drawn = []

    def draw(report: Report) -> bytes:
        asked.append(report)
        return b"%PDF-drawn"

    monkeypatch.setattr("portal.transparency.routes.reports.printed", draw)
    return asked


def test_answers_json_from_the_published_document(reader: FlaskClient) -> None:
    answer = reader.get(f"{ADDRESS}.json")

    found = answer.json
    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    assert (found["agency"], found["period"], found["edition"]) == (
        "disdukcapil",
        "2026-10",
        "public",
    )
    assert (found["ikm"]["value"], found["ikm"]["n"], found["respondents"]) == (88, 1240, 1240)
    assert answer.headers["Cache-Control"] == "public, max-age=60"


def test_a_unit_has_its_own(reader: FlaskClient) -> None:
    found = reader.get("/units/kel-melati/report/2026-10.json").json

    assert (found["agency"], found["unit"]) == ("disdukcapil", "kel-melati")


def test_json_is_found_unchanged_until_something_is_published(reader: FlaskClient) -> None:
    first = reader.get(f"{ADDRESS}.json")

    again = reader.get(f"{ADDRESS}.json", headers={"If-None-Match": first.headers["ETag"]})

    assert again.status_code == 304


def test_the_pdf_is_drawn_by_a_program_of_its_own(reader: FlaskClient) -> None:
    answer = reader.get(f"{ADDRESS}.pdf")

    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    document = pypdfium2.PdfDocument(answer.data)
    words = document[0].get_textpage().get_text_range()
    image = document[len(document) - 1].render(scale=3).to_pil()
    document.close()
    assert "Edisi publik" in words
    assert [code.text for code in zxingcpp.read_barcodes(image)] == [
        "http://127.0.0.1:8000/agencies/disdukcapil"
    ]


def test_the_pdf_is_drawn_once_and_then_sent_from_the_disk(
    reader: FlaskClient, drawn: Drawn
) -> None:
    first = reader.get(f"{ADDRESS}.pdf")
    second = reader.get(f"{ADDRESS}.pdf")
    third = reader.get(f"{ADDRESS}.pdf", headers={"If-None-Match": first.headers["ETag"]})

    assert first.data == second.data == b"%PDF-drawn"
    assert third.status_code == 304
    assert len(drawn) == 1
    assert first.headers["Cache-Control"] == "public, max-age=60"


def test_a_correction_is_drawn_anew(
    city: Flask, reader: FlaskClient, drawn: Drawn, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = reader.get(f"{ADDRESS}.pdf")
    with city.app_context():
        corrected = replace(
            published.document(published.AGENCIES[0]), headline=published.figure(77)
        )
        published.publish(db.session(), corrected, kind="correction")
    later = clock.ticking_seconds() + MARKER_SECONDS
    monkeypatch.setattr(clock, "ticking_seconds", lambda: later)

    after = reader.get(f"{ADDRESS}.pdf")

    assert [report.headline.value for report in drawn] == [88, 77]
    assert before.headers["ETag"] != after.headers["ETag"]


def test_while_one_is_drawn_others_are_asked_to_come_back(
    city: Flask, reader: FlaskClient, drawn: Drawn
) -> None:
    folder = city.extensions["portal_settings"].instance_dir / report_cache.FOLDER
    folder.mkdir()
    other = os.open(folder / report_cache.LOCK, os.O_RDWR | os.O_CREAT)
    fcntl.flock(other, fcntl.LOCK_EX)

    busy = reader.get(f"{ADDRESS}.pdf")
    os.close(other)

    assert (busy.status_code, busy.headers["Retry-After"]) == (503, "5")
    assert drawn == []
    assert reader.get(f"{ADDRESS}.pdf").status_code == 200


def test_a_printer_that_fails_leaves_nothing_behind(
    city: Flask, reader: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing.printed, "__kwdefaults__", {"program": "portal.no_such_program"})

    assert reader.get(f"{ADDRESS}.pdf").status_code == 503
    folder = city.extensions["portal_settings"].instance_dir / report_cache.FOLDER
    assert [path.name for path in folder.iterdir()] == [report_cache.LOCK]


@pytest.mark.parametrize(
    "address",
    [
        "/agencies/disdukcapil/report/2026",
        "/agencies/disdukcapil/report/2026-Q3",
        "/agencies/disdukcapil/report/2026-12",
        "/agencies/disdukcapil/report/2025",
        "/agencies/disdukcapil/report/1999",
        "/agencies/nobody/report/2026-10",
        "/agencies/kel-melati/report/2026-10",
        "/units/disdukcapil/report/2026-10",
        "/desks/disdukcapil-2/report/2026-10",
        "/services/ktp-baru/report/2026-10",
        "/agencies/disdukcapil/report/2026-10%00",
        "/agencies/disdukcapil/report/٢٠٢٦",
        "/agencies/disdukcapil/report/..%2f..%2fetc%2fpasswd",
        f"/agencies/disdukcapil/report/{'9' * 3000}",
        "/agencies/%2e%2e/report/2026-10",
    ],
)
@pytest.mark.parametrize("form", ["json", "pdf"])
def test_what_is_no_report_is_not_there(
    reader: FlaskClient, drawn: Drawn, address: str, form: str
) -> None:
    assert reader.get(f"{address}.{form}").status_code == 404
    assert drawn == []


def test_pages_link_the_whole_years(city: Flask, read: Callable[[str], str]) -> None:
    def december(of: published.Place) -> published.PlaceDocument:
        whole = published.document(of)
        at = MonthRange("2025-12", "2025-12")
        return replace(
            whole,
            headline=replace(whole.headline, period=at),
            release=replace(whole.release, period="2025-12", edition="2025-12"),
        )

    with city.app_context():
        places = (published.AGENCIES[0], published.UNIT, published.DESK)
        published.publish(db.session(), *map(december, places), period="2025-12")

    link = 'href="/agencies/disdukcapil/report/2025.pdf"'
    assert link in read("/agencies/disdukcapil")
    assert 'href="/units/kel-melati/report/2025.pdf"' in read("/units/kel-melati")
    assert "/report/" not in read("/desks/disdukcapil-2")
    assert "/report/2026" not in read("/agencies/disdukcapil")


def test_a_report_is_numbered_and_looks_as_the_city_decided(
    reader: FlaskClient, drawn: Drawn
) -> None:
    with reader.application.app_context():
        for name, value in (("ELEMENT_CODES", "questionnaire"), ("CITY_COLOUR", "#1976d2")):
            command = DecideSetting(
                name, value, reason="Keputusan nomor 7", decided_by="Sri Contoh"
            )
            operator = decided_settings().operator
            decide_setting(db.session(), command, today=today(), operator=operator)
        decided_settings().forget()

    reader.get(f"{ADDRESS}.pdf")

    (report,) = drawn
    assert (report.codes, report.look.colour) == (ElementCodes.QUESTIONNAIRE, "#1976d2")
