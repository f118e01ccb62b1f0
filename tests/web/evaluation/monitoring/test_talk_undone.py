"""What two people note of each other is taken back, kept while typing, or refused in time."""

from flask.testing import FlaskClient

from tests.web.evaluation.forms import fields_of, press, send

HOME = "/admin/performance"
PERSON = f"{HOME}/people/1"
ONE = f"{HOME}/dialogues/1"
TOLD = {"talked": "Antrean pagi", "outcome": "Dua loket dibuka pukul 8", "held_on": "2026-01-12"}
DIFFICULTY = {
    "cause": "tools",
    "text": "Sistem baru lambat",
    "measure": "Latihan mingguan",
    "support": "Setengah jam dengan rekan",
    "due_on": "2026-01-30",
}


def test_a_dialogue_of_a_later_day_is_only_planned_and_can_be_thrown_away(
    superior: FlaskClient,
) -> None:
    page = send(superior, f"{PERSON}/dialogues/new", planned_for="2026-01-20", topic="Antrean")
    assert page.location.startswith(f"{PERSON}/following")
    assert "Antrean" in superior.get(ONE).text

    gone = press(superior, f"{ONE}/remove", page=ONE)

    assert gone.request.path == f"{PERSON}/following"
    assert superior.get(ONE).status_code == 404


def test_a_day_that_is_none_leaves_the_form_with_what_was_typed(superior: FlaskClient) -> None:
    page = send(superior, f"{PERSON}/dialogues/new", planned_for="31 Februari", topic="Antrean")

    assert page.status_code == 422
    assert 'id="planned_for-error"' in page.text
    assert fields_of(page.text)["topic"] == "Antrean"


def test_what_is_typed_is_kept_meanwhile_for_one_tab_and_one_writer(
    person: FlaskClient, superior: FlaskClient
) -> None:
    send(superior, f"{PERSON}/dialogues/new")
    form = fields_of(superior.get(f"{ONE}/record").text) | {"talked": "Baru separuh"}
    others = fields_of(person.get(f"{ONE}/record").text)

    kept = superior.post(f"{ONE}/draft", data=form)
    late = superior.post(f"{ONE}/draft", data=form | {"talked": "dari tab lain"})
    other = person.post(f"{ONE}/draft", data=others | {"talked": "dari orang lain"})

    assert (kept.status_code, kept.get_json()["state"]) == (200, "kept")
    assert kept.get_json()["revision"] > int(form["revision"])
    assert (late.status_code, late.get_json()["state"]) == (409, "changed")
    assert (other.status_code, other.get_json()["state"]) == (422, "refused")
    assert fields_of(superior.get(f"{ONE}/record").text)["talked"] == "Baru separuh"


def test_a_record_without_its_day_names_the_day(superior: FlaskClient) -> None:
    send(superior, f"{PERSON}/dialogues/new")

    page = send(superior, f"{ONE}/record", **(TOLD | {"held_on": ""}))

    assert page.status_code == 422
    assert 'id="held_on-error"' in page.text
    assert "Dua loket dibuka" in page.text


def test_who_was_spoken_with_disputes_once_and_both_versions_stay(
    person: FlaskClient, superior: FlaskClient
) -> None:
    send(superior, f"{PERSON}/dialogues/new")
    send(superior, f"{ONE}/record", **TOLD)
    assert superior.get(f"{ONE}/dispute").status_code == 404
    old = fields_of(person.get(f"{ONE}/dispute").text)

    answer = send(person, f"{ONE}/dispute", reason="Loket kedua tidak pernah disepakati")

    assert answer.location.startswith(ONE)
    page = superior.get(ONE).text
    assert "Dua loket dibuka" in page
    assert "Loket kedua tidak pernah disepakati" in page
    again = person.post(f"{ONE}/dispute", data=old | {"reason": "Sekali lagi dengan alasan lain"})
    assert again.status_code in {404, 409}
    assert "Sekali lagi" not in superior.get(ONE).text


def test_a_note_is_changed_until_it_was_read(person: FlaskClient, superior: FlaskClient) -> None:
    send(superior, f"{PERSON}/notes/new", text="Ramah kepada lansia")
    edit = f"{HOME}/notes/1/edit"
    assert person.get(edit).status_code == 404
    assert send(superior, edit, text="").status_code == 422

    assert send(superior, edit, text="Sabar dengan pemohon lansia").status_code == 302

    old = fields_of(superior.get(edit).text)
    page = person.get(f"{PERSON}/following").text
    assert "Sabar dengan pemohon lansia" in page
    assert "Ramah kepada lansia" not in page
    late = superior.post(edit, data=old | {"text": "Ternyata tidak"})
    assert late.status_code == 409
    assert "Ternyata tidak" in late.text
    assert "Ternyata tidak" not in person.get(f"{PERSON}/following").text


def test_a_note_that_is_answered_without_looking_counts_as_read(
    person: FlaskClient, superior: FlaskClient
) -> None:
    send(superior, f"{PERSON}/notes/new", text="Ramah kepada lansia")

    send(person, f"{HOME}/notes/1/add", text="Terima kasih")
    send(person, f"{HOME}/notes/1/add", text="Rekan saya juga")

    page = superior.get(f"{PERSON}/following").text
    assert "ditanggapi" in page
    assert "Terima kasih" in page
    assert "Rekan saya juga" in page


def test_a_difficulty_is_settled_as_the_page_showed_it(person: FlaskClient) -> None:
    send(person, f"{PERSON}/difficulties/new", **DIFFICULTY)
    settle = f"{HOME}/difficulties/1/settle"

    page = send(person, settle, outcome="Turun dari 6 % menjadi 2 %", revision="99")

    assert page.status_code == 409
    assert "Turun dari 6 % menjadi 2 %" in page.text
    assert send(person, settle, outcome="Turun dari 6 % menjadi 2 %").status_code == 302
