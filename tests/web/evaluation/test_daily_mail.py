"""The daily mail says how much waits and where: no kinds, no content, no names, once a day."""

import re
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from portal.cli.evaluation_jobs import DIGEST_JOB
from portal.evaluation.monitoring.digest_sending import send_digests
from portal.evaluation.monitoring.digest_texts import digest_letter
from portal.evaluation.rules.states import ActivityState, DialogueState, PlanState
from portal.time import clock
from portal.web.extensions import current_settings, db
from tests.factories import monitoring as made
from tests.factories import work
from tests.factories.plans import PlanScene, make_plan
from tests.web.accounts.forms import hidden_fields

PAGE = "/admin/performance/digest"
NAMES = re.compile(r"Ayu|Budi|Citra|Dewi|Wali|Contoh|SKP|aktivitas|dialog|plan|activit", re.I)


@pytest.fixture
def waiting(app: Flask, scene: PlanScene) -> None:
    """A plan and an activity wait for the superior, a dialogue and a note for the person."""
    with app.app_context():
        session = db.session()
        make_plan(session, scene, state=PlanState.SUBMITTED)
        work.make_activity(session, scene, state=ActivityState.SENT)
        made.make_note(session, scene)
        made.make_dialogue(session, scene, state=DialogueState.HELD)


def write(app: Flask) -> int:
    with app.app_context():
        return send_digests(db.session(), current_settings(), now=clock.now())


def test_how_much_waits_is_told_without_what_and_about_whom(
    app: Flask,
    waiting: None,
    person: FlaskClient,
    superior: FlaskClient,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert write(app) == 2

    said = capsys.readouterr().out
    assert said.count("2 hal menunggu Anda") == 2
    assert said.count("2 things wait for you") == 2
    body = "\n".join(line for line in said.splitlines() if not line.startswith("To: "))
    assert not NAMES.search(body), NAMES.search(body)
    assert "/admin/performance" in body


def test_nobody_is_written_to_twice_a_day(
    app: Flask, waiting: None, person: FlaskClient, superior: FlaskClient
) -> None:
    assert write(app) == 2
    assert write(app) == 0


def test_nobody_is_written_to_on_a_day_off_or_when_nothing_waits(
    app: Flask,
    waiting: None,
    superior: FlaskClient,
    office: FlaskClient,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 1, 17, 3, tzinfo=UTC))
    assert write(app) == 0
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 1, 19, 3, tzinfo=UTC))
    assert write(app) == 1


def test_who_stopped_the_mail_gets_none_until_it_is_wanted_again(
    app: Flask, waiting: None, superior: FlaskClient
) -> None:
    choose(superior, "off")
    assert write(app) == 0
    choose(superior, "on")
    assert write(app) == 1


def choose(client: FlaskClient, act: str) -> None:
    fields = hidden_fields(client.get(PAGE).text) | {"act": act}
    assert client.post(PAGE, data=fields).status_code == 302


def test_who_has_no_address_is_not_written_to(
    app: Flask, waiting: None, superior: FlaskClient
) -> None:
    with app.app_context():
        db.session.execute(
            text("UPDATE account SET staff_number = '199001012020011001', email = NULL")
        )
        db.session.commit()

    assert write(app) == 0


def test_the_job_runs_every_night() -> None:
    assert DIGEST_JOB.name == "daily mail"
    assert DIGEST_JOB.schedule.name == "NIGHTLY"


def test_one_thing_is_said_as_one(app: Flask) -> None:
    with app.test_request_context():
        letter = digest_letter("a@contoh.test", waiting=1, address="https://suara.test/x")

    assert "Satu hal menunggu Anda" in letter.body
    assert "One thing waits for you" in letter.body
