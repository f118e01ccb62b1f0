"""An activity is entered again like an earlier one: for today, without its link."""

from datetime import date

from flask import Flask
from flask.testing import FlaskClient

from portal.evaluation.work.domain import ActivityPurpose, Purpose
from portal.web.extensions import db
from tests.factories import work as made
from tests.factories.plans import PlanScene
from tests.web.evaluation.forms import fields_of

OWN = "/admin/performance/activities"


def enter(app: Flask, person_id: int) -> int:
    with app.app_context():
        return made.enter(
            db.session(),
            person_id,
            done_on=date(2026, 1, 9),
            text="Pelayanan Loket 3",
            served=ActivityPurpose(Purpose.OTHER_DUTY),
            unit="warga",
            quarter_hours=16,
            link="https://berkas.example/1",
        )


def test_the_form_holds_what_was_done_before_for_today(
    app: Flask, scene: PlanScene, person: FlaskClient
) -> None:
    number = enter(app, scene.person)

    assert f"{OWN}?like={number}" in person.get(OWN).text
    fields = fields_of(person.get(f"{OWN}?like={number}").text)

    assert fields["text"] == "Pelayanan Loket 3"
    assert fields["done_on"] == "2026-01-12"
    assert fields["served"] == "other_duty"
    assert (fields["unit"], fields["quarter_hours"]) == ("warga", "16")
    assert fields["link"] == ""


def test_it_is_entered_as_a_new_one(app: Flask, scene: PlanScene, person: FlaskClient) -> None:
    number = enter(app, scene.person)

    person.post(OWN, data=fields_of(person.get(f"{OWN}?like={number}").text))

    with app.app_context():
        assert made.held(db.session(), number + 1).fields.done_on == date(2026, 1, 12)


def test_somebody_elses_activity_is_no_example(
    app: Flask, scene: PlanScene, person: FlaskClient
) -> None:
    number = enter(app, scene.stranger)

    assert person.get(f"{OWN}?like={number}").status_code == 404
    assert person.get(f"{OWN}?like=x").status_code == 200
