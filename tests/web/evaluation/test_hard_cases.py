"""Hard cases of the evaluation that no other file has; docs/evaluation.md lists them all."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.accounts.sessions.domain import Stage
from portal.accounts.sessions.service import Browser, add_session
from portal.accounts.staff.models import Account
from portal.evaluation.appraisals.yearly_models import YearlyEvaluation
from portal.evaluation.objections.queries import objections_of
from portal.evaluation.plans import amending, editing, service
from portal.evaluation.plans.domain import EndKind, Plan
from portal.evaluation.rules.states import PeriodicState, PlanState, YearlyState
from portal.evaluation.verifying.service import verify_results
from portal.organisation.agency_results.domain import AgencyPredicateKind, Term
from portal.organisation.agency_results.service import RecordPredicate, record_predicate
from portal.organisation.people import queries as people
from portal.organisation.people.models import KeptLine, Officer, PersonPost
from portal.time import clock
from portal.web.access import Role
from portal.web.extensions import db, vault
from tests.factories import appraisals as quarters
from tests.factories import objections as made_objections
from tests.factories import plans as made
from tests.factories import years
from tests.factories.organisation import make_agency
from tests.factories.people import make_line, make_person, make_post, make_relation
from tests.factories.plans import PlanScene, act, complete
from tests.factories.staff_figures import publish_for_staff
from tests.web.accounts.forms import hidden_fields
from tests.web.evaluation.conftest import ClientOf
from tests.web.evaluation.forms import FORM, press, send
from tests.web.evaluation.objections.test_objection_pages import CLAIM, At, at, plan, received
from tests.web.evaluation.yearly.test_year_pages import signed_year_pages

__all__ = ["at", "plan", "received"]
PLAN = "/admin/performance/plans"
YEAR = f"{PLAN}/1/year"
LAST_DAY = date(2026, 6, 30)


def move_to(scene: PlanScene, superior: int, *, from_: date) -> None:
    """End the person's line the day before and let it lead to somebody else; commits."""
    line = db.session.query(KeptLine).filter_by(person_id=scene.person).one()
    line.ends_on = date.fromordinal(from_.toordinal() - 1)
    db.session.flush()
    make_line(db.session(), scene.person, to=superior, starts_on=from_)
    db.session.commit()


@pytest.fixture
def transferred(app: Flask, scene: PlanScene, at: object) -> int:
    """Somebody with a plan until June, a quarter shown in it, and another plan; its number."""
    with app.app_context():
        session = db.session()
        first = made.make_plan(session, scene, state=PlanState.RUNNING)
        quarters.make_periodic(
            session, scene, first, state=PeriodicState.SHOWN, text=vault().lock("Teks triwulan")
        )
        ending = act(made.found(session, first.id), scene.superior)
        service.end_early(session, ending, kind=EndKind.TRANSFER, ends_on=LAST_DAY)
        move_to(scene, scene.stranger, from_=date(2026, 7, 1))
        second = editing.start_plan(
            session,
            editing.StartPlan(
                scene.cycle.id,
                scene.person,
                date(2026, 7, 1),
                date(2026, 12, 31),
                post="Pos baru",
                unit="",
                approach=first.approach,
                results=complete(),
            ),
        )
        later = made.PlanScene(
            scene.cycle,
            scene.agency_id,
            scene.person,
            scene.stranger,
            scene.mayor,
            scene.mayor,
            scene.superior,
        )
        sent = made.submit(session, later, made.found(session, second))
        made.agree(session, later, sent)
        return second


def test_after_a_transfer_the_last_plan_judges_the_year_with_the_quarters_of_both(
    app: Flask, scene: PlanScene, transferred: int, client_of: ClientOf, person: FlaskClient
) -> None:
    new, superior = client_of(scene.stranger), client_of(scene.superior)
    for page in ("", "/rate", "/confirm", "/advice"):
        assert superior.get(f"{YEAR}{page}").status_code == 404, page
    assert "Tahun ini dinilai menurut SKP terakhir." in person.get(f"{PLAN}/1").text
    send(person, f"{PLAN}/{transferred}/year/self-report", text="Dua pos tahun ini.", act="send")

    page = new.get(f"{PLAN}/{transferred}/year/rate")

    assert page.status_code == 200
    assert "Teks triwulan" in page.text
    assert superior.get(f"{PLAN}/{transferred}/year/advice").status_code == 200
    with app.app_context():
        assert db.session.query(YearlyEvaluation).one().plan_id == transferred


def test_a_new_superior_of_december_rates_and_reads_what_the_one_before_wrote(
    app: Flask, scene: PlanScene, plan: Plan, superior: FlaskClient, client_of: ClientOf
) -> None:
    with app.app_context():
        quarters.make_periodic(
            db.session(), scene, plan, state=PeriodicState.SHOWN, text=vault().lock("Kuat di data")
        )
        move_to(scene, scene.stranger, from_=date(2026, 12, 1))
        text = vault().lock("Laporan")
        years.make_year(db.session(), scene, plan, state=YearlyState.SELF_REPORTED, text=text)
    new = client_of(scene.stranger)

    assert "Kuat di data" in new.get(f"{YEAR}/rate").text
    assert superior.get(f"{YEAR}/rate").status_code == 404
    assert superior.get(f"{YEAR}/advice").status_code == 200


def let_go(session: Session, superior: int, *, how: str) -> None:
    """Let a superior leave for good, or keep them from signing in."""
    if how == "suspended":
        session.query(Account).filter_by(officer_id=superior).one().is_active = False
    else:
        session.get_one(Officer, superior).retired_on = date(2026, 12, 1)


@pytest.mark.parametrize("how", ["retired or dead", "suspended"])
def test_a_superior_who_is_gone_is_replaced_by_whom_the_office_named(
    app: Flask,
    scene: PlanScene,
    plan: Plan,
    superior: FlaskClient,
    *,
    client_of: ClientOf,
    how: str,
) -> None:
    with app.app_context():
        session = db.session()
        let_go(session, scene.superior, how=how)
        make_relation(session, "substitute_appraiser", scene.stranger, about=scene.person)
        session.commit()
        text = vault().lock("Laporan")
        years.make_year(session, scene, plan, state=YearlyState.SELF_REPORTED, text=text)
    new = client_of(scene.stranger)

    signed_year_pages(new)

    # Who cannot sign in is led to the sign-in; who retired finds nothing.
    assert superior.get(f"{YEAR}/rate").status_code in {302, 404}
    with app.app_context():
        year = years.held(db.session(), plan)
        assert (year.state, year.confirmed_by) == (YearlyState.DELIVERED, scene.stranger)


@pytest.fixture
def head_alone(app: Flask, scene: PlanScene, at: object) -> Plan:
    """The plan of a head above whom nobody stands, followed by a head of another agency."""
    with app.app_context():
        session = db.session()
        line = session.query(KeptLine).filter_by(person_id=scene.leader).one()
        line.ends_on = line.starts_on
        session.query(PersonPost).filter_by(person_id=scene.leader).one().is_head = True
        named = make_relation(session, "substitute_appraiser", scene.stranger, about=scene.leader)
        named.ends_on = date(2026, 12, 31)
        session.commit()
        alone = replace(scene, person=scene.leader, superior=scene.stranger)
        sent = made.submit(session, alone, made.start(session, alone))
        held = made.agree(session, alone, sent)
        quarters.verify_all(session, alone, held, value=96)
        # Without the agency's own predicate the head's result would wait.
        excellent = RecordPredicate(
            scene.agency_id, Term(2026), AgencyPredicateKind.EXCELLENT, "800", date(2027, 1, 8)
        )
        record_predicate(session, excellent, now=years.JANUARY, today=years.TODAY)
        return held


def test_a_head_without_a_superior_is_named_before_opening_and_judged_from_outside(
    app: Flask, scene: PlanScene, head_alone: Plan, office: FlaskClient, client_of: ClientOf
) -> None:
    send(office, "/admin/performance/cycles/new")
    preview = office.get("/admin/performance/cycles/2/open").text
    for who in ("pejabat penilai", "atasan pejabat penilai", "pemutus keberatan"):
        lacking = f"Belum mempunyai {who}:"
        names = preview.partition(lacking)[2].partition("</details>")[0]
        assert "Citra Contoh" in names, lacking
    own, appraiser = client_of(scene.leader), client_of(scene.stranger)
    send(own, f"{YEAR}/self-report", text="Target dinas tercapai.", act="send")
    signed_year_pages(appraiser)
    press(own, f"{YEAR}/received", page=f"{YEAR}/result")
    assert own.get(f"{YEAR}/rate").status_code == 404

    send(own, f"{YEAR}/objection", claim_1=CLAIM, act="file")
    case, listed = "/admin/performance/objections/1", "/admin/performance/objections"
    with app.app_context():
        assert objections_of(db.session(), 1)[0].decider_id is None
        other = make_person(db.session(), "Eka Contoh").id
        make_post(db.session(), other, make_agency(db.session(), "dispora"), is_head=True)
        db.session.commit()
    decides = client_of(other)
    assert decides.get(case).status_code == 404
    press(office, f"{case}/draw", page=listed)

    send(decides, f"{case}/admit", reason="")
    for side in (appraiser, own):
        send(side, f"{case}/explanation", text_1="Sudah jelas.", act="send")
    decision = {"finding_1": "unfounded", "reason_1": "Bukti sudah dihitung.", "result": "above"}
    done = send(decides, f"{case}/decide", **decision, behaviour="meets", act="decide")
    assert done.location.endswith("done=decided"), done.text
    with app.app_context():
        year = years.held(db.session(), head_alone)
        (objection,) = objections_of(db.session(), year.id)
        assert (year.state, objection.decider_id) == (YearlyState.FINAL, other)


def test_the_leader_of_a_team_in_another_agency_advises_and_does_not_rate(
    app: Flask, scene: PlanScene, plan: Plan, superior: FlaskClient, client_of: ClientOf
) -> None:
    with app.app_context():
        session = db.session()
        make_relation(session, "adviser", scene.stranger, about=scene.person)
        session.commit()
        agencies = people.agencies_of(session, {scene.person, scene.stranger}, on=LAST_DAY)
        assert len(set(agencies.values())) == 2
        text = vault().lock("Laporan")
        years.make_year(session, scene, plan, state=YearlyState.SELF_REPORTED, text=text)
    leads_team = client_of(scene.stranger)
    said = "Sejak Maret ia memimpin migrasi arsip lintas dinas; selesai sepekan lebih awal."

    assert leads_team.get(f"{PLAN}/1/periods/1").status_code == 200
    assert leads_team.get(f"{YEAR}/rate").status_code == 404
    assert send(leads_team, f"{YEAR}/advice", text=said).status_code == 302

    assert said in superior.get(f"{YEAR}/rate").text


def test_two_people_who_appraise_each_other_over_time_do_not_in_the_same_year(
    app: Flask, scene: PlanScene, plan: Plan
) -> None:
    with app.app_context():
        session = db.session()
        move_to(scene, scene.leader, from_=date(2026, 7, 1))
        above = session.query(KeptLine).filter_by(person_id=scene.superior).one()
        above.ends_on = date(2026, 6, 30)
        session.flush()
        make_line(session, scene.superior, to=scene.person, starts_on=date(2026, 7, 1))
        session.commit()
        both = {scene.person, scene.superior}
        spring = people.standing_on(session, date(2026, 3, 1), person_ids=both)
        autumn = people.standing_on(session, date(2026, 9, 1), person_ids=both)

        assert spring.appraiser_of(scene.person) == scene.superior
        assert spring.kinds(scene.person, about=scene.superior) == set()
        assert autumn.appraiser_of(scene.superior) == scene.person
        # Nobody acts on the own superior, also not as the one who was above them in spring.
        assert autumn.kinds(scene.superior, about=scene.person) == set()
        assert autumn.decider_of(scene.person) != scene.superior


def test_an_amendment_that_waits_while_the_year_is_signed_leaves_the_result_as_it_is(
    app: Flask, scene: PlanScene, plan: Plan, person: FlaskClient, superior: FlaskClient
) -> None:
    with app.app_context():
        held = made.found(db.session(), plan.id)
        amending.amend(db.session(), act(held, scene.person, reason=vault().lock("tugas baru")))
    send(person, f"{YEAR}/self-report", text="Target saya capai.", act="send")
    tab = person.get(f"{PLAN}/1").text
    signed_year_pages(superior)

    # The person sends what was open in another tab, and reads why it is too late.
    button = next(each for each in FORM.findall(tab) if f'action="{PLAN}/1/submit"' in each)
    late = person.post(f"{PLAN}/1/submit", data=hidden_fields(button), follow_redirects=True)

    assert "tidak ada lagi periode yang dapat memakai perubahan" in late.text
    with app.app_context():
        session = db.session()
        assert years.held(session, plan).state is YearlyState.DELIVERED
        assert [each.state for each in made.found(session, plan.id).versions] == [
            PlanState.RUNNING,
            PlanState.DRAFT,
        ]
        assert verify_results(session, vault=vault()).faults == []


def test_who_is_transferred_while_objecting_keeps_the_case_with_those_of_the_year(
    app: Flask, scene: PlanScene, received: Plan, client_of: ClientOf, person: FlaskClient
) -> None:
    leader, new = client_of(scene.leader), client_of(scene.stranger)
    send(person, f"{YEAR}/objection", claim_1=CLAIM, act="kept")
    with app.app_context():
        move_to(scene, scene.stranger, from_=date(2027, 1, 12))

    filed = send(person, f"{YEAR}/objection", claim_1=CLAIM, act="file")

    assert filed.location.endswith("done=filed"), filed.text
    with app.app_context():
        (objection,) = objections_of(db.session(), 1)
    assert (objection.appraiser_id, objection.decider_id) == (scene.superior, scene.leader)
    case = "/admin/performance/objections/1"
    assert leader.get(case).status_code == 200
    assert new.get(case).status_code == 404


def release_otherwise(app: Flask, scene: PlanScene) -> None:
    """Release another figure of the person's year than the one in the result; commits."""
    with app.app_context():
        year = {"period": "2026-01/2026-12", "value": 90, "n": 60, "interval": None}
        body = json.dumps({"year": year})
        publish_for_staff(db.session(), {f"officers/{scene.person}": body}, period="2027-01")
        db.session.commit()


def test_nobody_is_sent_to_object_when_the_time_is_over(
    app: Flask, scene: PlanScene, received: Plan, at: At, person: FlaskClient
) -> None:
    release_otherwise(app, scene)
    at(datetime(2027, 4, 1, 3, tzinfo=UTC))
    with app.app_context():
        account = db.session.query(Account).filter_by(officer_id=scene.person).one()
        browser = Browser(account.id, stage=Stage.SIGNED_IN, device="test")
        person.set_cookie("staff", add_session(db.session(), browser, now=clock.now()))
        db.session.commit()

    page = person.get(f"{YEAR}/result").text

    assert "terbit angka warga untuk tahun ini" in page
    assert "sebutkan dalam keberatan" not in page


def test_a_figure_released_otherwise_afterwards_is_said_beside_the_result(
    app: Flask, scene: PlanScene, received: Plan, person: FlaskClient, superior: FlaskClient
) -> None:
    said = "terbit angka warga untuk tahun ini"
    before = person.get(f"{YEAR}/result").text
    assert said not in before
    release_otherwise(app, scene)

    page = person.get(f"{YEAR}/result").text
    assert said in page
    assert "sebutkan dalam keberatan" in page
    assert said not in superior.get(f"{YEAR}/result").text
    with app.app_context():
        assert verify_results(db.session(), vault=vault()).faults == []


def test_the_offices_own_staff_draw_nobody_for_themselves_and_read_only_the_own_result(
    app: Flask, scene: PlanScene, plan: Plan, office: FlaskClient, client_of: ClientOf
) -> None:
    with app.app_context():
        session = db.session()
        locked = vault().lock("Teks")
        made_objections.received_year(session, scene, plan, vault=vault(), text=locked)
    own = client_of(scene.person, Role.PERFORMANCE_OFFICE)
    send(own, f"{YEAR}/objection", claim_1=CLAIM, act="file")
    case = "/admin/performance/objections/1"
    assert own.get(case).status_code == 200
    assert office.get(case).status_code == 404
    app.config["WTF_CSRF_ENABLED"] = False

    assert own.post(f"{case}/draw", data={"revision": "2"}).status_code == 404
    assert office.post(f"{case}/draw", data={"revision": "2"}).status_code == 302
