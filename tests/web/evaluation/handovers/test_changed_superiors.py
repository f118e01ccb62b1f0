"""People whose superior left, and former superiors who still close a plan, on the first screen."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.accounts.staff.models import Account
from portal.evaluation.cycles.queries import cycles_in_use
from portal.evaluation.plans import service
from portal.evaluation.plans.domain import EndKind, Plan
from portal.evaluation.plans.first_screen import waiting_for
from portal.evaluation.plans.overview import around_viewer
from portal.evaluation.rules.states import PeriodicState, PlanState
from portal.organisation.people.models import KeptLine, Officer
from portal.time import clock
from portal.web.access import Role
from portal.web.extensions import db, today, vault
from tests.factories import appraisals as quarters
from tests.factories import plans as made
from tests.factories.people import make_line, make_relation
from tests.factories.plans import PlanScene
from tests.staff import add_account
from tests.web.evaluation.conftest import ClientOf

HOME, PAGE = "/admin/performance", "/admin/performance/without-superior"
PLAN = "/admin/performance/plans/1"
GONE_ON = date(2026, 1, 12)
At = Callable[[datetime], None]


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> At:
    def move(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    return move


@pytest.fixture
def coordinator(app: Flask, client_of: ClientOf, scene: PlanScene) -> FlaskClient:
    """The agency's coordinator, who is a person, too."""
    with app.app_context():
        session = db.session()
        session.query(KeptLine).filter_by(person_id=scene.leader).one().ends_on = None
        session.commit()
    return client_of(scene.leader, Role.PERFORMANCE_COORDINATOR)


def waiting(app: Flask, person_id: int) -> int:
    with app.app_context():
        session = db.session()
        in_use = cycles_in_use(session, on=today())
        around = around_viewer(session, person_id, cycles=in_use, on=today())
        assert around is not None
        return waiting_for(session, around)


def retire(app: Flask, person_id: int, *, on: date = GONE_ON) -> None:
    with app.app_context():
        db.session.get_one(Officer, person_id).retired_on = on
        db.session.commit()


def test_the_people_of_a_superior_who_retired_and_the_coordinator_read_it_first(
    app: Flask, scene: PlanScene, person: FlaskClient, coordinator: FlaskClient
) -> None:
    before = {each: waiting(app, each) for each in (scene.person, scene.leader)}
    assert "Pergantian atasan" not in person.get(HOME).text
    retire(app, scene.superior)

    assert "Atasan Anda, Budi Contoh, keluar 12 Januari 2026." in person.get(HOME).text
    assert "1 pegawai di instansi Anda tanpa atasan" in coordinator.get(HOME).text
    page = coordinator.get(PAGE).text
    assert "Ayu Contoh" in page
    assert f'href="/admin/people/{scene.person}"' in page
    assert "Budi Contoh keluar 12 Januari 2026." in page
    # Both daily mails count it.
    after = {each: waiting(app, each) for each in before}
    assert after == {each: count + 1 for each, count in before.items()}


@pytest.mark.parametrize("how", ["line ended", "account closed"])
def test_a_line_that_ended_and_a_closed_account_leave_people_behind_too(
    app: Flask, scene: PlanScene, office: FlaskClient, person: FlaskClient, *, how: str
) -> None:
    with app.app_context():
        session = db.session()
        if how == "line ended":
            line = session.query(KeptLine).filter_by(person_id=scene.person).one()
            line.ends_on = date(2026, 1, 11)
        else:
            add_account(session, Role.OFFICER, officer_id=scene.superior).is_active = False
        session.commit()

    said = {
        "line ended": "Garis atasan yang terakhir sudah berakhir.",
        "account closed": "Akun Budi Contoh ditutup.",
    }
    assert said[how] in office.get(PAGE).text
    assert "Penggantinya belum tercatat" in person.get(HOME).text


def test_a_successor_or_a_substitute_in_service_ends_it(
    app: Flask, scene: PlanScene, office: FlaskClient, person: FlaskClient
) -> None:
    retire(app, scene.superior)
    with app.app_context():
        session = db.session()
        make_relation(session, "substitute_appraiser", scene.stranger, about=scene.person)
        session.commit()
    assert "Pergantian atasan" not in person.get(HOME).text
    retire(app, scene.stranger)
    assert "Pergantian atasan" in person.get(HOME).text

    with app.app_context():
        session = db.session()
        line = session.query(KeptLine).filter_by(person_id=scene.person).one()
        line.ends_on = date(2026, 1, 11)
        session.flush()
        make_line(session, scene.person, to=scene.leader, starts_on=GONE_ON)
        session.commit()

    assert "Pergantian atasan" not in person.get(HOME).text
    assert "Ayu Contoh" not in office.get(PAGE).text


def test_who_has_a_superior_who_never_had_one_or_left_is_not_listed(
    app: Flask, scene: PlanScene, office: FlaskClient
) -> None:
    assert "Semua pegawai di sini mempunyai atasan." in office.get(PAGE).text
    retire(app, scene.superior)
    retire(app, scene.person)

    page = office.get(PAGE).text

    assert "Ayu Contoh" not in page
    assert "Wali Contoh" not in page


def test_a_coordinator_sees_the_own_agency_only(
    app: Flask, scene: PlanScene, office: FlaskClient, coordinator: FlaskClient
) -> None:
    retire(app, scene.mayor)
    assert "Dewi Contoh" in office.get(PAGE).text

    page = coordinator.get(PAGE).text

    assert "Citra Contoh" in page
    assert "Dewi Contoh" not in page


@pytest.fixture
def moved(app: Flask, scene: PlanScene) -> Plan:
    """A plan that ended in June with a transfer; the person now reports to somebody else."""
    with app.app_context():
        session = db.session()
        plan = made.make_plan(session, scene, state=PlanState.RUNNING)
        ending = made.act(made.found(session, plan.id), scene.superior)
        service.end_early(session, ending, kind=EndKind.TRANSFER, ends_on=date(2026, 6, 30))
        line = session.query(KeptLine).filter_by(person_id=scene.person).one()
        line.ends_on = date(2026, 6, 30)
        session.flush()
        make_line(session, scene.person, to=scene.stranger, starts_on=date(2026, 7, 1))
        session.commit()
        return made.found(session, plan.id)


def test_a_former_superior_finds_what_is_left_to_close_until_it_is_closed(
    app: Flask, scene: PlanScene, moved: Plan, *, client_of: ClientOf, at: At
) -> None:
    at(datetime(2026, 7, 9, 3, tzinfo=UTC))
    superior = client_of(scene.superior)
    page = superior.get(HOME).text

    assert "SKP yang berakhir di bawah saya" in page
    for number in (1, 2):
        address = f"{PLAN}/quarters/{number}"
        assert f'href="{address}"' in page
        assert superior.get(address).status_code == 200
    assert f'href="{PLAN}/quarters/3"' not in page
    assert "Pergantian atasan" not in client_of(scene.stranger).get(HOME).text
    before = waiting(app, scene.superior)
    with app.app_context():
        session, text = db.session(), vault().lock("Teks")
        for number in (1, 2):
            quarters.make_periodic(
                session, scene, moved, state=PeriodicState.SHOWN, text=text, number=number
            )
    assert "SKP yang berakhir di bawah saya" not in superior.get(HOME).text
    assert waiting(app, scene.superior) == before - 2


def test_the_superior_of_the_years_last_day_closes_it_and_the_new_one_finds_no_way_there(
    app: Flask, scene: PlanScene, *, client_of: ClientOf, at: At
) -> None:
    with app.app_context():
        session = db.session()
        made.make_plan(session, scene, state=PlanState.RUNNING)
        line = session.query(KeptLine).filter_by(person_id=scene.person).one()
        line.ends_on = date(2027, 1, 4)
        session.flush()
        make_line(session, scene.person, to=scene.stranger, starts_on=date(2027, 1, 5))
        session.commit()
    at(datetime(2027, 1, 12, 3, tzinfo=UTC))
    superior, new = client_of(scene.superior), client_of(scene.stranger)

    page = superior.get(HOME).text

    assert f'href="{PLAN}/quarters/4"' in page
    assert superior.get(f"{PLAN}/quarters/4").status_code == 200
    assert f'href="{PLAN}/quarters/4"' not in new.get(HOME).text
    assert new.get(f"{PLAN}/quarters/4").status_code == 404


def test_who_is_close_to_the_person_closes_nothing(
    app: Flask, scene: PlanScene, moved: Plan, *, client_of: ClientOf, at: At
) -> None:
    at(datetime(2026, 7, 9, 3, tzinfo=UTC))
    superior = client_of(scene.superior)
    with app.app_context():
        make_relation(db.session(), "relative", scene.superior, about=scene.person)
        db.session.commit()

    assert "SKP yang berakhir di bawah saya" not in superior.get(HOME).text
    assert superior.get(f"{PLAN}/quarters/2").status_code == 404


def test_an_account_without_a_person_reads_no_part(app: Flask, office: FlaskClient) -> None:
    with app.app_context():
        assert db.session.query(Account).filter(Account.officer_id.is_not(None)).count() == 0

    assert "Pergantian atasan" not in office.get(HOME).text
