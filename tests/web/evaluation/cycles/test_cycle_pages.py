"""The performance office's pages: a cycle is made, opened, extended, moved on and closed."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.evaluation.cycles import queries
from portal.evaluation.rules.rule_set import RuleOrigin
from portal.evaluation.rules.states import CycleState, PlanState
from portal.organisation.people.models import Officer
from portal.web.access import Role
from portal.web.extensions import db
from tests.factories import plans as made
from tests.factories.plans import PlanScene
from tests.web.evaluation.conftest import ClientOf
from tests.web.evaluation.forms import press, send

CYCLES = "/admin/performance/cycles"
FIRST = f"{CYCLES}/1"
RULES = f"{CYCLES}/rules"


def state_of(app: Flask, cycle_id: int) -> CycleState:
    with app.app_context():
        cycle = queries.cycle_with(db.session(), cycle_id)
        assert cycle is not None
        return cycle.state


@pytest.mark.usefixtures("scene")
def test_a_cycle_is_made_and_opened_with_a_list_of_who_lacks_somebody(
    app: Flask, office: FlaskClient
) -> None:
    made_one = send(office, f"{CYCLES}/new")
    assert made_one.headers["Location"] == f"{CYCLES}/2"
    preview = office.get(f"{CYCLES}/2/open").text
    assert "Belum mempunyai atasan pejabat penilai" in preview
    assert "Dewi Contoh" in preview

    press(office, f"{CYCLES}/2/open", page=f"{CYCLES}/2/open")

    assert state_of(app, 2) is CycleState.OPEN
    assert "Batas waktu" in office.get(f"{CYCLES}/2").text


@pytest.mark.parametrize(
    "fields",
    [
        {"starts_on": ""},
        {"starts_on": "kemarin"},
        {"ends_on": "2026-12-31"},
        {"starts_on": "2026-01-01", "ends_on": "2026-12-31"},
        {"period_ends": "30/06/2027"},
        {"period_ends": "30/06/2027\n30/06/2027\n31/12/2027"},
        {"period_ends": "pertengahan"},
    ],
)
@pytest.mark.usefixtures("scene")
def test_a_cycle_that_cannot_be_is_refused_beside_the_field(
    office: FlaskClient, fields: dict[str, str]
) -> None:
    page = send(office, f"{CYCLES}/new", **fields)

    assert page.status_code == 422
    assert "-error" in page.text


@pytest.mark.usefixtures("scene")
def test_a_last_day_is_extended_with_a_reason(office: FlaskClient) -> None:
    address = f"{FIRST}/deadlines/0/plan_sent"
    assert send(office, address, last_on="2026-02-06", reason="").status_code == 422
    assert send(office, address, last_on="2026-01-28", reason="banjir").status_code == 422
    assert send(office, address, last_on="2026-02-06", reason="banjir").status_code == 302

    page = office.get(FIRST).text
    assert "banjir" in page
    assert "6 Februari 2026" in page
    assert office.get(f"{FIRST}/deadlines/9/plan_sent").status_code == 404


def test_a_cycle_closes_only_when_its_plans_are_over(
    app: Flask, scene: PlanScene, office: FlaskClient
) -> None:
    with app.app_context():
        made.make_plan(db.session(), scene, state=PlanState.RUNNING)
    for act in ("evaluate", "object"):
        press(office, f"{FIRST}/{act}", page=f"{FIRST}/{act}")
    assert "SKP yang belum selesai dinilai: 1" in office.get(FIRST).text

    refused = press(office, f"{FIRST}/close", page=f"{FIRST}/close")

    assert refused.status_code == 409
    assert state_of(app, 1) is CycleState.OBJECTING


@pytest.mark.usefixtures("scene")
def test_a_step_that_does_not_follow_is_refused(app: Flask, office: FlaskClient) -> None:
    assert press(office, f"{FIRST}/object", page=f"{FIRST}/object").status_code == 409
    assert press(office, f"{FIRST}/cancel", page=f"{FIRST}/cancel").status_code == 409
    assert state_of(app, 1) is CycleState.OPEN


@pytest.mark.usefixtures("scene")
def test_a_period_is_moved_on(office: FlaskClient) -> None:
    button = f"{FIRST}/periods/1/reporting"

    assert "pelaporan realisasi" in press(office, button, page=FIRST).text


@pytest.mark.usefixtures("scene")
def test_the_page_of_rules_marks_each_with_who_decides(person: FlaskClient) -> None:
    page = person.get(RULES).text

    for origin in ("peraturan: PP 30/2019", "pedoman: SE MenPANRB 3/2023", "kebijakan kota"):
        assert origin in page
    assert "batas yang tidak dapat diturunkan" in page
    assert len(RuleOrigin) == 4


@pytest.mark.usefixtures("scene")
def test_rules_are_changed_for_the_next_cycle_with_a_reason(
    app: Flask, office: FlaskClient
) -> None:
    form = f"{RULES}/change"
    receipt = {"days.receipt": "7"}
    assert send(office, form, reason="", **receipt).status_code == 422
    assert send(office, form, reason="uji coba").status_code == 422
    wrong = send(office, form, reason="uji coba", **{"citizens.least_answers": "5"})
    assert wrong.status_code == 422
    assert 'id="citizens.least_answers-error"' in wrong.text
    assert send(office, form, reason="uji coba", **receipt).status_code == 302

    with app.app_context():
        assert queries.newest_rules(db.session()).rules.days.receipt == 7
        cycle = queries.open_cycle(db.session())
        assert cycle is not None
        assert queries.rules_of(db.session(), cycle).rules.days.receipt == 5
    assert office.get(f"{RULES}?version=1").status_code == 200
    assert office.get(f"{RULES}?version=9").status_code == 404


@pytest.mark.usefixtures("scene")
def test_readers_see_cycles_and_change_nothing(client_of: ClientOf) -> None:
    for role in (Role.AUDITOR, Role.MAYOR, Role.PERFORMANCE_COORDINATOR):
        client = client_of(None, role)
        assert "Siklus 2026" in client.get(CYCLES).text
        assert "Perpanjang" not in client.get(FIRST).text
        assert client.get(f"{CYCLES}/new").status_code == 403
    assert client_of(None).get(CYCLES).status_code == 403


@pytest.mark.usefixtures("scene")
def test_what_is_no_cycle_does_not_exist(office: FlaskClient) -> None:
    for address in (f"{CYCLES}/99", f"{CYCLES}/99/open", f"{CYCLES}/99/close"):
        assert office.get(address).status_code == 404


def test_an_exception_is_named_once_and_its_reason_read_by_office_and_auditor_only(
    app: Flask, scene: PlanScene, office: FlaskClient, client_of: ClientOf
) -> None:
    with app.app_context():
        db.session.get_one(Officer, scene.person).number = "199001012020011001"
        db.session.commit()
    form = f"{FIRST}/exceptions/new"
    sent = {"number": "19900101 202001 1 001", "kind": "study", "reason": "Tugas ke Bandung"}
    assert send(office, form, **(sent | {"number": "1"})).status_code == 422
    assert send(office, form, **(sent | {"number": "@"})).status_code == 422
    asked = send(office, form, **(sent | {"number": "ayu"}))
    assert asked.status_code == 422
    assert "Pilih orangnya dari daftar" in asked.text
    picked = {"number": "ayu", "picked": str(scene.person)}
    assert send(office, form, **(sent | picked)).status_code == 302
    assert send(office, form, **sent).status_code == 422

    for role, reads in ((Role.AUDITOR, True), (Role.MAYOR, False)):
        page = client_of(None, role).get(FIRST).text
        assert "Ayu Contoh" in page
        assert ("Tugas ke Bandung" in page) is reads
