"""A year on its pages: steps before colleagues, looks of others, signed, delivered, received."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.accounts.audit_log.models import AuditEntry
from portal.evaluation.appraisals.snapshot_models import AppraisalSnapshot
from portal.evaluation.appraisals.yearly_models import SecondLookRow
from portal.evaluation.plans.domain import BehaviourValue, Plan
from portal.evaluation.rules.states import PlanState, ProgrammeState, YearlyState
from portal.organisation.places.models import AgencyRow
from portal.time import clock
from portal.web.extensions import db, vault
from tests.factories import appraisals as made
from tests.factories import plans as made_plans
from tests.factories import programmes, years
from tests.factories.officer_answers import people as answered_by
from tests.factories.organisation import make_agency
from tests.factories.people import make_person, make_post
from tests.factories.plans import PlanScene
from tests.factories.staff_figures import officer_bodies, publish_for_staff
from tests.web.evaluation.conftest import ClientOf
from tests.web.evaluation.forms import compared_in, fields_of, press, send
from tests.web.evaluation.plans.test_who_may import VIEWERS, SignIn, sign_in

__all__ = ["sign_in"]
YEAR = "/admin/performance/plans/1/year"
LONG = "Waktu membaik tiap triwulan dan berkas jarang kembali."
RATED = {
    **{f"step_{value}": "4" for value in BehaviourValue},
    "result": "above",
    "behaviour": "meets",
}


@pytest.fixture(autouse=True)
def next_january(monkeypatch: pytest.MonkeyPatch, january: None) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2027, 1, 12, 3, tzinfo=UTC))


@pytest.fixture
def plan(app: Flask, scene: PlanScene) -> Plan:
    with app.app_context():
        plan = made_plans.make_plan(db.session(), scene, state=PlanState.RUNNING)
        made.verify_all(db.session(), scene, plan, value=96)
        return plan


@pytest.fixture
def bring(app: Flask, scene: PlanScene, plan: Plan) -> Callable[[YearlyState], None]:
    def to(state: YearlyState) -> None:
        with app.app_context():
            text = vault().lock("Teks contoh")
            years.make_year(db.session(), scene, plan, state=state, text=text)

    return to


def signed_year_pages(superior: FlaskClient) -> None:
    send(superior, f"{YEAR}/rate", **RATED, act="set")
    press(superior, f"{YEAR}/send", page=YEAR)
    press(superior, f"{YEAR}/confirm", page=f"{YEAR}/confirm")


def test_a_year_goes_from_steps_to_a_received_result(
    app: Flask, plan: Plan, person: FlaskClient, superior: FlaskClient
) -> None:
    assert send(person, f"{YEAR}/self-report", text="Target saya capai.", act="send")
    assert "Rekan kerja" not in superior.get(YEAR).text
    kept = send(superior, f"{YEAR}/rate", **RATED, act="kept")
    assert kept.status_code == 302
    assert "di atas ekspektasi" in superior.get(f"{YEAR}/rate").text
    rated = send(superior, f"{YEAR}/rate", **RATED, act="set")
    assert rated.status_code == 302, rated.text
    assert "Rekan kerja" in superior.get(YEAR).text
    assert person.get(f"{YEAR}/result").status_code == 404

    press(superior, f"{YEAR}/send", page=YEAR)
    done = press(superior, f"{YEAR}/confirm", page=f"{YEAR}/confirm")
    assert "Baik" in done.text

    assert f'href="{YEAR}"' in superior.get(YEAR.removesuffix("/year")).text
    page = person.get(f"{YEAR}/result").text
    assert "Waktu keberatan belum berjalan" in page
    received = press(person, f"{YEAR}/received", page=f"{YEAR}/result")
    assert "Dapat diajukan sampai" in received.text
    with app.app_context():
        entry = db.session.query(AuditEntry).filter_by(action="appraisal.confirm").one()
        snapshot = db.session.query(AppraisalSnapshot).one()
        assert snapshot.digest.hex() in entry.detail


def test_the_page_says_what_was_left_out_and_with_which_weights(
    plan: Plan, person: FlaskClient, superior: FlaskClient
) -> None:
    send(person, f"{YEAR}/self-report", text="Target saya capai.", act="send")
    signed_year_pages(superior)

    own, theirs = person.get(f"{YEAR}/result").text, superior.get(f"{YEAR}/result").text

    assert "Tahun ini tidak ada putaran rekan." in own
    assert "Jawaban tentang Anda yang sudah terbit belum cukup." in own
    assert "100,0%" in own
    assert "Jawaban tentang Anda" not in theirs
    assert "Tidak dapat dipakai dalam periode ini." in theirs


def test_the_person_reads_why_a_published_figure_does_not_count(
    app: Flask, plan: Plan, person: FlaskClient, superior: FlaskClient
) -> None:
    with app.app_context():
        bodies = officer_bodies(answered_by(plan.person_id, 40), agency="dinkes")
        publish_for_staff(db.session(), bodies)
    send(person, f"{YEAR}/self-report", text="Target saya capai.", act="send")
    signed_year_pages(superior)

    own, theirs = person.get(f"{YEAR}/result").text, superior.get(f"{YEAR}/result").text

    assert "Pembanding dengan layanan tempat Anda bertugas" in own
    assert "3 dari 4, sekitar 40 jawaban" in own
    assert "Pembanding dengan layanan" not in theirs
    assert "40 jawaban" not in theirs
    assert "Tidak dapat dipakai dalam periode ini." in theirs


def test_a_level_that_differs_needs_a_reason_and_extremes_an_example(
    bring: Callable[[YearlyState], None], superior: FlaskClient
) -> None:
    bring(YearlyState.SELF_REPORTED)
    wrong = RATED | {"behaviour": "below", "step_loyal": "5"}

    answer = send(superior, f"{YEAR}/rate", **wrong, act="set")

    assert answer.status_code == 422
    assert 'id="example_loyal-error"' in answer.text
    whole = wrong | {"example_loyal": "3 Juni: membimbing rekan baru."}
    again = send(superior, f"{YEAR}/rate", **whole, act="set")
    assert 'id="behaviour_reason-error"' in again.text
    assert send(superior, f"{YEAR}/rate", **whole, behaviour_reason=LONG, act="set")


def test_two_tabs_of_a_rating_are_compared_and_none_is_lost(
    bring: Callable[[YearlyState], None], superior: FlaskClient
) -> None:
    bring(YearlyState.SELF_REPORTED)
    form = fields_of(superior.get(f"{YEAR}/rate").text)
    first = superior.post(f"{YEAR}/rate/draft", data=form | {"result_reason": "Dari tab satu"})
    assert first.status_code == 200

    old = form | RATED | {"result_reason": "Dari tab dua"}
    typed = superior.post(f"{YEAR}/rate/draft", data=old)
    late = superior.post(f"{YEAR}/rate", data=old | {"act": "set"})
    again = superior.post(f"{YEAR}/rate", data=fields_of(late.text) | {"act": "set"})

    assert typed.status_code == 409
    for answer in (late, again):
        assert answer.status_code == 422
        assert "Dari tab satu" in answer.text
        assert "Dari tab dua" in answer.text
    assert "Dari tab satu" in superior.get(f"{YEAR}/rate").text
    compared = {"replaces": compared_in(again.text), "act": "set"}
    done = superior.post(f"{YEAR}/rate", data=fields_of(again.text) | compared)
    assert done.status_code == 302


def test_a_rating_sent_after_another_tab_sent_it_on_is_given_back(
    bring: Callable[[YearlyState], None], superior: FlaskClient
) -> None:
    bring(YearlyState.SELF_REPORTED)
    form = fields_of(superior.get(f"{YEAR}/rate").text)
    send(superior, f"{YEAR}/rate", **RATED, act="set")
    press(superior, f"{YEAR}/send", page=YEAR)

    late = superior.post(f"{YEAR}/rate", data=form | RATED | {"result_reason": LONG, "act": "set"})

    assert late.status_code == 422
    assert LONG in late.text
    assert "tidak dapat diubah dari halaman ini lagi" in late.text
    assert 'name="replaces"' not in late.text


def test_an_older_page_signs_nothing_before_it_was_read_again(
    bring: Callable[[YearlyState], None], superior: FlaskClient
) -> None:
    bring(YearlyState.SELF_REPORTED)
    send(superior, f"{YEAR}/rate", **RATED, act="set")
    press(superior, f"{YEAR}/send", page=YEAR)
    page = superior.get(f"{YEAR}/confirm").text
    send(superior, f"{YEAR}/back", reason=LONG)
    press(superior, f"{YEAR}/send", page=YEAR)

    late = superior.post(f"{YEAR}/confirm", data=fields_of(page))
    again = superior.post(f"{YEAR}/confirm", data=fields_of(late.text))

    assert (late.status_code, again.status_code) == (422, 422)
    whole = fields_of(again.text) | {"replaces": compared_in(again.text)}
    assert superior.post(f"{YEAR}/confirm", data=whole).status_code == 302


def test_a_low_predicate_waits_for_a_reader_drawn_by_lot(
    app: Flask,
    scene: PlanScene,
    client_of: ClientOf,
    bring: Callable[[YearlyState], None],
    superior: FlaskClient,
) -> None:
    with app.app_context():
        other = make_person(db.session(), "Eka Contoh")
        make_post(db.session(), other.id, made_agency(scene), is_head=True)
        db.session.commit()
        reader = other.id
    bring(YearlyState.SELF_REPORTED)
    low = RATED | {"result": "below", "result_reason": LONG}
    send(superior, f"{YEAR}/rate", **low, act="set")
    press(superior, f"{YEAR}/send", page=YEAR)
    assert "pembaca kedua dari unit lain" in superior.get(YEAR).text

    press(superior, f"{YEAR}/draw", page=YEAR)
    client = client_of(reader)
    look = send(client, f"{YEAR}/look", opinion="agrees", reason=LONG)
    assert look.status_code == 302, look.text

    assert client.get(f"{YEAR}/look").status_code in {200, 404}
    press(superior, f"{YEAR}/confirm", page=f"{YEAR}/confirm")
    assert "Butuh Perbaikan" in superior.get(f"{YEAR}/result").text


def test_whoever_evaluates_draws_once_and_who_gave_it_back_looks_again(
    app: Flask,
    scene: PlanScene,
    client_of: ClientOf,
    bring: Callable[[YearlyState], None],
    superior: FlaskClient,
) -> None:
    with app.app_context():
        heads = [make_person(db.session(), f"Kepala {each} Contoh") for each in range(6)]
        for each in heads:
            agency = make_agency(db.session(), f"lain-{each.id}")
            make_post(db.session(), each.id, agency, is_head=True)
        db.session.commit()
    bring(YearlyState.SELF_REPORTED)
    low = RATED | {"result": "below", "result_reason": LONG}
    send(superior, f"{YEAR}/rate", **low, act="set")
    press(superior, f"{YEAR}/send", page=YEAR)
    press(superior, f"{YEAR}/draw", page=YEAR)
    first = drawn_last(app)
    app.config["WTF_CSRF_ENABLED"] = False

    # Whoever would rather have another reader asks again, with the revision of the page as it is.
    for revision in range(2, 12):
        again = superior.post(f"{YEAR}/draw", data={"revision": str(revision)})
        assert again.status_code == 404
    assert drawn_last(app) == first
    app.config["WTF_CSRF_ENABLED"] = True

    reader = client_of(first)
    send(reader, f"{YEAR}/look", opinion="returns", reason=LONG)
    send(superior, f"{YEAR}/rate", **low, change_reason=LONG, act="set")
    press(superior, f"{YEAR}/send", page=YEAR)
    press(superior, f"{YEAR}/draw", page=YEAR)
    assert drawn_last(app) == first


def drawn_last(app: Flask) -> int:
    with app.app_context():
        return max(db.session.query(SecondLookRow), key=lambda each: each.id).reader_id


def made_agency(scene: PlanScene) -> AgencyRow:
    """Return the agency that is not the person's."""
    return db.session.query(AgencyRow).filter(AgencyRow.id != scene.agency_id).one()


@pytest.mark.parametrize("viewer", VIEWERS)
def test_a_confirmed_result_is_found_by_whom_it_concerns(
    plan: Plan, superior: FlaskClient, person: FlaskClient, sign_in: SignIn, viewer: str
) -> None:
    send(person, f"{YEAR}/self-report", text="Target saya capai.", act="send")
    signed_year_pages(superior)

    client = {"person": person, "superior": superior}.get(viewer) or sign_in(viewer)
    found = client.get(f"{YEAR}/result").status_code

    assert (found == 200) is (viewer in {"person", "superior", "leader", "auditor"})


@pytest.mark.parametrize("viewer", VIEWERS)
def test_what_is_under_way_is_found_by_the_appraiser_only(
    app: Flask, bring: Callable[[YearlyState], None], sign_in: SignIn, viewer: str
) -> None:
    bring(YearlyState.UNIT_REVIEW)
    client = sign_in(viewer)

    for page in ("/rate", "/back", "/confirm"):
        status = client.get(f"{YEAR}{page}").status_code
        assert (status != 404) is (viewer == "superior"), page
    assert (client.get(YEAR).status_code == 200) is (viewer in {"person", "superior"})
    assert client.get(f"{YEAR}/look").status_code == 404
    app.config["WTF_CSRF_ENABLED"] = False
    for act in ("/send", "/draw", "/targets", "/received", "/rate/draft"):
        answer = client.post(f"{YEAR}{act}", data={"revision": "0"})
        if viewer != "superior":
            assert answer.status_code == 404, act


def test_how_programmes_ended_stands_beside_the_rating(
    app: Flask, scene: PlanScene, plan: Plan, superior: FlaskClient
) -> None:
    beside = "Program perbaikan dan hasilnya"
    assert "Tidak ada yang berakhir" in superior.get(f"{YEAR}/rate").text
    with app.app_context():
        programmes.make_programme(db.session(), scene, state=ProgrammeState.RUNNING)
    assert "Tidak ada yang berakhir" in superior.get(f"{YEAR}/rate").text
    with app.app_context():
        programmes.make_programme(db.session(), scene, state=ProgrammeState.REVIEWED)
    shown = superior.get(f"{YEAR}/rate").text
    assert beside in shown
    assert re.search(r"programmes/2\"[^<]*Ditinjau", shown)
    assert "bukan hukuman" in shown
