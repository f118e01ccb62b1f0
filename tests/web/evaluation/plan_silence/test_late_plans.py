"""Where plans that wait too long are seen: the coordinator's page, and first screens."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from portal.evaluation.cycles.queries import cycles_in_use
from portal.evaluation.plan_silence.service import tell_of_silence
from portal.evaluation.plans.first_screen import waiting_for
from portal.evaluation.plans.overview import around_viewer
from portal.evaluation.rules.states import PlanState
from portal.time import clock
from portal.web.access import Role
from portal.web.extensions import db, today
from tests.factories.plans import PlanScene, agree, found, make_plan
from tests.web.evaluation.conftest import ClientOf

PAGE, HOME = "/admin/performance/plan-silence", "/admin/performance"
OVER_ON = date(2026, 2, 16)


@pytest.fixture
def plan_id(app: Flask, scene: PlanScene, monkeypatch: pytest.MonkeyPatch) -> int:
    """A plan that nobody answered in time, of which the portal told the night after."""
    with app.app_context():
        plan = make_plan(db.session(), scene, state=PlanState.SUBMITTED)
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 2, 16, 3, tzinfo=UTC))
    with app.app_context():
        tell_of_silence(db.session(), today=OVER_ON, zone=ZoneInfo("Asia/Jakarta"))
    return plan.id


def waiting(app: Flask, person_id: int) -> int:
    with app.app_context():
        session = db.session()
        in_use = cycles_in_use(session, on=today())
        around = around_viewer(session, person_id, cycles=in_use, on=today())
        assert around is not None
        return waiting_for(session, around)


def test_a_coordinator_sees_what_is_late_whom_the_portal_told_and_no_content(
    client_of: ClientOf, plan_id: int
) -> None:
    page = client_of(None, Role.PERFORMANCE_COORDINATOR).get(PAGE).text

    assert "Ayu Contoh" in page
    assert "SKP belum dijawab pejabat penilai" in page
    assert "Diberi tahu pada 16 Februari 2026: atasan pejabat penilai." in page
    assert f"/plans/{plan_id}" not in page


def test_the_office_chooses_the_agency_and_an_unknown_one_is_not_there(
    client_of: ClientOf, scene: PlanScene, plan_id: int
) -> None:
    office = client_of(None, Role.PERFORMANCE_OFFICE)

    assert "Ayu Contoh" not in office.get(PAGE).text
    assert "Ayu Contoh" in office.get(f"{PAGE}?agency={scene.agency_id}").text
    assert office.get(f"{PAGE}?agency=999").status_code == 404


def test_a_coordinator_sees_no_other_agency(
    client_of: ClientOf, scene: PlanScene, plan_id: int
) -> None:
    page = client_of(None, Role.PERFORMANCE_COORDINATOR).get(f"{PAGE}?agency=999").text

    assert "Dewi Contoh" not in page
    assert "Ayu Contoh" in page


def test_nothing_is_late_before_the_last_day(
    app: Flask, client_of: ClientOf, scene: PlanScene
) -> None:
    page = client_of(None, Role.PERFORMANCE_COORDINATOR).get(PAGE).text

    assert "Tidak ada SKP yang lewat batas di instansi ini." in page


def test_the_appraisers_superior_reads_it_first_and_the_daily_mail_counts_it(
    app: Flask, client_of: ClientOf, scene: PlanScene, plan_id: int
) -> None:
    leader = client_of(scene.leader)
    page = leader.get(HOME).text

    assert "Belum dijawab oleh pejabat penilai di bawah saya" in page
    assert "Ayu Contoh" in page
    before = waiting(app, scene.leader)
    with app.app_context():
        agree(db.session(), scene, found(db.session(), plan_id))
    assert "Ayu Contoh" not in leader.get(HOME).text
    assert waiting(app, scene.leader) == before - 1


def test_who_has_sent_nothing_reads_until_when(
    app: Flask, client_of: ClientOf, scene: PlanScene, plan_id: int
) -> None:
    page = client_of(scene.superior).get(HOME).text

    assert "SKP Anda belum dikirim ke pejabat penilai." in page
    assert "Batasnya 30 Januari 2026 sudah lewat." in page
