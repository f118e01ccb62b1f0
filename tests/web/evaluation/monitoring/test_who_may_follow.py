"""Every page of monitoring x what somebody is to the person: what lies elsewhere is not there."""

from datetime import date

import pytest
from flask import Flask

from portal.accounts.audit_log.queries import entries
from portal.evaluation.rules.states import DialogueState
from portal.organisation.people.models import KeptLine
from portal.storage.texts.key_file import Vault
from portal.web.extensions import db, vault
from tests.factories import monitoring as made
from tests.factories.people import make_line, make_relation
from tests.factories.plans import PlanScene
from tests.web.evaluation.conftest import ClientOf
from tests.web.evaluation.forms import assert_found_by
from tests.web.evaluation.plans.test_who_may import VIEWERS, SignIn, sign_in

__all__ = ["sign_in"]
HOME = "/admin/performance"
SIDES = {"person", "superior"}
READ = SIDES | {"auditor"}
# The address, and which of the viewers finds something there. Note 1 is the superior's, note 2
# the adviser's; dialogue 1 was recorded by the superior, dialogue 2 is planned.
PAGES = {
    f"{HOME}/people/1/following": READ | {"adviser"},
    f"{HOME}/people/1/notes/new": SIDES | {"adviser"},
    f"{HOME}/people/1/year": READ,
    f"{HOME}/notes/1/edit": {"superior"},
    f"{HOME}/notes/2/edit": {"adviser"},
    f"{HOME}/notes/1/add": SIDES,
    f"{HOME}/notes/2/add": SIDES | {"adviser"},
    f"{HOME}/people/1/dialogues/new": SIDES,
    f"{HOME}/dialogues/1": READ,
    f"{HOME}/dialogues/1/record": SIDES,
    f"{HOME}/dialogues/2/record": SIDES,
    f"{HOME}/dialogues/1/dispute": {"person"},
    f"{HOME}/people/1/difficulties/new": SIDES,
    f"{HOME}/difficulties/1/settle": SIDES,
}
ACTS = {
    f"{HOME}/dialogues/2/draft": SIDES,
    f"{HOME}/dialogues/2/remove": SIDES,
    f"{HOME}/dialogues/1/confirm": SIDES,
}


def lock(text: str) -> bytes:
    sealer: Vault = vault()
    return sealer.lock(text)


@pytest.fixture(autouse=True)
def said(app: Flask, scene: PlanScene) -> None:
    with app.test_request_context():
        session = db.session()
        made.make_note(session, scene, text=lock("Ramah kepada warga lansia"))
        made.make_note(session, scene, by=scene.stranger, text=lock("Saran penasihat"))
        made.make_dialogue(session, scene, state=DialogueState.HELD, texts=lock("Isi dialog"))
        made.make_dialogue(session, scene, texts=lock("Rencana dialog"))
        made.make_difficulty(session, scene, text=lock("Sistem baru lambat"))
        session.commit()


@pytest.mark.parametrize("viewer", VIEWERS)
def test_what_was_said_is_found_by_whom_it_concerns_and_by_nobody_else(
    app: Flask, sign_in: SignIn, viewer: str
) -> None:
    client = sign_in(viewer)

    assert_found_by(client, viewer, pages=PAGES, acts=ACTS)


@pytest.mark.parametrize("viewer", ["leader", "stranger", "adviser", "auditor", "office", "nobody"])
def test_nobody_else_writes(app: Flask, sign_in: SignIn, viewer: str) -> None:
    client = sign_in(viewer)
    app.config["WTF_CSRF_ENABLED"] = False

    for page, text in (
        (f"{HOME}/dialogues/1/confirm", {}),
        (f"{HOME}/dialogues/1/dispute", {"reason": "x"}),
        (f"{HOME}/people/1/difficulties/new", {"text": "x"}),
        (f"{HOME}/notes/1/edit", {"text": "x"}),
    ):
        assert client.post(page, data={"revision": "3"} | text).status_code == 404, page

    with app.app_context():
        assert made.dialogue(db.session(), 1).state is DialogueState.HELD


def test_an_adviser_reads_the_own_notes_only(app: Flask, sign_in: SignIn) -> None:
    page = sign_in("adviser").get(f"{HOME}/people/1/following").text

    assert "Saran penasihat" in page
    assert "Ramah kepada" not in page
    assert "Isi dialog" not in page
    assert "Sistem baru" not in page


def test_a_look_of_the_auditor_is_on_record_once(app: Flask, sign_in: SignIn) -> None:
    auditor = sign_in("auditor")
    for _ in range(2):
        assert "Isi dialog" in auditor.get(f"{HOME}/people/1/following").text

    with app.app_context():
        found = [each.entry for each in entries(db.session())]
        looks = [each for each in found if each.action == "person.look"]
    assert [each.detail for each in looks] == ['{"kind":"monitoring"}']


@pytest.mark.parametrize("page", ["following", "year", "activities"])
def test_an_auditor_finds_nothing_of_nobody_and_no_look_is_on_record(
    app: Flask, sign_in: SignIn, page: str
) -> None:
    assert sign_in("auditor").get(f"{HOME}/people/999/{page}").status_code == 404

    with app.app_context():
        actions = {each.entry.action for each in entries(db.session())}
    assert "person.look" not in actions


def test_a_delegate_reads_nothing_that_was_said(
    app: Flask, scene: PlanScene, client_of: ClientOf
) -> None:
    with app.app_context():
        make_relation(db.session(), "delegate", scene.leader, about=scene.superior)
        db.session.commit()

    assert client_of(scene.leader).get(f"{HOME}/people/1/following").status_code == 404


def test_a_former_superior_reads_what_was_said_until_the_last_day(
    app: Flask, scene: PlanScene, client_of: ClientOf
) -> None:
    with app.test_request_context():
        session = db.session()
        line = session.query(KeptLine).filter_by(person_id=scene.person).one()
        line.ends_on = date(2026, 1, 11)
        make_line(session, scene.person, to=scene.leader, starts_on=date(2026, 1, 12))
        session.commit()
    former = client_of(scene.superior)

    page = former.get(f"{HOME}/people/1/following")

    assert page.status_code == 200
    assert "Isi dialog" not in page.text
    assert "Ramah kepada" in page.text  # the own note
    assert "Saran penasihat" not in page.text
    assert former.get(f"{HOME}/dialogues/1").status_code == 404
    assert former.get(f"{HOME}/people/1/notes/new").status_code == 404
    assert former.get(f"{HOME}/people/1/dialogues/new").status_code == 404


def test_a_superior_who_is_a_relative_finds_nothing(
    app: Flask, scene: PlanScene, sign_in: SignIn
) -> None:
    with app.app_context():
        make_relation(db.session(), "relative", scene.superior, about=scene.person)
        db.session.commit()

    assert sign_in("superior").get(f"{HOME}/people/1/following").status_code == 404
