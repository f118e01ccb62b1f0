"""Heads of agencies send paper questionnaires from a page, after looking at what they hold."""

import io
import re
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from lxml import html
from werkzeug.test import TestResponse

from portal.rating.paper import queries as paper_queries
from portal.rating.paper.domain import COLUMNS
from portal.rating.paper.domain import MEANINGS as IN_INDONESIAN
from portal.rating.paper.routes import REVISED_YEARS
from portal.storage.spreadsheets.extracting import extract
from portal.storage.spreadsheets.table import Columns, RowFault, TableFaultKind
from portal.survey.elements import ELEMENT_NAMES, Element
from portal.time import clock
from portal.time.schedule.models import JobRun
from portal.web.access import Role
from portal.web.extensions import db
from portal.web.import_pages import fault_place
from tests.factories.organisation import make_agency
from tests.factories.ratings import SmallCity, make_small_city
from tests.staff import Person, signed_in

HIDDEN = re.compile(r'name="(csrf_token|token)" value="([^"]+)"')
FILE = "time;U2\n3;4\n2;1\n"
MEANINGS = "U2=procedure"


@pytest.fixture
def city(app: Flask, monkeypatch: pytest.MonkeyPatch) -> SmallCity:
    monkeypatch.setattr("portal.time.clock.now", lambda: datetime(2026, 7, 2, tzinfo=UTC))
    with app.app_context():
        city = make_small_city(db.session())
        make_agency(db.session(), "dinkes")
        db.session.commit()
        return city


@pytest.fixture
def head(app: Flask, city: SmallCity) -> Person:
    return signed_in(app, Role.AGENCY_HEAD, agency_id=city.agency_id)


def token(person: Person) -> str:
    return dict(HIDDEN.findall(person.client.get("/admin/paper").text))["csrf_token"]


def look(person: Person, content: str = FILE, **fields: str) -> TestResponse:
    answers = {"agency": "dukcapil", "period": "2026-Q1", "meanings": MEANINGS} | fields
    upload = {"file": (io.BytesIO(content.encode()), "kuesioner.csv")}
    return person.client.post("/admin/paper", data=answers | upload | {"csrf_token": token(person)})


def take(person: Person, page: str, **fields: str) -> TestResponse:
    answers = {"agency": "dukcapil", "period": "2026-Q1", "meanings": MEANINGS}
    hidden = dict(HIDDEN.findall(page))
    return person.client.post(
        "/admin/paper/confirm", data=answers | hidden | fields, follow_redirects=True
    )


def respondents(app: Flask) -> list[int]:
    with app.app_context():
        return [batch.respondents for batch in paper_queries.paper_batches(db.session())]


def test_a_head_looks_first_and_then_takes_in(app: Flask, head: Person) -> None:
    page = look(head).text
    assert "2 responden untuk periode 2026-Q1" in page
    assert respondents(app) == []

    assert "2 responden" in take(head, page).text
    assert respondents(app) == [2]


def test_every_faulty_line_is_shown_and_nothing_kept(app: Flask, head: Person) -> None:
    page = look(head, "time;U2\n9;4\n").text

    assert "baris 2" in page
    assert "harus 1, 2, 3, atau 4" in page
    assert respondents(app) == []


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"period": "spring"}, "Pilih instansi"),
        ({"meanings": "U2=parking"}, "Pilih instansi"),
        ({"agency": "dinkes"}, "Pilih instansi"),
        ({"period": "2026-Q4"}, "belum berakhir"),
    ],
)
def test_what_cannot_be_taken_in_is_said(head: Person, fields: dict[str, str], words: str) -> None:
    assert words in look(head, **fields).text


def test_the_same_file_and_months_that_overlap_are_refused(app: Flask, head: Person) -> None:
    page = look(head).text
    take(head, page)

    assert "sudah pernah diambil" in look(head).text
    assert "sebagian bulan yang sama" in look(head, FILE + "1;1\n", period="2026-H1").text
    assert "kirim sekali lagi" in take(head, page).text
    assert respondents(app) == [2]


def test_without_its_token_nothing_is_taken_in(app: Flask, head: Person) -> None:
    take(head, look(head).text, token="")

    assert respondents(app) == []


def test_an_administrator_sends_for_every_agency(app: Flask, city: SmallCity) -> None:
    administrator = signed_in(app, Role.ADMINISTRATOR)

    assert "dinkes" in administrator.client.get("/admin/paper").text
    assert "2 responden" in look(administrator, agency="dinkes").text


def test_nothing_is_taken_in_by_a_clock_that_is_not_believed(app: Flask, head: Person) -> None:
    page = look(head).text
    with app.app_context():
        ran_later = JobRun(name="mix", last_run_at=clock.now() + timedelta(days=1))
        db.session.add(ran_later)
        db.session.commit()

    assert "Jam server ini tidak dapat dipercaya" in take(head, page).text
    assert respondents(app) == []


def test_a_preview_says_how_columns_and_lines_are_read(head: Person) -> None:
    content = "No;time;U2;Catatan\n1;3;4;x\nJumlah;3;4;\n"

    page = look(head, content, meanings="U2=cost, Catatan=-").text

    assert "<code>U2</code> → <code>cost</code>" in " ".join(page.split())
    assert "<code>Catatan</code> → <code>-</code>" in " ".join(page.split())
    assert "Baris sesudah nomor terakhir tidak diambil: 3." in page


def test_what_headings_mean_is_remembered_listed_and_forgotten(app: Flask, head: Person) -> None:
    take(head, look(head).text)

    assert "u2=procedure" in head.client.get("/admin/paper").text
    assert "3 responden untuk" in look(head, FILE + "1;1\n", meanings="").text
    answer = head.client.post(
        "/admin/paper/columns/dukcapil/forget", data={"csrf_token": token(head)}
    )
    assert answer.status_code == 302
    assert "u2=procedure" not in head.client.get("/admin/paper").text
    assert "sebutkan unsurnya" in look(head, FILE + "1;1\n", meanings="").text


def test_nobody_forgets_the_columns_of_another_agency(head: Person) -> None:
    data = {"csrf_token": token(head)}

    assert head.client.post("/admin/paper/columns/dinkes/forget", data=data).status_code == 404


def test_the_template_is_a_workbook_that_the_page_reads(head: Person) -> None:
    answer = head.client.get("/admin/paper/template.xlsx")

    assert answer.headers["Content-Disposition"] == 'attachment; filename="questionnaires.xlsx"'
    assert extract(answer.data, Columns(COLUMNS, meanings=IN_INDONESIAN)).meanings == COLUMNS


def test_a_long_list_of_faults_ends_with_their_number(head: Person) -> None:
    page = look(head, "time;U2\n" + "9;9\n" * 150).text

    assert page.count("harus 1, 2, 3, atau 4") == 200
    assert "dan 100 kesalahan lagi" in page


def test_a_file_that_is_no_table_is_named_as_a_whole(head: Person) -> None:
    assert "berkas: Berkas ini tidak berisi baris." in " ".join(look(head, "\n").text.split())


def test_a_fault_of_a_workbook_is_named_with_sheet_and_cell(app: Flask) -> None:
    fault = RowFault(2, "time", TableFaultKind.ERROR_VALUE, sheet="S", cell="B2")

    with app.test_request_context("/?lang=id"):
        assert fault_place(fault) == 'lembar "S", baris 2, sel B2'


def test_the_look_says_how_each_element_was_answered(app: Flask, head: Person) -> None:
    page = html.fromstring(look(head, "time;U2\n3;4\n2;\n").text)

    (table,) = page.findall(".//table")
    assert "table" in table.getparent().classes, "wider than a phone, the table scrolls by itself"
    rows = [[cell.text_content().strip() for cell in row] for row in page.findall(".//tbody/tr")]
    assert rows == [
        [ELEMENT_NAMES[Element.PROCEDURE], "0", "0", "0", "1", "1", "4,00"],
        [ELEMENT_NAMES[Element.TIME], "0", "1", "1", "0", "0", "2,50"],
    ]


def withdraw(
    person: Person, batch_id: int, content: str = FILE, *, page: str = "", **fields: str
) -> TestResponse:
    form = person.client.get(page or f"/admin/paper/{batch_id}/withdrawal").text
    hidden = dict(HIDDEN.findall(form))
    answers = {"batch": str(batch_id), "meanings": "", "reason": "Periode keliru"} | fields
    upload = {"file": (io.BytesIO(content.encode()), "kuesioner.csv")}
    return person.client.post(
        "/admin/paper/withdrawals", data=hidden | answers | upload, follow_redirects=True
    )


def newest(app: Flask) -> int:
    with app.app_context():
        return paper_queries.paper_batches(db.session())[-1].id


def test_a_head_withdraws_a_wrong_file(app: Flask, head: Person) -> None:
    take(head, look(head).text)
    assert f'href="/admin/paper/{newest(app)}/withdrawal"' in head.client.get("/admin/paper").text

    page = withdraw(head, newest(app)).text

    assert respondents(app) == []
    assert "Periode keliru" in page
    assert "2 responden untuk periode 2026-Q1" in look(head).text


def test_without_a_reason_nothing_goes_and_the_field_is_named(app: Flask, head: Person) -> None:
    take(head, look(head).text)

    page = html.fromstring(withdraw(head, newest(app), reason=" ").text)

    assert page.get_element_by_id("reason").get("aria-invalid") == "true"
    assert page.find_class("error-summary")[0].find(".//a").get("href") == "#reason"
    assert respondents(app) == [2]


def test_another_file_is_not_taken_for_the_one_that_came(app: Flask, head: Person) -> None:
    take(head, look(head).text)

    page = html.fromstring(withdraw(head, newest(app), "time;U2\n1;1\n").text)

    assert "bukan yang dahulu dikirim" in page.find(".//*[@role='alert']").text_content()
    assert page.get_element_by_id("reason").value.strip() == "Periode keliru"
    assert respondents(app) == [2]


def test_a_revised_year_says_that_it_is_too_late(app: Flask, head: Person) -> None:
    take(head, look(head).text)
    app.extensions[REVISED_YEARS] = lambda _session, year: year == 2026

    assert "Revisi tahun itu sudah terbit" in withdraw(head, newest(app)).text
    assert respondents(app) == [2]


def test_files_of_other_agencies_are_not_there(app: Flask, head: Person) -> None:
    take(head, look(head).text)
    with app.app_context():
        other = make_agency(db.session(), "dishub").id
        db.session.commit()
    stranger = signed_in(app, Role.AGENCY_HEAD, agency_id=other)

    assert stranger.client.get(f"/admin/paper/{newest(app)}/withdrawal").status_code == 404
    assert "sudah ditarik" in withdraw(stranger, newest(app), page="/admin/paper").text
    assert respondents(app) == [2]


def test_a_second_tap_says_that_it_is_withdrawn(app: Flask, head: Person) -> None:
    take(head, look(head).text)
    gone = newest(app)
    withdraw(head, gone)

    assert "Berkas ini sudah ditarik" in withdraw(head, gone, page="/admin/paper").text
