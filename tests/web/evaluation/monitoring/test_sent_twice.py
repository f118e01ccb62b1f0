"""What is sent twice with the same words, as a browser without scripts does, is kept once."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from operator import eq
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from portal.evaluation.monitoring import noting
from portal.evaluation.monitoring.models import AdditionRow, DialogueRow, DifficultyRow, NoteRow
from portal.web.extensions import db
from tests.factories import monitoring as made
from tests.factories.plans import make_plan_scene
from tests.web.evaluation.forms import fields_of, send

PERSON = "/admin/performance/people/1"
HARD = {"text": "Printer", "measure": "Perbaiki", "support": "Anggaran", "due_on": "2026-03-31"}
FORMS = [
    ("notes/new", {"text": "Antrean pagi tertib"}, {"text": "Antrean siang tertib"}, NoteRow),
    ("dialogues/new", {"topic": "Antrean"}, {"topic": "Jadwal"}, DialogueRow),
    ("dialogues/new", {}, {"topic": "Jadwal"}, DialogueRow),
    ("difficulties/new", HARD, HARD | {"text": "Antrean"}, DifficultyRow),
]


def count(app: Flask, table: Any) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(table)) or 0


@pytest.mark.parametrize("form", FORMS)
def test_the_same_words_are_kept_once_and_others_beside_them(
    app: Flask, superior: FlaskClient, form: tuple[str, dict[str, str], dict[str, str], Any]
) -> None:
    page, said, other, table = form
    fields = fields_of(superior.get(f"{PERSON}/{page}").text)

    first, second = (superior.post(f"{PERSON}/{page}", data=fields | said) for _ in "ab")

    assert first.status_code == 302
    assert second.location == first.location
    assert count(app, table) == 1
    superior.post(f"{PERSON}/{page}", data=fields | other)
    assert count(app, table) == 2


def test_an_addition_sent_twice_is_kept_once(
    app: Flask, person: FlaskClient, superior: FlaskClient
) -> None:
    send(superior, f"{PERSON}/notes/new", text="Antrean pagi tertib")
    page = "/admin/performance/notes/1/add"
    fields = fields_of(person.get(page).text) | {"text": "Terima kasih"}

    for _ in "ab":
        assert person.post(page, data=fields).status_code == 302

    assert count(app, AdditionRow) == 1


def test_two_notes_at_once_with_the_same_words_are_one(session: Session) -> None:
    scene, together = make_plan_scene(session), Barrier(2)
    engine = session.get_bind()
    session.rollback()
    assert isinstance(engine, Engine)

    def write(_: int) -> int:
        same = partial(eq, made.SEALED)
        with Session(engine) as own:
            together.wait()
            command = noting.WriteNote(
                scene.person, scene.superior, made.SEALED, made.NOW, made.TODAY, same
            )
            return noting.write_note(own, command)

    with ThreadPoolExecutor(2) as pool:
        numbers = set(pool.map(write, range(2)))

    assert len(numbers) == 1
    assert session.scalar(select(func.count()).select_from(NoteRow)) == 1
