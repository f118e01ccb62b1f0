"""The page of a cycle's substitutes: who lacks one, the lot, and who reads it."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.accounts.audit_log.models import AuditEntry
from portal.evaluation.substitutes.queries import substitutes_needed
from portal.organisation.people.models import PersonPost
from portal.web.access import Role
from portal.web.extensions import db, today
from tests.factories.cycles import make_draft
from tests.factories.organisation import make_agency
from tests.factories.people import make_person, make_post, make_relation
from tests.factories.plans import PlanScene
from tests.staff import add_account, signed_in
from tests.web.accounts.forms import hidden_fields
from tests.web.evaluation.conftest import ClientOf
from tests.web.evaluation.forms import FORM, press

CYCLES = "/admin/performance/cycles"
PAGE = f"{CYCLES}/2/substitutes"
CHANGES = "/admin/people/changes"


@pytest.fixture(autouse=True)
def cycle(app: Flask, scene: PlanScene) -> None:
    """A draft of next year's cycle."""
    with app.app_context():
        make_draft(db.session(), 2027)


@pytest.fixture
def head(app: Flask, scene: PlanScene) -> int:
    """The head of a third agency, who can sign in."""
    with app.app_context():
        session = db.session()
        found = make_person(session, "Eka Contoh").id
        agency = make_agency(session, "dispora")
        make_post(session, found, agency, is_head=True)
        add_account(session, Role.OFFICER, agency_id=agency.id, officer_id=found)
        session.commit()
        return found


def confirm_first(client: FlaskClient) -> None:
    """Confirm the first change that waits, as another person of the office."""
    forms = FORM.findall(client.get(CHANGES).text)
    form = next(each for each in forms if "/confirm" in each)
    fields = hidden_fields(form) | {"answer": "Sudah diperiksa"}
    assert client.post(f"{CHANGES}/1/confirm", data=fields).status_code == 302


def test_the_office_draws_and_another_confirms_before_the_cycle_opens(
    app: Flask, office: FlaskClient, scene: PlanScene, head: int
) -> None:
    assert PAGE in office.get(f"{CYCLES}/2/open").text
    before = office.get(PAGE).text
    assert "Citra Contoh" in before
    assert "1 kepala unit dapat diundi." in before

    drawn = press(office, PAGE, page=PAGE).text

    assert "2 pengganti diundi." in drawn
    assert drawn.count("menunggu konfirmasi orang lain") == 2
    confirm_first(signed_in(app, Role.PERFORMANCE_OFFICE).client)
    after = office.get(PAGE).text
    assert after.count("menunggu konfirmasi orang lain") == 1
    assert "Diundi 12 Januari 2026 dari 1 kepala unit, berlaku sejak 1 Januari 2027." in after
    lacking = office.get(f"{CYCLES}/2/open").text.partition("Belum mempunyai pemutus")[2]
    assert "Citra Contoh" not in lacking
    assert "Dewi Contoh" in lacking
    with app.app_context():
        query = db.session.query(AuditEntry).filter_by(action="cycles.substitute")
        assert {each.subject for each in query} == {
            f"person:{scene.leader}",
            f"person:{scene.stranger}",
        }


def test_where_nobody_can_be_drawn_the_page_says_what_to_do(office: FlaskClient) -> None:
    page = office.get(PAGE).text

    assert "Tidak ada kepala unit yang dapat diundi." in page
    assert f'action="{PAGE}"' not in page


def test_a_coordinator_reads_the_own_agency_and_draws_nothing(
    client_of: ClientOf, office: FlaskClient, head: int
) -> None:
    press(office, PAGE, page=PAGE)

    page = client_of(None, Role.PERFORMANCE_COORDINATOR)
    text = page.get(PAGE).text

    assert "Citra Contoh: <strong>Eka Contoh</strong>" in text
    assert "Dewi Contoh" not in text
    assert f'action="{PAGE}"' not in text
    assert page.post(PAGE).status_code in {400, 403}


def test_a_cycle_that_is_not_there_or_is_over_draws_nothing(
    app: Flask, office: FlaskClient, scene: PlanScene, head: int
) -> None:
    assert office.get(f"{CYCLES}/9/substitutes").status_code == 404
    tab = office.get(PAGE).text
    press(office, f"{CYCLES}/2/cancel", page=f"{CYCLES}/2/cancel")

    form = next(each for each in FORM.findall(tab) if f'action="{PAGE}"' in each)
    assert office.post(PAGE, data=hidden_fields(form)).status_code == 409


def test_a_head_of_the_own_unit_is_not_drawn(app: Flask, scene: PlanScene, head: int) -> None:
    with app.app_context():
        session = db.session()
        post = session.query(PersonPost).filter_by(person_id=head).one()
        post.agency_id = scene.agency_id
        session.commit()
        needed = substitutes_needed(session, scene.cycle, today=today())

        assert needed.pool_of(scene.leader) == ()
        assert needed.pool_of(scene.stranger) == (head,)


def test_a_lot_is_declined_for_a_fact_only_which_the_page_and_the_person_read(
    app: Flask, office: FlaskClient, client_of: ClientOf, scene: PlanScene, head: int
) -> None:
    press(office, PAGE, page=PAGE)
    other = signed_in(app, Role.PERFORMANCE_OFFICE).client
    forms = FORM.findall(other.get(CHANGES).text)
    fields = hidden_fields(next(each for each in forms if "/changes/1/" in each))
    answer = fields | {"answer": "Kurang cocok"}

    refused = other.post(f"{CHANGES}/1/decline", data=answer)

    assert refused.status_code == 200
    assert "undian yang menentukan" in refused.text
    assert "Kurang cocok" in refused.text
    with app.app_context():
        session = db.session()
        make_relation(session, "relative", head, about=scene.leader)
        session.commit()
    assert other.post(f"{CHANGES}/1/decline", data=answer).status_code == 302
    page = office.get(PAGE).text
    assert "1 undian gugur." in page
    assert "Gugur: dekat dengan orang ini" in page
    own = client_of(scene.leader).get("/admin/people/me").text
    assert "ditolak" in own
