"""Every further page of an evaluation x what somebody is to its person: what lies elsewhere is not.

Beside the viewers of a plan: whoever was the superior until 4 January, the head of the person's
agency, and the head of another one.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.accounts.audit_log.models import AuditEntry
from portal.evaluation.appraisals.yearly_models import UnitReview, YearlyEvaluation
from portal.evaluation.plans.domain import Plan
from portal.evaluation.rules.levels import ExpectationLevel
from portal.evaluation.rules.states import PeriodicState, PlanState, YearlyState
from portal.organisation.people.models import KeptLine
from portal.organisation.places.models import AgencyRow
from portal.time import clock
from portal.web.extensions import db, vault
from tests.factories import appraisals as made
from tests.factories import plans as made_plans
from tests.factories import years
from tests.factories.people import make_line, make_person, make_post
from tests.factories.plans import PlanScene
from tests.web.evaluation.conftest import ClientOf
from tests.web.evaluation.forms import fields_of
from tests.web.evaluation.plans.test_who_may import VIEWERS as VIEWERS_OF_A_PLAN
from tests.web.evaluation.plans.test_who_may import SignIn, sign_in

__all__ = ["sign_in"]
VIEWERS = (*VIEWERS_OF_A_PLAN, "former", "head", "other_head")
PLAN = "/admin/performance/plans/1"
QUARTER, YEAR = f"{PLAN}/quarters/1", f"{PLAN}/year"
APRIL = datetime(2026, 4, 3, 3, tzinfo=UTC)
JANUARY = datetime(2027, 1, 12, 3, tzinfo=UTC)
At = Callable[[datetime], None]


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch, january: None) -> At:
    def set_to(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    return set_to


@pytest.fixture
def plan(app: Flask, scene: PlanScene) -> Plan:
    with app.app_context():
        plan = made_plans.make_plan(db.session(), scene, state=PlanState.RUNNING)
        made.verify_all(db.session(), scene, plan, value=96)
        return plan


@pytest.fixture
def browser_of(app: Flask, scene: PlanScene, client_of: ClientOf, sign_in: SignIn) -> SignIn:
    """Sign any of the viewers in."""

    def open_browser(viewer: str) -> FlaskClient:
        if viewer == "former":
            with app.app_context():
                be_former_superior(scene)
            return client_of(scene.stranger)
        if viewer in {"head", "other_head"}:
            with app.app_context():
                head_id = make_head(scene, is_own=viewer == "head")
            return client_of(head_id)
        return sign_in(viewer)

    return open_browser


def be_former_superior(scene: PlanScene) -> None:
    """Let the stranger have been the person's superior until 4 January; commits."""
    own = db.session.query(KeptLine).filter_by(person_id=scene.person).one()
    own.starts_on = date(2026, 1, 5)
    db.session.flush()
    make_line(db.session(), scene.person, to=scene.stranger, ends_on=date(2026, 1, 4))
    db.session.commit()


def make_head(scene: PlanScene, *, is_own: bool) -> int:
    """Make the head of the person's agency, or of the other one; commits."""
    query = db.session.query(AgencyRow)
    is_that = AgencyRow.id == scene.agency_id
    agency = query.filter(is_that if is_own else ~is_that).one()
    head = make_person(db.session(), "Fajar Contoh")
    make_post(db.session(), head.id, agency, is_head=True)
    db.session.commit()
    return head.id


def bring_quarter(app: Flask, scene: PlanScene, plan: Plan, *, state: PeriodicState) -> None:
    with app.app_context():
        text = vault().lock("Teks contoh")
        made.make_periodic(db.session(), scene, plan, state=state, text=text)


def bring_year(
    app: Flask,
    scene: PlanScene,
    plan: Plan,
    *,
    state: YearlyState,
    first: ExpectationLevel | None = None,
) -> None:
    with app.app_context():
        text = vault().lock("Teks contoh")
        years.make_year(db.session(), scene, plan, state=state, first=first, text=text)


@pytest.mark.parametrize("viewer", VIEWERS)
def test_the_own_report_of_a_quarter_is_written_by_its_person_only(
    app: Flask, plan: Plan, at: At, *, browser_of: SignIn, viewer: str
) -> None:
    at(APRIL)
    client = browser_of(viewer)

    found = client.get(f"{QUARTER}/self-report").status_code
    app.config["WTF_CSRF_ENABLED"] = False
    sent = client.post(
        f"{QUARTER}/self-report", data={"revision": "0", "text": "Ditulis", "act": "send"}
    )

    assert (found == 200) is (viewer == "person")
    assert (sent.status_code == 302) is (viewer == "person")
    with app.app_context():
        assert (made.held(db.session(), plan) is not None) is (viewer == "person")


@pytest.mark.parametrize("viewer", VIEWERS)
def test_a_shown_quarter_is_answered_by_its_person_and_read_by_the_former_superior(
    app: Flask, scene: PlanScene, plan: Plan, at: At, *, browser_of: SignIn, viewer: str
) -> None:
    at(APRIL)
    bring_quarter(app, scene, plan, state=PeriodicState.SHOWN)
    client = browser_of(viewer)

    readers = {"person", "superior", "former", "auditor"}
    assert (client.get(QUARTER).status_code == 200) is (viewer in readers)
    assert (client.get(f"{QUARTER}/answer").status_code == 200) is (viewer == "person")
    assert client.get(f"{QUARTER}/review").status_code == 404
    late = client.get(f"{QUARTER}/self-report").status_code
    assert late == (302 if viewer == "person" else 404)
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        held = made.held(db.session(), plan)
    assert held is not None
    answer = {"revision": str(held.revision), "answer": "agreed"}
    sent = client.post(f"{QUARTER}/answer", data=answer)
    assert (sent.status_code == 302) is (viewer == "person")
    with app.app_context():
        after = made.held(db.session(), plan)
    assert after is not None
    assert (after.answer is not None) is (viewer == "person")


@pytest.mark.parametrize("viewer", ["former", "head", "other_head"])
def test_what_is_under_way_is_no_business_of_former_superiors_and_heads(
    app: Flask, scene: PlanScene, plan: Plan, at: At, *, browser_of: SignIn, viewer: str
) -> None:
    at(APRIL)
    bring_quarter(app, scene, plan, state=PeriodicState.IN_REVIEW)
    client = browser_of(viewer)

    for page in ("", "/review", "/self-report", "/answer"):
        assert client.get(f"{QUARTER}{page}").status_code == 404, page
    app.config["WTF_CSRF_ENABLED"] = False
    for act in ("/review", "/review/draft", "/self-report", "/answer"):
        assert client.post(f"{QUARTER}{act}", data={"revision": "0"}).status_code == 404, act


@pytest.mark.parametrize("viewer", VIEWERS)
def test_the_own_report_of_a_year_is_written_by_its_person_only(
    app: Flask, scene: PlanScene, plan: Plan, at: At, *, browser_of: SignIn, viewer: str
) -> None:
    at(JANUARY)
    client = browser_of(viewer)

    opened, is_person = client.get(f"{YEAR}/self-report"), viewer == "person"
    assert (opened.status_code == 200) is is_person
    bring_year(app, scene, plan, state=YearlyState.RATED)
    assert client.get(f"{YEAR}/self-report").status_code == (302 if is_person else 404)
    if is_person:
        typed = fields_of(opened.text) | {"text": "Terlambat"}
        late = client.post(f"{YEAR}/self-report", data=typed)
        assert late.status_code == 422
        assert "Terlambat" in late.text
        return
    app.config["WTF_CSRF_ENABLED"] = False
    refused = client.post(f"{YEAR}/self-report", data={"revision": "0", "text": "Terlambat"})
    assert refused.status_code == 404


@pytest.mark.parametrize("viewer", VIEWERS)
def test_differing_targets_are_looked_at_by_the_appraisers_superior(
    app: Flask, scene: PlanScene, plan: Plan, at: At, *, browser_of: SignIn, viewer: str
) -> None:
    at(JANUARY)
    first = ExpectationLevel.BELOW
    bring_year(app, scene, plan, state=YearlyState.UNIT_REVIEW, first=first)
    client = browser_of(viewer)

    found = client.get(f"{YEAR}/look")

    assert (found.status_code == 200) is (viewer == "leader")
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        revision = str(years.held(db.session(), plan).revision)
    opinion = {"revision": revision, "opinion": "agrees", "reason": "Sudah saya baca semuanya."}
    looked = client.post(f"{YEAR}/look", data=opinion)
    assert (looked.status_code == 404) is (viewer != "leader")
    client.post(f"{YEAR}/targets", data={"revision": revision})
    with app.app_context():
        held = years.held(db.session(), plan)
        assert held.targets_confirmed_by == (scene.leader if viewer == "leader" else None)
        assert held.second_reader_id is None
    assert client.get(f"{YEAR}/look").status_code == 404


@pytest.mark.parametrize("viewer", VIEWERS)
def test_a_second_reader_is_the_only_one_who_looks(
    app: Flask, scene: PlanScene, plan: Plan, at: At, *, browser_of: SignIn, viewer: str
) -> None:
    at(JANUARY)
    bring_year(app, scene, plan, state=YearlyState.SECOND_LOOK)
    client = browser_of(viewer)

    # The stranger was drawn; as adviser or former superior of the person it is the same person.
    is_reader = viewer in {"stranger", "adviser", "former"}
    assert (client.get(f"{YEAR}/look").status_code == 200) is is_reader


@pytest.mark.parametrize("viewer", VIEWERS)
def test_a_unit_is_found_by_its_head_only(
    app: Flask, scene: PlanScene, plan: Plan, at: At, *, browser_of: SignIn, viewer: str
) -> None:
    at(JANUARY)
    bring_year(app, scene, plan, state=YearlyState.UNIT_REVIEW)
    client, unit = browser_of(viewer), f"/admin/performance/unit/{scene.agency_id}/0"

    page = client.get(unit)

    assert (page.status_code == 200) is (viewer == "head")
    app.config["WTF_CSRF_ENABLED"] = False
    client.post(unit, data={"revision": "0", "reason": ""})
    with app.app_context():
        assert db.session.query(UnitReview).count() == (viewer == "head")
        reviewed = db.session.query(YearlyEvaluation).one().reviewed_by
        assert (reviewed is not None) is (viewer == "head")


def test_a_head_reads_levels_and_nothing_that_was_written(
    app: Flask, scene: PlanScene, plan: Plan, at: At, browser_of: SignIn
) -> None:
    at(JANUARY)
    bring_year(app, scene, plan, state=YearlyState.UNIT_REVIEW)
    head = browser_of("head")

    page = head.get(f"/admin/performance/unit/{scene.agency_id}/0").text

    assert "Ayu Contoh" in page
    assert "sesuai ekspektasi" in page
    assert "Teks contoh" not in page
    for place in ("", "/rate", "/back", "/confirm", "/look", "/result", "/self-report"):
        assert head.get(f"{YEAR}{place}").status_code == 404, place


def test_a_head_is_told_when_nothing_waits_and_nothing_is_kept(
    app: Flask, scene: PlanScene, plan: Plan, at: At, browser_of: SignIn
) -> None:
    at(JANUARY)
    bring_year(app, scene, plan, state=YearlyState.RATED)
    head, unit = browser_of("head"), f"/admin/performance/unit/{scene.agency_id}/0"
    assert "Sekarang tidak ada yang menunggu Anda lihat" in head.get(unit).text
    app.config["WTF_CSRF_ENABLED"] = False

    answer = head.post(unit, data={"revision": "0", "reason": "x"}, follow_redirects=True)

    assert "Tidak ada yang disimpan" in answer.text
    with app.app_context():
        assert db.session.query(UnitReview).count() == 0
        assert "performance.unit_review" not in {
            each.action for each in db.session.query(AuditEntry).all()
        }


@pytest.mark.parametrize(("people", "is_shown"), [(8, False), (9, True)])
def test_the_head_of_ten_people_reads_the_guide(
    app: Flask,
    scene: PlanScene,
    plan: Plan,
    at: At,
    *,
    browser_of: SignIn,
    people: int,
    is_shown: bool,
) -> None:
    at(JANUARY)
    bring_year(app, scene, plan, state=YearlyState.UNIT_REVIEW)
    with app.app_context():
        agency = db.session.get_one(AgencyRow, scene.agency_id)
        for number in range(people - 2):
            colleague = make_person(db.session(), f"Rekan {number}").id
            make_post(db.session(), colleague, agency)
            make_line(db.session(), colleague, to=scene.superior)
        db.session.commit()

    head = browser_of("head")
    for language, words in (("id", "sampai 70% Sangat Baik"), ("en", "up to 70% Sangat Baik")):
        page = head.get(f"/admin/performance/unit/{scene.agency_id}/0?lang={language}")

        assert page.status_code == 200
        assert (words in page.text) is is_shown
