"""Officers and their postings: who sees and changes them, and what moves with them."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from portal.organisation.people.officer_queries import officer
from portal.organisation.records.record_types import OfficerRecord, PostingRecord
from portal.web.access import Role
from tests.factories.records import NURSE, NURSE_AT_RSUD, START
from tests.staff import signed_in
from tests.web.organisation.conftest import City, clock_today, post, send, text_of

TODAY = clock_today()


@pytest.fixture
def nurse(city: City) -> OfficerRecord:
    """An officer of the hospital."""
    city.change(NURSE, NURSE_AT_RSUD)
    return NURSE


def test_a_list_shows_only_officers_of_ones_own_agency(
    administrator: FlaskClient, head: FlaskClient, nurse: OfficerRecord
) -> None:
    whole, own = text_of(administrator, "/officers"), text_of(head, "/officers")

    assert "Wati Contoh" in whole
    assert "Wati Contoh" not in own
    assert "Siti Contoh" in own
    assert "Siti Contoh" not in text_of(administrator, "/officers?agency=rsud")


@pytest.mark.parametrize(
    ("query", "is_found"),
    [("?q=siti", True), ("?q=1987+melati", True), ("?q=50%25", False), ("?q=%00", True)],
)
def test_officers_are_found_by_name_number_and_badge(
    administrator: FlaskClient, query: str, *, is_found: bool
) -> None:
    page = text_of(administrator, f"/officers{query}")

    assert ("Siti Contoh" in page) == is_found
    assert ("Tidak ada yang cocok" in page) != is_found


def test_those_who_left_are_listed_apart(city: City, administrator: FlaskClient) -> None:
    city.change(OfficerRecord(code="1987", retired_on=TODAY))

    assert "Siti Contoh" not in text_of(administrator, "/officers")
    assert "Siti Contoh" in text_of(administrator, "/officers?state=retired")
    assert "Siti Contoh" in text_of(administrator, "/officers?state=all")


def test_a_head_adds_an_officer_with_a_first_desk_of_their_own(
    city: City, head: FlaskClient
) -> None:
    assert "rsud-1" not in text_of(head, "/new/officers")

    answer = send(
        head,
        "/new/officers",
        code="19900101.2",
        name="Dewi Contoh",
        badge_name="Dahlia",
        badge_number="21",
        desk="dinkes-2",
    )

    assert answer.headers["Location"].endswith("/officers/199001012?done=created")
    assert city.record("officer", "199001012").badge_name == "Dahlia"
    key = f"199001012 dinkes-2 {TODAY}"
    assert city.record("posting", key).ends_on is None
    assert ("organisation.create", "officer:199001012") in city.acts()


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"code": "1987"}, "sudah ada"),
        ({"code": "19/87"}, "bukan nomor induk"),
        ({"badge_name": "x" * 61}, "Paling panjang 60"),
        ({"badge_number": ""}, "Harus diisi."),
        ({"desk": ""}, "Pilih salah satu."),
        ({"desk": "rsud-1"}, "Pilih salah satu."),
        ({"starts_on": "kemarin"}, "bukan tanggal"),
    ],
)
def test_a_new_officer_is_refused_with_the_reason(
    city: City, head: FlaskClient, fields: dict[str, str], message: str
) -> None:
    sound = {"code": "77", "name": "Dewi", "badge_name": "D", "badge_number": "1"}
    sound["desk"] = "dinkes-2"

    answer = send(head, "/new/officers", **(sound | fields))

    assert answer.status_code == 200
    assert message in answer.text
    assert city.record("officer", "77") is None


def test_an_administrator_may_leave_the_desk_open(city: City, administrator: FlaskClient) -> None:
    send(administrator, "/new/officers", code="77", name="Dewi", badge_name="D", badge_number="1")

    assert city.record("officer", "77") is not None
    assert "Belum ditempatkan" in text_of(administrator, "/officers/77")


def test_badge_names_change_and_the_number_does_not(city: City, head: FlaskClient) -> None:
    page = text_of(head, "/officers/1987/change")
    assert 'value="Melati"' in page

    send(head, "/officers/1987/change", name="Siti C.", badge_name="Mawar", badge_number="12")

    assert city.record("officer", "1987").badge_name == "Mawar"


def test_ending_ones_service_says_that_the_account_stays_open_and_who_closes_it(
    city: City, administrator: FlaskClient, head: FlaskClient
) -> None:
    assert "tidak punya akun" in text_of(administrator, "/officers/1987/retire")
    own = city.run(lambda session: officer(session, "1987"))
    agency_id = city.agency_ids["dinkes"]
    who = signed_in(city.app, Role.OFFICER, agency_id=agency_id, officer_id=own.id)
    address = f"/admin/accounts/{who.account_id}"

    asked = text_of(administrator, "/officers/1987/retire")
    assert "Akunnya tidak ikut tertutup" in asked
    assert f'href="{address}"' in asked
    assert administrator.get(address).status_code == 200
    told = text_of(head, "/officers/1987/retire")
    assert "Minta administrator menutupnya" in told
    assert address not in told


def test_ending_ones_service_ends_the_postings(city: City, head: FlaskClient) -> None:
    answer = send(head, "/officers/1987/retire", retired_on=TODAY.isoformat())

    assert answer.headers["Location"].endswith("?done=retired")
    assert city.record("officer", "1987").retired_on == TODAY
    posting = city.record("posting", f"1987 pkm-melati-1 {START}")
    assert posting.ends_on == TODAY - timedelta(days=1)
    refused = post(head, "/officers/1987/keep")
    assert refused.status_code == 409


def test_an_end_of_service_to_come_can_be_taken_back(city: City, head: FlaskClient) -> None:
    send(head, "/officers/1987/retire", retired_on=(TODAY + timedelta(days=9)).isoformat())
    assert "akan berakhir" in text_of(head, "/officers/1987")

    answer = post(head, "/officers/1987/keep")

    assert answer.headers["Location"].endswith("?done=kept")
    assert city.record("officer", "1987").retired_on is None
    assert "Harus diisi" in send(head, "/officers/1987/retire", retired_on="").text


def test_an_officer_of_another_agency_is_not_there(head: FlaskClient, nurse: OfficerRecord) -> None:
    for page in ("", "/change", "/retire"):
        assert head.get(f"/admin/organisation/officers/2001{page}").status_code == 404
    assert post(head, "/officers/2001/keep").status_code == 404


@pytest.mark.parametrize("number", ["nobody", "%00", "..", "%E2%80%AE", "x" * 500])
def test_an_officer_nobody_knows_is_not_there(administrator: FlaskClient, number: str) -> None:
    assert administrator.get(f"/admin/organisation/officers/{number}").status_code == 404


def test_a_head_posts_somebody_from_elsewhere_by_number(
    city: City, head: FlaskClient, nurse: OfficerRecord
) -> None:
    answer = send(head, "/desks/dinkes-2/postings/new", officer="2001", starts_on="", ends_on="")

    assert answer.headers["Location"].endswith("/desks/dinkes-2?done=posted")
    assert city.record("posting", f"2001 dinkes-2 {TODAY}") is not None
    page = text_of(head, "/officers/2001")
    assert "Loket 2" in page
    assert "Loket RSUD" not in page
    assert head.get("/admin/organisation/officers/2001/change").status_code == 403


def test_an_officer_is_found_by_a_part_of_the_name_and_picked_among_several(
    city: City, head: FlaskClient
) -> None:
    new = "/desks/dinkes-2/postings/new"
    several = send(head, new, officer="contoh", starts_on="", ends_on="")
    assert "Pilih orangnya dari daftar di bawah." in several.text
    assert 'value="contoh"' in several.text
    assert '<option value="1987"' in several.text
    assert '<option value="2001"' not in several.text

    today = TODAY.isoformat()
    picked = send(head, new, officer="contoh", picked="1987", starts_on="", ends_on=today)

    assert picked.headers["Location"].endswith("/desks/dinkes-2?done=posted")
    assert city.record("posting", f"1987 dinkes-2 {TODAY}") is not None
    one = send(head, new, officer="siti", starts_on="2030-01-01", ends_on="")
    assert one.headers["Location"].endswith("/desks/dinkes-2?done=posted")


def test_who_has_moved_away_is_still_seen_but_not_changed(city: City, head: FlaskClient) -> None:
    city.change(
        PostingRecord(officer="1987", desk="pkm-melati-1", starts_on=START, ends_on=START),
        PostingRecord(officer="1987", desk="rsud-1", starts_on=TODAY),
    )

    assert "Siti Contoh" in text_of(head, "/officers/1987")
    assert head.get("/admin/organisation/officers/1987/change").status_code == 403


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"officer": "nobody"}, "Tidak ada orang dengan nama atau nomor itu."),
        ({"officer": "1999"}, "tidak ada"),
        ({"officer": ""}, "Harus diisi."),
        ({"officer": "1990"}, "sudah bertugas di sana"),
        ({"officer": "1990", "starts_on": START.isoformat()}, "sudah ada"),
        ({"officer": "1987", "ends_on": "2020-01-01"}, "Berakhir sebelum mulai"),
    ],
)
def test_a_posting_is_refused_with_the_reason(
    head: FlaskClient, fields: dict[str, str], message: str
) -> None:
    answer = send(head, "/desks/dinkes-2/postings/new", **fields)

    assert answer.status_code == 200
    assert message in answer.text


def test_a_posting_ends_on_its_last_day(city: City, head: FlaskClient) -> None:
    path = f"/desks/dinkes-2/postings/end?officer=1990&starts_on={START}"
    assert path.replace("&", "&amp;") in text_of(head, "/desks/dinkes-2")
    assert "Harus diisi." in send(head, path, ends_on="").text
    assert "Berakhir sebelum mulai" in send(head, path, ends_on="2020-01-01").text

    answer = send(head, path, ends_on=TODAY.isoformat())

    assert answer.headers["Location"].endswith("/desks/dinkes-2?done=ended")
    assert city.record("posting", f"1990 dinkes-2 {START}").ends_on == TODAY


@pytest.mark.parametrize(
    "query",
    ["", "?officer=1990", "?officer=1990&starts_on=x", f"?officer=1987&starts_on={START}"],
)
def test_a_posting_that_is_not_there_cannot_end(head: FlaskClient, query: str) -> None:
    path = f"/admin/organisation/desks/dinkes-2/postings/end{query}"

    assert head.get(path).status_code == 404


def test_an_officer_sees_their_own_record_wherever_they_are(city: City) -> None:
    officer_id = city.run(lambda session: officer(session, "1987").id)
    person = signed_in(
        city.app, Role.OFFICER, agency_id=city.agency_ids["rsud"], officer_id=officer_id
    )

    page = text_of(person.client, "/officers/1987")

    assert "Siti Contoh" in page
    assert "/change" not in page
