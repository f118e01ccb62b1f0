"""An objection on its pages: written, filed in time, both heard, decided, read; 404 elsewhere."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.accounts.audit_log.models import AuditEntry
from portal.cli.evaluation_jobs import RESULTS_JOB
from portal.evaluation.appraisals.domain import Yearly
from portal.evaluation.objections.domain import Objection
from portal.evaluation.objections.queries import objections_of
from portal.evaluation.plans.domain import Plan
from portal.evaluation.rules.states import ObjectionState, PlanState, YearlyState
from portal.organisation.places.models import AgencyRow
from portal.time import clock
from portal.web.access import Role
from portal.web.extensions import current_settings, db, vault
from tests.factories import appraisals as quarters
from tests.factories import objections as made
from tests.factories import years
from tests.factories.people import make_person, make_post
from tests.factories.plans import PlanScene, make_plan
from tests.staff import add_account
from tests.web.accounts.forms import hidden_fields
from tests.web.evaluation.conftest import ClientOf
from tests.web.evaluation.forms import press, send
from tests.web.evaluation.plans.test_who_may import VIEWERS, SignIn, sign_in
from tests.web.evaluation.yearly.test_year_pages import signed_year_pages

__all__ = ["sign_in"]
YEAR = "/admin/performance/plans/1/year"
WRITE = f"{YEAR}/objection"
CASE = "/admin/performance/objections/1"
CLAIM = "228 dari 240 adalah 95: menurut aturan itu sesuai."
At = Callable[[datetime], None]
Bring = Callable[[ObjectionState], Objection]


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch, january: None) -> At:
    def set_to(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    set_to(datetime(2027, 1, 12, 3, tzinfo=UTC))
    return set_to


@pytest.fixture
def plan(app: Flask, scene: PlanScene, at: At) -> Plan:
    with app.app_context():
        plan = make_plan(db.session(), scene, state=PlanState.RUNNING)
        quarters.verify_all(db.session(), scene, plan, value=96)
        return plan


@pytest.fixture
def received(plan: Plan, person: FlaskClient, superior: FlaskClient) -> Plan:
    """A result made, signed and received on its pages on 12 January 2027."""
    send(person, f"{YEAR}/self-report", text="Target saya capai.", act="send")
    signed_year_pages(superior)
    press(person, f"{YEAR}/received", page=f"{YEAR}/result")
    return plan


@pytest.fixture
def bring(app: Flask, scene: PlanScene, plan: Plan) -> Bring:
    """Bring an objection into a state; the leader decides."""

    def to(state: ObjectionState) -> Objection:
        with app.app_context():
            session = db.session()
            locked = vault().lock("Teks rahasia")
            made.received_year(session, scene, plan, vault=vault(), text=locked)
            texts = {1: locked, 2: locked}
            return made.make_objection(session, scene, plan, state=state, texts=texts)

    return to


@pytest.fixture
def leader(client_of: ClientOf, scene: PlanScene) -> FlaskClient:
    return client_of(scene.leader)


def held(app: Flask, plan: Plan) -> tuple[Yearly, Objection]:
    with app.app_context():
        year = years.held(db.session(), plan)
        return year, objections_of(db.session(), year.id)[-1]


def test_an_objection_goes_from_a_draft_to_a_decision_that_changes_the_result(
    app: Flask,
    received: Plan,
    person: FlaskClient,
    superior: FlaskClient,
    leader: FlaskClient,
) -> None:
    assert f'href="{WRITE}"' in person.get(f"{YEAR}/result").text
    assert "keberatan sampai 26 Januari 2027" in person.get(f"{YEAR}/result").text
    kept = send(person, WRITE, claim_2=CLAIM, asked_behaviour="above", act="kept")
    assert kept.status_code == 302
    assert CLAIM in person.get(WRITE).text
    assert superior.get(CASE).status_code == 404
    filed = send(person, WRITE, claim_1=CLAIM, claim_2="", act="file")
    assert filed.location.endswith("done=filed"), filed.text
    assert superior.get(CASE).status_code == 200

    assert send(leader, f"{CASE}/admit", reason="").status_code == 302
    assert send(superior, f"{CASE}/explanation", text_1="Belum dikirim.", act="kept")
    assert "Belum dikirim." not in person.get(CASE).text
    send(superior, f"{CASE}/explanation", text_1="Bantu baca bukan keputusan.", act="send")
    assert "Bantu baca bukan keputusan." in person.get(CASE).text
    send(person, f"{CASE}/evidence", title="Surat kepala desa", link="https://contoh.example/1")
    send(person, f"{CASE}/explanation", text_1="Saya sudah melapor.", act="send")
    meeting = {"held_on": "2027-01-12", "notes": "Keduanya hadir."}
    assert send(leader, f"{CASE}/meeting", **meeting).status_code == 302
    assert "Surat kepala desa" in superior.get(CASE).text

    decision = {"finding_1": "founded", "reason_1": "Alasannya benar.", "result": "above"}
    incomplete = send(leader, f"{CASE}/decide", **decision, act="decide")
    assert 'id="behaviour-error"' in incomplete.text
    kept = send(leader, f"{CASE}/decide", **decision, act="kept")
    assert "Alasannya benar." not in person.get(CASE).text
    worse = send(leader, f"{CASE}/decide", behaviour="below", act="decide")
    assert worse.status_code == 422
    done = send(leader, f"{CASE}/decide", behaviour="above", act="decide")
    assert done.location.endswith("done=decided"), done.text

    year, objection = held(app, received)
    assert (year.state, year.predicate) == (YearlyState.FINAL, "very_good")
    assert objection.outcome == "changed"
    page = person.get(f"{YEAR}/result").text
    assert "Sangat Baik" in page
    assert "Diputus atas keberatan" in page
    assert "sudah diputus. Putusannya final" in page
    assert f'href="{WRITE}"' not in page
    assert "Alasannya benar." in person.get(CASE).text
    press(person, f"{CASE}/read", page=CASE)
    assert held(app, received)[1].state is ObjectionState.CLOSED
    with app.app_context():
        seals = db.session.query(AuditEntry).filter_by(action="appraisal.objection").all()
    assert len(seals) == 1


@pytest.mark.parametrize("viewer", VIEWERS)
def test_a_case_is_found_by_whom_it_concerns_and_by_nobody_else(
    app: Flask, bring: Bring, sign_in: SignIn, viewer: str
) -> None:
    bring(ObjectionState.HEARING)
    client = sign_in(viewer)

    readers = {"person", "superior", "leader", "auditor"}
    assert (client.get(CASE).status_code == 200) is (viewer in readers)
    for page in ("/decide", "/meeting", "/later", "/aside"):
        found = client.get(f"{CASE}{page}").status_code
        assert (found == 200) is (viewer == "leader"), page
    assert (client.get(f"{CASE}/companion").status_code == 200) is (viewer == "person")
    assert (client.get(f"{CASE}/evidence").status_code == 200) is (viewer in {"person", "superior"})
    assert client.get(f"{CASE}/admit").status_code == 404
    listed = client.get("/admin/performance/objections").status_code
    assert (listed == 200) is (viewer == "office")
    app.config["WTF_CSRF_ENABLED"] = False
    for act in ("/withdraw", "/read", "/draw", "/decide", "/companion/5/end"):
        sent = client.post(f"{CASE}{act}", data={"revision": "0"})
        if viewer not in {"person", "leader"}:
            assert sent.status_code in {403, 404}, act


@pytest.mark.parametrize("viewer", [each for each in VIEWERS if each != "person"])
def test_a_draft_is_the_persons_own(bring: Bring, sign_in: SignIn, viewer: str) -> None:
    bring(ObjectionState.DRAFT)
    client = sign_in(viewer)

    assert client.get(CASE).status_code == 404
    assert client.get(WRITE).status_code == 404


def test_every_look_of_somebody_else_is_on_record_once_a_day(
    app: Flask, bring: Bring, superior: FlaskClient, person: FlaskClient
) -> None:
    bring(ObjectionState.FILED)
    for client in (superior, superior, person):
        assert client.get(CASE).status_code == 200

    with app.app_context():
        looks = db.session.query(AuditEntry).filter_by(action="person.look").all()
    assert ["objection" in each.detail for each in looks] == [True]


def test_a_companion_reads_this_one_case_until_its_person_ends_it(
    app: Flask, bring: Bring, person: FlaskClient, client_of: ClientOf, scene: PlanScene
) -> None:
    bring(ObjectionState.HEARING)
    companion = client_of(scene.stranger)
    picked = send(person, f"{CASE}/companion", words="Dewi")
    assert picked.status_code == 422
    named = send(person, f"{CASE}/companion", words="Dewi", picked=str(scene.stranger))
    assert named.status_code == 302, named.text

    page = companion.get(CASE)
    assert "Teks rahasia" in page.text
    assert companion.get(f"{YEAR}/result").status_code == 404
    assert companion.get(f"{CASE}/evidence").status_code == 404
    assert "Dewi Contoh" in person.get(CASE).text
    press(person, f"{CASE}/companion/{scene.stranger}/end", page=CASE)
    assert companion.get(CASE).status_code == 404
    with app.app_context():
        acts = {each.action for each in db.session.query(AuditEntry).all()}
    assert {"performance.objection_companion", "performance.objection_companion_ended"} <= acts


@pytest.mark.parametrize("zone", ["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"])
@pytest.mark.parametrize("is_after", [False, True])
def test_day_14_ends_at_midnight_of_the_citys_zone(
    make_app: Callable[..., Flask], monkeypatch: pytest.MonkeyPatch, zone: str, *, is_after: bool
) -> None:
    from tests.factories.plans import make_plan_scene
    from tests.staff import signed_in

    app = make_app(TIMEZONE=zone)
    with app.app_context():
        session = db.session()
        scene = make_plan_scene(session)
        plan = make_plan(session, scene, state=PlanState.RUNNING)
        locked = vault().lock("Teks")
        year = made.received_year(session, scene, plan, vault=vault(), text=locked)
        assert year.object_until == date(2027, 1, 26)
    last = datetime(2027, 1, 26, 23, 59, tzinfo=ZoneInfo(zone))
    moment = datetime(2027, 1, 27, 0, 0, tzinfo=ZoneInfo(zone)) if is_after else last
    monkeypatch.setattr(clock, "now", lambda: moment.astimezone(UTC))
    client, leader = (
        signed_in(app, Role.OFFICER, agency_id=scene.agency_id, officer_id=each).client
        for each in (scene.person, scene.leader)
    )

    answer = send(client, WRITE, claim_1=CLAIM, act="file")

    assert (answer.status_code == 302) is not is_after
    assert ('id="late_reason-error"' in answer.text) is is_after
    if is_after:
        late = send(client, WRITE, claim_1=CLAIM, late_reason="Saya dirawat.", act="file")
        assert late.status_code == 302
    with app.app_context():
        found = objections_of(db.session(), year.id)[-1]
    assert (found.state, found.is_late) == (ObjectionState.FILED, is_after)
    if is_after:
        # Whoever admits what came too late says why.
        without = send(leader, f"{CASE}/admit", reason="")
        assert (without.status_code, 'id="reason-error"' in without.text) == (422, True)


def test_where_the_superior_took_part_the_office_draws_a_substitute_by_lot(
    app: Flask, scene: PlanScene, plan: Plan, office: FlaskClient, client_of: ClientOf
) -> None:
    with app.app_context():
        session = db.session()
        other = make_person(session, "Eka Contoh")
        agency = session.query(AgencyRow).filter(AgencyRow.id != scene.agency_id).one()
        make_post(session, other.id, agency, is_head=True)
        session.commit()
        add_account(session, Role.OFFICER, agency_id=agency.id, officer_id=other.id)
        session.commit()
        locked = vault().lock("Teks")
        made.received_year(session, scene, plan, vault=vault(), text=locked)
        session.commit()
        reader = other.id
    # Nobody in the line has an account, so nobody of it can decide.
    person = client_of(scene.person)
    send(person, WRITE, claim_1=CLAIM, act="file")
    assert held(app, plan)[1].decider_id is None
    page = office.get("/admin/performance/objections").text
    assert "Ayu Contoh" not in page
    assert CLAIM not in page

    button = hidden_fields(page)
    stale = office.post(f"{CASE}/draw", data=button | {"revision": "99"})
    assert stale.location.endswith("done=changed")
    assert held(app, plan)[1].decider_id is None
    press(office, f"{CASE}/draw", page="/admin/performance/objections")

    assert held(app, plan)[1].decider_id == reader


def test_what_was_typed_stays_when_another_tab_was_faster(
    app: Flask, bring: Bring, person: FlaskClient
) -> None:
    bring(ObjectionState.DRAFT)
    page = person.get(WRITE)
    from tests.web.evaluation.forms import fields_of

    form = fields_of(page.text)
    assert person.post(WRITE, data=form | {"claim_1": "Dari tab satu", "act": "kept"})
    late = person.post(WRITE, data=form | {"claim_1": "Dari tab dua", "act": "file"})

    assert late.status_code == 422
    assert "Dari tab satu" in late.text
    assert "Dari tab dua" in late.text
    assert held(app, years_plan(app))[1].state is ObjectionState.DRAFT


def years_plan(app: Flask) -> Plan:
    from portal.evaluation.plans.queries import plan_with

    with app.app_context():
        plan = plan_with(db.session(), 1)
    assert plan is not None
    return plan


def test_a_result_with_an_objection_in_time_never_becomes_final_in_the_night(
    app: Flask, bring: Bring, plan: Plan
) -> None:
    bring(ObjectionState.FILED)
    night = datetime(2027, 3, 1, 18, 30, tzinfo=UTC)
    with app.app_context():
        RESULTS_JOB.run(db.session(), current_settings(), now=night)
    # Nobody answered within three working days, so it is heard.
    assert held(app, plan)[0].state is YearlyState.UNDER_OBJECTION


def test_both_sides_and_the_one_who_decides_are_told_without_content(
    app: Flask, scene: PlanScene, plan: Plan, capsys: pytest.CaptureFixture[str]
) -> None:
    with app.app_context():
        session = db.session()
        for each in (scene.person, scene.superior, scene.leader):
            add_account(session, Role.OFFICER, agency_id=scene.agency_id, officer_id=each)
        session.commit()
        made.received_year(session, scene, plan, vault=vault(), text=vault().lock("Teks"))
        capsys.readouterr()
        made.make_objection(session, scene, plan, state=ObjectionState.FILED)
    letters = capsys.readouterr().out

    # The appraiser and the one who decides; the person did it.
    assert letters.count("Subject: ") == 2
    assert "eberatan" not in letters
    assert "Ayu" not in letters
