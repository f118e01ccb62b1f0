"""What a complaint is about is asked as two plain questions, and no two choices read alike."""

import re
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.complaints.intake.place_labels import choices_within
from portal.organisation.places.catalogue import Agency, AgencyKind, Catalogue, Desk, Unit
from tests.web.complaints.pages import code_of, follow, write

TODAY = date(2026, 11, 29)
OFFICE = re.compile(r'<a href="/complaints/new[?]([a-z]+=[a-z0-9-]+)"')


def test_desks_of_one_name_are_told_apart_by_their_unit(app: Flask) -> None:
    units = [
        Unit(number, f"kel-{number}", f"Kelurahan {name}", None, None, agency_id=1)
        for number, name in enumerate(("Mawar", "Kenari"), start=1)
    ]
    gone = Unit(3, "kel-3", "Kelurahan Lama", date(2025, 1, 1), None, agency_id=1)
    desks = [
        Desk(each.id, f"d-{each.id}", "Loket Pelayanan", None, None, 1, each.id, frozenset())
        for each in units
    ]
    alone = Desk(9, "d-9", "Loket Utama", None, None, 1, None, frozenset())
    agency = Agency(1, "cempaka", "Kecamatan Cempaka", None, None, AgencyKind.DISTRICT)
    city = Catalogue.of(
        TODAY, agencies=[agency], units=[*units, gone], services=[], desks=[*desks, alone]
    )

    with app.test_request_context("/"):
        options = choices_within(city, agency)

    assert [(each.value, each.label) for each in options] == [
        ("agency:cempaka", "Seluruh kantor, atau saya tidak tahu"),
        ("unit:kel-2", "Kelurahan Kenari"),
        ("desk:d-2", "Loket Pelayanan, Kelurahan Kenari"),
        ("unit:kel-1", "Kelurahan Mawar"),
        ("desk:d-1", "Loket Pelayanan, Kelurahan Mawar"),
        ("desk:d-9", "Loket Utama"),
    ]


@pytest.mark.usefixtures("city")
def test_first_the_office_is_asked_then_where_there(client: FlaskClient) -> None:
    first = client.get("/complaints/new").text
    second = client.get("/complaints/new?agency=dukcapil").text

    assert OFFICE.findall(first) == ["agency=dishub", "agency=dukcapil"]
    assert "<textarea" not in first
    assert re.findall(r'<option value="([^"]+)"', second) == [
        "agency:dukcapil",
        "unit:dukcapil-utara",
        "desk:dukcapil-1",
        "desk:dukcapil-2",
    ]
    assert "Dinas dishub" not in second


@pytest.mark.usefixtures("city")
@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("cabang utra", "unit=dukcapil-utara"),
        ("DUKCAPIL", "agency=dukcapil"),
        ("dishub-1", "desk=dishub-1"),
    ],
)
def test_an_office_is_found_as_people_type_it(client: FlaskClient, typed: str, found: str) -> None:
    page = client.get("/complaints/new", query_string={"q": typed}).text

    assert found in OFFICE.findall(page)


@pytest.mark.usefixtures("city")
def test_what_is_not_found_leads_to_the_whole_list(client: FlaskClient) -> None:
    page = client.get("/complaints/new?q=xyzzy").text

    assert "Tidak ditemukan" in page
    assert '<a href="/complaints/new">Semua kantor</a>' in page


@pytest.mark.usefixtures("city")
@pytest.mark.parametrize("asked", ["desk=dukcapil-2", "unit=dukcapil-utara", "agency=dukcapil"])
def test_the_place_of_an_address_is_chosen_already(client: FlaskClient, asked: str) -> None:
    page = client.get(f"/complaints/new?{asked}").text

    assert f'<option value="{asked.replace("=", ":")}" selected>' in page


@pytest.mark.usefixtures("city")
def test_a_place_that_is_not_there_asks_for_the_office(client: FlaskClient) -> None:
    asked = client.get("/complaints/new?desk=nowhere").text
    sent = write(client, place="desk:nowhere")

    assert "Tentang kantor yang mana?" in asked
    assert sent.status_code == 400
    assert 'href="#place">Pilih kantornya.</a>' in sent.text


@pytest.mark.usefixtures("city")
def test_a_unit_that_is_chosen_deals_with_it(client: FlaskClient) -> None:
    code = code_of(write(client, place="unit:dukcapil-utara"))

    assert "Cabang Utara, Dinas dukcapil" in follow(client, code).text


@pytest.mark.usefixtures("city")
def test_a_unit_never_deals_with_what_is_about_a_levy(client: FlaskClient) -> None:
    code = code_of(write(client, place="unit:dukcapil-utara", concern="levy"))

    assert "Cabang Utara" not in follow(client, code).text
