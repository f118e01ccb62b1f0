"""People and lines from a file: preview, refused rows, two people for what changes, round trip."""

import io
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.organisation.people import queries
from portal.organisation.people.change_models import PeopleChange
from portal.organisation.people.evaluated import register_evaluated
from portal.organisation.people.models import Officer
from portal.web.access import Role
from portal.web.extensions import db
from tests.factories.organisation import make_officer
from tests.factories.people import make_person
from tests.factories.workbooks import workbook
from tests.web.accounts.forms import hidden_fields
from tests.web.organisation.people_pages.conftest import People

HEAD = "NIP;NAMA;JENIS PEGAWAI;NIP ATASAN;NAMA ATASAN;JENIS;TMT MULAI;TMT SELESAI\n"
NEW = "199105172015032903"


def preview(client: FlaskClient, content: str | bytes) -> Any:
    form = client.get("/admin/people/import")
    body = content.encode() if isinstance(content, str) else content
    sent = {"file": (io.BytesIO(body), "pegawai.csv"), "reason": "SK 800/9"}
    return client.post("/admin/people/import", data=hidden_fields(form.text) | sent)


def confirm(client: FlaskClient, shown: Any) -> Any:
    fields = hidden_fields(shown.text) | {"reason": "SK 800/9"}
    return client.post("/admin/people/import/confirm", data=fields, follow_redirects=True)


def test_people_and_first_lines_are_written_and_changed_lines_wait(people: People) -> None:
    with people.app.app_context():
        make_person(db.session(), "WALI KOTA CONTOH")
        db.session.commit()
    office = people.client(Role.PERFORMANCE_OFFICE)
    rows = (
        f"'{NEW};LESTARI, S.Sos.;PNS Daerah Kab/Kota;19900101 202001 1 004;;Definitif;01-01-2026;\n"
        "199001012020011004;;;;Wali Kota Contoh;Definitif;01-01-2026;\n"
        "199001012020011001;;PPPK;199001012020011005;;Plt;2026-05-01;\n"
        f"{NEW[:15]}000;Hilang;;;;;;\n"
        "1,9E+17;Hilang;;;;;;\n"
        "-;Tanpa nomor;;;;;;\n"
    )

    shown = preview(office, HEAD + rows)
    assert "kehilangan digit" in shown.text or "sudah hilang" in shown.text
    with people.app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Officer)) == 6
    assert re.search(r"Ana Contoh → Eka Contoh \(Plt\), sejak 1 Mei 2026", shown.text)
    assert "sekarang Citra Contoh; menunggu orang lain" in shown.text
    done = confirm(office, shown)

    assert "menunggu orang lain" in done.text
    with people.app.app_context():
        session = db.session()
        found = queries.person_with_number(session, NEW)
        assert found is not None
        assert (found.name, found.kind) == ("LESTARI, S.Sos.", "pns")
        assert queries.people_of(session, people.ids["Dewi"], on=date(2026, 6, 1)) == (
            people.ids["Citra"],
            found.id,
        )
        assert len(queries.lines_of(session, {people.ids["Dewi"]})) == 1
        assert session.scalars(select(PeopleChange.person_id)).all() == [people.ids["Ana"]]
        assert session.scalar(select(func.count()).select_from(Officer)) == 7


def test_what_is_exported_changes_nothing_when_it_is_imported(people: People) -> None:
    office = people.client(Role.PERFORMANCE_OFFICE)
    exported = office.get("/admin/people/export.csv").data

    shown = preview(office, exported)

    assert "Tidak ada yang berubah" in shown.text
    assert "Ditolak" not in shown.text
    assert "Ana Contoh" in exported.decode()


def test_a_workbook_keeps_text_numbers_and_refuses_counted_ones(people: People) -> None:
    office = people.client(Role.PERFORMANCE_OFFICE)
    content = workbook(
        ["NIP BARU", "NAMA", "NIK", "AGAMA NAMA"],
        [NEW, "Lestari", "3273010101010001", "Islam"],
        [199105172015032904, "Angka", "", ""],
    )

    shown = preview(office, content)

    assert "15 digit" in shown.text
    assert "3273010101010001" not in shown.text
    confirm(office, shown)
    with people.app.app_context():
        assert queries.person_with_number(db.session(), NEW) is not None
        assert db.session.scalar(select(func.count()).select_from(Officer)) == 6


def test_a_badge_and_a_former_number_are_never_emptied(people: People) -> None:
    with people.app.app_context():
        officer = make_officer(db.session(), "1001", badge_name="Mentari")
        officer.number = "1002"
        db.session.commit()
    office = people.client(Role.PERFORMANCE_OFFICE)

    confirm(office, preview(office, HEAD + "1001;Nama Baru;;;;;;\n"))

    with people.app.app_context():
        row = db.session.scalars(select(Officer).where(Officer.number == "1002")).one()
        assert (row.name, row.badge_name, row.badge_number) == ("Nama Baru", "Mentari", "001")


@pytest.mark.parametrize("content", ["", "bukan tabel", "NAMA;X\nAna;1\n", b"%PDF-1.7"])
def test_a_file_that_is_not_what_it_says_is_refused_in_words(
    people: People, content: str | bytes
) -> None:
    office = people.client(Role.PERFORMANCE_OFFICE)

    shown = preview(office, content)

    assert shown.status_code == 200
    assert "Jalankan" not in shown.text


def test_two_lines_of_one_person_over_the_same_days_are_refused_beside_the_cell(
    people: People,
) -> None:
    office = people.client(Role.PERFORMANCE_OFFICE)
    first, second = "199001012020011003", "199001012020011004"
    rows = (
        f"{NEW};Lestari;PNS;{first};;Definitif;2026-01-01;2026-06-30",
        f"{NEW};Lestari;PNS;{second};;Definitif;2026-06-01;",
    )

    shown = preview(office, HEAD + "\n".join(rows) + "\n").text

    assert "baris 3" in shown
    assert "sudah memuat atasan untuk hari itu" in shown
    # The other row is still taken in.
    assert "Jalankan" in shown


def test_a_file_of_somebody_else_or_of_yesterday_is_gone(people: People, tmp_path: Path) -> None:
    first, second = (people.client(Role.PERFORMANCE_OFFICE) for _ in range(2))
    shown = preview(first, HEAD + f"{NEW};Lestari;;;;;;\n")

    stolen = second.post("/admin/people/import/confirm", data=hidden_fields(shown.text))

    assert stolen.status_code in {200, 400}
    with people.app.app_context():
        assert queries.person_with_number(db.session(), NEW) is None


def test_the_official_sample_of_lines_is_read(people: People) -> None:
    office = people.client(Role.PERFORMANCE_OFFICE)
    rows = [
        [
            "NIP",
            "NAMA",
            "NIP ATASAN",
            "NAMA ATASAN",
            "JABATAN ATASAN",
            "JENIS",
            "TMT MULAI",
            "TMT SELESAI",
        ],
        [
            "198411022009012902",
            "SURYA",
            None,
            "Dewi Contoh",
            "Kepala",
            "Definitif",
            "01-01-2026",
            None,
        ],
        [
            NEW,
            "LESTARI",
            "198411022009012902",
            "SURYA",
            "x",
            "Definitif",
            "01-01-2026",
            "31-08-2026",
        ],
        [NEW, "LESTARI", "199001012020011004", "DEWI", "x", "Plt", "01-09-2026", None],
    ]

    shown = preview(office, workbook(*rows))
    confirm(office, shown)

    with people.app.app_context():
        found = queries.person_with_number(db.session(), NEW)
        assert found is not None
        lines = queries.lines_of(db.session(), {found.id})
        assert [str(line.kind) for line in lines] == ["definitive", "acting"]
    assert "Dewi Contoh" in shown.text


def test_first_lines_over_evaluated_days_wait_and_equal_days_are_asked_once(
    people: People,
) -> None:
    asked: list[tuple[date, date]] = []

    def until_march(session: Session, *, first: date, last: date) -> bool:
        asked.append((first, last))
        return first <= date(2025, 3, 31)

    register_evaluated(people.app, until_march)
    office = people.client(Role.PERFORMANCE_OFFICE)
    rows = "".join(
        f"{number};Pegawai {number[-1]};PNS;199001012020011004;;Definitif;{first};{last}\n"
        for number, first, last in (
            (NEW, "01-03-2025", "30-06-2025"),
            ("199105172015032911", "01-03-2025", "30-06-2025"),
            ("199105172015032912", "01-04-2025", "30-06-2025"),
            ("199105172015032914", "01-01-2099", ""),
        )
    )

    confirm(office, preview(office, HEAD + rows))

    assert sorted(asked) == [(date(2025, month, 1), date(2025, 6, 30)) for month in (3, 4)]
    with people.app.app_context():
        numbers = {
            row.id: row.number
            for row in db.session.scalars(select(Officer).where(Officer.number >= NEW))
        }
        held = queries.lines_of(db.session(), set(numbers))
        assert {numbers[line.person_id][-2:] for line in held} == {"12", "14"}
        waiting = db.session.scalars(select(PeopleChange))
        assert sorted(numbers[row.person_id][-2:] for row in waiting) == ["03", "11"]


POSTS = "NIP;NAMA;KODE INSTANSI;JABATAN;MEMIMPIN;TMT JABATAN;JABATAN SAMPAI\n"


def test_a_first_post_is_written_and_one_that_changes_a_recorded_one_waits(people: People) -> None:
    office = people.client(Role.PERFORMANCE_OFFICE)
    rows = (
        f"{NEW};Lestari;rsud;Perawat;Tidak;01-03-2026;\n"
        "199001012020011001;;dinkes;Kepala Seksi;ya;2026-05-01;\n"
    )

    confirm(office, preview(office, POSTS + rows))

    with people.app.app_context():
        session = db.session()
        found = queries.person_with_number(session, NEW)
        assert found is not None
        (post,) = queries.posts_of(session, {found.id})
        assert (post.title, post.agency_id, post.is_head) == ("Perawat", people.other, False)
        assert post.starts_on == date(2026, 3, 1)
        waiting = session.scalars(select(PeopleChange)).all()
        assert [(row.kind, row.person_id) for row in waiting] == [("post", people.ids["Ana"])]
        assert len(queries.posts_of(session, {people.ids["Ana"]})) == 1


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ("tidak-ada;Perawat;;2026-03-01;", "Tidak ada instansi dengan kode"),
        ("rsud;;;2026-03-01;", "Isi jabatannya"),
        ("rsud;Perawat;;;", "sejak kapan jabatan"),
        ("rsud;Perawat;mungkin;2026-03-01;", "tidak dikenal di kolom"),
        ("rsud;Perawat;;2026-03-01;2026-02-01", "mendahului hari pertama"),
    ],
)
def test_a_wrong_post_is_named_and_holds_back_no_other_row(
    people: People, cells: str, words: str
) -> None:
    office = people.client(Role.PERFORMANCE_OFFICE)
    rows = f"{NEW};Lestari;{cells}\n199105172015032904;Benar;rsud;Bidan;;2026-03-01;\n"

    shown = preview(office, POSTS + rows)
    confirm(office, shown)

    assert words in shown.text
    with people.app.app_context():
        right = queries.person_with_number(db.session(), "199105172015032904")
        assert right is not None
        assert [post.title for post in queries.posts_of(db.session(), {right.id})] == ["Bidan"]


def test_a_post_without_the_code_of_an_agency_is_passed_over(people: People) -> None:
    office = people.client(Role.PERFORMANCE_OFFICE)

    shown = preview(office, f"NIP;NAMA;JABATAN;TMT JABATAN\n{NEW};Lestari;Perawat;kapan-kapan\n")

    assert "Ditolak" not in shown.text


def test_a_number_that_looks_wrong_is_shown_and_not_refused(people: People) -> None:
    office = people.client(Role.PERFORMANCE_OFFICE)
    wrong = "199113172015032903"

    shown = preview(office, HEAD + f"{wrong};Lestari;;;;;;\n{NEW};Benar;;;;;;\n")
    confirm(office, shown)

    assert "Periksa lagi" in shown.text
    assert "tanggal lahir di depannya tidak wajar" in shown.text
    assert shown.text.count("tidak wajar") == 1
    with people.app.app_context():
        assert queries.person_with_number(db.session(), wrong) is not None


def test_ten_thousand_rows_with_one_wrong_hold_back_one(people: People) -> None:
    office = people.client(Role.PERFORMANCE_OFFICE)
    rows = [f"19900101{2010 + at // 999}011{at % 999 + 1:03d};Orang" for at in range(10_000)]
    rows[4_321] = "1,9E+17;Orang"

    shown = preview(office, "NIP;NAMA\n" + "\n".join(rows))

    assert "baris 4323" in shown.text
    assert re.search(r"Orang baru</dt>\s*<dd>9\.9", shown.text) is not None
    assert re.search(r"Baris yang ditolak</dt>\s*<dd>1<", shown.text) is not None


UNREAD = "Judul kolom tidak ditemukan"
OWN = f"NO PEGAWAI;ORANG\n{NEW};Lestari Contoh\n"


def said(client: FlaskClient, content: str, **headings: str) -> Any:
    form = client.get("/admin/people/import")
    file = {"file": (io.BytesIO(content.encode()), "pegawai.csv"), "reason": "SK 800/9"}
    return client.post("/admin/people/import", data=hidden_fields(form.text) | file | headings)


def test_what_a_heading_means_is_remembered_for_the_agency_and_forgotten(people: People) -> None:
    office = people.client(Role.PERFORMANCE_OFFICE)
    assert UNREAD in said(office, OWN, agency="dinkes").text
    lines = "NO PEGAWAI = NIP\nORANG = NAMA"
    shown = said(office, OWN, agency="dinkes", headings=lines)
    assert UNREAD not in shown.text
    fields = hidden_fields(shown.text) | {"headings": lines, "reason": "SK 800/9"}
    office.post("/admin/people/import/confirm", data=fields)
    with people.app.app_context():
        assert queries.person_with_number(db.session(), NEW) is not None

    assert UNREAD not in said(office, OWN, agency="dinkes").text
    assert UNREAD in said(office, OWN, agency="rsud").text
    page = office.get("/admin/people/import").text
    assert "no pegawai = number" in page
    path = "/admin/people/import/headings/dinkes/forget"
    token = hidden_fields(page)
    assert office.post(path, data=token).status_code == 302
    assert "no pegawai" not in office.get("/admin/people/import").text
    assert office.post(path.replace("dinkes", "tiada"), data=token).status_code == 404


@pytest.mark.parametrize("line", ["ORANG", "ORANG = TIDAK ADA", "= NAMA"])
def test_a_heading_that_nobody_understands_is_named_beside_the_field(
    people: People, line: str
) -> None:
    office = people.client(Role.PERFORMANCE_OFFICE)

    page = said(office, OWN, headings=line).text

    assert "tidak dimengerti" in page
    assert 'id="headings-galat"' in page


def test_headings_that_were_changed_on_the_way_are_refused(people: People) -> None:
    office = people.client(Role.PERFORMANCE_OFFICE)
    shown = preview(office, HEAD + f"{NEW};Lestari;;;;;;\n")

    fields = hidden_fields(shown.text) | {"headings": "NAMA = TIADA", "reason": "SK 800/9"}

    assert office.post("/admin/people/import/confirm", data=fields).status_code == 400
