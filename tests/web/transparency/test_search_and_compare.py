"""Finding a page by name, and agencies side by side."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.publication.figures.documents import PlaceKind
from portal.web.extensions import db
from tests.factories import organisation, published

Read = Callable[[str], str]


@pytest.mark.parametrize(
    ("query", "address"),
    [
        ("ktp", "/services/ktp-baru"),
        ("pendaftaran", "/desks/disdukcapil-2"),
        ("KELURAHAN melati", "/units/kel-melati"),
        ("kependudukan", "/agencies/disdukcapil"),
    ],
)
def test_a_place_is_found_by_its_name(read: Read, query: str, address: str) -> None:
    assert f'<a href="{address}">' in read(f"/search?q={query}")


def test_nothing_found_says_so_and_keeps_the_words(read: Read) -> None:
    page = read("/search?q=%22%3Cbq%3E")

    assert "Tidak ditemukan" in page
    assert "&lt;bq&gt;" in page
    assert "<bq>" not in page


def test_an_empty_search_only_asks(read: Read) -> None:
    page = read("/search?q=++")

    assert "Tidak ditemukan" not in page
    assert 'role="search"' in page


def test_two_agencies_of_a_kind_stand_side_by_side(read: Read) -> None:
    page = read("/compare?agency=disdukcapil&agency=dinkes")

    assert "Dengan susunan layanan yang disamakan" in page
    assert 'value="disdukcapil" checked' in page


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("agency=dinkes", "Pilih paling sedikit dua."),
        ("agency=dinkes&agency=rsud", "Pilih yang sejenis saja."),
    ],
)
def test_a_choice_that_cannot_be_compared_is_explained(read: Read, query: str, words: str) -> None:
    assert words in read(f"/compare?{query}")


def test_before_the_first_release_nothing_can_be_compared(client: FlaskClient) -> None:
    page = client.get("/compare").get_data(as_text=True)

    assert "Belum ada instansi sejenis yang dapat dibandingkan." in page


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_methodology_states_the_constants(read: Read, language: str) -> None:
    page = read(f"/methodology?lang={language}")

    separator = "," if language == "id" else "."
    for number in ("88.31", "76.61", "3.841", "87.641"):
        assert number.replace(".", separator) in page
    assert "45" in page


def test_search_engines_are_kept_from_forms_and_staff(reader: FlaskClient) -> None:
    rules = reader.get("/robots.txt").get_data(as_text=True)

    assert "Disallow: /admin/" in rules
    assert "Disallow: /r/" in rules
    assert "Sitemap" not in rules
    assert reader.get("/sitemap.xml").status_code == 404


def test_search_engines_find_every_page_of_a_city_with_an_address(
    make_app: Callable[..., Flask],
) -> None:
    app = make_app(PUBLIC_URL="https://loket.example")
    with app.app_context():
        organisation.make_agency(db.session(), "dinkes")
        db.session.commit()
    reader = app.test_client()

    listed = reader.get("/sitemap.xml").get_data(as_text=True)

    assert "Sitemap: https://loket.example/sitemap.xml" in reader.get("/robots.txt").text
    assert "<loc>https://loket.example/agencies/dinkes</loc>" in listed


def test_the_city_page_offers_the_search(read: Read) -> None:
    assert 'role="search"' in read("/")


def test_a_hit_shows_the_newest_figure_of_its_place(read: Read) -> None:
    page = read("/search?q=disdukcapil")

    assert re.search(r'href="/agencies/disdukcapil">.*?IKM \d+(,\d)?, mutu [ABCD], ', page, re.S)


@pytest.fixture
def units(city: Flask) -> FlaskClient:
    """Two kelurahan of two agencies, one of them without a figure, and a unit of its own kind."""
    with city.app_context():
        session = db.session()
        other = organisation.make_agency(session, "kec-timur", name="Kecamatan Timur")
        for code, name in (("kel-mawar", "Kelurahan Mawar"), ("kel-sepi", "Kelurahan Sepi")):
            organisation.make_unit(session, other, code, name=name)
        session.commit()
        mawar = published.place(PlaceKind.UNIT, "kel-mawar", "Kelurahan Mawar")
        later = published.document(mawar), *published.every_place()
        published.publish(session, *later, period="2026-11", published_on=date(2026, 11, 6))
    return city.test_client()


def test_units_of_one_kind_stand_side_by_side_under_their_full_names(units: FlaskClient) -> None:
    page = units.get("/compare?unit=kel-melati&unit=kel-mawar").get_data(as_text=True)

    assert 'value="kel-melati" checked' in page
    assert page.count("Kelurahan Mawar, Kecamatan Timur") >= 3
    assert "Kelurahan Melati, Dinas Kependudukan" in page
    assert "Kelurahan Sepi" not in page
    assert "Dengan susunan layanan yang disamakan" not in page
    assert "Susunan layanan tiap unit dapat berbeda" in page


def test_a_unit_is_not_compared_with_an_agency(units: FlaskClient) -> None:
    page = units.get("/compare?unit=kel-melati&unit=kel-mawar&agency=dinkes")

    assert "Pilih yang sejenis saja." in page.get_data(as_text=True)
