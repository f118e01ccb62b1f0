"""An adviser recommends once; the appraiser reads it at once, the person with the result."""

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from portal.accounts.audit_log.models import AuditEntry
from portal.evaluation.advice.domain import AdviserKind, adviser_kind
from portal.evaluation.advice.models import RecommendationRow
from portal.evaluation.advice.queries import adviser_kind_of
from portal.evaluation.plans.domain import Plan
from portal.evaluation.rules.states import PlanState, YearlyState
from portal.evaluation.verifying.kept_queries import kept_documents
from portal.evaluation.verifying.service import verify_results
from portal.organisation.people.standing import StandingKind
from portal.web.extensions import db, vault
from tests.factories import plans as made_plans
from tests.factories import years
from tests.factories.people import make_relation
from tests.factories.plans import PlanScene
from tests.web.evaluation.appraisals.test_who_may_appraise import (
    JANUARY,
    VIEWERS,
    YEAR,
    At,
    at,
    be_former_superior,
    bring_year,
    browser_of,
    plan,
)
from tests.web.evaluation.forms import fields_of, send
from tests.web.evaluation.plans.test_who_may import SignIn, sign_in
from tests.web.evaluation.yearly.test_year_pages import signed_year_pages

__all__ = ["at", "browser_of", "plan", "sign_in"]
ADVICE = f"{YEAR}/advice"
WORDS = "Sejak Januari memimpin tim arsip; 92 berkas dibenahi dalam tiga pekan."


@pytest.fixture
def adviser(sign_in: SignIn, plan: Plan, at: At) -> FlaskClient:
    at(JANUARY)
    return sign_in("adviser")


@pytest.mark.parametrize("viewer", VIEWERS)
def test_an_adviser_and_a_former_superior_recommend_and_nobody_else_finds_the_page(
    app: Flask, plan: Plan, at: At, *, browser_of: SignIn, viewer: str
) -> None:
    at(JANUARY)
    client, is_asked = browser_of(viewer), viewer in {"adviser", "former"}

    assert (client.get(ADVICE).status_code == 200) is is_asked
    app.config["WTF_CSRF_ENABLED"] = False
    sent = client.post(ADVICE, data={"revision": "0", "text": WORDS})
    assert sent.status_code == (302 if is_asked else 404)
    with app.app_context():
        rows = db.session.query(RecommendationRow).all()
        assert [row.kind for row in rows] == (
            [AdviserKind.ADVISER if viewer == "adviser" else AdviserKind.FORMER_SUPERIOR]
            if is_asked
            else []
        )
        assert all(WORDS.encode() not in row.text for row in rows)


def test_the_appraiser_reads_it_while_rating_and_the_person_with_the_result(
    app: Flask,
    plan: Plan,
    adviser: FlaskClient,
    person: FlaskClient,
    superior: FlaskClient,
) -> None:
    done = adviser.post(ADVICE, data=fields_of(adviser.get(ADVICE).text) | {"text": WORDS})
    assert WORDS in adviser.get(done.location).text
    assert "Tersimpan" in adviser.get(done.location).text
    send(person, f"{YEAR}/self-report", text="Target saya capai.", act="send")
    assert WORDS in superior.get(f"{YEAR}/rate").text
    assert WORDS not in person.get(YEAR).text

    signed_year_pages(superior)

    page = person.get(f"{YEAR}/result").text
    assert WORDS in page
    assert "Pemberi pertimbangan, Dewi Contoh" in page
    with app.app_context():
        (kept,) = kept_documents(db.session(), vault=vault())
        assert kept.document is not None
        (said,) = kept.document["advice"]
        assert (said["kind"], said["text"]) == ("adviser", WORDS)
        assert verify_results(db.session(), vault=vault()).faults == []
        acts = {each.action for each in db.session.query(AuditEntry).all()}
        assert "performance.advice" in acts


def test_it_is_given_once_and_not_after_the_confirmation(
    app: Flask, scene: PlanScene, plan: Plan, adviser: FlaskClient
) -> None:
    empty = send(adviser, ADVICE, text="  ")
    assert empty.status_code == 422
    form = fields_of(adviser.get(ADVICE).text) | {"text": WORDS}
    assert adviser.post(ADVICE, data=form).status_code == 302
    again = adviser.post(ADVICE, data=form | {"text": "Tulisan kedua."})
    assert again.status_code == 422
    assert "Tulisan kedua." in again.text
    assert 'id="form"' not in adviser.get(ADVICE).text
    with app.app_context():
        assert db.session.query(RecommendationRow).count() == 1


def test_after_the_confirmation_the_page_says_so(
    app: Flask, scene: PlanScene, plan: Plan, adviser: FlaskClient
) -> None:
    form = fields_of(adviser.get(ADVICE).text)
    bring_year(app, scene, plan, state=YearlyState.CONFIRMED)

    assert "sudah ditetapkan" in adviser.get(ADVICE).text
    late = adviser.post(ADVICE, data=form | {"text": WORDS})

    assert late.status_code == 422
    assert WORDS in late.text
    with app.app_context():
        assert db.session.query(RecommendationRow).count() == 0


def test_what_comes_while_the_appraiser_signs_is_seen_before_it_is_signed(
    app: Flask, scene: PlanScene, plan: Plan, adviser: FlaskClient
) -> None:
    bring_year(app, scene, plan, state=YearlyState.UNIT_REVIEW)
    with app.app_context():
        before = years.held(db.session(), plan).revision

    send(adviser, ADVICE, text=WORDS)

    with app.app_context():
        assert years.held(db.session(), plan).revision == before + 1


def test_the_first_screen_names_on_whom_somebody_is_asked(
    app: Flask, adviser: FlaskClient, office: FlaskClient, scene: PlanScene
) -> None:
    with app.app_context():
        db.session.execute(text("UPDATE evaluation_cycle SET state = 'evaluating'"))
        db.session.commit()
    link = f'href="{ADVICE}"'
    assert link in adviser.get("/admin/performance").text
    send(adviser, ADVICE, text=WORDS)
    assert link not in adviser.get("/admin/performance").text


def test_the_database_refuses_what_no_page_sends(
    app: Flask, scene: PlanScene, plan: Plan, adviser: FlaskClient
) -> None:
    send(adviser, ADVICE, text=WORDS)
    insert = (
        "INSERT INTO adviser_recommendation (plan_id, person_id, adviser_id, kind, text, given_on)"
        " VALUES (1, :person, :by, 'adviser', :text, '2027-01-12')"
    )
    bring_year(app, scene, plan, state=YearlyState.RATED)
    values = {"person": scene.person, "text": b"x"}
    with app.app_context():
        for statement, changed in (
            (insert, values | {"by": scene.stranger}),
            (insert, values | {"by": scene.person}),
            (insert, values | {"by": scene.superior}),
            ("UPDATE adviser_recommendation SET kind = 'former_superior'", {}),
            ("DELETE FROM adviser_recommendation", {}),
        ):
            with pytest.raises(IntegrityError):
                db.session.execute(text(statement), changed)
            db.session.rollback()


def test_a_superior_of_the_same_year_advises_on_the_plan_after_a_transfer(
    app: Flask, scene: PlanScene
) -> None:
    with app.app_context():
        session = db.session()
        be_former_superior(scene)
        plan = made_plans.make_plan(session, scene, state=PlanState.RUNNING)

        def kind(viewer_id: int | None, on: date = date(2027, 1, 12)) -> AdviserKind | None:
            return adviser_kind_of(session, plan, cycle=scene.cycle, viewer_id=viewer_id, on=on)

        assert kind(scene.stranger) is AdviserKind.FORMER_SUPERIOR
        assert kind(scene.superior) is None
        assert kind(None) is None
        make_relation(
            session, "relative", scene.stranger, about=scene.person, starts_on=date(2027, 1, 1)
        )
        session.commit()
        assert kind(scene.stranger) is None


@pytest.mark.parametrize("other", list(StandingKind))
def test_who_has_another_part_in_the_year_advises_nobody(other: StandingKind) -> None:
    has_part = {
        StandingKind.PERSON,
        StandingKind.APPRAISER,
        StandingKind.STAND_IN,
        StandingKind.APPRAISERS_SUPERIOR,
        StandingKind.DECIDER,
    }
    kinds = frozenset({StandingKind.ADVISER, StandingKind.FORMER_SUPERIOR, other})

    assert adviser_kind(kinds) is (None if other in has_part else AdviserKind.ADVISER)
    assert adviser_kind(frozenset()) is None
