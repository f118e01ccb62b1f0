"""What else may happen in an objection: refused, put off, handed on, given up; and who waits."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.evaluation.objections.counting import ObjectionCounts
from portal.evaluation.objections.domain import Inadmissibility
from portal.evaluation.objections.queries import counts_in, objected_before
from portal.evaluation.plans.domain import Plan
from portal.evaluation.rules.states import ObjectionState
from portal.evaluation.substitutes.service import Draw, keep_lot
from portal.organisation.people.domain import Naming
from portal.organisation.people.standing import RelationKind
from portal.web.access import Role
from portal.web.extensions import db, moment, today
from tests.factories.organisation import make_agency
from tests.factories.people import make_person, make_post
from tests.factories.plans import PlanScene
from tests.staff import add_account
from tests.web.evaluation.forms import press, send
from tests.web.evaluation.objections.test_objection_pages import (
    CASE,
    Bring,
    at,
    bring,
    held,
    leader,
    plan,
)

__all__ = ["at", "bring", "leader", "plan"]
SCREEN = "/admin/performance"
OFFICE = "/admin/performance/objections"


def test_an_objection_is_refused_with_a_reason_only_and_not_as_late_when_it_was_not(
    app: Flask, plan: Plan, bring: Bring, leader: FlaskClient, person: FlaskClient
) -> None:
    bring(ObjectionState.FILED)
    without = send(leader, f"{CASE}/admit", because=Inadmissibility.NO_REASONS, reason="")
    late = send(leader, f"{CASE}/admit", because=Inadmissibility.LATE, reason="Terlambat.")

    assert (without.status_code, 'id="reason-error"' in without.text) == (422, True)
    assert (late.status_code, 'id="because-error"' in late.text) == (422, True)
    assert "Terlambat." in late.text
    refused = send(leader, f"{CASE}/admit", because=Inadmissibility.NO_REASONS, reason="Kosong.")
    assert refused.location.endswith("done=refused")
    assert held(app, plan)[1].inadmissible_because is Inadmissibility.NO_REASONS
    assert "Kosong." in person.get(CASE).text


def test_a_decision_is_put_off_once_with_a_reason(
    app: Flask, plan: Plan, bring: Bring, leader: FlaskClient, superior: FlaskClient
) -> None:
    bring(ObjectionState.HEARING)
    before = held(app, plan)[1].decide_until
    assert send(leader, f"{CASE}/later", reason="").status_code == 422

    done = send(leader, f"{CASE}/later", reason="Saksi masih cuti.")

    assert done.location.endswith("done=extended")
    after = held(app, plan)[1]
    assert before is not None
    assert after.decide_until is not None
    assert after.decide_until > before
    assert "Saksi masih cuti." in superior.get(CASE).text
    again = leader.get(f"{CASE}/later")
    assert again.status_code == 404 or send(leader, f"{CASE}/later", reason="x").status_code == 422


def test_who_steps_aside_leaves_the_case_to_a_substitute(
    app: Flask, plan: Plan, bring: Bring, leader: FlaskClient, office: FlaskClient
) -> None:
    bring(ObjectionState.HEARING)

    assert send(leader, f"{CASE}/aside", reason="Pelapor kerabat saya.").status_code == 302

    assert held(app, plan)[1].decider_id is None
    assert leader.get(CASE).status_code == 404
    page = office.get(OFFICE).text
    assert f'action="{CASE}/draw"' in page
    assert "Pelapor kerabat saya." not in page
    press(office, f"{CASE}/draw", page=OFFICE)
    assert held(app, plan)[1].decider_id is None  # nobody outside the line has an account


def test_a_lot_of_the_cycle_that_waits_decides_before_another_is_drawn(
    app: Flask, plan: Plan, bring: Bring, leader: FlaskClient, office: FlaskClient
) -> None:
    bring(ObjectionState.HEARING)
    send(leader, f"{CASE}/aside", reason="Pelapor kerabat saya.")
    with app.app_context():
        session, heads = db.session(), []
        for number in range(6):
            heads.append(make_person(session, f"Kepala {number}").id)
            agency = make_agency(session, f"dinas-{number}")
            make_post(session, heads[-1], agency, is_head=True)
            add_account(session, Role.OFFICER, agency_id=agency.id, officer_id=heads[-1])
        lot = Naming(heads[3], RelationKind.SUBSTITUTE_DECIDER, today())
        asked = Draw(plan.cycle_id, 1, None, moment(), today())
        keep_lot(session, asked, person=plan.person_id, naming=lot, pool_size=6)
        session.commit()
    press(office, f"{CASE}/draw", page=OFFICE)

    assert held(app, plan)[1].decider_id == heads[3]


def test_both_sides_read_who_stepped_aside(
    bring: Bring, leader: FlaskClient, person: FlaskClient, superior: FlaskClient
) -> None:
    bring(ObjectionState.HEARING)
    send(leader, f"{CASE}/aside", reason="Pelapor kerabat saya.")

    for side in (person, superior):
        page = side.get(CASE).text
        assert "Citra Contoh mundur" in page
        assert "Pelapor kerabat saya." not in page


def test_an_objection_is_given_up_before_it_is_admitted(
    app: Flask, plan: Plan, bring: Bring, person: FlaskClient
) -> None:
    bring(ObjectionState.FILED)

    press(person, f"{CASE}/withdraw", page=CASE)

    assert held(app, plan)[1].state is ObjectionState.WITHDRAWN


def test_a_side_or_who_decides_is_no_companion(
    bring: Bring, person: FlaskClient, scene: PlanScene
) -> None:
    bring(ObjectionState.HEARING)

    page = person.get(CASE).text
    refused = send(person, f"{CASE}/companion", words="Contoh", picked=str(scene.superior))

    assert refused.status_code == 422
    assert 'id="words-error"' in refused.text
    assert f"{CASE}/companion/{scene.superior}/end" not in page


@pytest.mark.parametrize(
    ("state", "waiting"),
    [
        (ObjectionState.DRAFT, {"person"}),
        (ObjectionState.FILED, {"leader"}),
        (ObjectionState.ADMITTED, {"person", "superior"}),
        (ObjectionState.HEARING, {"leader"}),
    ],
)
def test_the_first_screen_says_for_whom_a_case_waits(
    bring: Bring,
    person: FlaskClient,
    superior: FlaskClient,
    leader: FlaskClient,
    *,
    state: ObjectionState,
    waiting: set[str],
) -> None:
    bring(state)
    clients = {"person": person, "superior": superior, "leader": leader}

    pages = {name: client.get(SCREEN).text for name, client in clients.items()}

    shown = {name for name, page in pages.items() if "/objection" in page}
    assert waiting <= shown


def test_objections_of_a_cycle_are_counted_by_their_days(
    app: Flask, plan: Plan, bring: Bring
) -> None:
    found = bring(ObjectionState.HEARING)
    assert found.decide_until is not None
    with app.app_context():
        session = db.session()
        in_time = counts_in(session, plan.cycle_id, on=found.decide_until)
        late = counts_in(session, plan.cycle_id, on=found.decide_until + timedelta(days=1))

    assert in_time == ObjectionCounts(filed=1, decided=0, in_time=0, changed=0, overdue=0, open=1)
    assert late.overdue == 1


def test_whoever_objected_in_another_cycle_is_known_to_the_next(
    app: Flask, plan: Plan, bring: Bring
) -> None:
    found = bring(ObjectionState.FILED)
    pair = (found.person_id, found.appraiser_id)
    with app.app_context():
        session = db.session()
        assert objected_before(session, [pair], cycle_id=plan.cycle_id + 1) == {pair}
        assert objected_before(session, [pair], cycle_id=plan.cycle_id) == frozenset()
        assert objected_before(session, [(0, pair[1])], cycle_id=plan.cycle_id + 1) == frozenset()
