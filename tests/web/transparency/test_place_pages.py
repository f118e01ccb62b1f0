"""What readers see about the city, an agency, a unit, a service and a desk."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.publication.figures.figures import Comparison, Reason
from portal.publication.releases.models import Release
from portal.rating.answers.answers import Channel
from portal.survey.elements import ELEMENTS
from portal.web.extensions import db
from tests.factories import organisation, published

Read = Callable[[str], str]
PLACES = (
    "/",
    "/agencies/disdukcapil",
    "/units/kel-melati",
    "/services/ktp-baru",
    "/desks/disdukcapil-2",
)
LANGUAGES = ("id", "en")


def words_of(page: str) -> str:
    """Return the text of a page without its marks."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", PLACES)
def test_every_place_shows_its_headline_in_both_languages(
    read: Read, address: str, language: str
) -> None:
    page = words_of(read(f"{address}?lang={language}"))

    expected = {
        "id": ("88 B Baik", "Antara 86 dan 90", "Sekitar 1.240 responden", "IKM Oktober 2026"),
        "en": ("88 B Good", "Between 86 and 90", "About 1,240 respondents", "October 2026"),
    }
    for words in expected[language]:
        assert words in page


def test_the_city_explains_the_index_where_it_first_appears(read: Read) -> None:
    page = words_of(read("/"))

    assert page.index("IKM, Indeks Kepuasan Masyarakat") < page.index("Apa yang berubah")


def test_agencies_have_no_rank_numbers_and_stand_by_name(read: Read) -> None:
    page = read("/")

    names = re.findall(r'<li class="strip-row">\s*<a href="/agencies/[^"]+">([^<]+)', page)
    assert names == [
        "Dinas Kependudukan dan Pencatatan Sipil",
        "Dinas Kesehatan",
        "Dinas Sosial",
        "RSUD Kota Contoh",
    ]
    assert "<ol" not in page


def test_the_reader_may_sort_agencies_by_index(read: Read) -> None:
    page = read("/?sort=ikm")

    names = re.findall(r'<li class="strip-row">\s*<a href="/agencies/[^"]+">([^<]+)', page)
    assert names[0] == "RSUD Kota Contoh"


def test_an_unknown_order_is_the_order_of_names(read: Read) -> None:
    assert read("/?sort=worst") == read("/")


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (Reason.NOT_MEASURED, "belum ada penilaian yang dihitung"),
        (Reason.NO_VISITS, "tidak ada kunjungan"),
        (Reason.TOO_FEW, "belum cukup penilaian untuk sebuah rata-rata"),
        (Reason.FOLDED, "terlalu sedikit sepanjang tahun"),
        (Reason.FEW_OFFICERS, "nilai satu orang"),
        (Reason.PROTECTS_ANOTHER, "angka lain yang disembunyikan dapat dihitung"),
        (Reason.UNVERIFIED_ONLY, "tanpa bukti kunjungan, dan terlalu sedikit"),
        (Reason.EXCLUDED, "dikecualikan menurut aturan"),
    ],
)
def test_a_hidden_headline_gives_its_own_reason(app: Flask, reason: Reason, words: str) -> None:
    hidden = replace(
        published.document(published.DESK),
        headline=published.hidden(reason),
        trend=(published.hidden(reason),),
        previous=None,
        comparison=Comparison(None, None, Reason.NOT_SHOWN),
        open=published.hidden(Reason.UNVERIFIED_ONLY),
    )
    with app.app_context():
        published.publish(db.session(), hidden)

    page = words_of(app.test_client().get("/desks/disdukcapil-2").get_data(as_text=True))

    assert "Belum ada angka" in page
    assert words in page.lower()


def test_every_reason_has_words_of_its_own_in_both_languages(app: Flask) -> None:
    words = app.jinja_env.get_template("components/words.html").module
    said = {}
    for language in LANGUAGES:
        with app.test_request_context(f"/?lang={language}"):
            said[language] = [str(words.reason(reason)) for reason in Reason]  # type: ignore[attr-defined]

    for sentences in said.values():
        assert len(set(sentences)) == len(Reason)
        assert not set(sentences) & set(Reason)
    assert not set(said["id"]) & set(said["en"])


def test_what_is_left_out_is_named_by_the_lists_of_elements_and_channels(app: Flask) -> None:
    words = app.jinja_env.get_template("components/words.html").module
    with app.test_request_context("/?lang=id"):
        asked = (*ELEMENTS, *Channel, "kel-melati")
        said = {each: str(words.subject(each)) for each in asked}  # type: ignore[attr-defined] # a template's macro

    assert said["conduct"] == "Sikap petugas"
    assert said.pop("kel-melati") == "kel-melati"
    assert all(said.values())
    assert not set(said) & set(said.values())


def test_visits_that_nobody_counted_are_called_not_known(app: Flask) -> None:
    unknown = replace(published.city(), response=published.response(None))
    with app.app_context():
        published.publish(db.session(), unknown)

    page = words_of(app.test_client().get("/").get_data(as_text=True))

    assert "jumlah kunjungan belum diketahui" in page


def test_tickets_are_named_as_the_basis_of_the_response(app: Flask) -> None:
    by_ticket = replace(published.response(), basis="tickets")
    with app.app_context():
        published.publish(db.session(), replace(published.city(), response=by_ticket))

    page = words_of(app.test_client().get("/").get_data(as_text=True))

    assert "34% dari tiket yang dibagikan dinilai" in page


def test_a_desk_shows_when_it_is_open_and_where_to_rate_it(read: Read) -> None:
    page = read("/desks/disdukcapil-2")

    assert "07.30&ndash;16.00" in page
    assert "Senin" in page
    assert 'href="/r/disdukcapil-2"' in page
    assert 'src="/desks/disdukcapil-2/qr.svg"' in page


def test_a_retired_desk_that_never_had_a_figure_has_a_page_that_says_so(app: Flask) -> None:
    with app.app_context():
        session = db.session()
        agency = organisation.make_agency(session, "disdukcapil")
        organisation.make_desk(session, agency, "disdukcapil-2", retired_on=organisation.LONG_AGO)
        session.commit()

    answer = app.test_client().get("/desks/disdukcapil-2")

    assert answer.status_code == 200
    assert "tidak pernah ada angka" in answer.text
    assert "Angka pertama terbit" not in answer.text
    assert 'dihitung di: <a href="/agencies/disdukcapil">' in answer.text


def test_a_retired_desk_names_its_successor_and_takes_no_ratings(app: Flask) -> None:
    retired = replace(published.DESK, is_retired=True, successor="disdukcapil-7")
    with app.app_context():
        session = db.session()
        agency = organisation.make_agency(session, "disdukcapil")
        organisation.make_desk(session, agency, "disdukcapil-2", retired_on=organisation.LONG_AGO)
        session.commit()
        published.publish(session, replace(published.document(published.DESK), place=retired))
    reader = app.test_client()

    page = reader.get("/desks/disdukcapil-2").get_data(as_text=True)

    assert "Sudah tidak dipakai" in page
    assert 'href="/desks/disdukcapil-7">disdukcapil-7</a>' in page
    assert "/r/disdukcapil-2" not in page
    assert reader.get("/desks/disdukcapil-2/qr.svg").status_code == 404


def test_a_successor_with_figures_goes_by_its_name(app: Flask) -> None:
    merged = replace(published.UNIT, is_retired=True, successor="kel-mawar")
    heir = replace(published.UNIT, code="kel-mawar", name="Kelurahan Mawar")
    heir = replace(heir, address="units/kel-mawar")
    with app.app_context():
        published.publish(
            db.session(),
            replace(published.document(published.UNIT), place=merged),
            published.document(heir),
        )

    page = app.test_client().get("/units/kel-melati").get_data(as_text=True)

    assert 'href="/units/kel-mawar">Kelurahan Mawar</a>' in page


def test_a_desk_without_figures_yet_can_still_be_rated(read: Read) -> None:
    page = read("/desks/disdukcapil-7")

    assert "Belum ada angka yang diterbitkan di sini" in page
    assert 'href="/r/disdukcapil-7"' in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_city_before_its_first_release_says_when_figures_appear(
    client: FlaskClient, language: str
) -> None:
    answer = client.get(f"/?lang={language}")

    assert answer.status_code == 200
    assert {"id": "tanggal 5", "en": "day 5"}[language] in answer.get_data(as_text=True)


@pytest.mark.parametrize("ending", ["", ".json", ".csv", ".charts.json", "/qr.svg"])
def test_a_place_that_does_not_exist_is_not_found(reader: FlaskClient, ending: str) -> None:
    assert reader.get(f"/desks/nobody{ending}").status_code == 404


def test_what_was_left_out_excluded_and_moderated_is_said(read: Read) -> None:
    page = words_of(read("/"))

    assert "=lonjakan (2 November 2026)" in page
    assert "Alat atau kode QR rusak atau tertukar. Tertukar. (2 November 2026)" in page
    assert "Komentar diterbitkan 40" in page
    assert "dengan bagian yang ditutup tidak disebut: terlalu sedikit, tidak ada" in page
    assert "Komentar tidak diterbitkan: memuat penghinaan 15" in page
    assert "Mogok kerja." in page
    assert "Antrean dibuka lebih awal." in page


def test_a_correction_names_what_it_corrects(app: Flask) -> None:
    city = published.city()
    corrected = replace(city, release=replace(city.release, corrects="2026-09"))
    with app.app_context():
        published.publish(db.session(), corrected)

    assert "perbaikan atas terbitan 2026-09" in app.test_client().get("/").get_data(as_text=True)


def test_search_engines_may_index_figures_and_find_their_licence(
    make_app: Callable[..., Flask],
) -> None:
    app = make_app(PUBLIC_URL="https://loket.example")
    with app.app_context():
        published.publish(db.session(), published.city())

    page = app.test_client().get("/").get_data(as_text=True)

    assert '<link rel="canonical" href="https://loket.example/">' in page
    assert "noindex" not in page
    (metadata,) = re.findall(r'<script type="application/ld\+json">\s*(.+?)\s*</script>', page)
    assert json.loads(metadata)["url"] == "https://loket.example/"


def test_the_qr_of_a_desk_is_a_drawing_that_may_be_kept(reader: FlaskClient) -> None:
    answer = reader.get("/desks/disdukcapil-2/qr.svg")

    assert answer.mimetype == "image/svg+xml"
    assert "style" not in answer.get_data(as_text=True)
    assert answer.headers["Cache-Control"] == "public, max-age=3600"


def test_the_city_alone_says_how_the_month_runs(read: Read) -> None:
    words = "Bulan berjalan, sampai 19 November 2026: IKM 87 dari sekitar 620 penilaian"

    assert words in read("/")
    assert json.loads(read("/city/today.json"))["headline"]["value"] == 87
    assert "Bulan berjalan" not in read("/agencies/disdukcapil")


def test_a_hold_is_shown_with_its_reason(app: Flask) -> None:
    with app.app_context():
        session = db.session()
        published.publish(session, published.city())
        session.add(
            Release(
                kind="monthly",
                edition="2026-11",
                period="2026-11",
                state="held",
                due_on=date(2026, 12, 5),
                prepared_on=date(2026, 12, 1),
                held_by="Ratna Dewi",
                held_days=3,
                hold_reason="data kunjungan belum lengkap",
            )
        )
        session.commit()

    page = app.test_client().get("/").get_data(as_text=True)

    assert "ditahan sampai 8 Desember 2026. Alasan: data kunjungan belum lengkap" in page
    assert "terlambat" not in page


@pytest.mark.parametrize(
    ("address", "form"),
    [
        ("/", "/complaints/new"),
        ("/units/kel-melati", "/complaints/new"),
        ("/agencies/disdukcapil", "/complaints/new?agency=disdukcapil"),
        ("/desks/disdukcapil-2", "/complaints/new?desk=disdukcapil-2"),
    ],
)
def test_a_figure_can_be_answered_with_the_place_filled_in(
    read: Read, address: str, form: str
) -> None:
    assert f'<a href="{form}">Tanggapi angka ini</a>' in read(address)


@pytest.mark.parametrize(
    ("address", "switch"),
    [
        ("/", "?lang=en"),
        ("/?sort=ikm&stray=1", "?sort=ikm&amp;lang=en"),
        ("/search?q=a%26b", "?q=a%26b&amp;lang=en"),
        ("/compare?agency=dinkes", "?agency=dinkes&amp;lang=en"),
    ],
)
def test_switching_the_language_keeps_what_was_asked(read: Read, address: str, switch: str) -> None:
    assert f'href="{switch}"' in read(address)


def test_interactive_charts_are_offered_where_they_were_published(app: Flask) -> None:
    with app.app_context():
        published.publish(db.session(), published.city(), charts='{"trend":{},"agencies":{}}')

    page = app.test_client().get("/?lang=en").get_data(as_text=True)

    assert re.findall(r'data-chart="(\w+)"', page) == ["agencies", "trend"]
    assert "&#34;" not in page
    assert '"Biaya": "Cost"' in page
