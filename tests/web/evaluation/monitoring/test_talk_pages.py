"""Pages on which people follow each other through the year."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.evaluation.monitoring import queries
from portal.evaluation.rules.states import DialogueState
from portal.time import clock
from portal.web.extensions import db
from tests.factories import monitoring as made
from tests.factories.plans import PlanScene
from tests.web.evaluation.conftest import ClientOf
from tests.web.evaluation.forms import fields_of, press, send

HOME = "/admin/performance"
PERSON = f"{HOME}/people/1"
TOLD = {"talked": "Antrean pagi", "outcome": "Dua loket dibuka pukul 8", "held_on": "2026-01-12"}


def record(client: FlaskClient, number: int = 1, **changed: str) -> int:
    return send(client, f"{HOME}/dialogues/{number}/record", **(TOLD | changed)).status_code


def test_what_both_agree_on_is_recorded_by_one_and_confirmed_by_the_other(
    person: FlaskClient, superior: FlaskClient
) -> None:
    assert "Belum ada dialog sejak 1 Januari 2026" in " ".join(superior.get(HOME).text.split())
    send(superior, f"{PERSON}/dialogues/new", topic="Antrean")
    record(superior)

    assert "Sebuah dialog menunggu konfirmasi Anda" in person.get(HOME).text
    assert "Dua loket dibuka" in person.get(f"{HOME}/dialogues/1").text
    page = press(person, f"{HOME}/dialogues/1/confirm", page=f"{HOME}/dialogues/1")

    assert "dikonfirmasi keduanya" in page.text
    assert "Belum ada dialog sejak" not in superior.get(HOME).text


def test_a_dialogue_of_an_earlier_period_was_not_held_in_this_one(
    app: Flask, scene: PlanScene, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.app_context():
        made.make_dialogue(db.session(), scene, state=DialogueState.CONFIRMED)

    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 4, 2, 3, tzinfo=UTC))

    superior = client_of(scene.superior)
    assert "Belum ada dialog sejak 1 April 2026" in " ".join(superior.get(HOME).text.split())


def test_a_dialogue_that_is_disputed_or_only_planned_does_not_count(
    app: Flask, scene: PlanScene, superior: FlaskClient
) -> None:
    with app.app_context():
        made.make_dialogue(db.session(), scene, state=DialogueState.DISPUTED)
        made.make_dialogue(db.session(), scene)

    assert "Belum ada dialog sejak" in superior.get(HOME).text


def test_a_draft_is_kept_and_read_by_nobody_else(
    app: Flask, person: FlaskClient, superior: FlaskClient
) -> None:
    send(superior, f"{PERSON}/dialogues/new")
    answer = send(superior, f"{HOME}/dialogues/1/record", act="kept", talked="Baru separuh")
    assert answer.status_code == 302

    assert fields_of(superior.get(f"{HOME}/dialogues/1/record").text)["talked"] == "Baru separuh"
    for page in (f"{HOME}/dialogues/1", f"{PERSON}/following"):
        assert "Baru separuh" not in person.get(page).text
        assert "Baru separuh" not in superior.get(page).text
    assert "sedang mencatat dialog ini" in person.get(f"{HOME}/dialogues/1").text
    assert person.get(f"{HOME}/dialogues/1/record").status_code == 302


def test_what_is_missing_or_ahead_is_named_beside_its_field_and_nothing_is_lost(
    superior: FlaskClient,
) -> None:
    send(superior, f"{PERSON}/dialogues/new")
    given = TOLD | {"outcome": "", "held_on": "2026-01-13", "next_on": "2026-02-01"}
    page = send(superior, f"{HOME}/dialogues/1/record", **given)

    assert page.status_code == 422
    for name in ("outcome", "held_on", "next_step"):
        assert f'id="{name}-error"' in page.text
    assert "Antrean pagi" in page.text


def test_two_tabs_of_one_dialogue_notice_each_other(superior: FlaskClient) -> None:
    send(superior, f"{PERSON}/dialogues/new")
    address = f"{HOME}/dialogues/1/record"
    old = fields_of(superior.get(address).text)
    send(superior, address, act="kept", talked="dari tab pertama")

    page = superior.post(address, data=old | TOLD | {"talked": "dari tab kedua"})

    assert page.status_code == 409
    assert "dari tab kedua" in page.text
    assert superior.post(address, data=fields_of(page.text) | TOLD).status_code == 302


def test_a_note_is_read_by_whom_it_is_about_and_answered(
    app: Flask, person: FlaskClient, superior: FlaskClient
) -> None:
    send(superior, f"{PERSON}/notes/new", text="Ramah kepada lansia")
    assert "Satu catatan tentang Anda belum dibaca" in person.get(HOME).text
    assert "belum dibaca" in superior.get(f"{PERSON}/following").text

    assert "Ramah kepada lansia" in person.get(f"{PERSON}/following").text
    assert "belum dibaca" not in person.get(HOME).text
    assert "sudah dibaca" in superior.get(f"{PERSON}/following").text
    send(person, f"{HOME}/notes/1/add", text="Terima kasih")

    page = superior.get(f"{PERSON}/following").text
    assert "ditanggapi" in page
    assert "Terima kasih" in page
    assert (
        "tidak dapat diubah lagi"
        in superior.get(f"{HOME}/notes/1/edit", follow_redirects=True).text
    )


def test_a_note_of_the_person_waits_for_the_superior(
    person: FlaskClient, superior: FlaskClient
) -> None:
    send(person, f"{PERSON}/notes/new", text="Printer rusak sejak Senin")

    assert "catatan belum dibaca" in superior.get(HOME).text
    superior.get(f"{PERSON}/following")
    assert "catatan belum dibaca" not in superior.get(HOME).text


def test_a_difficulty_has_a_cause_a_measure_and_what_the_superior_provides(
    app: Flask, person: FlaskClient, superior: FlaskClient
) -> None:
    given = {
        "cause": "tools",
        "text": "Sistem baru lambat",
        "measure": "Latihan mingguan",
        "support": "Setengah jam dengan rekan",
        "due_on": "2026-01-30",
    }
    page = send(superior, f"{PERSON}/difficulties/new", **(given | {"due_on": "2026-01-11"}))
    assert 'id="due_on-error"' in page.text
    send(superior, f"{PERSON}/difficulties/new", **given)

    page = person.get(f"{PERSON}/following")
    assert "Setengah jam dengan rekan" in page.text
    assert "Alat atau sistem" in page.text
    send(person, f"{HOME}/difficulties/1/settle", outcome="Dari 6 % menjadi 2 %")

    with app.app_context():
        held = queries.difficulty_with(db.session(), 1)
    assert held is not None
    assert held.settled_on is not None
    assert superior.get(f"{HOME}/difficulties/1/settle").status_code == 409


def test_texts_are_not_readable_in_the_database(
    app: Flask, person: FlaskClient, superior: FlaskClient
) -> None:
    send(superior, f"{PERSON}/notes/new", text="rahasia")
    send(superior, f"{PERSON}/dialogues/new", topic="rahasia")
    record(superior, talked="rahasia", outcome="rahasia", next_step="rahasia")

    with app.app_context():
        session = db.session()
        note, talk = made.note(session, 1), made.dialogue(session, 1)
    for sealed in (note.text, talk.topic, talk.talked, talk.outcome, talk.next_step):
        assert sealed is not None
        assert b"rahasia" not in sealed
