"""Open data: files at addresses that stay, described so that programs find their way."""

import csv
import gzip
import hashlib
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from frictionless import Package
from openpyxl import load_workbook

from portal.publication.releases.queries import published as published_document
from portal.storage.spreadsheets.templates import MIMETYPE
from portal.web.extensions import db
from tests.factories import published

Read = Callable[[str], str]


def table_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def downloaded(reader: FlaskClient, folder: Path) -> Path:
    """Save the package and its files as a reader would, and return where it lies."""
    package = reader.get("/data/datapackage.json").get_json()
    for resource in package["resources"]:
        target = folder / resource["path"]
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(reader.get(f"/data/{resource['path']}").data)
    (folder / "datapackage.json").write_text(json.dumps(package))
    return folder / "datapackage.json"


def test_the_data_package_is_valid_down_to_every_cell(reader: FlaskClient, tmp_path: Path) -> None:
    report = Package(str(downloaded(reader, tmp_path))).validate()

    assert report.flatten(["type", "note"]) == []
    assert report.stats["tasks"] == 2


def test_the_figures_of_a_release_are_those_of_its_pages(reader: FlaskClient) -> None:
    rows = table_of(reader.get("/data/2026-10/figures.csv").get_data(as_text=True))
    headline = reader.get("/desks/disdukcapil-2.json").get_json()["headline"]

    (row,) = [
        row
        for row in rows
        if row["address"] == "desks/disdukcapil-2" and not row["element"] and row["n"] == "1240"
    ]
    assert (row["ikm"], row["period"]) == (str(headline["value"]), headline["period"])
    assert row["channels"] == "ticket presence"


def test_the_json_of_a_release_has_the_fingerprint_that_is_stated(reader: FlaskClient) -> None:
    (release,) = reader.get("/api/v1/releases").get_json()
    body = reader.get(release["figures"]).data

    assert hashlib.sha256(body).hexdigest() == release["sha256"]
    assert release["sha256"] in reader.get("/data/").get_data(as_text=True)


def test_documents_of_a_release_keep_their_address(city: Flask) -> None:
    reader = city.test_client()
    before = reader.get("/desks/disdukcapil-2.json").data
    with city.app_context():
        published.publish(db.session(), published.document(published.DESK), period="2026-11")

    assert reader.get("/data/2026-10/desks/disdukcapil-2.json").data == before
    assert reader.get("/data/2026-10/city.json").data == reader.get("/city.json").data
    assert reader.get("/data/2026-11/city.json").status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/data/2001-01/figures.csv",
        "/data/2001-01/figures.xlsx",
        "/data/2026-10/figures.ods",
        "/data/figures.xlsx",
        "/desks/nobody.id.csv",
        "/data/never/figures.json",
        "/data/2026-10/desks/nobody.json",
    ],
)
def test_what_was_never_published_is_not_found(reader: FlaskClient, address: str) -> None:
    assert reader.get(address).status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/data/",
        "/data/datapackage.json",
        "/data/dcat.jsonld",
        "/data/ledger.json",
        "/data/2026-10/figures.csv",
        "/data/2026-10/figures.xlsx",
        "/data/figures.csv",
        "/data/figures.id.csv",
        "/api/v1/openapi.json",
        "/api/v1/places",
    ],
)
def test_files_can_be_kept_and_asked_for_again(reader: FlaskClient, address: str) -> None:
    first = reader.get(address)
    again = reader.get(address, headers={"If-None-Match": first.headers["ETag"]})

    assert first.status_code == 200
    assert again.status_code == 304


def test_programs_on_other_sites_may_read_the_data_and_only_the_data(reader: FlaskClient) -> None:
    assert reader.get("/city.json").headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Origin" not in reader.get("/").headers


def test_invented_figures_say_so_in_file_package_and_catalogue(
    make_app: Callable[..., Flask],
) -> None:
    app = make_app(DEMO="1")
    with app.app_context():
        published.publish(db.session(), published.city(is_demo=True))
    reader = app.test_client()

    rows = table_of(reader.get("/data/2026-10/figures.csv").get_data(as_text=True))
    assert {row["note"] for row in rows} == {"DATA CONTOH"}
    assert "DATA CONTOH" in reader.get("/data/datapackage.json").get_json()["title"]
    assert "DATA CONTOH" in reader.get("/data/dcat.jsonld").get_data(as_text=True)
    assert "DATA CONTOH" in reader.get("/data/").get_data(as_text=True)


def test_the_licence_is_named_everywhere(reader: FlaskClient) -> None:
    package = reader.get("/data/datapackage.json").get_json()

    assert [licence["name"] for licence in package["licenses"]] == ["CC-BY-4.0"]
    for address in ("/data/", "/data/dcat.jsonld", "/api/v1/openapi.json"):
        assert "creativecommons.org/licenses/by/4.0/" in reader.get(address).get_data(as_text=True)


def test_the_ledger_is_there_for_everybody_to_check(city: Flask) -> None:
    lines: Any = city.test_client().get("/data/ledger.json").get_json()

    assert [set(line) for line in lines] == [
        {"id", "recorded_on", "entry", "previous_hash", "hash"}
    ]


@pytest.mark.parametrize("language", ["id", "en"])
def test_before_the_first_release_the_data_page_is_ready(
    client: FlaskClient, language: str
) -> None:
    page = client.get(f"/data/?lang={language}").get_data(as_text=True)

    assert {"id": "Belum ada terbitan.", "en": "Nothing has been released yet."}[language] in page
    assert client.get("/data/datapackage.json").get_json()["resources"] == []


def test_every_place_can_be_listed(reader: FlaskClient) -> None:
    places = reader.get("/api/v1/places").get_json()

    assert [place["kind"] for place in places] == ["agency", "unit", "service", "desk", "desk"]
    assert places[3] == {
        "kind": "desk",
        "code": "disdukcapil-2",
        "name": "Loket 2 - Pendaftaran",
        "agency": "Dinas Kependudukan",
        "address": "/desks/disdukcapil-2",
        "retired": False,
    }


def test_a_correction_takes_the_place_of_what_it_corrects(city: Flask) -> None:
    with city.app_context():
        found = published_document(db.session(), "city", period="2026-10")

    assert found is not None
    assert city.test_client().get("/data/2026-10/city.json").get_data(as_text=True) == found.body


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("id", "angka bulat yang sama dapat bermutu berbeda"),
        ("en", "same rounded number can therefore have different grades"),
    ],
)
def test_grades_beside_rounded_numbers_are_explained_for_every_csv(
    reader: FlaskClient, language: str, words: str
) -> None:
    """For the table of all figures and for the file of one place, in words and for programs."""
    page = " ".join(reader.get(f"/data/?lang={language}").text.split())
    table, _, place = page.partition('id="kolom-tempat"')

    for part in (table, place):
        row = part.partition("<code>grade</code>")[2].partition("</tr>")[0]
        assert words in row
    schema = reader.get("/data/datapackage.json").get_json()["resources"][0]["schema"]
    (grade,) = [each for each in schema["fields"] if each["name"] == "grade"]
    assert "equal rounded numbers may differ in grade" in grade["description"]


@pytest.mark.parametrize("address", ["/city.csv", "/data/2026-10/figures.csv"])
def test_every_column_of_a_csv_is_explained(reader: FlaskClient, address: str) -> None:
    columns = reader.get(address).text.splitlines()[0].split(",")
    page = reader.get("/data/").text

    assert [name for name in columns if f"<code>{name}</code>" not in page] == []


def test_all_months_stand_in_one_file_under_one_heading(city: Flask) -> None:
    """Each figure as its month's own file has it, the earliest month first."""
    with city.app_context():
        published.publish(db.session(), published.city(), period="2026-11")
    reader = city.test_client()

    months = [reader.get(f"/data/2026-{month}/figures.csv").text for month in ("10", "11")]
    heading, _, first = months[0].partition("\r\n")
    rest = months[1].partition("\r\n")[2]

    assert reader.get("/data/figures.csv").text == f"{heading}\r\n{first}{rest}"
    assert first
    assert rest


def test_all_months_are_sent_packed_to_whoever_can_unpack(reader: FlaskClient) -> None:
    plain = reader.get("/data/figures.csv", headers={"Accept-Encoding": "identity"})
    packed = reader.get("/data/figures.csv", headers={"Accept-Encoding": "gzip, br"})

    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert packed.headers["ETag"] != plain.headers["ETag"]


@pytest.mark.parametrize("ending", ["csv", "id.csv"])
def test_before_the_first_release_there_is_no_file_of_all_months(
    client: FlaskClient, ending: str
) -> None:
    assert client.get(f"/data/figures.{ending}").status_code == 404


@pytest.mark.parametrize(
    "address", ["/city", "/desks/disdukcapil-2", "/data/2026-10/figures", "/data/figures"]
)
def test_spreadsheets_set_to_indonesian_get_the_same_figures(
    reader: FlaskClient, address: str
) -> None:
    plain = list(csv.reader(io.StringIO(reader.get(f"{address}.csv").text)))
    local = reader.get(f"{address}.id.csv")

    text = local.data.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    place = plain[0].index("value" if "value" in plain[0] else "ikm")
    assert local.mimetype == "text/csv"
    assert [row[place].replace(",", ".") for row in rows] == [row[place] for row in plain]


@pytest.mark.parametrize("address", ["/city", "/data/2026-10/figures"])
def test_a_workbook_holds_the_figures_as_numbers(reader: FlaskClient, address: str) -> None:
    plain = list(csv.DictReader(io.StringIO(reader.get(f"{address}.csv").text)))
    answer = reader.get(f"{address}.xlsx")

    sheet = load_workbook(io.BytesIO(answer.data)).worksheets[0]
    heading, *rows = sheet.iter_rows(values_only=True)
    place = heading.index("n")
    assert answer.mimetype == MIMETYPE
    assert list(heading) == list(plain[0])
    assert [row[place] for row in rows] == [int(row["n"]) if row["n"] else None for row in plain]
