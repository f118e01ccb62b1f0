"""A superior names who looks instead; the delegate may then, and the people concerned see it."""

from datetime import date

from flask import Flask
from flask.testing import FlaskClient

from portal.evaluation.rules.states import ActivityState
from portal.organisation.people.delegation import delegations_of
from portal.web.extensions import db
from tests.factories import work as made
from tests.factories.people import make_relation
from tests.factories.plans import PlanScene
from tests.web.evaluation.conftest import ClientOf
from tests.web.evaluation.forms import press, send

PAGE = "/admin/performance/delegation"
HOME = "/admin/performance"
DAYS = {"starts_on": "2026-01-12", "ends_on": "2026-01-16"}


def name(client: FlaskClient, words: str = "Dewi", **changed: str) -> str:
    """Ask for a delegate, choose whoever is found first, and return the page after it."""
    asked = send(client, PAGE, delegate_words=words, **(DAYS | changed))
    if 'name="picked"' not in asked.text:
        return asked.text
    picked = asked.text.split('name="picked"')[1].split('<option value="')[2].split('"')[0]
    given = {"delegate_words": words, "picked": picked, **(DAYS | changed)}
    token = asked.text.split('name="csrf_token"')[-1].split('value="')[1].split('"')[0]
    return client.post(PAGE, data=given | {"csrf_token": token}, follow_redirects=True).text


def test_a_delegate_looks_at_the_work_and_the_person_is_told(
    app: Flask, scene: PlanScene, client_of: ClientOf, person: FlaskClient, superior: FlaskClient
) -> None:
    with app.app_context():
        made.make_activity(db.session(), scene, state=ActivityState.SENT)
    delegate = client_of(scene.stranger)
    assert delegate.get(f"{HOME}/activities/1").status_code == 404

    assert "Dewi Contoh" in name(superior)

    assert "Verifikasi 34 berkas KK" in delegate.get(f"{HOME}/people/activities").text
    assert "Ayu Contoh" in delegate.get(PAGE).text
    assert "Dewi Contoh melihat aktivitas" in " ".join(person.get(HOME).text.split())


def test_what_was_ended_before_it_began_is_gone_and_the_delegate_with_it(
    app: Flask, scene: PlanScene, superior: FlaskClient, client_of: ClientOf
) -> None:
    name(superior)
    with app.app_context():
        held = delegations_of(db.session(), scene.superior, today=date(2026, 1, 12))

    page = press(superior, f"{PAGE}/{held[0].id}/end", page=PAGE)

    assert "Perwakilan diakhiri" in page.text
    assert "Ayu Contoh" not in client_of(scene.stranger).get(PAGE).text


def test_nobody_ends_somebody_elses_delegation(
    app: Flask, scene: PlanScene, superior: FlaskClient, client_of: ClientOf
) -> None:
    name(superior)
    stranger = client_of(scene.stranger)
    app.config["WTF_CSRF_ENABLED"] = False

    stranger.post(f"{PAGE}/1/end")

    with app.app_context():
        assert delegations_of(db.session(), scene.superior, today=date(2026, 1, 12))


def test_days_that_are_over_backwards_or_too_many_are_named_beside_the_field(
    superior: FlaskClient,
) -> None:
    assert 'id="starts_on-error"' in name(superior, starts_on="2026-01-11")
    assert 'id="ends_on-error"' in name(superior, ends_on="2026-01-11")
    assert "Paling lama 93 hari" in name(superior, ends_on="2026-04-15")
    assert "Tidak ada orang dengan nama" in name(superior, "Tidak Ada")
    assert "Tidak ada orang dengan nama" in name(superior, "Budi")


def test_who_follows_nobody_names_nobody(person: FlaskClient, client_of: ClientOf) -> None:
    assert "tidak ada yang perlu diwakilkan" in person.get(PAGE).text
    assert 'id="form"' not in person.get(PAGE).text
    assert client_of(None).get(PAGE).status_code == 404


def test_a_delegate_who_is_close_to_the_person_is_not_shown_and_finds_nothing(
    app: Flask, scene: PlanScene, person: FlaskClient, superior: FlaskClient, client_of: ClientOf
) -> None:
    with app.app_context():
        make_relation(db.session(), "relative", scene.stranger, about=scene.person)
        db.session.commit()

    name(superior)

    assert "Dewi Contoh" not in person.get(HOME).text
    assert "Ayu Contoh" not in client_of(scene.stranger).get(PAGE).text
