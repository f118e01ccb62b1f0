"""Files of the official record on a page: looked at, taken in, and only by whom they concern."""

import io

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.accounts.audit_log.models import AuditEntry
from portal.evaluation.official.activity_rows import read_activity_file
from portal.evaluation.official.plan_file import read_plan_file
from portal.evaluation.plans import queries
from portal.evaluation.plans.starting_points import DESK_OFFICER
from portal.evaluation.rules.states import PlanState
from portal.web.access import Role
from portal.web.extensions import db
from tests.factories import plans as made
from tests.factories.official import LESTARI, RATNA, STRANGER, make_official_scene, plan_table
from tests.factories.plans import PlanScene
from tests.factories.realisations import make_place
from tests.factories.work import enter
from tests.staff import signed_in
from tests.web.accounts.forms import hidden_fields
from tests.web.evaluation.conftest import ClientOf

IMPORT = "/admin/performance/official/import"


@pytest.fixture
def scene(app: Flask) -> PlanScene:
    with app.app_context():
        return make_official_scene(db.session())


@pytest.fixture
def coordinator(client_of: ClientOf) -> FlaskClient:
    return client_of(None, Role.PERFORMANCE_COORDINATOR)


def look(client: FlaskClient, content: bytes, **fields: str) -> str:
    form = hidden_fields(client.get(IMPORT).text)
    sent = {"kind": "plans", "agency": "", **fields, "file": (io.BytesIO(content), "berkas.csv")}
    answer = client.post(IMPORT, data=form | sent)
    assert answer.status_code == 200
    return answer.text


def confirm(client: FlaskClient, page: str) -> str:
    return client.post(f"{IMPORT}/confirm", data=hidden_fields(page), follow_redirects=True).text


def plan_count(app: Flask, *people: int) -> list[int]:
    with app.app_context():
        return [len(queries.plans_of(db.session(), each)) for each in people]


def test_the_office_looks_first_and_then_takes_plans_in(
    app: Flask, scene: PlanScene, office: FlaskClient
) -> None:
    page = look(office, plan_table({}, {"number": RATNA, "weight": "banyak"}))

    assert plan_count(app, scene.person, scene.leader) == [0, 0]
    assert "Yang akan berubah" in page
    assert "baris 3" in page
    assert "&#34;banyak&#34; bukan angka" in page
    done = confirm(office, page)
    assert "Sudah diambil" in done
    assert plan_count(app, scene.person, scene.leader) == [1, 0]
    with app.app_context():
        acts = db.session.scalars(select(AuditEntry.action)).all()
    assert "plans.import" in acts
    # The hour of the file is over once it was taken in.
    assert "Pilih lagi" in confirm(office, page)


def test_a_file_that_changes_nothing_cannot_be_taken_in(
    scene: PlanScene, office: FlaskClient
) -> None:
    confirm(office, look(office, plan_table({})))

    assert "Tidak ada yang berubah" in look(office, plan_table({}))


def test_a_coordinator_takes_in_the_own_agency_only(
    app: Flask, scene: PlanScene, coordinator: FlaskClient
) -> None:
    page = look(coordinator, plan_table({}, {"number": STRANGER}), agency="dukcapil")

    assert "Tidak ada pegawai dalam jangkauan Anda" in page
    confirm(coordinator, page)
    assert plan_count(app, scene.person, scene.stranger) == [1, 0]


def test_what_a_heading_means_is_remembered_for_the_agency_and_forgotten(
    app: Flask, scene: PlanScene, coordinator: FlaskClient
) -> None:
    content = f"NIP;SASARAN;INDIKATOR;TARGET\n{LESTARI};Hasil;Satu;1".encode()
    said = {"agency": "dukcapil", "headings": "SASARAN = RENCANA HASIL KERJA"}
    assert "Tidak ada yang berubah" in look(coordinator, content, agency="dukcapil")
    confirm(coordinator, look(coordinator, content, **said))
    assert plan_count(app, scene.person) == [1]

    again = content.replace(b"Satu", b"Dua")
    assert "indikator baru: Dua" in look(coordinator, again, agency="dukcapil")
    page = coordinator.get(IMPORT).text
    assert "sasaran = result" in page
    token = hidden_fields(page)
    path = "/admin/performance/official/headings/dukcapil/plans/forget"
    assert coordinator.post(path, data=token).status_code == 302
    assert "sasaran" not in coordinator.get(IMPORT).text
    other = path.replace("dukcapil", "dishub")
    assert coordinator.post(other, data=token).status_code == 404


@pytest.mark.parametrize("line", ["SASARAN", "SASARAN = TIDAK ADA", "= TARGET"])
def test_a_heading_that_nobody_understands_is_named_beside_the_field(
    scene: PlanScene, office: FlaskClient, line: str
) -> None:
    page = look(office, plan_table({}), headings=line)

    assert "tidak dimengerti" in page
    assert "headings-error" in page


def test_daily_progress_is_taken_in_on_the_same_page(
    app: Flask, scene: PlanScene, office: FlaskClient
) -> None:
    head = "NIP;Rencana Aksi;Tanggal;Kegiatan Harian;Status"
    content = f"{head}\n{LESTARI};;2026-01-09;Verifikasi;Diajukan".encode()

    page = look(office, content, kind="activities")

    assert "Sudah diambil" in confirm(office, page)
    assert "Tidak ada yang berubah" in look(office, content, kind="activities")


def test_what_was_reached_is_taken_in_as_drafts_on_the_same_page(
    app: Flask, scene: PlanScene, office: FlaskClient, client_of: ClientOf
) -> None:
    with app.app_context():
        place = make_place(db.session(), scene)
    head = "NIP;TAHUN;TRIWULAN;HASIL;INDIKATOR;REALISASI"
    first = DESK_OFFICER[0]
    row = f"{LESTARI};2026;I;{first.text};{first.indicators[0].text}"
    content = f"{head}\n{row};banyak\n{row};62".encode()
    said = {"kind": "realisations", "agency": "dukcapil", "headings": "HASIL = RENCANA HASIL KERJA"}

    page = look(office, content, **said)

    assert "Yang akan berubah" in page
    assert "bukan angka" in page
    done = confirm(office, page)
    assert "Sudah diambil" in done
    form = client_of(scene.person).get(
        f"/admin/performance/plans/{place.plan_id}/periods/1/indicators/{place.indicator_key}"
    )
    assert 'value="62"' in form.text
    assert "Tidak ada yang berubah" in look(office, content, kind="realisations", agency="dukcapil")
    with app.app_context():
        acts = db.session.scalars(select(AuditEntry.action)).all()
    assert "realisations.import" in acts


@pytest.mark.parametrize("kind", ["plans", "activities", "realisations"])
def test_a_template_is_a_workbook_that_the_import_reads(
    scene: PlanScene, office: FlaskClient, kind: str
) -> None:
    answer = office.get(f"/admin/performance/official/templates/{kind}.xlsx")

    assert answer.data.startswith(b"PK")
    if kind == "plans":
        assert read_plan_file(answer.data).faults == ()


def test_somebody_elses_file_is_gone(
    app: Flask, scene: PlanScene, office: FlaskClient, client_of: ClientOf
) -> None:
    page = look(office, plan_table({}))
    other = client_of(None, Role.PERFORMANCE_OFFICE)
    fields = hidden_fields(page) | {
        "csrf_token": hidden_fields(other.get(IMPORT).text)["csrf_token"]
    }

    answer = other.post(f"{IMPORT}/confirm", data=fields)

    assert "Pilih lagi" in answer.text
    assert plan_count(app, scene.person) == [0]


def test_the_page_works_in_english(scene: PlanScene, app: Flask) -> None:
    client = signed_in(app, Role.PERFORMANCE_OFFICE).client

    page = client.get(f"{IMPORT}?lang=en").text

    assert "Import from e-Kinerja" in page
    assert "Judul kolom" not in page


def test_a_plan_is_sent_in_the_official_layout_to_whoever_may_read_it(
    app: Flask, scene: PlanScene, client_of: ClientOf
) -> None:
    with app.app_context():
        made.make_plan(db.session(), scene, state=PlanState.SUBMITTED)
    path = "/admin/performance/plans/1/official.xlsx"

    for viewer in (scene.person, scene.superior):
        answer = client_of(viewer).get(path)
        (plan,) = read_plan_file(answer.data).plans
        assert (plan.number, len(plan.results)) == (LESTARI, 3)
    assert client_of(scene.stranger).get(path).status_code == 404
    for role in (Role.PERFORMANCE_OFFICE, Role.PERFORMANCE_COORDINATOR, Role.ADMINISTRATOR):
        assert client_of(None, role).get(path).status_code == 404


def test_the_own_daily_progress_is_sent_and_nobody_elses(
    app: Flask, scene: PlanScene, client_of: ClientOf
) -> None:
    with app.app_context():
        enter(db.session(), scene.person, text="Verifikasi")
    path = "/admin/performance/activities/official.xlsx"

    own = read_activity_file(client_of(scene.person).get(path).data)
    others = read_activity_file(client_of(scene.superior).get(path).data)

    assert [each.text for each in own.rows] == ["Verifikasi"]
    assert others.rows == ()
    assert client_of(None, Role.PERFORMANCE_OFFICE).get(path).status_code == 404
