"""Revisions on pages and in files: dated, with their reason, and the same figures everywhere."""

import csv
import hashlib
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from flask import Flask
from flask.testing import FlaskClient
from frictionless import Package

from portal.web.extensions import db
from tests.factories.revised_pages import publish_revision
from tests.web.transparency.test_open_data import downloaded

# The library asks for compressed answers but does not unpack them.
PLAIN = {"Accept-Encoding": "identity"}
Read = Callable[[str], str]
PAGES = {"city": "/", "agencies/disdukcapil": None, "desks/disdukcapil-2": None}
CHANNELS = ("headline", "open", "paper")


@pytest.fixture
def city(city: Flask) -> Flask:
    """The city with a revision of 2025."""
    with city.app_context():
        publish_revision(db.session())
    return city


def words_of(page: str) -> str:
    plain = re.sub(r"<[^>]+>", " ", page.replace("&asymp;", "").replace("&ndash;", "\N{EN DASH}"))
    return re.sub(r"\s+", " ", plain)


def table_of(reader: FlaskClient, address: str) -> list[dict[str, str]]:
    answer = reader.get(address)
    assert answer.mimetype == "text/csv"
    return list(csv.DictReader(io.StringIO(answer.get_data(as_text=True))))


def test_a_place_shows_its_revised_year_dated_with_reason_and_each_way_in(read: Read) -> None:
    page = words_of(read("/?lang=en"))

    assert "Revised figures for 2025" in page
    assert "Published 10 February 2026." in page
    assert "Kuesioner kertas bulan Desember tiba terlambat. (Ratna Dewi)" in page
    paper = "Questionnaires on paper, visits not checked about 310 respondents 79 77\N{EN DASH}81 B"
    assert paper in page
    assert "The figures of each month stay as they were published." in page
    assert "disdukcapil-2" in page


def test_too_little_paper_says_so_and_promises_no_next_period(read: Read) -> None:
    page = words_of(read("/agencies/disdukcapil?lang=en"))

    assert "Questionnaires on paper, visits not checked too few for a mean" in page


def test_a_hidden_year_gives_its_own_reason_beside_paper_that_is_shown(read: Read) -> None:
    page = words_of(read("/desks/disdukcapil-2"))
    revised = page[page.index("Angka tahun 2025 setelah direvisi") :]

    assert "Tiket, layar, dan tablet di loket dilindungi" in revised
    assert "Kuesioner kertas, kunjungan tidak diperiksa sekitar 60 responden 77,5" in revised


def test_a_place_that_was_not_revised_says_nothing_new(read: Read) -> None:
    assert "setelah direvisi" not in read("/agencies/dinkes")


@pytest.mark.parametrize("address", PAGES)
def test_page_json_and_csv_say_the_same(reader: FlaskClient, address: str) -> None:
    document = reader.get(f"/data/revisions/2025/{address}.json").get_json()
    rows = table_of(reader, f"/data/revisions/2025/{address}.csv")
    path = PAGES[address] or f"/{address}"
    page = words_of(reader.get(f"{path}?lang=en").get_data(as_text=True))
    figures = [document["figures"][each] for each in CHANNELS if document["figures"][each]]

    assert [(row["ikm"], row["n"], row["suppressed"]) for row in rows] == [
        (text(each["value"]), text(each["n"]), text(each["suppressed"])) for each in figures
    ]
    for figure in figures:
        if figure["value"] is not None:
            interval = figure["interval"]
            ends = f"{figure['value']} {interval['lower']}\N{EN DASH}{interval['upper']}"
            people = f"about {figure['n']:,} respondents"
            assert f"{people} {ends} {figure['grade']['letter']}" in page


def text(value: Any) -> str:
    return "" if value is None else str(value)


def test_the_open_data_lists_every_revision_for_people_and_programs(
    reader: FlaskClient, read: Read
) -> None:
    page = words_of(read("/data/?lang=en"))
    (said,) = reader.get("/data/revisions.json").get_json()

    assert "Year 2025 10 February 2026 Kuesioner kertas bulan Desember" in page
    assert (said["kind"], said["corrects"]) == ("revision", "2025-01/2025-12")
    assert said["places"] == ["city", "agencies/disdukcapil", "desks/disdukcapil-2"]
    assert hashlib.sha256(reader.get(said["document"]).data).hexdigest() == said["sha256"]
    assert reader.get(said["figures"]).get_json()["release"]["kind"] == "revision"


def test_the_page_of_a_revision_names_what_it_shows_and_what_it_leaves_out(read: Read) -> None:
    page = words_of(read("/data/revisions/2025?lang=en"))

    assert "Revision of 2025" in page
    assert "Kota Contoh" in page
    assert "Not revised" in page
    assert "Dinas Sosial : protected: too few officers" in page
    assert "at least 10 ratings were added or taken out" in page


@pytest.mark.parametrize(
    "address",
    [
        "/data/revisions/2024",
        "/data/revisions/2024.json",
        "/data/revisions/2024/figures.csv",
        "/data/revisions/2025/agencies/dinkes.json",
        "/data/revisions/2025/agencies/dinkes.csv",
        "/data/revisions/1999",
        "/data/revisions/20255",
    ],
)
def test_what_was_not_revised_is_not_there(reader: FlaskClient, address: str) -> None:
    assert reader.get(address).status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/data/revisions/2025.json",
        "/data/revisions/2025/figures.json",
        "/data/revisions/2025/figures.csv",
        "/data/revisions/2025/city.csv",
        "/data/revisions.json",
    ],
)
def test_files_have_a_fingerprint_and_answer_304_while_nothing_changed(
    reader: FlaskClient, address: str
) -> None:
    first = reader.get(address)
    again = reader.get(address, headers={"If-None-Match": first.headers["ETag"]})

    assert first.headers["Access-Control-Allow-Origin"] == "*"
    assert (again.status_code, again.data) == (304, b"")


def test_without_a_revision_the_list_says_so(app: Flask) -> None:
    reader = app.test_client()

    assert "Belum ada angka yang direvisi." in reader.get("/data/").get_data(as_text=True)
    assert reader.get("/data/revisions.json").get_json() == []


def test_the_methodology_states_the_rules_of_revisions_from_the_constants(read: Read) -> None:
    page = words_of(read("/methodology?lang=en"))

    assert "Places where at least 10 ratings changed: those added plus those taken out." in page
    assert "Their mean takes at least 30 questionnaires." in page


def test_the_data_package_holds_revisions_and_stays_valid(
    reader: FlaskClient, tmp_path: Path
) -> None:
    package = downloaded(reader, tmp_path)

    report = Package(str(package)).validate()

    assert report.flatten(["type", "note"]) == []
    assert report.stats["tasks"] == 3
    assert "figures-revision-2025" in package.read_text()


@pytest.mark.parametrize("address", ["/data/dcat.jsonld", "/data/"])
def test_catalogues_and_search_engines_are_told_of_revisions(
    reader: FlaskClient, address: str
) -> None:
    told = reader.get(address).get_data(as_text=True)

    assert "/data/revisions/2025/figures.csv" in told


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize(
    ("path", "values"),
    [
        ("/data/revisions.json", {}),
        ("/data/revisions/{year}.json", {"year": "2025"}),
        ("/data/revisions/{year}/figures.json", {"year": "2025"}),
        ("/data/revisions/{year}/city.json", {"year": "2025"}),
        (
            "/data/revisions/{year}/desks/{code}.json",
            {"year": "2025", "code": "disdukcapil-2"},
        ),
    ],
)
def test_what_was_revised_fits_its_schema(city: Flask, path: str, values: dict[str, str]) -> None:
    loaded = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", city)

    answer = loaded[path]["GET"].Case(path_parameters=values).call(headers=PLAIN)

    assert answer.status_code == 200
    loaded[path]["GET"].validate_response(answer)


def test_every_schema_that_is_referred_to_is_there(reader: FlaskClient) -> None:
    description = reader.get("/api/v1/openapi.json").get_data(as_text=True)
    known = reader.get("/api/v1/openapi.json").get_json()["components"]["schemas"]

    assert set(re.findall(r"#/components/schemas/(\w+)", description)) <= set(known)
