"""A quarter on its pages: own report, the appraiser's form, shown, answered, who finds it."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.evaluation.plans.domain import Plan
from portal.evaluation.rules.states import PeriodicState, PlanState
from portal.time import clock
from portal.web.extensions import db, vault
from tests.factories import appraisals as made
from tests.factories import plans as made_plans
from tests.factories.plans import PlanScene
from tests.web.evaluation.forms import compared_in, fields_of, send
from tests.web.evaluation.plans.test_who_may import VIEWERS, SignIn, sign_in

__all__ = ["sign_in"]
QUARTER = "/admin/performance/plans/1/quarters/1"
LONG = "Target triwulan ini dicapai dengan alat yang rusak."
WHOLE = {
    "result": "meets",
    "behaviour": "meets",
    "strengths": "Menjelaskan syarat dengan gambar.",
    "advice": "Ikut pelatihan verifikasi data.",
    "result_reason": LONG,
}
# The address, and who of the viewers finds something there once the quarter was shown.
PAGES = {QUARTER: {"person", "superior", "auditor"}, f"{QUARTER}/answer": {"person"}}


@pytest.fixture(autouse=True)
def april(monkeypatch: pytest.MonkeyPatch, january: None) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 4, 3, 3, tzinfo=UTC))


@pytest.fixture
def plan(app: Flask, scene: PlanScene) -> Plan:
    with app.app_context():
        return made_plans.make_plan(db.session(), scene, state=PlanState.RUNNING)


@pytest.fixture
def bring(app: Flask, scene: PlanScene, plan: Plan) -> Callable[[PeriodicState], None]:
    def to(state: PeriodicState) -> None:
        with app.app_context():
            text = vault().lock("Teks contoh")
            made.make_periodic(db.session(), scene, plan, state=state, text=text)

    return to


def test_a_quarter_goes_from_the_own_report_to_the_answer(
    plan: Plan, person: FlaskClient, superior: FlaskClient
) -> None:
    assert "Laporan diri Anda lebih dahulu" in person.get(QUARTER).text
    assert superior.get(f"{QUARTER}/review").status_code == 404

    send(person, f"{QUARTER}/self-report", text="Antrean Senin dibagi.", act="send")
    kept = send(superior, f"{QUARTER}/review", strengths="Rapi", act="kept")
    assert kept.status_code == 302
    assert "Rapi" not in person.get(QUARTER).text
    shown = send(superior, f"{QUARTER}/review", **WHOLE, act="show")
    assert shown.status_code == 302

    page = person.get(QUARTER).text
    assert WHOLE["strengths"] in page
    assert "Antrean Senin dibagi." in page
    note = {"answer": "disagreed", "note": "Pemindai rusak sejak Februari."}
    assert send(person, f"{QUARTER}/answer", **note).status_code == 302
    assert note["note"] in superior.get(QUARTER).text
    assert person.get(f"{QUARTER}/answer").status_code == 404


def test_what_is_missing_is_named_beside_its_field_and_kept(
    bring: Callable[[PeriodicState], None], superior: FlaskClient
) -> None:
    bring(PeriodicState.SELF_REPORTED)

    answer = send(superior, f"{QUARTER}/review", strengths="Rapi", act="show")

    assert answer.status_code == 422
    for name in ("result", "behaviour", "advice"):
        assert f'id="{name}-error"' in answer.text
    assert "Rapi" in answer.text


def test_a_level_that_differs_from_the_aid_needs_thirty_letters(
    app: Flask,
    scene: PlanScene,
    plan: Plan,
    bring: Callable[[PeriodicState], None],
    superior: FlaskClient,
) -> None:
    with app.app_context():
        made.verify_all(db.session(), scene, plan, value=95, periods=1)
    bring(PeriodicState.SELF_REPORTED)
    above = WHOLE | {"result": "above", "result_reason": "terlalu pendek"}

    assert "Bantu baca 100,0" in superior.get(f"{QUARTER}/review").text
    assert send(superior, f"{QUARTER}/review", **above, act="show").status_code == 422
    assert (
        send(superior, f"{QUARTER}/review", **above | {"result_reason": LONG}, act="show")
    ).status_code == 302


@pytest.mark.parametrize(
    ("said", "field"),
    [({"answer": ""}, "answer"), ({"answer": "disagreed", "note": ""}, "note")],
)
def test_an_answer_says_yes_or_no_and_why_not(
    bring: Callable[[PeriodicState], None],
    person: FlaskClient,
    said: dict[str, str],
    field: str,
) -> None:
    bring(PeriodicState.SHOWN)

    page = send(person, f"{QUARTER}/answer", **said)

    assert page.status_code == 422
    assert f'id="{field}-error"' in page.text
    assert person.get(f"{QUARTER}/answer").status_code == 200


def test_typing_is_kept_and_answers_with_the_next_revision(
    bring: Callable[[PeriodicState], None], superior: FlaskClient
) -> None:
    bring(PeriodicState.SELF_REPORTED)
    form = fields_of(superior.get(f"{QUARTER}/review").text)

    first = superior.post(f"{QUARTER}/review/draft", data=form | {"advice": "Istirahat"})
    old = superior.post(f"{QUARTER}/review/draft", data=form | {"advice": "Lama"})
    form["revision"] = str(first.get_json()["revision"])
    again = superior.post(f"{QUARTER}/review/draft", data=form | {"advice": "Baru"})

    assert (first.status_code, old.status_code, again.status_code) == (200, 409, 200)
    assert "Baru" in superior.get(f"{QUARTER}/review").text


def test_two_tabs_one_wins_and_the_others_text_stays(
    bring: Callable[[PeriodicState], None], superior: FlaskClient
) -> None:
    bring(PeriodicState.IN_REVIEW)
    form = fields_of(superior.get(f"{QUARTER}/review").text)
    send(superior, f"{QUARTER}/review", advice="Dari tab lain", result="above", act="kept")
    mine = {"advice": "Milik saya", "act": "kept"}

    late = superior.post(f"{QUARTER}/review", data=form | mine)
    again = superior.post(f"{QUARTER}/review", data=fields_of(late.text) | mine)
    typed = superior.post(f"{QUARTER}/review/draft", data=fields_of(late.text) | mine)

    for answer in (late, again):
        assert answer.status_code == 422
        assert "berubah sejak halaman ini dibuka" in answer.text
        for said in ("Milik saya", "Dari tab lain", "di atas ekspektasi"):
            assert said in answer.text, said
    assert typed.status_code == 409
    assert "Dari tab lain" in superior.get(f"{QUARTER}/review").text

    compared = {"replaces": compared_in(again.text)}
    whole = fields_of(again.text) | mine | compared
    assert superior.post(f"{QUARTER}/review", data=whole).status_code == 302
    page = superior.get(f"{QUARTER}/review").text
    assert "Milik saya" in page
    assert "Dari tab lain" not in page


def test_what_is_sent_after_another_tab_showed_it_is_given_back(
    bring: Callable[[PeriodicState], None], superior: FlaskClient
) -> None:
    bring(PeriodicState.IN_REVIEW)
    form = fields_of(superior.get(f"{QUARTER}/review").text)
    assert send(superior, f"{QUARTER}/review", **WHOLE, act="show").status_code == 302

    for act in ("kept", "show"):
        mine = WHOLE | {"advice": "Baru", "act": act}
        late = superior.post(f"{QUARTER}/review", data=form | mine)

        assert late.status_code == 422
        assert "Baru" in late.text
        assert "tidak dapat diubah dari halaman ini lagi" in late.text
        assert 'name="replaces"' not in late.text
    assert superior.get(f"{QUARTER}/review").status_code == 404
    assert WHOLE["advice"] in superior.get(QUARTER).text


def test_a_third_version_is_compared_again(
    bring: Callable[[PeriodicState], None], superior: FlaskClient
) -> None:
    bring(PeriodicState.IN_REVIEW)
    form = fields_of(superior.get(f"{QUARTER}/review").text)
    send(superior, f"{QUARTER}/review", advice="Versi kedua", act="kept")
    mine = {"advice": "Milik saya", "act": "kept"}
    late = superior.post(f"{QUARTER}/review", data=form | mine)
    send(superior, f"{QUARTER}/review", advice="Versi ketiga", act="kept")

    compared = {"replaces": compared_in(late.text)}
    again = superior.post(f"{QUARTER}/review", data=fields_of(late.text) | mine | compared)

    assert again.status_code == 422
    assert "Versi ketiga" in again.text
    assert "Versi ketiga" in superior.get(f"{QUARTER}/review").text


def test_two_tabs_of_the_own_report_are_compared(
    bring: Callable[[PeriodicState], None], person: FlaskClient
) -> None:
    bring(PeriodicState.NOT_STARTED)
    form = fields_of(person.get(f"{QUARTER}/self-report").text)
    send(person, f"{QUARTER}/self-report", text="Dari telepon", act="kept")

    late = person.post(f"{QUARTER}/self-report", data=form | {"text": "Di meja", "act": "kept"})

    assert late.status_code == 422
    assert "Dari telepon" in late.text
    assert "Dari telepon" in person.get(f"{QUARTER}/self-report").text
    compared = {"replaces": compared_in(late.text), "text": "Keduanya", "act": "kept"}
    person.post(f"{QUARTER}/self-report", data=fields_of(late.text) | compared)
    assert "Keduanya" in person.get(f"{QUARTER}/self-report").text


@pytest.mark.parametrize("viewer", VIEWERS)
def test_a_shown_quarter_is_found_by_whom_it_concerns(
    bring: Callable[[PeriodicState], None], sign_in: SignIn, viewer: str
) -> None:
    bring(PeriodicState.SHOWN)
    client = sign_in(viewer)

    for page, readers in PAGES.items():
        assert (client.get(page).status_code == 200) is (viewer in readers), page


@pytest.mark.parametrize("viewer", VIEWERS)
def test_what_is_under_way_is_found_by_the_two_sides_only(
    app: Flask, bring: Callable[[PeriodicState], None], sign_in: SignIn, viewer: str
) -> None:
    bring(PeriodicState.IN_REVIEW)
    client = sign_in(viewer)

    assert (client.get(QUARTER).status_code == 200) is (viewer in {"person", "superior"})
    assert (client.get(f"{QUARTER}/review").status_code == 200) is (viewer == "superior")
    app.config["WTF_CSRF_ENABLED"] = False
    draft = client.post(f"{QUARTER}/review/draft", data={"revision": "0"})
    assert (draft.status_code != 404) is (viewer == "superior")
    if viewer != "person":
        # The person reads why it comes too late, and keeps the text.
        report = client.post(f"{QUARTER}/self-report", data={"text": "x"})
        assert report.status_code == 404


def test_the_first_screen_names_whose_quarter_waits(
    plan: Plan, person: FlaskClient, superior: FlaskClient
) -> None:
    assert "Menunggu penilaian saya" in superior.get("/admin/performance").text
    page = person.get("/admin/performance").text
    assert f'href="{QUARTER}"' in page
    assert "Menunggu penilaian saya" not in page


def test_both_sides_find_a_quarter_on_the_plan_after_it_was_shown(
    bring: Callable[[PeriodicState], None],
    person: FlaskClient,
    superior: FlaskClient,
    sign_in: SignIn,
) -> None:
    bring(PeriodicState.SHOWN)
    plan_page = QUARTER.partition("/quarters")[0]

    for client in (person, superior):
        page = client.get(plan_page).text
        assert f'href="{QUARTER}"' in page
        assert f'href="{QUARTER.removesuffix("1")}3"' not in page
        assert "/year" not in page
    assert QUARTER not in sign_in("adviser").get(plan_page).text


def test_an_own_report_that_comes_too_late_is_told_so_and_gives_the_text_back(
    bring: Callable[[PeriodicState], None], person: FlaskClient
) -> None:
    typed = fields_of(person.get(f"{QUARTER}/self-report").text) | {"text": "Antrean dibagi."}
    bring(PeriodicState.IN_REVIEW)

    late = person.post(f"{QUARTER}/self-report", data=typed | {"act": "send"})
    page = person.get(f"{QUARTER}/self-report", follow_redirects=True)

    assert late.status_code == 422
    assert "Antrean dibagi." in late.text
    assert 'name="replaces"' not in late.text
    assert page.status_code == 200
    assert "sudah mulai menilai" in page.text
