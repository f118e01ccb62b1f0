"""Agencies, units, services and desks: listed, created, changed, ended and kept."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.organisation.places.catalogue import AgencyKind
from portal.organisation.records.record_types import DeskRecord
from portal.survey.elements import Element
from portal.web.access import Role
from tests.factories.records import DINKES
from tests.staff import signed_in
from tests.web.organisation.conftest import City, clock_today, post, send, text_of

TODAY = clock_today()
TOMORROW = TODAY + timedelta(days=1)


def test_an_empty_city_says_what_to_do_first(app: Flask) -> None:
    person = signed_in(app, Role.ADMINISTRATOR).client

    page = text_of(person, "/")
    assert "Kota ini masih kosong" in page
    assert "/admin/organisation/import" in page
    for section in ("agencies", "desks", "officers"):
        assert 'class="empty"' in text_of(person, f"/{section}")
    assert "Buat instansi pertama" in text_of(person, "/new/desks")


def test_the_overview_counts_what_the_person_sees(
    city: City, administrator: FlaskClient, head: FlaskClient
) -> None:
    whole, own = text_of(administrator, "/"), text_of(head, "/")

    assert '<strong class="num">3</strong> Loket' in whole
    assert '<strong class="num">2</strong> Loket' in own
    assert "Anda melihat Dinas Kesehatan." in own
    assert "Unduh semua" not in own


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", {"Loket 1 - Pendaftaran", "Loket 2", "Loket RSUD"}),
        ("?q=pendaftaran", {"Loket 1 - Pendaftaran"}),
        ("?q=RSUD-1", {"Loket RSUD"}),
        ("?agency=dinkes", {"Loket 1 - Pendaftaran", "Loket 2"}),
        ("?agency=nowhere", set()),
        ("?state=retired", set()),
        ("?state=nonsense&page=x", {"Loket 1 - Pendaftaran", "Loket 2", "Loket RSUD"}),
        ("?q=zzz", set()),
    ],
)
def test_a_list_is_filtered_by_words_agency_and_state(
    administrator: FlaskClient, query: str, names: set[str]
) -> None:
    page = text_of(administrator, f"/desks{query}")

    shown = {
        name for name in ("Loket 1 - Pendaftaran", "Loket 2", "Loket RSUD") if f">{name}<" in page
    }
    assert shown == names
    assert ("Tidak ada yang cocok" in page) == (not names)


def test_a_long_list_has_pages_that_keep_the_filter(city: City, administrator: FlaskClient) -> None:
    desks = [
        DeskRecord(
            code=f"dinkes-x{number}",
            name=f"Meja {number}",
            agency="dinkes",
            services=frozenset({"sip"}),
        )
        for number in range(30)
    ]
    city.change(*desks)

    first = text_of(administrator, "/desks?q=meja")
    assert "30 baris" in first
    assert "q=meja&amp;agency=&amp;state=live&amp;page=2" in first
    assert text_of(administrator, "/desks?q=meja&page=2").count("/desks/dinkes-x") == 10


def test_retired_places_are_listed_apart_and_say_since_when(
    city: City, administrator: FlaskClient
) -> None:
    city.change(DeskRecord(code="dinkes-2", retired_on=TODAY, successor="pkm-melati-1"))

    assert ">Loket 2<" not in text_of(administrator, "/desks")
    assert ">Loket 2<" in text_of(administrator, "/desks?state=retired")
    assert ">Loket 2<" in text_of(administrator, "/desks?state=all")
    page = text_of(administrator, "/desks/dinkes-2")
    assert "berakhir " in page
    assert "pkm-melati-1" in page
    assert "/change" not in page


def test_a_new_agency_is_created_by_an_administrator(
    city: City, administrator: FlaskClient
) -> None:
    answer = send(
        administrator, "/new/agencies", code="dishub", name="Dinas Perhubungan", category="dinas"
    )

    assert answer.headers["Location"] == "/admin/organisation/agencies/dishub?done=created"
    assert city.record("agency", "dishub").category is AgencyKind.DINAS
    assert "Sudah dibuat." in text_of(administrator, "/agencies/dishub?done=created")
    assert ("organisation.create", "agency:dishub") in city.acts()


def test_a_place_without_a_code_gets_one_from_its_name(
    city: City, administrator: FlaskClient
) -> None:
    for number in ("", "-2"):
        answer = send(
            administrator, "/new/agencies", code="", name="Dinas Perhubungan", category="dinas"
        )
        code = f"dinas-perhubungan{number}"
        assert answer.headers["Location"] == f"/admin/organisation/agencies/{code}?done=created"
        assert city.record("agency", code).name == "Dinas Perhubungan"


def test_everything_below_an_agency_is_created_by_its_head(city: City, head: FlaskClient) -> None:
    send(head, "/new/units", code="pkm-anggrek", name="Puskesmas Anggrek")
    send(head, "/new/services", code="gizi", name="Konsultasi gizi", left_out=["cost", "time"])
    answer = send(
        head,
        "/new/desks",
        code="pkm-anggrek-1",
        name="Loket 1",
        unit="pkm-anggrek",
        services=["gizi", "imunisasi"],
    )

    assert answer.status_code == 302
    assert city.record("service", "gizi").left_out == {Element.COST, Element.TIME}
    desk = city.record("desk", "pkm-anggrek-1")
    assert (desk.agency, desk.unit, desk.services) == (
        "dinkes",
        "pkm-anggrek",
        {"gizi", "imunisasi"},
    )


def test_an_administrator_is_asked_which_agency_first(administrator: FlaskClient) -> None:
    page = text_of(administrator, "/new/desks")

    assert "Untuk instansi mana?" in page
    assert '<option value="rsud">' in page
    assert 'value="rawat"' in text_of(administrator, "/new/desks?agency=rsud")
    assert 'value="sip"' not in text_of(administrator, "/new/desks?agency=rsud")


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"code": "Loket 9"}, "bukan kode"),
        ({"code": "dinkes-2"}, "sudah ada"),
        ({"name": " "}, "Nama: Harus diisi."),
        ({"name": "x" * 161}, "Paling panjang 160"),
        ({"name": "Loket\u202e9"}, "tidak terlihat"),
        ({"unit": "nowhere"}, "Pilih salah satu."),
        ({"services": []}, "tidak punya layanan"),
        ({"services": ["rawat"]}, "Pilih dari daftar ini."),
        ({"since": "3000-01-01"}, "bukan tanggal"),
        ({"since": (TODAY + timedelta(days=1)).isoformat()}, "paling lambat hari ini"),
    ],
)
def test_a_form_says_what_is_wrong_and_keeps_what_was_typed(
    city: City, head: FlaskClient, fields: dict[str, object], message: str
) -> None:
    sound = {"code": "dinkes-9", "name": "Loket 9", "unit": "", "services": ["sip"], "since": ""}

    answer = send(head, "/new/desks", **(sound | fields))

    assert answer.status_code == 200
    assert message in answer.text
    assert "Belum tersimpan" in answer.text
    assert city.record("desk", "dinkes-9") is None


def test_a_change_shows_what_is_and_saves_what_is_new(city: City, head: FlaskClient) -> None:
    page = text_of(head, "/services/imunisasi/change")
    assert 'value="Imunisasi"' in page
    assert 'value="cost" checked' in page
    assert 'name="code"' not in page

    answer = send(
        head, "/services/imunisasi/change", name="Imunisasi dasar", left_out=[], since="2026-02-01"
    )

    assert answer.headers["Location"].endswith("/services/imunisasi?done=changed")
    service_now = city.record("service", "imunisasi")
    assert (service_now.name, service_now.left_out) == ("Imunisasi dasar", frozenset())
    history = text_of(head, "/services/imunisasi")
    assert "Nama dari waktu ke waktu" in history
    assert "sejak 1 Februari 2026" in history


def test_a_desk_keeps_its_unit_and_changes_its_services(city: City, head: FlaskClient) -> None:
    page = text_of(head, "/desks/pkm-melati-1/change")
    assert 'value="pkm-melati" selected' in page
    assert 'value="imunisasi" checked' in page

    refused = send(head, "/desks/pkm-melati-1/change", name="Loket", services=["sip"], unit="x")
    assert "Pilih salah satu." in refused.text
    send(head, "/desks/pkm-melati-1/change", name="Loket 1", services=["sip"], unit="", code="y")

    assert "berubah: layanan di loket ini." in text_of(head, "/desks/pkm-melati-1")
    desk = city.record("desk", "pkm-melati-1")
    assert (desk.services, desk.unit, desk.code) == ({"sip"}, "pkm-melati", "pkm-melati-1")


def test_an_agency_changes_its_name_and_kind(city: City, administrator: FlaskClient) -> None:
    send(administrator, "/agencies/dinkes/change", name="Badan Kesehatan", category="badan")
    assert "berubah: jenis instansi." in text_of(administrator, "/agencies/dinkes")

    assert city.record("agency", "dinkes").category is AgencyKind.BADAN
    assert city.record("agency", "dinkes").name == "Badan Kesehatan"


def test_ending_a_desk_says_what_happens_and_names_the_successor(
    city: City, head: FlaskClient
) -> None:
    page = text_of(head, "/desks/pkm-melati-1/retire")
    assert "1 penempatan petugas berakhir sehari sebelumnya" in page
    assert 'value="dinkes-2"' in page
    assert 'value="rsud-1"' not in page

    answer = send(
        head, "/desks/pkm-melati-1/retire", retired_on=TODAY.isoformat(), successor="dinkes-2"
    )

    assert answer.headers["Location"].endswith("?done=retired")
    desk = city.record("desk", "pkm-melati-1")
    assert (desk.retired_on, desk.successor) == (TODAY, "dinkes-2")
    assert ("organisation.retire", "desk:pkm-melati-1") in city.acts()


@pytest.mark.parametrize(
    ("path", "fields", "message"),
    [
        ("/desks/dinkes-2/retire", {"retired_on": ""}, "Harus diisi."),
        ("/desks/dinkes-2/retire", {"retired_on": "besok"}, "bukan tanggal"),
        ("/services/sip/retire", {"retired_on": TODAY.isoformat()}, "tidak punya layanan lagi"),
        ("/units/pkm-melati/retire", {"retired_on": TODAY.isoformat()}, "pkm-melati-1"),
        (
            "/desks/dinkes-2/retire",
            {"retired_on": TODAY.isoformat(), "successor": "rsud-1"},
            "Pilih salah satu.",
        ),
    ],
)
def test_an_end_that_cannot_be_is_refused_with_the_reason(
    city: City, head: FlaskClient, path: str, fields: dict[str, str], message: str
) -> None:
    answer = send(head, path, **fields)

    assert answer.status_code == 200
    assert message in answer.text
    assert "Belum diakhiri" in answer.text


def test_an_agency_ends_only_after_everything_below_it(administrator: FlaskClient) -> None:
    answer = send(administrator, "/agencies/rsud/retire", retired_on=TODAY.isoformat())

    assert "rawat rsud-1" in answer.text


def test_an_end_to_come_can_be_taken_back(city: City, head: FlaskClient) -> None:
    city.change(DeskRecord(code="dinkes-2", retired_on=TOMORROW))
    assert "akan berakhir" in text_of(head, "/desks/dinkes-2")

    answer = post(head, "/desks/dinkes-2/keep")

    assert answer.headers["Location"].endswith("?done=kept")
    assert city.record("desk", "dinkes-2").retired_on is None


def test_an_end_that_has_come_stays(city: City, head: FlaskClient) -> None:
    city.change(DeskRecord(code="dinkes-2", retired_on=TODAY))

    answer = post(head, "/desks/dinkes-2/keep")

    assert answer.status_code == 409
    assert "tetap begitu" in answer.text
    assert city.record("desk", "dinkes-2").retired_on == TODAY


def test_two_people_who_create_the_same_code_get_one_of_it(
    city: City, administrator: FlaskClient, head: FlaskClient
) -> None:
    fields = {"code": "kembar", "name": "Unit"}

    first = send(head, "/new/units", **fields)
    second = send(administrator, "/new/units?agency=rsud", **fields)

    assert (first.status_code, second.status_code) == (302, 200)
    assert city.record("unit", "kembar").agency == "dinkes"


def test_every_page_of_a_place_shows_what_belongs_to_it(head: FlaskClient) -> None:
    assert "Puskesmas Melati" in text_of(head, "/agencies/dinkes")
    assert "Loket 1 - Pendaftaran" in text_of(head, "/units/pkm-melati")
    service_page = text_of(head, "/services/imunisasi")
    assert "Biaya" in service_page
    assert "Loket 1 - Pendaftaran" in service_page
    desk = text_of(head, "/desks/pkm-melati-1")
    assert "Siti Contoh" in desk
    assert "Senin 07.30-16.00" in desk


def test_an_administrator_may_write_about_a_record_of_any_agency(
    city: City, administrator: FlaskClient
) -> None:
    send(administrator, "/desks/rsud-1/change", name="Loket Baru", services=["rawat"])

    assert city.record("desk", "rsud-1").name == "Loket Baru"
    assert city.record("agency", "dinkes") == DINKES


def test_a_refused_act_leaves_no_line_in_the_audit_log(city: City, head: FlaskClient) -> None:
    send(head, "/services/sip/retire", retired_on=TODAY.isoformat())

    assert city.acts() == []


@pytest.mark.parametrize(
    ("month", "says"),
    [("soon", "Tulis bulan seperti 2026-11."), ("2099-01", "Paling lambat berlaku mulai bulan")],
)
def test_a_change_says_from_which_month_it_cannot_hold(
    head: FlaskClient, month: str, says: str
) -> None:
    answer = send(
        head, "/services/imunisasi/change", name="Imunisasi", left_out=["time"], holds_from=month
    )

    assert says in answer.text


def test_a_service_without_ratings_may_ask_otherwise_from_the_running_month(
    city: City, head: FlaskClient
) -> None:
    month = f"{TODAY:%Y-%m}"

    send(head, "/services/imunisasi/change", name="Imunisasi", left_out=["time"], holds_from=month)

    assert "Waktu" in text_of(head, "/services/imunisasi")
    assert city.record("service", "imunisasi").left_out == {"time"}
