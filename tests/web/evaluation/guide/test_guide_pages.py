"""Explanations: tours and questions for everybody on the staff, and why beside each field."""

import re

import pytest
from flask.testing import FlaskClient

from portal.evaluation.guide.texts import ONE_PAGE
from portal.web.access import Role
from tests.web.evaluation.conftest import ClientOf

GUIDE = "/admin/performance/guide"


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("", "Lima menit untuk pegawai"),
        ("/staff", "6. Berkeberatan bila tidak adil"),
        ("/appraisers", "4. Kesalahan yang sering terjadi"),
        ("/questions", "Apakah ada peringkat orang?"),
    ],
)
def test_a_tour_is_read_and_says_which_record_counts(
    person: FlaskClient, page: str, said: str
) -> None:
    shown = person.get(f"{GUIDE}{page}")

    assert shown.status_code == 200
    assert said in shown.text
    assert "Catatan resmi tetap e-Kinerja BKN" in shown.text


def test_one_sheet_says_all_of_it_in_both_languages(person: FlaskClient) -> None:
    sheet = person.get(f"{GUIDE}/one-page").text
    english = person.get(f"{GUIDE}/one-page?lang=en").text

    assert sheet.count("<h2>") == english.count("<h2>") == len(ONE_PAGE)
    assert "Bila tidak adil" in sheet
    assert "Bila tidak adil" not in english


def test_every_step_leads_to_a_page_that_is_there(client_of: ClientOf, person: FlaskClient) -> None:
    for page in ("staff", "appraisers", "questions"):
        english = person.get(f"{GUIDE}/{page}?lang=en").text
        assert "Catatan resmi" not in english
    for address in ("/admin/performance", "/admin/performance/activities", "/admin/people/me"):
        assert f'href="{address}"' in "".join(
            person.get(f"{GUIDE}/{page}").text for page in ("staff", "questions")
        )
        assert person.get(address).status_code == 200


def test_an_account_without_a_record_is_led_to_no_page_that_asks_for_one(
    client_of: ClientOf,
) -> None:
    office = client_of(None, Role.PERFORMANCE_OFFICE)

    for page in ("staff", "appraisers", "questions"):
        shown = office.get(f"{GUIDE}/{page}").text
        for address in set(re.findall(r'href="(/admin/performance[^"#?]*)"', shown)):
            assert office.get(address).status_code == 200, address


def test_beside_a_field_stands_why_it_is_asked(person: FlaskClient) -> None:
    page = person.get("/admin/performance/activities").text

    assert page.count('<details class="why">') == 7
    assert "tanpa sinyal bukan berarti tidak bekerja" in page
    assert '<span class="unseen"> Kegiatan dan hasilnya</span>' in page
