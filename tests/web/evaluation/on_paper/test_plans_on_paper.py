"""A plan is entered from signed paper through the pages of plans, and sent for its person."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.accounts.staff.models import Account, RoleGrant
from portal.evaluation.papers.models import PaperAct, PaperRecord
from portal.evaluation.plans.domain import Plan
from portal.evaluation.plans.models import PlanEvent
from portal.evaluation.plans.queries import plans_of
from portal.evaluation.rules.states import PlanState
from portal.web.access import Role
from portal.web.extensions import db
from tests.factories.organisation import make_agency
from tests.factories.plans import PlanScene
from tests.unit.storage.files.test_files import with_place
from tests.web.evaluation.conftest import ClientOf
from tests.web.evaluation.forms import fields_of, press, send
from tests.web.evaluation.on_paper.papers import roomy, upload

__all__ = ["roomy"]
PAGE = "/admin/performance/on-paper"
RECORD = f"{PAGE}/record?kind=plan&about=1"
PLAN = "/admin/performance/plans/1"
SEND = f"{PAGE}/plans/1/send"
VALUES = {"signed_on": "2026-01-09", "kept_at": "Map SKP 3"}


@pytest.fixture
def coordinator(client_of: ClientOf) -> FlaskClient:
    return client_of(None, Role.PERFORMANCE_COORDINATOR)


def held(app: Flask, scene: PlanScene) -> Plan:
    with app.app_context():
        return plans_of(db.session(), scene.person)[0]


def begin(coordinator: FlaskClient, scene: PlanScene) -> None:
    """Begin the plan, and record its paper."""
    answer = send(coordinator, f"{PAGE}/people/{scene.person}/plan")
    assert answer.headers["Location"] == RECORD
    earlier = upload(
        coordinator, RECORD, with_place(), name="skp.jpg", **VALUES | {"signed_on": "2026-01-01"}
    )
    assert earlier.headers["Location"] == PLAN


def complete(coordinator: FlaskClient) -> None:
    for key in (1, 2, 3):
        answer = send(coordinator, f"{PLAN}/results/{key}/indicators/{key}", target="95")
        assert answer.status_code == 302


def test_a_plan_is_begun_entered_and_sent_from_paper_and_agreed_in_the_portal(
    app: Flask, scene: PlanScene, coordinator: FlaskClient, client_of: ClientOf
) -> None:
    assert "Ayu Contoh" in coordinator.get(f"{PAGE}/people").text
    begin(coordinator, scene)
    page = coordinator.get(PLAN).text
    assert "Anda mengisi SKP ini dari kertas" in page
    assert f'action="{SEND}"' in page
    complete(coordinator)

    said = press(coordinator, SEND, page=PLAN)

    assert "SKP terkirim ke pejabat penilai, bertanda di kertas" in said.text
    plan = held(app, scene)
    assert plan.latest.state is PlanState.SUBMITTED
    # The coordinator reads nothing of it any more.
    assert coordinator.get(PLAN).status_code == 404
    superior = client_of(scene.superior)
    read = superior.get(PLAN).text
    assert "di kertas" in read
    assert f"{PAGE}/scans/1" in read
    assert superior.get(f"{PAGE}/scans/1").mimetype == "image/jpeg"
    assert "SKP disepakati" in press(superior, f"{PLAN}/agree", page=PLAN).text
    with app.app_context():
        session = db.session()
        sent = session.query(PlanEvent).filter_by(new="submitted").one()
        assert sent.person_id == scene.person
        assert session.query(PaperAct).one().happened_at == sent.happened_at


def test_what_is_missing_is_said_and_nothing_is_kept_of_the_sending(
    app: Flask, scene: PlanScene, coordinator: FlaskClient
) -> None:
    begin(coordinator, scene)

    said = press(coordinator, SEND, page=PLAN)

    assert "SKP belum dapat dikirim" in said.text
    with app.app_context():
        assert db.session().query(PaperAct).count() == 0


def test_a_second_tap_and_a_page_of_before_send_it_once(
    app: Flask, scene: PlanScene, coordinator: FlaskClient
) -> None:
    begin(coordinator, scene)
    complete(coordinator)
    page = coordinator.get(PLAN).text
    token = page.partition('name="csrf_token"')[2].partition('value="')[2].partition('"')[0]
    stale = coordinator.post(SEND, data={"csrf_token": token, "revision": "1"})
    assert stale.headers["Location"] == f"{PLAN}?done=changed"

    revision = str(held(app, scene).latest.revision)
    for _ in range(2):
        answer = coordinator.post(SEND, data={"csrf_token": token, "revision": revision})
        assert answer.headers["Location"] == f"{PAGE}?done=sent"
    with app.app_context():
        assert db.session().query(PaperAct).count() == 1


def test_the_person_s_own_button_sends_nothing_for_whoever_enters_from_paper(
    scene: PlanScene, coordinator: FlaskClient
) -> None:
    begin(coordinator, scene)
    coordinator.application.config["WTF_CSRF_ENABLED"] = False

    assert coordinator.post(f"{PLAN}/submit", data={"revision": "1"}).status_code == 404


def test_what_the_person_wrote_themself_is_never_opened_by_recording_a_paper(
    scene: PlanScene, coordinator: FlaskClient, person: FlaskClient
) -> None:
    send(person, "/admin/performance/plans/new", point="desk_officer")
    send(person, f"{PLAN}/results/1", text="Rahasia saya")

    assert coordinator.get(RECORD).status_code == 404
    assert coordinator.get(PLAN).status_code == 404
    page = coordinator.get(f"{PAGE}/people/{scene.person}").text
    assert "Pegawai sendiri yang menulis SKP ini" in page
    assert "Rahasia" not in page


def test_another_coordinator_neither_reads_nor_sends_it(
    scene: PlanScene, coordinator: FlaskClient, client_of: ClientOf
) -> None:
    begin(coordinator, scene)
    other = client_of(None, Role.PERFORMANCE_COORDINATOR)

    assert other.get(PLAN).status_code == 404
    # Who takes the work over records the paper anew.
    assert other.get(RECORD).status_code == 200
    other.application.config["WTF_CSRF_ENABLED"] = False
    assert other.post(SEND, data={"revision": "1"}).status_code == 404


def test_nobody_enters_for_themself_or_for_their_own_superior_or_people(
    scene: PlanScene, coordinator: FlaskClient, client_of: ClientOf
) -> None:
    begin(coordinator, scene)
    out_of_reach = {
        scene.person: (scene.person, scene.superior),
        scene.superior: (scene.person, scene.superior, scene.leader),
        scene.leader: (scene.person, scene.superior, scene.leader),
    }
    for who, others in out_of_reach.items():
        own = client_of(who, Role.PERFORMANCE_COORDINATOR)
        listed = own.get(f"{PAGE}/people").text
        for each in others:
            assert own.get(f"{PAGE}/people/{each}").status_code == 404, (who, each)
            assert own.get(f"{PAGE}/people/{each}/plan").status_code == 404, (who, each)
            assert f'/people/{each}"' not in listed
        assert own.get(RECORD).status_code == 404, who
    assert coordinator.get(f"{PAGE}/people/{scene.stranger}").status_code == 404


def test_a_returned_plan_is_mended_with_a_new_paper_only(
    app: Flask, scene: PlanScene, coordinator: FlaskClient, superior: FlaskClient
) -> None:
    begin(coordinator, scene)
    complete(coordinator)
    press(coordinator, SEND, page=PLAN)
    send(superior, f"{PLAN}/return", reason="Bobotnya belum tepat.")
    assert coordinator.get(PLAN).status_code == 404

    upload(coordinator, RECORD, with_place(), name="skp.jpg", **VALUES)
    page = coordinator.get(PLAN).text
    assert "Bobotnya belum tepat" not in page
    send(coordinator, f"{PLAN}/results/1/indicators/1", target="96")
    press(coordinator, SEND, page=PLAN)

    assert held(app, scene).latest.state is PlanState.SUBMITTED
    with app.app_context():
        assert db.session().query(PaperRecord).count() == 2
        assert db.session().query(PaperAct).count() == 2


def test_a_page_that_was_open_before_the_draft_changed_keeps_what_was_typed(
    scene: PlanScene, coordinator: FlaskClient
) -> None:
    begin(coordinator, scene)
    address = f"{PLAN}/results/1/indicators/1"
    fields = fields_of(coordinator.get(address).text)
    send(coordinator, address, target="95")

    answer = coordinator.post(address, data=fields | {"target": "97"})

    assert answer.status_code == 409
    assert "97" in answer.text


@pytest.mark.parametrize("is_close", [False, True])
def test_whoever_loses_the_agency_or_comes_close_enters_no_further(
    app: Flask, scene: PlanScene, coordinator: FlaskClient, *, is_close: bool
) -> None:
    begin(coordinator, scene)
    address = f"{PLAN}/results/1/indicators/1"
    fields = fields_of(coordinator.get(address).text)
    with app.app_context():
        session = db.session()
        by = session.query(PaperRecord).one().recorded_by
        if is_close:
            session.get_one(Account, by).officer_id = scene.leader
        else:
            grant = session.query(RoleGrant).filter_by(account_id=by).one()
            grant.agency_id = make_agency(session, "instansi-lain").id
        session.commit()

    assert coordinator.post(address, data=fields | {"target": "97"}).status_code == 404
    assert coordinator.get(f"{PLAN}/results/1").status_code in {302, 404}
    assert coordinator.post(SEND, data=fields).status_code == 404


@pytest.mark.parametrize("saves", ["", "?saves=1"])
def test_once_the_person_writes_nobody_reads_or_enters_the_draft_from_paper(
    scene: PlanScene, coordinator: FlaskClient, person: FlaskClient, *, saves: str
) -> None:
    begin(coordinator, scene)
    complete(coordinator)
    assert "koordinator tidak lagi mengisi atau membacanya" in person.get(PLAN).text
    address = f"{PLAN}/results/1"
    typed = fields_of(person.get(address).text) | {"text": "Rahasia saya"}
    assert person.post(f"{address}{saves}", data=typed).status_code in {200, 302}

    for ways in (PLAN, address, RECORD):
        assert coordinator.get(ways).status_code == 404
    page = coordinator.get(f"{PAGE}/people/{scene.person}").text
    assert "Pegawai sendiri yang menulis SKP ini" in page
    assert "Lanjutkan mengisi" not in page
    coordinator.application.config["WTF_CSRF_ENABLED"] = False
    assert coordinator.post(SEND, data=typed).status_code == 404


def test_what_the_person_could_not_save_ends_nothing(
    scene: PlanScene, coordinator: FlaskClient, person: FlaskClient
) -> None:
    begin(coordinator, scene)
    address = f"{PLAN}/results/1"
    typed = fields_of(person.get(address).text) | {"text": "Rahasia saya"}
    send(coordinator, f"{PLAN}/results/1/indicators/1", target="95")

    assert person.post(address, data=typed).status_code == 409
    assert coordinator.get(PLAN).status_code == 200


def test_a_paper_recorded_by_mistake_is_withdrawn_with_its_scan(
    scene: PlanScene, coordinator: FlaskClient, person: FlaskClient
) -> None:
    begin(coordinator, scene)
    way = f"{PAGE}/papers/1/withdraw"

    said = press(coordinator, way, page=f"{PAGE}/people/{scene.person}")

    assert "Kertas ditarik dan pindaiannya dihapus" in said.text
    for who in (coordinator, person):
        assert who.get(f"{PAGE}/scans/1").status_code == 404
    assert coordinator.get(PLAN).status_code == 404
    page = person.get("/admin/performance").text
    assert "Pindaiannya ditarik" in page
    assert f"{PAGE}/scans/1" not in page
    assert way not in coordinator.get(f"{PAGE}/people/{scene.person}").text
    upload(coordinator, RECORD, with_place(), name="skp.jpg", **VALUES)
    assert coordinator.get(PLAN).status_code == 200


def test_nobody_else_withdraws_a_paper_and_nobody_one_that_was_sent(
    scene: PlanScene, coordinator: FlaskClient, person: FlaskClient, client_of: ClientOf
) -> None:
    begin(coordinator, scene)
    complete(coordinator)
    way, page = f"{PAGE}/papers/1/withdraw", f"{PAGE}/people/{scene.person}"
    other = client_of(None, Role.PERFORMANCE_COORDINATOR)
    assert way not in other.get(page).text
    press(coordinator, SEND, page=PLAN)
    assert way not in coordinator.get(page).text

    coordinator.application.config["WTF_CSRF_ENABLED"] = False
    assert other.post(way).status_code == 404
    assert coordinator.post(way).headers["Location"] == f"{PAGE}?done=used"
    assert person.get(f"{PAGE}/scans/1").status_code == 200
