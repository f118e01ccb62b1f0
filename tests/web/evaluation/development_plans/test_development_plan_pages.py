"""Pages of a development plan: written, sent, given back, agreed, ended; a wish for two only."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.evaluation.development_plans.screen import development_on_screen
from portal.evaluation.rules.help_states import DevelopmentPlanState
from portal.web.access import Role
from portal.web.extensions import db, vault
from tests.factories import development_plans as made
from tests.factories.plans import PlanScene
from tests.web.evaluation.conftest import ClientOf
from tests.web.evaluation.forms import press, send
from tests.web.evaluation.plans.test_who_may import VIEWERS, SignIn, sign_in
from tests.web.evaluation.test_what_waits import Count, count

__all__ = ["count", "sign_in"]
HOME = "/admin/performance"
PAGE = f"{HOME}/people/1/development-plan"
ONE = f"{HOME}/development-plans/1"
State = DevelopmentPlanState
READ = {"person", "superior", "leader", "auditor"}
SIDES = {"person", "superior"}
# Who finds which page while a plan is in which state.
FOUND = {
    State.DRAFT: {
        PAGE: READ,
        f"{PAGE}/new": {"person"},
        f"{ONE}/edit": {"person"},
        f"{ONE}/aims/new": {"person"},
        f"{ONE}/return": set(),
        f"{ONE}/aims/1/end": set(),
    },
    State.SENT: {f"{ONE}/edit": set(), f"{ONE}/return": {"superior"}},
    State.AGREED: {f"{ONE}/aims/1/end": SIDES, f"{ONE}/aims/9/end": set()},
}


def make(app: Flask, scene: PlanScene, state: DevelopmentPlanState) -> None:
    with app.test_request_context():
        sealed = vault().lock("Isi rahasia")
        made.make_development_plan(db.session(), scene, state=state, sealed=sealed)


@pytest.mark.parametrize("viewer", VIEWERS)
@pytest.mark.parametrize("state", FOUND)
def test_a_plan_is_found_by_whom_it_concerns_and_by_nobody_else(
    app: Flask, scene: PlanScene, sign_in: SignIn, viewer: str, state: DevelopmentPlanState
) -> None:
    make(app, scene, state)
    client = sign_in(viewer)
    for page, readers in FOUND[state].items():
        assert (client.get(page).status_code == 200) is (viewer in readers), page
    app.config["WTF_CSRF_ENABLED"] = False
    may = {"send": {"person"}} if state is State.DRAFT else {}
    for act in ("send", "agree", "close", "aims/9/remove"):
        if viewer in may.get(act, set()) or (act == "agree" and viewer == "superior"):
            continue
        assert client.post(f"{ONE}/{act}", data={"revision": "9"}).status_code == 404, act


def test_a_career_wish_is_read_by_the_two_sides_only(
    app: Flask, scene: PlanScene, client_of: ClientOf
) -> None:
    make(app, scene, State.SENT)
    for reader, reads in ((scene.person, True), (scene.superior, True), (scene.leader, False)):
        assert ("Keinginan karier" in client_of(reader).get(PAGE).text) is reads
    assert "Keinginan karier" not in client_of(None, Role.AUDITOR).get(PAGE).text


def test_a_plan_from_its_first_words_to_its_end(
    app: Flask, count: Count, scene: PlanScene, person: FlaskClient, superior: FlaskClient
) -> None:
    assert "Mulai rencana pengembangan" in person.get(PAGE).text
    assert send(person, f"{PAGE}/new").status_code == 422
    begun = send(person, f"{PAGE}/new", strengths="Teliti", wish="Pengawas")
    assert begun.location.endswith("done=started")
    again = send(person, f"{PAGE}/new", strengths="Teliti")
    assert again.location.endswith("done=changed")
    aim = {"aim": "Memakai sistem baru", "way": "mentoring", "means": "Seminggu sekali"}
    past = send(person, f"{ONE}/aims/new", **aim, due_on="2026-01-12")
    assert (past.status_code, "sesudah hari ini" in past.text) == (422, True)
    for _ in range(3):
        assert send(person, f"{ONE}/aims/new", **aim, due_on="2026-06-30").status_code == 302
    assert person.get(f"{ONE}/aims/new").status_code == 404
    assert "Sasaran dihapus" in press(person, f"{ONE}/aims/3/remove", page=PAGE).text
    assert send(person, f"{ONE}/edit", strengths="Sabar").location.endswith("done=edited")
    assert "Terkirim" in press(person, f"{ONE}/send", page=PAGE).text

    assert count(development_on_screen, scene.superior) == 1
    assert "menunggu Anda" in superior.get(HOME).text
    assert send(superior, f"{ONE}/return", reason="").status_code == 422
    back = send(superior, f"{ONE}/return", reason="Tambah pelatihan")
    assert back.location.endswith("done=returned")
    assert count(development_on_screen, scene.person) == 1
    assert "Tambah pelatihan" in person.get(PAGE).text
    press(person, f"{ONE}/send", page=PAGE)
    assert "Disepakati" in press(superior, f"{ONE}/agree", page=PAGE).text
    assert count(development_on_screen, scene.superior) == 0

    assert send(person, f"{ONE}/aims/1/end", told="Bisa").status_code == 422
    for number, said in ((1, "yes"), (2, "no")):
        done = send(person, f"{ONE}/aims/{number}/end", told="Bisa", is_reached=said)
        assert done.location.endswith("done=ended")
    closed = press(superior, f"{ONE}/close", page=PAGE).text
    assert "Rencana selesai" in closed
    assert "Mulai rencana pengembangan" in person.get(PAGE).text


def test_hours_of_the_year_stand_beside_the_plan(scene: PlanScene, person: FlaskClient) -> None:
    assert "0 dari 20 JP" in person.get(PAGE).text


def test_a_form_of_an_older_page_changes_nothing(
    app: Flask, scene: PlanScene, person: FlaskClient
) -> None:
    make(app, scene, State.DRAFT)
    stale = send(person, f"{ONE}/edit", strengths="Lain", revision="1")
    assert stale.location.endswith("done=changed")
    assert "Isi rahasia" in person.get(PAGE).text
