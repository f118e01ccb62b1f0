"""Training through its pages: suggested by a rule, planned with a substitute, proved, counted."""

import io
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.accounts.audit_log.queries import entries
from portal.evaluation.monitoring.domain import DifficultyCause
from portal.evaluation.rules.states import RecommendationState
from portal.evaluation.training.screen import trainings_on_screen
from portal.storage.spreadsheets.reading import read_table
from portal.storage.spreadsheets.table import Columns
from portal.web.access import Role
from portal.web.extensions import db, vault
from tests.factories import monitoring
from tests.factories import trainings as made
from tests.factories.plans import PlanScene
from tests.web.evaluation.conftest import ClientOf
from tests.web.evaluation.development.test_programme_pages import OnDay, on_day
from tests.web.evaluation.forms import fields_of, press, send
from tests.web.evaluation.plans.test_who_may import VIEWERS, SignIn, sign_in
from tests.web.evaluation.test_what_waits import Count, count

__all__ = ["count", "on_day", "sign_in"]
HOME = "/admin/performance"
LIST = f"{HOME}/people/1/training"
ONE = f"{HOME}/training/1"
CATALOGUE = f"{HOME}/training-catalogue"
SIDES = {"person", "superior"}
READ = SIDES | {"leader", "auditor"}
CSV = "Kode;Topik;JP;Penyelenggara;Ditawarkan\nantre;Menata antrean;8;BKPSDM;ya\n"
State = RecommendationState


def make(app: Flask, scene: PlanScene, state: State) -> None:
    with app.test_request_context():
        made.make_training(db.session(), scene, state=state, sealed=vault().lock("Isi rahasia"))


def difficult(app: Flask, scene: PlanScene) -> None:
    with app.app_context():
        monitoring.make_difficulty(db.session(), scene, cause=DifficultyCause.SKILL)


@pytest.mark.parametrize("viewer", VIEWERS)
def test_trainings_are_found_by_whom_they_concern_and_by_nobody_else(
    app: Flask, scene: PlanScene, sign_in: SignIn, viewer: str
) -> None:
    make(app, scene, State.ACCEPTED)
    client = sign_in(viewer)
    pages = {
        LIST: READ,
        f"{HOME}/people/1/strengths": READ,
        f"{LIST}/new": SIDES,
        f"{ONE}/plan": {"superior"},
        f"{ONE}/not-released": {"superior"},
        f"{ONE}/decline": set(),
        f"{ONE}/proof": set(),
        f"{ONE}/effect": set(),
    }

    for page, readers in pages.items():
        assert (client.get(page).status_code != 404) is (viewer in readers), page
    app.config["WTF_CSRF_ENABLED"] = False
    for act in ("accept", "begin", "finish"):
        assert client.post(f"{ONE}/{act}", data={"revision": "2"}).status_code == 404


def test_the_one_above_and_the_auditor_read_no_reason_for_a_training(
    app: Flask, scene: PlanScene, client_of: ClientOf
) -> None:
    make(app, scene, State.SUGGESTED)

    reason = "Penilaian warga rendah"
    assert reason in client_of(scene.person).get(LIST).text
    assert reason not in client_of(scene.leader).get(LIST).text
    assert reason not in client_of(None, Role.AUDITOR).get(LIST).text


def test_a_training_from_a_rule_to_hours_that_count(
    app: Flask, on_day: OnDay, count: Count, scene: PlanScene
) -> None:
    with app.app_context():
        made.make_topic(db.session())
    person, superior = on_day(2026, 1, 12)
    proposed = send(superior, f"{LIST}/new", topic="komunikasi", trigger="citizens")
    assert proposed.location.endswith("done=suggested")
    assert count(trainings_on_screen, scene.person) == 1
    assert "menunggu Anda" in person.get(HOME).text
    assert "Diterima" in press(person, f"{ONE}/accept", page=LIST).text
    assert count(trainings_on_screen, scene.superior) == 1
    late = send(superior, f"{ONE}/plan", starts_on="2026-01-11", ends_on="2026-01-10")
    assert (late.status_code, "sudah lewat" in late.text) == (422, True)
    planned = send(superior, f"{ONE}/plan", starts_on="2026-01-19", ends_on="2026-01-20")
    assert planned.status_code == 302
    calendar = person.get(f"{HOME}/training.ics")
    assert calendar.mimetype == "text/calendar"
    assert re.findall("SUMMARY:(.*)\r", calendar.text) == ["Pelatihan"]
    assert "Komunikasi" not in calendar.text

    person, superior = on_day(2026, 1, 19)
    assert "Tercatat" in press(person, f"{ONE}/begin", page=LIST).text
    for hours in ("0", "1,5", "", "901"):
        assert (
            send(person, f"{ONE}/proof", evidence="Sertifikat 12", hours=hours).status_code == 422
        )
    assert send(person, f"{ONE}/proof", evidence="Sertifikat 12").status_code == 302
    assert "Konfirmasi bukti" not in person.get(LIST).text
    assert "Sertifikat 12" in superior.get(LIST).text
    assert "Dikonfirmasi" in press(superior, f"{ONE}/finish", page=LIST).text
    assert "16 dari 20 JP" in person.get(LIST).text

    person, superior = on_day(2026, 9, 30)
    told = {"words": "Antrean lebih tenang", "before": "6"}
    assert send(superior, f"{ONE}/effect", **told).status_code == 422
    told |= {"after": "2", "before_cases": "400", "after_cases": "400", "direction": "lower"}
    assert send(superior, f"{ONE}/effect", **told).status_code == 302
    assert "membaik, lebih dari yang dapat" in person.get(LIST).text
    with app.app_context():
        acts = {each.entry.action for each in entries(db.session())}
    for act in ("suggested", "accepted", "planned", "begun", "proved", "finished", "checked"):
        assert f"performance.training_{act}" in acts, act


def test_declining_and_not_releasing_say_why(
    app: Flask, scene: PlanScene, person: FlaskClient, superior: FlaskClient
) -> None:
    make(app, scene, State.SUGGESTED)
    assert send(person, f"{ONE}/decline").status_code == 422
    assert send(person, f"{ONE}/decline", reason="Sudah ikut tahun lalu").status_code == 302
    assert "Sudah ikut tahun lalu" in superior.get(LIST).text
    make(app, scene, State.ACCEPTED)
    second = ONE.replace("/1", "/2")
    assert (
        send(superior, f"{second}/not-released", reason="Loket sedang dua orang").status_code == 302
    )
    assert "Loket sedang dua orang" in person.get(LIST).text
    stale = send(superior, f"{second}/not-released", reason="Alasan panjang", revision="1")
    assert (stale.status_code, "Alasan panjang" in stale.text) == (409, True)


def test_the_office_takes_in_a_catalogue_and_makes_rules(
    app: Flask, office: FlaskClient, scene: PlanScene, client_of: ClientOf
) -> None:
    page = office.get(f"{CATALOGUE}/import").text
    bad = f"{CSV}x;<b>Judul</b>;delapan;BKPSDM;\n"
    sent = fields_of(page) | {"file": (io.BytesIO(bad.encode()), "katalog.csv")}
    seen = office.post(f"{CATALOGUE}/import", data=sent).text
    assert "bukan jumlah JP" in seen
    assert "<b>Judul" not in seen
    token = re.search(r'name="token" value="(\w+)"', seen)
    assert token is not None
    done = office.post(
        f"{CATALOGUE}/import/confirm",
        data=fields_of(page) | {"token": token[1]},
        follow_redirects=True,
    )
    assert "Katalog diperbarui" in done.text
    assert "Menata antrean" in done.text
    assert send(office, f"{CATALOGUE}/rules/new", trigger="skill").status_code == 302
    past = send(office, f"{CATALOGUE}/rules/new", starts_on="2026-01-01")
    assert past.status_code == 422
    difficult(app, scene)
    shown = client_of(scene.person).get(LIST).text
    assert "Topik yang mungkin membantu" in shown
    assert "Menata antrean" in shown
    ended = press(office, f"{CATALOGUE}/rules/1/end", page=CATALOGUE)
    assert "Aturan diakhiri" in ended.text
    again = office.post(f"{CATALOGUE}/import/confirm", data=fields_of(page) | {"token": "../x"})
    assert again.location.endswith("done=changed")
    table = read_table(office.get(f"{CATALOGUE}.xlsx").data, Columns(("kode", "topik", "jp")))
    assert [row.cells["kode"] for row in table.rows] == ["antre"]
    assert office.get(f"{CATALOGUE}/import/template").status_code == 200
    empty = office.post(f"{CATALOGUE}/import", data=fields_of(page))
    assert empty.status_code == 422


def test_the_training_office_gets_a_list_that_says_no_reason(
    app: Flask, scene: PlanScene, client_of: ClientOf
) -> None:
    make(app, scene, State.PLANNED)
    coordinator = client_of(None, Role.PERFORMANCE_COORDINATOR)
    answer = coordinator.get(f"{HOME}/training-list.xlsx")

    table = read_table(answer.data, Columns(("nama", "topik", "jp", "mulai")))
    (row,) = table.rows
    assert (row.cells["nama"], row.cells["mulai"]) == ("Ayu Contoh", "2026-01-19")
    assert not any("rendah" in each for each in row.cells.values())
    with app.app_context():
        acts = [each.entry.action for each in entries(db.session())]
    assert "training.list" in acts


def test_strong_and_weak_points_stand_with_their_sources(
    app: Flask, scene: PlanScene, client_of: ClientOf, person: FlaskClient
) -> None:
    page = f"{HOME}/people/1/strengths"
    assert "Belum ada sumber yang menunjukkan kekuatan" in person.get(page).text
    difficult(app, scene)

    assert "Sebab kesulitan yang dicatat bersama" in person.get(page).text
    assert "Sebab kesulitan yang dicatat bersama" not in client_of(scene.leader).get(page).text
