"""Good cases through their pages: who finds which, and what the public reads and does not."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.evaluation.good_cases import domain
from portal.evaluation.rules.help_states import GoodCaseState
from portal.web.access import Role
from portal.web.extensions import db, vault
from tests.factories import good_cases as made
from tests.factories.plans import PlanScene
from tests.web.evaluation.conftest import ClientOf
from tests.web.evaluation.forms import press, send
from tests.web.evaluation.plans.test_who_may import VIEWERS, SignIn, sign_in

__all__ = ["sign_in"]
HOME = "/admin/performance"
LIST = f"{HOME}/people/1/good-cases"
ONE = f"{HOME}/good-cases/1"
PUBLIC = "/awards/examples"
State = GoodCaseState
SIDES = {"person", "superior"}
TOLD = {
    "title": "Antrean yang lebih tenang",
    "problem": "Warga menunggu lama",
    "done": "Nomor dibagi menurut layanan",
    "changed": "Dari 40 menit menjadi 15",
}


def make(app: Flask, scene: PlanScene, state: GoodCaseState, *, says: bool = False) -> None:
    with app.test_request_context():
        sealed = vault().lock("Isi kasus")
        made.make_case(db.session(), scene, state=state, sealed=sealed, names_agency=says)


@pytest.mark.parametrize("viewer", VIEWERS)
@pytest.mark.parametrize("state", [State.PROPOSED, State.CONSENTED])
def test_a_case_is_found_by_its_sides_and_once_consented_by_the_office(
    app: Flask, scene: PlanScene, sign_in: SignIn, viewer: str, state: GoodCaseState
) -> None:
    make(app, scene, state)
    client, is_open = sign_in(viewer), state is State.CONSENTED
    office = {"office"} if is_open else set()
    pages = {
        LIST: SIDES | {"leader", "auditor"},
        f"{LIST}/new": SIDES,
        ONE: SIDES | {"auditor"} | office,
        f"{ONE}/decline": office,
    }
    for page, readers in pages.items():
        assert (client.get(page).status_code == 200) is (viewer in readers), page
    assert (client.get(f"{HOME}/good-cases").status_code == 200) is (viewer == "office")
    app.config["WTF_CSRF_ENABLED"] = False
    may = {"person"} if not is_open else set()
    if viewer not in may:
        assert client.post(f"{ONE}/consent", data={"revision": "1"}).status_code == 404
    if viewer != "person":
        assert client.post(f"{ONE}/withdraw", data={"revision": "1"}).status_code in {403, 404}
    if viewer != "office":
        assert client.post(f"{ONE}/publish", data={"revision": "2"}).status_code in {403, 404}


def test_a_case_of_a_superior_waits_for_the_persons_consent_and_then_for_the_office(
    app: Flask,
    scene: PlanScene,
    person: FlaskClient,
    superior: FlaskClient,
    office: FlaskClient,
) -> None:
    assert send(superior, f"{LIST}/new", title="x").status_code == 422
    named = send(superior, f"{LIST}/new", **(TOLD | {"done": "Ayu Contoh membagi nomor"}))
    assert (named.status_code, "bukan orangnya" in named.text) == (422, True)
    assert send(superior, f"{LIST}/new", **TOLD).location.endswith("done=written")
    assert office.get(ONE).status_code == 404
    assert TOLD["title"] not in office.get(PUBLIC).text
    assert "Anda setuju" in press(person, f"{ONE}/consent", page=ONE).text
    assert TOLD["title"] in office.get(f"{HOME}/good-cases").text
    assert "Terbit tanpa nama" in press(office, f"{ONE}/publish", page=ONE).text

    shown = app.test_client().get(PUBLIC)
    assert shown.headers["Cache-Control"] == "no-store"
    for words in TOLD.values():
        assert words in shown.text
    assert "Sebuah instansi kota" in shown.text
    assert "Ayu" not in shown.text
    assert "Budi" not in shown.text
    assert "12 Januari" not in shown.text

    gone = press(person, f"{ONE}/withdraw", page=ONE).text
    assert "Tidak tampil lagi" in gone
    assert TOLD["title"] not in app.test_client().get(PUBLIC).text


def test_an_own_case_needs_the_tick_and_a_decline_a_reason(
    app: Flask, scene: PlanScene, person: FlaskClient, office: FlaskClient
) -> None:
    assert send(person, f"{LIST}/new", **TOLD).status_code == 422
    assert send(person, f"{LIST}/new", **TOLD, consent="y").status_code == 302
    assert send(office, f"{ONE}/decline").status_code == 422
    assert send(office, f"{ONE}/decline", reason="Terlalu mudah dikenali").status_code == 302
    assert "Terlalu mudah dikenali" in person.get(ONE).text
    assert TOLD["title"] in person.get(LIST).text


def test_a_text_that_names_somebody_by_now_is_not_published(
    app: Flask, scene: PlanScene, office: FlaskClient
) -> None:
    with app.test_request_context():
        sealed = vault().lock("Oleh Ayu Contoh")
        made.make_case(db.session(), scene, state=State.CONSENTED, sealed=sealed)
    assert "menyebut nama" in press(office, f"{ONE}/publish", page=ONE).text
    assert "Ayu" not in app.test_client().get(PUBLIC).text


@pytest.mark.parametrize(("least", "said"), [(3, "Dinas"), (4, "Sebuah instansi kota")])
def test_an_agency_is_said_only_where_it_has_people_enough(
    app: Flask, scene: PlanScene, client_of: ClientOf, least: int, said: str
) -> None:
    assert domain.LEAST_TO_SAY_AGENCY == 20
    make(app, scene, State.CONSENTED)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(domain, "LEAST_TO_SAY_AGENCY", least)
        press(client_of(None, Role.PERFORMANCE_OFFICE), f"{ONE}/publish", page=ONE)
    assert f"{said}" in app.test_client().get(PUBLIC).text.partition("<article>")[2]


def test_who_works_in_the_office_decides_nothing_about_the_own_case(
    app: Flask, scene: PlanScene, client_of: ClientOf
) -> None:
    make(app, scene, State.CONSENTED)
    for own in (scene.person, scene.superior):
        assert client_of(own, Role.PERFORMANCE_OFFICE).get(f"{ONE}/decline").status_code == 404


def test_a_stale_consent_changes_nothing(app: Flask, scene: PlanScene, person: FlaskClient) -> None:
    make(app, scene, State.PROPOSED)
    app.config["WTF_CSRF_ENABLED"] = False
    stale = person.post(f"{ONE}/consent", data={"revision": "9"})
    assert stale.location.endswith("done=changed")
    assert person.post(f"{ONE}/withdraw", data={"revision": "1"}).status_code == 302
    assert person.post(f"{ONE}/withdraw", data={"revision": "2"}).status_code == 404
