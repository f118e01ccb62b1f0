"""A programme through its pages: proposed, agreed, looked at, ended by facts, its effect."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from portal.accounts.audit_log.queries import entries
from portal.evaluation.development.domain import FigureKind
from portal.evaluation.development.screen import programmes_on_screen
from portal.evaluation.realisations import realising
from portal.evaluation.rules.programmes import ProgrammeOutcome
from portal.evaluation.rules.states import ProgrammeState
from portal.time import clock
from portal.web.access import Role
from portal.web.extensions import db, vault
from tests.factories import programmes as made
from tests.factories import realisations
from tests.factories.plans import PlanScene
from tests.web.evaluation.conftest import ClientOf
from tests.web.evaluation.forms import press, send
from tests.web.evaluation.plans.test_who_may import VIEWERS, SignIn, sign_in
from tests.web.evaluation.test_what_waits import Count, count

__all__ = ["count", "sign_in"]
OnDay = Callable[..., tuple[FlaskClient, FlaskClient]]
HOME = "/admin/performance"
LIST = f"{HOME}/people/1/programmes"
NEW, ONE = f"{LIST}/new", f"{HOME}/programmes/1"
SIDES = {"person", "superior"}
READ = SIDES | {"leader", "auditor"}
WEAK = "Berkas selesai tepat waktu"
TOLD = {
    "reason": "Sistem baru belum dikuasai",
    "weak_point": WEAK,
    "measure": "other",
    "baseline": "68,9",
    "cases": "90",
    "target": "90",
    "unit": "%",
    "due_on": "2026-03-31",
    "checked_by": "Register loket",
    "provides": "Pelatihan 8 JP",
}


def lock(plain: str) -> bytes:
    sealed: bytes = vault().lock(plain)
    return sealed


@pytest.fixture
def running(app: Flask, scene: PlanScene) -> None:
    """A programme of the superior that the person agreed to."""
    with app.test_request_context():
        session = db.session()
        found = made.propose(session, scene, told=made.goal(**_texts()), text=lock("Mengapa"))
        made.agree(session, scene, found)


def _texts() -> dict[str, bytes]:
    return {name: lock(WEAK) for name in ("weak_point", "checked_by", "provides")}


@pytest.fixture
def on_day(
    app: Flask, client_of: ClientOf, scene: PlanScene, monkeypatch: pytest.MonkeyPatch
) -> OnDay:
    """Sign the two sides in on a day: sessions do not last for months."""

    def sign_in_on(*day: int) -> tuple[FlaskClient, FlaskClient]:
        at(monkeypatch, *day)
        with app.app_context():
            db.session.execute(text("UPDATE account SET officer_id = NULL"))
            db.session.commit()
        return client_of(scene.person), client_of(scene.superior)

    return sign_in_on


def at(monkeypatch: pytest.MonkeyPatch, *day: int) -> None:
    year, month, number = day
    monkeypatch.setattr(clock, "now", lambda: datetime(year, month, number, 3, tzinfo=UTC))


def field_of(page: str, start: str) -> str:
    """Return the name of the first field of a form that begins so."""
    found = re.search(rf'name="({start}_\d+)"', page)
    assert found is not None, start
    return found[1]


@pytest.mark.parametrize("viewer", VIEWERS)
def test_programmes_are_found_by_whom_they_concern_and_by_nobody_else(
    app: Flask, scene: PlanScene, running: None, sign_in: SignIn, viewer: str
) -> None:
    client = sign_in(viewer)
    pages = {
        LIST: READ,
        NEW: SIDES,
        ONE: READ,
        f"{ONE}/check-ins/1": SIDES,
        f"{ONE}/extend": {"superior"},
        f"{ONE}/review": set(),
        f"{ONE}/effect": set(),
        f"{ONE}/goals/new": set(),
    }

    for page, readers in pages.items():
        found = client.get(page)
        assert (found.status_code != 404) is (viewer in readers), page
        if found.status_code == 404:
            assert WEAK not in found.text
    app.config["WTF_CSRF_ENABLED"] = False
    for act in ("agree", "start", "withdraw", "goals/1/remove"):
        assert client.post(f"{ONE}/{act}", data={"revision": "2"}).status_code == 404
    with app.app_context():
        assert made.held(db.session(), 1).state is ProgrammeState.RUNNING


def test_a_look_of_the_one_above_is_on_record(
    app: Flask, running: None, scene: PlanScene, client_of: ClientOf
) -> None:
    assert WEAK in client_of(scene.leader).get(ONE).text

    with app.app_context():
        looks = [each.entry.detail for each in entries(db.session()) if "look" in each.entry.action]
    assert looks == ['{"kind":"programme"}']


def test_a_programme_from_the_proposal_to_its_effect(
    app: Flask,
    on_day: OnDay,
    count: Count,
    scene: PlanScene,
) -> None:
    person, superior = on_day(2026, 1, 12)
    proposed = send(superior, NEW, **TOLD)
    assert proposed.location.endswith(f"{ONE}?done=proposed"), proposed.text
    assert count(programmes_on_screen, scene.person) == 1
    assert "menunggu Anda" in person.get(HOME).text
    agreed = press(person, f"{ONE}/agree", page=ONE)
    assert "Hari cek bersama" in agreed.text
    assert count(programmes_on_screen, scene.superior) == 0

    person, superior = on_day(2026, 2, 13)
    assert "cek bersama sudah waktunya" in superior.get(HOME).text
    assert count(programmes_on_screen, scene.superior) == 1
    page = person.get(f"{ONE}/check-ins/1").text
    value, source = field_of(page, "value"), field_of(page, "source")
    told = {"note": "Mulai lancar", "was_provided": "no", value: "75"}
    missing = send(person, f"{ONE}/check-ins/1", **told)
    assert (missing.status_code, "Mulai lancar" in missing.text) == (422, True)
    told |= {source: "Register 9 Feb"}
    assert send(person, f"{ONE}/check-ins/1", **told).status_code == 302
    shown = superior.get(ONE).text
    assert "Atasan belum menyediakan yang disepakati" in shown
    assert "Register 9 Feb" in shown

    person, superior = on_day(2026, 3, 31)
    result = {value: "92", source: "Register Maret", value.replace("value", "cases"): "88"}
    wrong = send(superior, f"{ONE}/review", outcome="not_met", **result)
    assert (wrong.status_code, "Angkanya mengatakan hasil lain" in wrong.text) == (422, True)
    assert send(superior, f"{ONE}/review", outcome="met", **result).status_code == 302
    assert "Menurut angka: tercapai" in person.get(ONE).text

    assert "Tulis sebuah angka" in send(superior, f"{ONE}/effect").text
    person, superior = on_day(2026, 9, 30)
    assert count(programmes_on_screen, scene.superior) == 1
    later = result | {source: "Register September"}
    assert send(superior, f"{ONE}/effect", **later).status_code == 302
    done = person.get(ONE).text
    assert "membaik, lebih dari yang dapat dijelaskan kebetulan" in done
    assert "kepastian 95 persen" in done
    acts = _acts(app)
    for act in ("proposed", "agreed", "checked", "reviewed", "closed"):
        assert f"performance.programme_{act}" in acts, act
    assert "Program perbaikan" in person.get(f"{HOME}/people/1/following").text


def _acts(app: Flask) -> set[str]:
    with app.app_context():
        return {each.entry.action for each in entries(db.session())}


def test_a_verified_realisation_decides_and_cannot_be_typed_over(
    app: Flask, scene: PlanScene, on_day: OnDay
) -> None:
    with app.app_context():
        session = db.session()
        place = realisations.make_place(session, scene)
        held = realisations.report(session, place)
        move = realisations.move(place, scene.superior, revision=held.revision)
        realising.verify(session, move, by=realisations.SUPERIOR)
    person, superior = on_day(2026, 1, 12)
    word = f"{place.plan_id}-1"
    told = TOLD | {"measure": word, "baseline": "", "unit": "salah", "target": "90"}
    assert send(superior, NEW, **told).status_code == 302
    press(person, f"{ONE}/agree", page=ONE)

    person, superior = on_day(2026, 3, 31)
    page = superior.get(f"{ONE}/review").text
    assert "periode sampai 31 Maret 2026" in page
    assert 'name="value_' not in page
    reviewed = send(superior, f"{ONE}/review", outcome="not_met", value_1="99", source_1="x")
    assert reviewed.status_code == 302
    with app.app_context():
        found = made.held(db.session(), 1)
    goal = found.goals[0]
    assert (int(goal.baseline.value), goal.unit) == (62, "%")
    figure = goal.figure(FigureKind.RESULT)
    assert figure is not None
    assert (int(figure.measured.value), figure.realisation_id) == (62, held.id)
    assert found.outcome is ProgrammeOutcome.NOT_MET
    assert "realisasi terverifikasi" in person.get(ONE).text


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"baseline": ""}, "belum ada realisasi terverifikasi"),
        ({"target": ""}, "belum diisi"),
        ({"target": "60"}, "harus lebih baik"),
        ({"target": "90", "direction": "lower"}, "harus lebih baik"),
        ({"target": "NaN"}, "tidak dapat dipakai"),
        ({"baseline": "1" * 400}, "tidak dapat dipakai"),
        ({"cases": "0,5"}, "bilangan bulat"),
        ({"cases": "99999999999"}, "bilangan bulat"),
        ({"every": "2"}, "bilangan bulat"),
        ({"every": "7,5"}, "bilangan bulat"),
        ({"every": ""}, "bilangan bulat"),
        ({"starts_on": "2026-01-11"}, "sudah lewat"),
        ({"due_on": "2026-01-12"}, "sesudah program dimulai"),
        ({"due_on": "bukan hari"}, 'class="error"'),
        ({"measure": "9999-1"}, 'class="error"'),
        ({"reason": "  "}, "belum diisi"),
        ({"weak_point": "x" * 2001}, "Terlalu panjang"),
    ],
)
def test_what_cannot_be_a_programme_is_said_beside_its_field(
    app: Flask, superior: FlaskClient, changed: dict[str, str], words: str
) -> None:
    refused = send(superior, NEW, **(TOLD | changed))

    assert refused.status_code == 422
    assert words in refused.text
    assert "Pelatihan 8 JP" in refused.text
    with app.app_context():
        assert db.session.scalar(text("SELECT count(*) FROM improvement_programme")) == 0


def test_hostile_words_stay_words(superior: FlaskClient, person: FlaskClient) -> None:
    hostile = "<script>alert(1)</script> {{ 7*7 }} \u202e'--"
    send(superior, NEW, **(TOLD | {"weak_point": hostile, "unit": "<b>"}))

    for page in (ONE, LIST):
        shown = person.get(page).text
        assert "<script>alert" not in shown
        assert "{{ 7*7 }}" in shown
        assert "<b>" not in shown


def test_a_proposal_is_changed_and_withdrawn_by_its_own_side(
    app: Flask, person: FlaskClient, superior: FlaskClient
) -> None:
    send(person, NEW, **TOLD)
    assert "Setujui program" not in person.get(ONE).text
    second = {key: TOLD[key] for key in TOLD if key != "reason"} | {"target": "95"}
    assert send(person, f"{ONE}/goals/new", **second).status_code == 302
    wrong = send(person, f"{ONE}/goals/new", **(second | {"target": "1"}))
    assert wrong.status_code == 422
    removed = press(person, f"{ONE}/goals/1/remove", page=ONE)
    assert "Sasaran dihapus" in removed.text
    assert superior.get(f"{ONE}/goals/new").status_code == 404
    gone = press(person, f"{ONE}/withdraw", page=ONE)
    assert "Usulan ditarik" in gone.text
    assert "Belum ada program" in person.get(LIST).text
    assert person.get(ONE).status_code == 404
    assert "performance.programme_withdrawn" in _acts(app)


def test_a_cause_is_read_by_the_sides_and_the_auditor_and_not_by_the_one_above(
    app: Flask, scene: PlanScene, superior: FlaskClient, client_of: ClientOf
) -> None:
    send(superior, NEW, **TOLD, cause="skill")
    for reader in (superior, client_of(scene.person), client_of(None, Role.AUDITOR)):
        assert "Keterampilan" in reader.get(ONE).text
    assert "Keterampilan" not in client_of(scene.leader).get(ONE).text


def test_an_older_page_changes_nothing_and_keeps_what_was_typed(
    app: Flask, person: FlaskClient, superior: FlaskClient, scene: PlanScene
) -> None:
    send(superior, NEW, **TOLD)
    second = {key: TOLD[key] for key in TOLD if key != "reason"}
    stale = send(superior, f"{ONE}/goals/new", revision="9", **second)
    assert (stale.status_code, "Pelatihan 8 JP" in stale.text) == (409, True)
    app.config["WTF_CSRF_ENABLED"] = False
    for client, act in ((person, "agree"), (superior, "withdraw"), (superior, "goals/1/remove")):
        refused = client.post(f"{ONE}/{act}", data={"revision": "9"})
        assert refused.location.endswith("done=changed"), act
    person.post(f"{ONE}/agree", data={"revision": "1"})
    app.config["WTF_CSRF_ENABLED"] = True
    assert "Tidak ada yang dilakukan" in person.get(f"{ONE}?done=changed").text
    typed = {"revision": "9", "note": "Catatan panjang", "was_provided": "yes"}
    stale = send(person, f"{ONE}/check-ins/1", **typed)
    assert (stale.status_code, "Catatan panjang" in stale.text) == (409, True)
    typed = {"revision": "9", "to": "2026-04-30", "reason": "Masih perlu waktu"}
    stale = send(superior, f"{ONE}/extend", **typed)
    assert (stale.status_code, "Masih perlu waktu" in stale.text) == (409, True)


def test_more_time_is_given_once(running: None, superior: FlaskClient, person: FlaskClient) -> None:
    early = send(superior, f"{ONE}/extend", to="2026-03-31", reason="Perlu waktu")
    assert early.status_code == 422
    unsaid = send(person, f"{ONE}/check-ins/1", note="Sudah dibahas")
    assert (unsaid.status_code, "Sudah dibahas" in unsaid.text) == (422, True)
    assert send(superior, f"{ONE}/extend", to="2026-04-30", reason="Perlu waktu").status_code == 302

    assert "Diperpanjang sampai 30 April 2026" in person.get(ONE).text
    assert superior.get(f"{ONE}/extend").status_code == 404
    assert "sudah waktunya" not in person.get(ONE).text


def test_who_agrees_is_the_person_even_when_the_superior_changed(
    app: Flask, scene: PlanScene, superior: FlaskClient, client_of: ClientOf
) -> None:
    """A programme that a former superior proposed is not agreed to by the next one."""
    send(superior, NEW, **TOLD)
    with app.app_context():
        db.session.execute(
            text("UPDATE reporting_line SET superior_id = :new WHERE person_id = :person"),
            {"new": scene.leader, "person": scene.person},
        )
        db.session.commit()
    app.config["WTF_CSRF_ENABLED"] = False
    later = client_of(scene.leader)

    assert superior.get(ONE).status_code == 404
    assert later.post(f"{ONE}/agree", data={"revision": "1"}).status_code == 404
    assert client_of(scene.person).post(f"{ONE}/agree", data={"revision": "1"}).status_code == 302


def test_without_an_appraiser_a_person_reads_why_nothing_can_be_proposed(
    app: Flask, scene: PlanScene, client_of: ClientOf
) -> None:
    mayor = client_of(scene.mayor)

    page = mayor.get(f"{HOME}/people/{scene.mayor}/programmes")

    assert "Belum ada pejabat penilai" in page.text
    assert mayor.get(f"{HOME}/people/{scene.mayor}/programmes/new").status_code == 404
    assert client_of(None, Role.AUDITOR).get(f"{HOME}/people/999/programmes").status_code == 404
