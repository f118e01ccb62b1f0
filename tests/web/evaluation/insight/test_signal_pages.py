"""Notes to look again on their pages (journey J5): noticed, answered, before a result is signed."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from portal.accounts.audit_log.models import AuditEntry
from portal.evaluation.insight.domain import SignalKind
from portal.evaluation.insight.models import SignalNote
from portal.evaluation.plans.domain import Plan
from portal.evaluation.rules.states import PlanState, YearlyState
from portal.time import clock
from portal.web.access import Role
from portal.web.extensions import db, vault
from tests.factories import appraisals as quarters
from tests.factories import insight as made
from tests.factories import years
from tests.factories.insight import RatedPerson
from tests.factories.people import make_relation
from tests.factories.plans import PlanScene, make_plan
from tests.web.evaluation.conftest import ClientOf
from tests.web.evaluation.forms import press, send
from tests.web.evaluation.plans.test_who_may import VIEWERS, SignIn, sign_in

__all__ = ["sign_in"]
HOME = "/admin/performance"
NOTES = f"{HOME}/signals"
YEAR = f"{HOME}/plans/1/year"
WHY = "Kelima orang bekerja pada meja yang sama dan saya lihat tiap hari."
COPY = "Berkas kembali karena kurang teliti membaca syarat."
Rated = Callable[..., list[RatedPerson]]


@pytest.fixture(autouse=True)
def next_january(monkeypatch: pytest.MonkeyPatch, january: None) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2027, 1, 12, 3, tzinfo=UTC))


@pytest.fixture
def plan(app: Flask, scene: PlanScene) -> Plan:
    with app.app_context():
        plan = make_plan(db.session(), scene, state=PlanState.RUNNING)
        quarters.verify_all(db.session(), scene, plan, value=95)
        return plan


@pytest.fixture
def rated(app: Flask, scene: PlanScene, plan: Plan) -> Rated:
    """Rate the person and four others of the superior, and somebody of another appraiser."""

    def make(steps: Sequence[int] = made.VARIED, reason: str = "") -> list[RatedPerson]:
        with app.app_context():
            session, report = db.session(), vault().lock("Target tercapai.")
            locked = vault().lock(reason) if reason else None
            made.rate(session, scene, plan, steps=steps, reason=locked, text=report)
            made.other_appraiser(session, scene)
            return made.rated_team(session, scene, 4, steps=steps, reason=locked, text=report)

    return make


def kinds(app: Flask) -> list[tuple[str, str]]:
    with app.app_context():
        rows = db.session.query(SignalNote).order_by(SignalNote.id)
        return [(each.kind, each.state) for each in rows]


def answered(client: FlaskClient, number: int, **changed: str) -> str:
    fields = {"answer": "kept", "reason": WHY} | changed
    return send(client, f"{NOTES}/{number}", **fields).location or ""


def test_steps_that_are_all_alike_are_looked_at_again_before_a_result_is_signed(
    app: Flask, rated: Rated, superior: FlaskClient
) -> None:
    rated(steps=made.SAME)

    press(superior, f"{YEAR}/send", page=YEAR)

    assert kinds(app) == [("sameness", "open")]
    assert "Ada catatan" in superior.get(YEAR).text
    assert superior.get(f"{YEAR}/confirm").location.endswith("done=not_ready")
    assert "1 catatan menunggu" in superior.get(HOME).text
    short = send(superior, f"{NOTES}/1", answer="kept", reason="Sudah benar.")
    assert (short.status_code, "paling sedikit 30" in short.text) == (422, True)
    assert answered(superior, 1).endswith("done=answered")
    assert superior.get(f"{YEAR}/confirm").status_code == 200
    page = superior.get(f"{NOTES}/1").text
    assert WHY in page
    assert 'id="form"' not in page
    with app.app_context():
        held = db.session.query(SignalNote).one()
        assert held.answer is not None
        assert WHY.encode() not in held.answer
        entry = db.session.query(AuditEntry).filter_by(action="performance.signal_answered").one()
        assert WHY not in entry.detail


def test_one_reason_for_three_people_is_noticed_and_gone_once_it_is_not_the_same(
    app: Flask, scene: PlanScene, rated: Rated, superior: FlaskClient
) -> None:
    team = rated(reason=COPY)
    press(superior, f"{YEAR}/send", page=YEAR)
    assert kinds(app) == [("copied", "open")] * 5
    assert "Pegawai 04 Contoh" in superior.get(NOTES).text

    with app.app_context():
        for each in team[1:]:
            made.rate_again(db.session(), scene, each.plan, steps=made.VARIED, vault=vault())
    address = f"{HOME}/plans/{team[0].plan.id}/year"
    press(superior, f"{address}/send", page=address)

    assert {state for _, state in kinds(app)} == {"gone"}
    assert "Tidak ada catatan" in superior.get(NOTES).text


def test_a_note_of_two_tabs_is_answered_once(
    app: Flask, scene: PlanScene, plan: Plan, superior: FlaskClient
) -> None:
    with app.app_context():
        number = made.make_note(db.session(), scene)
    assert answered(superior, number).endswith("done=answered")

    app.config["WTF_CSRF_ENABLED"] = False
    late = superior.post(
        f"{NOTES}/{number}", data={"answer": "changed", "reason": WHY, "revision": "1"}
    )

    assert late.status_code == 422
    assert "keadaannya berubah" in late.text
    assert WHY in late.text
    assert kinds(app) == [("sameness", "kept")]


@pytest.mark.parametrize("viewer", VIEWERS)
def test_a_note_about_somebody_is_found_by_the_appraiser_and_the_auditor(
    app: Flask, scene: PlanScene, plan: Plan, sign_in: SignIn, viewer: str
) -> None:
    with app.app_context():
        made.make_note(db.session(), scene, kind=SignalKind.COLLEAGUES, plan=plan)
        made.make_note(db.session(), scene, kind=SignalKind.AFTER_REPORT, plan=plan)
        made.make_note(db.session(), scene)
    client = sign_in(viewer)
    reads, above = {"superior", "auditor"}, {"superior", "auditor", "leader"}

    found = [client.get(f"{NOTES}/{number}").status_code == 200 for number in (1, 2, 3)]

    assert found == [viewer in reads, viewer in above, viewer in reads]
    app.config["WTF_CSRF_ENABLED"] = False
    answer = client.post(f"{NOTES}/1", data={"answer": "kept", "reason": WHY})
    assert (answer.status_code != 404) is (viewer == "superior")


def test_nobody_but_the_appraiser_finds_a_note_in_the_list(
    app: Flask, scene: PlanScene, plan: Plan, sign_in: SignIn
) -> None:
    with app.app_context():
        made.make_note(db.session(), scene, kind=SignalKind.AFTER_REPORT, plan=plan)

    assert "Ayu Contoh" in sign_in("superior").get(NOTES).text
    above = sign_in("leader").get(NOTES).text
    assert "lebih rendah sesudah melapor" in above
    assert "Ayu Contoh" in above
    for viewer in ("person", "stranger"):
        assert "Tidak ada catatan" in sign_in(viewer).get(NOTES).text
    for viewer in ("office", "coordinator", "administrator"):
        assert sign_in(viewer).get(NOTES).status_code == 404


def test_what_concerns_a_relative_vanishes_from_the_appraisers_lists(
    app: Flask, scene: PlanScene, plan: Plan, superior: FlaskClient
) -> None:
    with app.app_context():
        made.make_note(db.session(), scene, kind=SignalKind.RECENCY, plan=plan)
        make_relation(db.session(), "relative", scene.superior, about=scene.person)
        db.session.commit()

    assert "Ayu Contoh" not in superior.get(NOTES).text
    assert superior.get(f"{NOTES}/1").status_code == 404


def test_the_head_of_the_unit_reads_that_there_are_notes_and_never_which_source_differs(
    app: Flask, scene: PlanScene, plan: Plan, client_of: ClientOf
) -> None:
    with app.app_context():
        session = db.session()
        years.make_year(session, scene, plan, state=YearlyState.UNIT_REVIEW)
        session.execute(
            text("UPDATE person_post SET is_head = TRUE WHERE person_id = :id"),
            {"id": scene.leader},
        )
        session.commit()
        made.make_note(session, scene, kind=SignalKind.COLLEAGUES, plan=plan)
        made.make_note(session, scene)
    head = client_of(scene.leader)

    page = head.get(f"{HOME}/unit/{scene.agency_id}/0").text

    assert "Penilaian Ayu Contoh: 1 menunggu jawaban, 0 sudah dijawab." in page
    assert "Budi Contoh: sebaran langkah" in page
    assert "rekan" not in page.partition('id="signals"')[2].partition("</section>")[0]


def test_the_office_reads_appraisers_and_groups_and_nobody_who_was_rated(
    app: Flask, scene: PlanScene, plan: Plan, office: FlaskClient, superior: FlaskClient
) -> None:
    page = f"{NOTES}/overview"
    assert "Belum ada isyarat" in office.get(page).text
    with app.app_context():
        made.make_note(db.session(), scene, kind=SignalKind.AFTER_REPORT, plan=plan)

    shown = office.get(page).text

    assert "Budi Contoh" in shown
    assert "perlu dilihat lagi" in shown
    assert "Ayu Contoh" not in shown
    assert "Budi Contoh" in office.get(f"{page}?state=open").text
    assert "Budi Contoh" not in office.get(f"{page}?agency=Bukan").text
    answered(superior, 1)
    assert "Budi Contoh" not in office.get(f"{page}?state=open&page=9e9").text


def test_what_is_typed_into_an_address_or_a_form_breaks_nothing(
    app: Flask, scene: PlanScene, plan: Plan, superior: FlaskClient, client_of: ClientOf
) -> None:
    with app.app_context():
        made.make_note(db.session(), scene)
    assert superior.get(f"{NOTES}/2147483648").status_code == 404
    assert superior.get(f"{NOTES}?page=%00&done=%3Cscript%3E").status_code == 200
    for fields in (
        {"answer": "gone", "reason": WHY},
        {"answer": "open", "reason": WHY},
        {"answer": "kept", "reason": "\x00" * 40},
        {"answer": "kept", "reason": "a" * 2001},
        {"answer": "", "reason": WHY},
    ):
        assert send(superior, f"{NOTES}/1", **fields).status_code == 422, fields
    assert kinds(app) == [("sameness", "open")]
    assert client_of(None, Role.OFFICER).get(NOTES).status_code == 404
