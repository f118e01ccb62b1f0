"""Main indicators from a file: previewed, recorded once, the wrong rows named, and given back."""

import io
import re
from decimal import Decimal
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from portal.organisation.agency_results.domain import Term
from portal.organisation.agency_results.queries import recorded_indicators
from portal.web.access import Role
from portal.web.extensions import db
from tests.web.accounts.forms import hidden_fields
from tests.web.organisation.people_pages.conftest import People

PAGE = "/admin/people/results/import"
HEADING = "KODE INSTANSI,TAHUN,TRIWULAN,INDIKATOR KINERJA UTAMA,SATUAN,TARGET,REALISASI\n"
RIGHT = 'dinkes,2026,,Kepuasan,%,"95,5",\nrsud,2026,II,Waktu tunggu,menit,30,"28,25"\n'


@pytest.fixture
def office(people: People) -> FlaskClient:
    return people.client(Role.PERFORMANCE_OFFICE)


def preview(client: FlaskClient, rows: str, *, heading: str = HEADING) -> str:
    sent: dict[str, Any] = dict(hidden_fields(client.get(PAGE).text))
    sent["file"] = (io.BytesIO((heading + rows).encode()), "iku.csv")
    answer = client.post(PAGE, data=sent)
    assert answer.status_code == 200
    return answer.text


def confirm(client: FlaskClient, page: str) -> str:
    found = re.search(r'name="token" value="([0-9a-f]*)"', page)
    token = found[1] if found else ""
    sent = hidden_fields(client.get(PAGE).text) | {"token": token}
    return client.post(f"{PAGE}/confirm", data=sent, follow_redirects=True).text


def entries(people: People) -> list[tuple[Any, ...]]:
    with people.app.app_context():
        rows = db.session.execute(
            text("SELECT agency_id, quarter, name, unit FROM agency_indicator ORDER BY id")
        )
        return [tuple(row) for row in rows]


def test_a_file_is_shown_and_recorded_only_when_it_is_confirmed(
    people: People, office: FlaskClient
) -> None:
    page = preview(office, RIGHT)
    assert entries(people) == []
    assert "Waktu tunggu" in page

    done = confirm(office, page)

    assert "2 indikator dicatat" in done
    assert entries(people) == [
        (people.own, None, "Kepuasan", "%"),
        (people.other, 2, "Waktu tunggu", "menit"),
    ]
    with people.app.app_context():
        (waiting,) = recorded_indicators(db.session(), people.other)
        acts = db.session.scalars(text("SELECT action FROM audit_entry")).all()
    assert (waiting.term, waiting.realisation) == (Term(2026, 2), Decimal("28.25"))
    assert "agency.indicator_file" in acts


def test_the_same_file_again_records_nothing_and_a_changed_row_follows(
    people: People, office: FlaskClient
) -> None:
    confirm(office, preview(office, RIGHT))

    assert "Tidak ada yang dicatat" in preview(office, RIGHT)
    changed = preview(office, RIGHT.replace("28,25", "27"))
    assert "<dt>Di antaranya menggantikan yang tercatat</dt>\n<dd>1</dd>" in changed
    confirm(office, changed)

    with people.app.app_context():
        found = recorded_indicators(db.session(), people.other)
    assert [(each.realisation, each.counts) for each in found] == [
        (Decimal(27), True),
        (Decimal("28.25"), False),
    ]


def test_a_file_that_is_confirmed_twice_is_recorded_once(
    people: People, office: FlaskClient
) -> None:
    page = preview(office, RIGHT)
    confirm(office, page)

    assert "sudah tidak kami simpan" in confirm(office, page)
    assert len(entries(people)) == 2


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("tiada,2026,,Kepuasan,%,95,\n", "Tidak ada instansi dengan kode"),
        ("dinkes,26,,Kepuasan,%,95,\n", "2000"),
        ("dinkes,2026,V,Kepuasan,%,95,\n", "bukan triwulan"),
        ("dinkes,2026,,Kepuasan,%,banyak,\n", "bukan angka yang dapat dicatat"),
        ("dinkes,2026,,Kepuasan,%,1.23456,\n", "bukan angka yang dapat dicatat"),
        ("dinkes,2026,,,%,95,\n", "Harus diisi"),
        ("rsud,2026,2,waktu TUNGGU,menit,31,\n", "sudah ada di berkas ini"),
    ],
)
def test_a_wrong_row_is_named_and_does_not_stop_the_others(
    people: People, office: FlaskClient, row: str, words: str
) -> None:
    page = preview(office, RIGHT + row)

    assert words in page
    confirm(office, page)
    assert len(entries(people)) == 2


@pytest.mark.parametrize(
    ("heading", "words"),
    [("Nama,Alamat\n", "Judul kolom tidak ditemukan"), (HEADING.replace("TARGET", "X"), "")],
)
def test_a_file_of_something_else_is_refused_in_words(
    people: People, office: FlaskClient, heading: str, words: str
) -> None:
    page = preview(office, RIGHT, heading=heading)

    assert words in page
    assert "Tidak ada yang dicatat" in page
    assert "Pilih berkas lain" in page


def test_without_a_file_the_page_says_so(office: FlaskClient) -> None:
    sent = hidden_fields(office.get(PAGE).text)

    assert "Pilih berkas dulu." in office.post(PAGE, data=sent).text


def test_what_counts_is_given_back_as_it_is_read(people: People, office: FlaskClient) -> None:
    confirm(office, preview(office, RIGHT))
    confirm(office, preview(office, RIGHT.replace("28,25", "27")))

    file = office.get("/admin/people/results/indicators.csv").data.decode("utf-8-sig")

    assert "27" in file
    assert "28" not in file
    heading, _, rows = file.partition("\n")
    page = preview(office, rows, heading=heading + "\n")
    assert "<dt>Baris yang sudah sama</dt>\n<dd>2</dd>" in page
    assert "Tidak ada yang dicatat" in page


def test_only_the_office_finds_the_way_there(people: People, office: FlaskClient) -> None:
    head = people.client(Role.AGENCY_HEAD, agency=people.own)

    assert PAGE in office.get("/admin/people/results").text
    assert PAGE not in head.get("/admin/people/results").text
    assert head.get(PAGE).status_code == 403
