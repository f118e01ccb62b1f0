"""The page of a person's year says in a table what its picture shows."""

from datetime import date

from flask import Flask
from flask.testing import FlaskClient

from portal.evaluation.rules.states import DialogueState, PlanState
from portal.web.extensions import db
from tests.factories import monitoring as made
from tests.factories import work
from tests.factories.plans import PlanScene, make_plan

PAGE = "/admin/performance/people/1/year"


def test_plan_activities_and_dialogues_stand_in_picture_and_table(
    app: Flask, scene: PlanScene, person: FlaskClient, superior: FlaskClient
) -> None:
    with app.app_context():
        session = db.session()
        make_plan(session, scene, state=PlanState.SUBMITTED)
        work.enter(session, scene.person)
        work.enter(session, scene.person, number=2, done_on=date(2026, 1, 5))
        work.enter(session, scene.person, number=3, is_sent=False)
        made.make_dialogue(session, scene, state=DialogueState.CONFIRMED)
        made.make_dialogue(session, scene, state=DialogueState.DISPUTED)

    for client in (person, superior):
        page = client.get(PAGE).text
        assert page.count('class="week"') == 2
        assert page.count('class="talk"') == 1
        assert page.count('class="plan"') == 1
        assert '<td class="num">2</td>' in page
        assert 'role="img"' in page


def test_a_draft_of_a_plan_stands_on_nobodys_page(
    app: Flask, scene: PlanScene, superior: FlaskClient
) -> None:
    with app.app_context():
        make_plan(db.session(), scene, state=PlanState.DRAFT)

    page = superior.get(PAGE).text

    assert 'class="plan"' not in page
    assert "Belum ada SKP yang terkirim" in page
