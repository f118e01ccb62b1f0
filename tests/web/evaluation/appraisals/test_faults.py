"""Faults while a year is signed: killed before the delivery, and the key of texts gone."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.accounts.audit_log.models import AuditEntry
from portal.cli.evaluation_jobs import RESULTS_JOB
from portal.evaluation.appraisals.snapshot_queries import snapshots_of
from portal.evaluation.plans.domain import Plan
from portal.evaluation.rules.states import YearlyState
from portal.evaluation.verifying.service import verify_results
from portal.evaluation.yearly import signing
from portal.storage.lasting_keys.keys import make_key_file
from portal.web.extensions import SETTINGS, db, vault
from tests.factories import years
from tests.web.evaluation.forms import fields_of, press, send
from tests.web.evaluation.objections.test_objection_pages import (
    CASE,
    CLAIM,
    WRITE,
    at,
    leader,
    plan,
    received,
)
from tests.web.evaluation.yearly.test_year_pages import RATED, YEAR

__all__ = ["at", "leader", "plan", "received"]


@pytest.fixture
def texts_key(app: Flask) -> Path:
    return Path(app.extensions[SETTINGS].keys_dir) / "texts.key"


def rated(person: FlaskClient, superior: FlaskClient) -> None:
    send(person, f"{YEAR}/self-report", text="Target saya capai.", act="send")
    send(superior, f"{YEAR}/rate", **RATED, act="set")
    press(superior, f"{YEAR}/send", page=YEAR)


def test_killed_between_confirmation_and_delivery_the_night_delivers(
    app: Flask,
    plan: Plan,
    person: FlaskClient,
    superior: FlaskClient,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rated(person, superior)

    def killed(*_: object, **__: object) -> int:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(signing, "deliver_confirmed", killed)
        with pytest.raises(KeyboardInterrupt):
            press(superior, f"{YEAR}/confirm", page=f"{YEAR}/confirm")

    with app.app_context():
        session = db.session()
        year = years.held(session, plan)
        assert year.state is YearlyState.CONFIRMED
        assert len(snapshots_of(session, year.id)) == 1
        sealed = session.query(AuditEntry).filter_by(action="appraisal.confirm").count()
        assert sealed == 1
    assert person.get(f"{YEAR}/result").status_code == 404
    with app.app_context():
        session, settings = db.session(), app.extensions[SETTINGS]
        RESULTS_JOB.run(session, settings, now=datetime(2027, 1, 12, 18, 30, tzinfo=UTC))
        assert years.held(session, plan).state is YearlyState.DELIVERED
        assert verify_results(session, vault=vault()).faults == []
    assert person.get(f"{YEAR}/result").status_code == 200


def test_without_the_key_of_texts_nothing_is_signed_and_nothing_is_lost(
    app: Flask, plan: Plan, person: FlaskClient, superior: FlaskClient, texts_key: Path
) -> None:
    rated(person, superior)
    form = fields_of(superior.get(f"{YEAR}/confirm").text)
    kept = texts_key.read_bytes()
    texts_key.unlink()

    assert superior.post(f"{YEAR}/confirm", data=form).status_code == 503
    assert superior.get(YEAR).status_code == 503
    with app.app_context():
        year = years.held(db.session(), plan)
        assert year.state is YearlyState.UNIT_REVIEW
        assert snapshots_of(db.session(), year.id) == ()
    make_key_file(texts_key, kept)

    press(superior, f"{YEAR}/confirm", page=f"{YEAR}/confirm")
    assert person.get(f"{YEAR}/result").status_code == 200


def test_without_the_key_of_texts_a_decision_waits_and_keeps_what_was_typed(
    app: Flask,
    received: Plan,
    person: FlaskClient,
    superior: FlaskClient,
    leader: FlaskClient,
    *,
    texts_key: Path,
) -> None:
    send(person, WRITE, claim_1=CLAIM, act="file")
    send(leader, f"{CASE}/admit", reason="")
    for side in (person, superior):
        send(side, f"{CASE}/explanation", text_1="Begini.", act="send")
    form = fields_of(leader.get(f"{CASE}/decide").text)
    decision = {"finding_1": "founded", "reason_1": "Alasannya benar.", "act": "decide"}
    decision |= {"result": "above", "behaviour": "above"}
    kept = texts_key.read_bytes()
    texts_key.unlink()

    answer = leader.post(f"{CASE}/decide", data=form | decision)

    assert answer.status_code == 503
    with app.app_context():
        assert years.held(db.session(), received).state is YearlyState.UNDER_OBJECTION
    make_key_file(texts_key, kept)
    done = leader.post(f"{CASE}/decide", data=form | decision)
    assert done.location.endswith("done=decided"), done.text
