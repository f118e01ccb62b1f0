"""What an objection's pages refuse, with what was typed still there, and who prints a decision."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from portal.evaluation.objections import hearing_service
from portal.evaluation.objections.due_service import Night, look_after_objections
from portal.evaluation.objections.queries import pending_objections
from portal.evaluation.plans.domain import Plan
from portal.evaluation.rules.states import ObjectionState
from portal.web.extensions import db
from tests.factories import years
from tests.factories.plans import PlanScene
from tests.web.evaluation.conftest import ClientOf
from tests.web.evaluation.forms import fields_of, send
from tests.web.evaluation.objections.test_objection_pages import (
    CASE,
    Bring,
    at,
    bring,
    held,
    leader,
    plan,
)
from tests.web.evaluation.plans.test_who_may import VIEWERS, SignIn, sign_in
from tests.web.evaluation.verifying.test_verify_decisions import decided, received

__all__ = ["at", "bring", "decided", "leader", "plan", "received", "sign_in"]
READS = {"person", "superior", "leader", "auditor"}


def test_a_decision_is_printed_by_whoever_reads_it(
    decided: Plan,
    person: FlaskClient,
    superior: FlaskClient,
    leader: FlaskClient,
    sign_in: SignIn,
) -> None:
    clients = {"person": person, "superior": superior, "leader": leader}
    # The adviser is the same person as the stranger.
    others = [each for each in VIEWERS if each not in clients and each != "adviser"]
    clients |= {viewer: sign_in(viewer) for viewer in others}
    found = {viewer: one.get(f"{CASE}/print").status_code for viewer, one in clients.items()}

    assert {viewer for viewer, status in found.items() if status == 200} == READS
    assert {status for viewer, status in found.items() if viewer not in READS} == {404}


def test_a_companion_reads_and_prints_nothing_and_nobody_before_the_decision(
    bring: Bring, person: FlaskClient, client_of: ClientOf, scene: PlanScene
) -> None:
    bring(ObjectionState.HEARING)
    companion = client_of(scene.stranger)
    send(person, f"{CASE}/companion", words="Dewi", picked=str(scene.stranger))

    assert companion.get(CASE).status_code == 200
    assert companion.get(f"{CASE}/print").status_code == 404
    assert person.get(f"{CASE}/print").status_code == 404


def test_a_companion_is_ended_once_and_named_while_the_case_waits(
    app: Flask, bring: Bring, person: FlaskClient, scene: PlanScene
) -> None:
    bring(ObjectionState.DECIDED)
    assert person.get(f"{CASE}/companion").status_code == 404
    app.config["WTF_CSRF_ENABLED"] = False

    late = {"revision": str(_revision(app))}

    assert person.post(f"{CASE}/companion/{scene.stranger}/end", data=late).status_code == 404


def test_one_piece_of_evidence_too_many_is_said_with_what_was_typed(
    bring: Bring, person: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring(ObjectionState.HEARING)
    monkeypatch.setattr(hearing_service, "MOST_EVIDENCE", 1)
    assert send(person, f"{CASE}/evidence", title="Yang pertama", link="").status_code == 302

    plain = send(person, f"{CASE}/evidence", title="Yang kedua", link="http://contoh.example/2")
    more = send(person, f"{CASE}/evidence", title="Yang kedua", link="")

    assert (plain.status_code, 'id="link-error"' in plain.text) == (422, True)
    assert (more.status_code, 'id="title-error"' in more.text) == (422, True)
    assert "Yang kedua" in more.text


@pytest.mark.parametrize("page", ["meeting", "aside", "later"])
def test_what_needs_words_is_asked_for_them(bring: Bring, leader: FlaskClient, page: str) -> None:
    bring(ObjectionState.HEARING)

    empty = send(leader, f"{CASE}/{page}", reason="", notes="", held_on="")

    assert empty.status_code == 422
    assert "error-summary" in empty.text


@pytest.mark.parametrize(
    ("page", "typed"),
    [
        ("meeting", {"held_on": "2027-01-12", "notes": "Keduanya hadir."}),
        ("aside", {"reason": "Kami bersaudara ipar."}),
        ("later", {"reason": "Saksi masih cuti."}),
    ],
)
def test_an_older_page_does_nothing_and_keeps_what_was_typed(
    app: Flask,
    bring: Bring,
    leader: FlaskClient,
    person: FlaskClient,
    page: str,
    *,
    typed: dict[str, str],
) -> None:
    bring(ObjectionState.HEARING)
    old = fields_of(leader.get(f"{CASE}/{page}").text)
    send(person, f"{CASE}/evidence", title="Yang baru", link="")
    before = _revision(app)

    answer = leader.post(f"{CASE}/{page}", data=old | typed)

    assert answer.status_code == 422
    assert list(typed.values())[-1] in answer.text
    assert _revision(app) == before


def test_the_night_leaves_what_may_still_be_answered(
    app: Flask, bring: Bring, plan: Plan, leader: FlaskClient
) -> None:
    bring(ObjectionState.FILED)
    with app.app_context():
        session = db.session()
        (found,) = pending_objections(session)
        act = Night(years.JANUARY, years.TODAY).act(found)
        assert (act.person_id, act.objection_id) == (None, found.id)
        # Nobody answered and the days are not over: the night leaves it.
        assert look_after_objections(session, now=years.JANUARY, today=years.TODAY) == 1
    assert held(app, plan)[1].state is ObjectionState.FILED


def _revision(app: Flask) -> int:
    with app.app_context():
        return int(db.session.execute(text("SELECT revision FROM objection")).scalar_one())
