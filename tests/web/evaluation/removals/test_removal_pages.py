"""A link or figure of somebody else: taken away alone before the answer, by both after it."""

import hashlib

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.evaluation.realisations import realising
from portal.evaluation.realisations import removal_service as service
from portal.evaluation.realisations.domain import IndicatorPeriod
from portal.evaluation.realisations.evidence import EvidenceKind
from portal.evaluation.realisations.evidence_models import EvidenceRemoval
from portal.evaluation.realisations.models import RealisationLink
from portal.web.extensions import db, vault
from tests.factories import realisations as made
from tests.factories.plans import PlanScene
from tests.unit.storage.files.test_files import paper
from tests.web.evaluation.forms import fields_of, press, send
from tests.web.evaluation.plans.test_who_may import VIEWERS, SignIn, sign_in
from tests.web.evaluation.realisations.test_file_pages import upload
from tests.web.evaluation.realisations.test_realisation_pages import LINK, publish_desk

__all__ = ["sign_in"]
PERIOD = "/admin/performance/plans/1/periods/1"
ONE = f"{PERIOD}/indicators/1"
REMOVE, FIGURE = f"{ONE}/links/1/remove", f"{ONE}/figures/1/remove"
AGREE, DECLINE = f"{ONE}/removals/1/agree", f"{ONE}/removals/1/decline"
WHY = "Ini bukti milik Dewi, salah tempel."


@pytest.fixture(autouse=True)
def place(app: Flask, scene: PlanScene) -> IndicatorPeriod:
    with app.app_context():
        return made.make_place(db.session(), scene)


@pytest.fixture
def reported(person: FlaskClient) -> None:
    send(person, ONE, value="62", links=LINK)


@pytest.fixture
def answered(reported: None, superior: FlaskClient) -> None:
    press(superior, f"{ONE}/verify", page=PERIOD)


def kept_link(app: Flask) -> str:
    with app.app_context():
        return db.session.query(RealisationLink).one().link


@pytest.mark.parametrize("who", ["person", "superior"])
def test_before_the_answer_one_side_takes_a_link_away_and_its_trace_stays(
    app: Flask, reported: None, person: FlaskClient, superior: FlaskClient, who: str
) -> None:
    client = {"person": person, "superior": superior}[who]
    assert f'href="{REMOVE}"' in client.get(PERIOD).text

    sent = send(client, REMOVE, reason=WHY)

    assert sent.headers["Location"].endswith("?done=evidence_removed")
    for page in (person.get(PERIOD).text, superior.get(PERIOD).text):
        assert f"Tautan dihapus pada 12 Januari 2026: {WHY}" in page
        assert LINK not in page
    assert kept_link(app) == "https://removed.invalid/1"
    with app.app_context():
        removal = db.session.query(EvidenceRemoval).one()
        assert removal.sha256 == hashlib.sha256(LINK.encode()).hexdigest()
        assert vault().unlock(removal.reason or b"") == WHY
    assert client.get(REMOVE).status_code == 404


def test_a_reason_is_needed(reported: None, person: FlaskClient) -> None:
    answer = send(person, REMOVE, reason="")

    assert answer.status_code == 422
    assert 'href="#reason"' in answer.text
    assert LINK in person.get(PERIOD).text


@pytest.mark.parametrize(("first", "second"), [("person", "superior"), ("superior", "person")])
def test_after_the_answer_a_link_goes_when_the_other_side_agrees(
    app: Flask,
    answered: None,
    person: FlaskClient,
    superior: FlaskClient,
    *,
    first: str,
    second: str,
) -> None:
    sides = {"person": person, "superior": superior}
    asked = send(sides[first], REMOVE, reason=WHY)

    assert asked.headers["Location"].endswith("?done=removal_asked")
    assert LINK in person.get(PERIOD).text
    assert WHY in sides[second].get(PERIOD).text
    assert AGREE not in sides[first].get(PERIOD).text
    assert kept_link(app) == LINK

    done = press(sides[second], AGREE, page=PERIOD)

    assert "Bahwa bukti pernah ada tetap tercatat" in done.text
    assert LINK not in done.text
    assert kept_link(app) == "https://removed.invalid/1"
    assert "terverifikasi" in person.get(PERIOD).text


@pytest.mark.parametrize("who", ["person", "superior"])
def test_what_was_asked_for_is_declined_or_taken_back_and_the_link_stays(
    app: Flask, answered: None, person: FlaskClient, superior: FlaskClient, who: str
) -> None:
    send(person, REMOVE, reason=WHY)

    press({"person": person, "superior": superior}[who], DECLINE, page=PERIOD)

    page = superior.get(PERIOD).text
    assert LINK in page
    assert WHY not in page
    assert kept_link(app) == LINK
    again = send(superior, REMOVE, reason="Tetap milik orang lain.")
    assert again.headers["Location"].endswith("?done=removal_asked")


def test_a_figure_is_taken_away_the_same_way(
    app: Flask, place: IndicatorPeriod, person: FlaskClient, superior: FlaskClient
) -> None:
    publish_desk(app, place)
    send(person, f"{ONE}/figure")
    send(person, ONE, value="62")
    press(superior, f"{ONE}/verify", page=PERIOD)
    send(superior, FIGURE, reason=WHY)
    assert "<strong>88</strong>" in person.get(PERIOD).text

    press(person, AGREE, page=PERIOD)

    page = superior.get(PERIOD).text
    assert f"Rujukan angka dihapus pada 12 Januari 2026: {WHY}" in page
    assert "<strong>88</strong>" not in page


def test_a_report_after_a_dispute_offers_only_links_that_are_there(
    reported: None, person: FlaskClient, superior: FlaskClient, roomy: None
) -> None:
    other = "https://drive.example/lain"
    upload(person, paper(), "laporan.pdf")
    send(person, REMOVE, reason=WHY)
    dispute = f"{ONE}/dispute"
    send(superior, dispute, value="50", reason="Buku register menyebut lima puluh.")

    assert fields_of(person.get(ONE).text)["links"] == ""
    assert send(person, ONE, value="62", links=other).status_code == 302
    assert other in superior.get(PERIOD).text


@pytest.fixture
def roomy(monkeypatch: pytest.MonkeyPatch) -> None:
    from portal.storage.files import contents

    monkeypatch.setattr(contents, "is_nearly_full", lambda _: False)


@pytest.mark.parametrize("viewer", VIEWERS)
def test_only_the_two_sides_find_the_way(
    app: Flask, scene: PlanScene, place: IndicatorPeriod, sign_in: SignIn, viewer: str
) -> None:
    with app.app_context():
        session = db.session()
        made.report(session, place, links=(LINK,))
        realising.verify(session, made.move(place, scene.superior, revision=1), by=made.SUPERIOR)
    client, is_side = sign_in(viewer), viewer in {"person", "superior"}

    assert (client.get(REMOVE).status_code == 200) is is_side
    for false in (f"{ONE}/links/9/remove", f"{PERIOD}/indicators/2/links/1/remove", FIGURE):
        assert client.get(false).status_code == 404
    with app.app_context():
        asked = made.move(place, scene.person, reason=vault().lock(WHY))
        piece = service.EvidencePiece(EvidenceKind.LINK, 1)
        assert not service.take_evidence_away(db.session(), asked, piece=piece)
    app.config["WTF_CSRF_ENABLED"] = False
    assert (client.post(AGREE).status_code != 404) is (viewer == "superior")
    if viewer != "superior":
        assert (client.post(DECLINE).status_code != 404) is is_side
