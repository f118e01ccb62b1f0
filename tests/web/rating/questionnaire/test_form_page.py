"""The page a citizen sees after scanning: plain, complete without a script, in two languages."""

import gzip
import re
from collections.abc import Callable
from datetime import date, timedelta

import brotli
import pytest
from flask import Flask

from portal.organisation.people.models import Posting
from portal.organisation.places.models import LeftOutElement
from portal.rating.answers.answers import PROFILE_ANSWERS
from portal.rating.questionnaire.profile_forms import PROFILE
from portal.rating.questionnaire.questions import QUESTIONS
from portal.survey.elements import ELEMENTS
from portal.time import clock
from tests.factories.organisation import add, make_officer
from tests.web.rating.conftest import POSTER, POSTER_OF_TWO, Citizen, City

PAGE = f"/r/{POSTER}"
LEGAL_NAMES = (
    "Persyaratan",
    "Sistem, Mekanisme",
    "Waktu Penyelesaian",
    "Biaya/Tarif",
    "Produk Spesifikasi",
    "Kompetensi Pelaksana",
    "Perilaku Pelaksana",
    "Penanganan Pengaduan",
    "Sarana dan Prasarana",
)


def test_agency_desk_and_service_stand_on_top(citizen: Citizen) -> None:
    text = citizen.open(PAGE).text

    places = [text.index(words) for words in ("Dinas Kependudukan", "<h1>Loket 1", "KTP-el baru")]
    assert places == sorted(places)
    assert 'href="/r/?desk=dukcapil-1">Bukan loket ini?' in text


def test_nine_numbered_questions_have_four_labelled_answers_each(citizen: Citizen) -> None:
    text = citizen.open(PAGE).text

    assert [f">{number} dari 9<" in text for number in range(1, 10)] == [True] * 9
    for element in ELEMENTS:
        values = re.findall(rf'name="{element}" value="(\d)"', text)
        assert values == ["1", "2", "3", "4"]
        assert all(str(answer) in text for answer in QUESTIONS[element].answers)


def test_no_question_uses_the_legal_name_of_its_element(citizen: Citizen) -> None:
    text = citizen.open(PAGE).text.lower()

    assert [name for name in LEGAL_NAMES if name.lower() in text] == []


def test_the_page_loads_no_script_and_works_without(citizen: Citizen) -> None:
    text = citizen.open(PAGE).text

    assert "<script" not in text
    assert re.findall(r'(?:src|href)="(http[^"]*)"', text) == []


def test_the_form_is_not_kept_by_the_browser(citizen: Citizen) -> None:
    answer = citizen.open(PAGE)

    assert answer.headers["Cache-Control"] == "no-store"
    assert 'method="post" id="penilaian" autocomplete="off"' in answer.text


@pytest.mark.parametrize(
    ("encoding", "unpack"), [("br", brotli.decompress), ("gzip", gzip.decompress)]
)
def test_the_packed_page_is_the_page(
    citizen: Citizen, encoding: str, unpack: Callable[[bytes], bytes]
) -> None:
    packed = citizen.client.get(PAGE, headers={"Accept-Encoding": encoding})
    plain = citizen.client.get(PAGE)

    def without_hidden(page: bytes) -> str:
        return re.sub(r'type="hidden".*', "", page.decode())

    assert packed.headers["Content-Encoding"] == encoding
    assert without_hidden(unpack(packed.data)) == without_hidden(plain.data)


def test_two_visitors_get_tokens_and_keys_of_their_own(
    make_citizen: Callable[[], Citizen],
) -> None:
    first, second = make_citizen(), make_citizen()
    first.open(PAGE)
    second.open(PAGE)

    assert first.hidden().keys() == {"service", "csrf_token", "key"}
    for name in ("csrf_token", "key"):
        assert first.hidden()[name] != second.hidden()[name]


def test_english_is_a_switch_and_stays_through_the_form(citizen: Citizen) -> None:
    assert "How fast was your matter settled?" in citizen.open(f"{PAGE}?lang=en").text
    answer = citizen.send(f"{PAGE}?lang=en", {})

    assert "Answer question 1: " in answer.text
    thanks = citizen.client.get(citizen.send(f"{PAGE}?lang=en").location)
    assert "<h1>Thank you</h1>" in thanks.text


def test_the_browsers_preference_does_not_decide(citizen: Citizen) -> None:
    assert "Kirim penilaian" in citizen.open(PAGE, headers={"Accept-Language": "en-GB"}).text


def test_a_left_out_element_is_not_asked_and_the_numbers_follow(citizen: Citizen) -> None:
    text = citizen.open(f"/r/{POSTER_OF_TWO}?service=kk").text

    assert 'name="cost"' not in text
    assert ">8 dari 8<" in text
    assert "8 pertanyaan" in text


def test_a_desk_with_two_services_asks_which_one_first(citizen: Citizen) -> None:
    text = citizen.open(f"/r/{POSTER_OF_TWO}").text

    assert re.findall(r'href="\?service=(\w+)">([^<]+)', text) == [
        ("ktp", "KTP-el baru"),
        ("kk", "Kartu Keluarga"),
    ]
    assert "<form" not in text
    assert "Layanan apa" in citizen.open(f"/r/{POSTER_OF_TWO}?service=nothing").text


def test_the_language_switch_keeps_the_service(citizen: Citizen) -> None:
    text = citizen.open(f"/r/{POSTER_OF_TWO}?service=kk").text

    assert 'href="?service=kk&amp;lang=en"' in text


def test_officers_of_the_last_seven_days_are_offered_by_badge_name(
    city: City, citizen: Citizen
) -> None:
    today = clock.today("Asia/Jakarta")

    def post(session) -> None:
        for number, days in (("2001", 7), ("2002", 8)):
            officer = make_officer(session, number, badge_name=f"N{number}")
            ended = today - timedelta(days=days)
            add(
                session,
                Posting(
                    desk_id=city.desk_id,
                    officer_id=officer.id,
                    starts_on=date(2020, 1, 1),
                    ends_on=ended,
                ),
            )

    city.change(post)
    text = citizen.open(PAGE).text

    assert ('<option value="">Tidak yakin</option>' in text, "Siti" in text) == (True, True)
    assert ("N2001" in text, "N2002" in text, "D-07" in text) == (True, False, False)


def test_a_city_may_show_badge_numbers_instead(make_app: Callable[..., Flask]) -> None:
    city = City(make_app(OFFICER_LABEL="number"))

    def post(session) -> None:
        officer = make_officer(session, "2001", badge_number="A-01")
        add(
            session,
            Posting(desk_id=city.desk_id, officer_id=officer.id, starts_on=date(2020, 1, 1)),
        )

    city.change(post)
    text = Citizen(city.app).open(PAGE).text

    assert re.findall(r">([AD]-\d\d)<", text) == ["A-01", "D-07"]
    assert "Siti" not in text


def test_a_desk_without_officers_does_not_ask_for_one(citizen: Citizen) -> None:
    assert 'name="officer"' not in citizen.open(f"/r/{POSTER_OF_TWO}?service=kk").text


def test_not_experienced_is_offered_only_where_the_city_says_so(
    citizen: Citizen, make_app: Callable[..., Flask], city: City
) -> None:
    assert "Tidak mengalami ini" not in citizen.open(PAGE).text

    other = Citizen(make_app(NOT_EXPERIENCED="complaints cost"))
    offered = re.findall(r'name="(\w+)" value="0"', other.open(PAGE).text)

    assert offered == ["cost", "complaints"]


def test_what_may_be_skipped_is_collapsed_and_says_who_reads_a_comment(citizen: Citizen) -> None:
    text = citizen.open(PAGE).text

    assert re.search(r'<details class="skippable" ?>\s*<summary>\s*Boleh dilewati: petugas,', text)
    assert 'maxlength="500"' in text
    assert "Jangan tulis nama orang, NIK" in text
    assert "dibaca moderator" in text


def test_every_profile_answer_that_can_be_stored_has_words() -> None:
    assert {field: tuple(one.answers) for field, one in PROFILE.items()} == dict(PROFILE_ANSWERS)


def test_a_page_changes_as_soon_as_the_desk_does(city: City, citizen: Citizen) -> None:
    assert 'name="cost"' in citizen.open(PAGE).text

    city.change(lambda s: add(s, LeftOutElement(service_id=city.ktp_id, element="cost")))

    assert 'name="cost"' not in citizen.open(PAGE).text


def test_a_demonstration_says_so(make_app: Callable[..., Flask]) -> None:
    city = City(make_app(DEMO="1"))

    assert "DATA CONTOH" in Citizen(city.app).open(PAGE).text


def test_the_cookies_name_nobody_and_end_with_the_day(citizen: Citizen) -> None:
    answer = citizen.open(PAGE)
    cookies = answer.headers.getlist("Set-Cookie")

    names = sorted(cookie.partition("=")[0] for cookie in cookies)
    assert names == ["device", "session"]
    assert all("HttpOnly" in cookie and "SameSite=Lax" in cookie for cookie in cookies)
    assert "Set-Cookie" not in citizen.open(PAGE).headers


def test_under_https_the_cookies_belong_to_this_host_alone(make_app: Callable[..., Flask]) -> None:
    city = City(make_app(PUBLIC_URL="https://suara.example"))
    client = city.app.test_client()

    cookies = client.get(PAGE, base_url="https://suara.example").headers.getlist("Set-Cookie")

    assert sorted(cookie.partition("=")[0] for cookie in cookies) == [
        "__Host-device",
        "__Host-session",
    ]
    assert all("Secure" in cookie and "Path=/" in cookie for cookie in cookies)
