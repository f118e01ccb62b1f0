"""Activities of two tabs, of strangers and of closed days: what was typed stays."""

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.evaluation.rules.states import ActivityState, PlanState
from portal.evaluation.work.domain import Purpose
from portal.evaluation.work.service import NoSuchActivity, remove_draft
from portal.web.extensions import db
from tests.factories import plans as planned
from tests.factories import work as made
from tests.factories.plans import PlanScene
from tests.web.accounts.forms import hidden_fields
from tests.web.evaluation.forms import fields_of, send

OWN = "/admin/performance/activities"
ONE = f"{OWN}/1"


def bring(app: Flask, scene: PlanScene, state: ActivityState) -> None:
    with app.app_context():
        made.make_activity(db.session(), scene, state=state)


def text_of(app: Flask) -> str:
    with app.app_context():
        return made.held(db.session(), 1).fields.text


def test_the_service_worker_may_keep_the_form_and_nothing_else(person: FlaskClient) -> None:
    answer = person.get(f"{OWN}/worker.js")

    assert answer.mimetype == "text/javascript"
    assert answer.headers["Service-Worker-Allowed"] == OWN
    assert b"addEventListener" in answer.data


def test_a_draft_without_words_is_refused_beside_the_field(
    app: Flask, scene: PlanScene, person: FlaskClient
) -> None:
    bring(app, scene, ActivityState.DRAFT)

    page = send(person, f"{ONE}/mend", text=" ", link="https://contoh.invalid/1")

    assert page.status_code == 422
    assert 'id="text-error"' in page.text
    assert "https://contoh.invalid/1" in page.text
    assert text_of(app) == "Verifikasi 34 berkas KK"


def test_a_draft_whose_day_was_closed_says_so_and_keeps_what_was_typed(
    app: Flask, scene: PlanScene, person: FlaskClient
) -> None:
    bring(app, scene, ActivityState.DRAFT)

    page = send(person, f"{ONE}/mend", text="Verifikasi 35 berkas KK", done_on="2026-01-02")

    assert page.status_code == 422
    assert 'id="done_on-error"' in page.text
    assert "Verifikasi 35 berkas KK" in page.text
    assert text_of(app) == "Verifikasi 34 berkas KK"


def test_what_was_sent_in_another_tab_is_not_changed_in_this_one(
    app: Flask, scene: PlanScene, person: FlaskClient
) -> None:
    bring(app, scene, ActivityState.DRAFT)
    old = fields_of(person.get(f"{ONE}/mend").text)
    send(person, f"{ONE}/mend", text="Verifikasi 36 berkas KK", act="send")

    late = person.post(f"{ONE}/mend", data=old | {"text": "Verifikasi 99 berkas KK"})

    assert late.status_code in {302, 409}
    assert text_of(app) == "Verifikasi 36 berkas KK"


def test_a_draft_of_an_older_page_is_not_thrown_away(
    app: Flask, scene: PlanScene, person: FlaskClient
) -> None:
    bring(app, scene, ActivityState.DRAFT)
    token = hidden_fields(person.get(f"{ONE}/mend").text)
    send(person, f"{ONE}/mend", text="Verifikasi 36 berkas KK", act="keep")

    late = person.post(f"{ONE}/remove", data=token)

    assert late.location == f"{OWN}?done=changed"
    assert text_of(app) == "Verifikasi 36 berkas KK"


def test_nobody_throws_away_the_draft_of_another(app: Flask, scene: PlanScene) -> None:
    bring(app, scene, ActivityState.DRAFT)
    with app.app_context():
        session = db.session()
        edit = made.edit(made.held(session, 1))
        with pytest.raises(NoSuchActivity):
            remove_draft(session, replace(edit, person_id=scene.stranger))

    assert text_of(app) == "Verifikasi 34 berkas KK"


def test_an_activity_is_linked_to_a_result_of_its_day_once(
    app: Flask, scene: PlanScene, person: FlaskClient
) -> None:
    send(person, OWN, text="Rapat", served="later")
    with app.app_context():
        plan = planned.make_plan(db.session(), scene, state=PlanState.RUNNING)
    old = fields_of(person.get(f"{ONE}/link").text)

    assert send(person, f"{ONE}/link", served=f"{plan.id}:1").location == f"{OWN}?done=linked"

    with app.app_context():
        assert made.held(db.session(), 1).fields.served.purpose is Purpose.RESULT
    assert person.get(f"{ONE}/link").location == f"{OWN}?done=changed"
    late = person.post(f"{ONE}/link", data=old | {"served": f"{plan.id}:2"})
    assert late.location == f"{OWN}?done=changed"


def test_the_page_of_somebody_elses_activity_is_not_there(
    app: Flask, scene: PlanScene, superior: FlaskClient
) -> None:
    bring(app, scene, ActivityState.DRAFT)

    assert superior.get(ONE).status_code == 404
    assert superior.get(f"{OWN}/99").status_code == 404
