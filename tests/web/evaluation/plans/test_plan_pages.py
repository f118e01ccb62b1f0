"""Pages of a plan: made from a template, written part by part, sent, returned, agreed, amended."""

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.accounts.audit_log.queries import entries
from portal.evaluation.plans.domain import Plan
from portal.evaluation.rules.states import PlanState
from portal.organisation.people.models import PersonPost
from portal.web.access import Role
from portal.web.extensions import db
from tests.factories import plans as made
from tests.factories.plans import PlanScene
from tests.web.evaluation.conftest import ClientOf
from tests.web.evaluation.forms import fields_of, press, send

HOME = "/admin/performance"
NEW = f"{HOME}/plans/new"
PLAN = f"{HOME}/plans/1"
INDICATOR = f"{PLAN}/results/1/indicators/1"


def plan_of(app: Flask) -> Plan:
    with app.app_context():
        return made.found(db.session(), 1)


def bring(app: Flask, scene: PlanScene, state: PlanState) -> Plan:
    with app.app_context():
        return made.make_plan(db.session(), scene, state=state)


def test_a_plan_from_the_template_needs_three_targets_and_can_then_be_sent(
    app: Flask, person: FlaskClient
) -> None:
    assert send(person, NEW).headers["Location"] == PLAN
    assert person.get(PLAN).text.count("Target belum diisi.") >= 3

    for number in (1, 2, 3):
        address = f"{PLAN}/results/{number}/indicators/{number}"
        assert send(person, address, target="95").status_code == 302
    sent = press(person, f"{PLAN}/submit", page=PLAN)

    assert "Sudah dikirim" in sent.text
    assert plan_of(app).latest.state is PlanState.SUBMITTED


def test_an_incomplete_plan_stays_a_draft_and_names_what_is_missing_beside_the_field(
    app: Flask, person: FlaskClient
) -> None:
    send(person, NEW)
    refused = press(person, f"{PLAN}/submit", page=PLAN)
    assert "belum dapat dikirim" in refused.text
    assert plan_of(app).latest.state is PlanState.DRAFT

    field = person.get(f"{INDICATOR}?check=y").text.partition('id="target-error"')[2]

    assert field.startswith(">Target belum diisi.")


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"target": "0"}, "target"),
        ({"target": "sembilan"}, "target"),
        ({"target": "1,23456"}, "target"),
        ({"target": "-1"}, "target"),
        ({"weight": "101"}, "weight"),
        ({"weight": "33,3"}, "weight"),
        ({"quarter_1": "10"}, "quarter_1"),
        ({"text": ""}, "text"),
        ({"method": "x" * 1001}, "method"),
    ],
)
def test_what_is_impossible_is_said_beside_the_field_and_nothing_typed_is_lost(
    app: Flask, person: FlaskClient, changed: dict[str, str], field: str
) -> None:
    send(person, NEW)

    page = send(person, INDICATOR, source="Buku register loket dua", **changed)

    assert page.status_code == 422
    assert f'id="{field}-error"' in page.text
    assert f'href="#{field}"' in page.text
    assert "Buku register loket dua" in page.text
    assert plan_of(app).latest.revision == 1


def test_a_target_of_0_is_kept_where_lower_is_better(app: Flask, person: FlaskClient) -> None:
    send(person, NEW)

    assert send(person, INDICATOR, target="0", direction="lower").status_code == 302
    assert plan_of(app).latest.results[0].indicators[0].target == 0


def test_two_tabs_the_second_keeps_its_text_and_says_why(app: Flask, person: FlaskClient) -> None:
    send(person, NEW)
    other_tab = person.get(f"{PLAN}/appendix").text
    send(person, f"{PLAN}/appendix", resources="dari tab pertama")

    typed = fields_of(other_tab) | {"resources": "dari tab kedua"}
    late = person.post(f"{PLAN}/appendix", data=typed)

    assert late.status_code == 409
    assert "dari tab kedua" in late.text
    again = person.post(
        f"{PLAN}/appendix", data=fields_of(late.text) | {"resources": "dari keduanya"}
    )
    assert again.status_code == 302
    assert list(plan_of(app).latest.appendix.values()) == ["dari keduanya"]


@pytest.mark.parametrize(
    ("page", "field"),
    [("results/1", "text"), ("results/1/indicators/1", "text"), ("expectations", "loyal")],
)
def test_what_is_typed_of_a_part_is_kept_on_the_server_and_not_in_the_audit_log(
    app: Flask, scene: PlanScene, person: FlaskClient, page: str, field: str
) -> None:
    bring(app, scene, PlanState.DRAFT)
    address = f"{PLAN}/{page}"
    form = person.get(address).text
    assert f'data-saves="{address}?saves=1"' in form
    fields, before = fields_of(form), plan_of(app).latest.revision

    kept = person.post(f"{address}?saves=1", data=fields | {field: "Sedang diketik"})
    other = person.post(f"{address}?saves=1", data=fields | {field: "Dari tab lain"})

    assert (kept.json, other.status_code) == ({"state": "kept", "revision": before + 1}, 409)
    assert plan_of(app).latest.revision == before + 1
    assert fields_of(person.get(address).text)[field].strip() == "Sedang diketik"
    with app.app_context():
        assert "performance.write" not in {each.entry.action for each in entries(db.session())}


def test_what_is_not_there_yet_does_not_save_itself(
    app: Flask, scene: PlanScene, person: FlaskClient
) -> None:
    bring(app, scene, PlanState.DRAFT)

    assert "data-saves" not in person.get(f"{PLAN}/results/0").text
    assert "data-saves" not in person.get(f"{PLAN}/results/1/indicators/0").text


def test_results_expectations_and_appendix_are_written_on_pages_of_their_own(
    app: Flask, person: FlaskClient
) -> None:
    send(person, NEW)
    send(person, f"{PLAN}/results/0", text="Arsip rapi", serves="own", own_reason="tugas sendiri")
    send(person, f"{PLAN}/results/4/indicators/0", text="Berkas terarsip", target="1.200")
    send(person, f"{PLAN}/expectations", loyal="hadir pada apel")

    page = person.get(PLAN).text

    for words in ("Arsip rapi", "tugas sendiri", "Berkas terarsip", "1.200", "hadir pada apel"):
        assert words in page
    press(person, f"{PLAN}/results/4/indicators/4/remove", page=f"{PLAN}/results/4/indicators/4")
    press(person, f"{PLAN}/results/4/remove", page=f"{PLAN}/results/4")
    assert "Arsip rapi" not in person.get(PLAN).text


def test_a_plan_over_a_gap_in_the_posts_is_refused_with_the_day(
    app: Flask, person: FlaskClient, scene: PlanScene
) -> None:
    with app.app_context():
        post = db.session().query(PersonPost).filter_by(person_id=scene.person).one()
        post.ends_on = date(2026, 6, 30)
        db.session.commit()

    refused = send(person, NEW)

    assert refused.status_code == 422
    assert "1 Juli 2026" in refused.text
    assert send(person, NEW, ends_on="2026-06-30").status_code == 302


@pytest.mark.parametrize(
    "days",
    [
        {"starts_on": "2025-12-31"},
        {"ends_on": "2027-01-01"},
        {"starts_on": "2026-06-01", "ends_on": "2026-05-31"},
        {"starts_on": ""},
        {"point": "lain"},
    ],
)
def test_days_outside_of_the_cycle_are_refused(person: FlaskClient, days: dict[str, str]) -> None:
    assert send(person, NEW, **days).status_code == 422


def test_a_returned_plan_shows_the_reason_is_mended_and_agreed(
    app: Flask, scene: PlanScene, person: FlaskClient, superior: FlaskClient
) -> None:
    bring(app, scene, PlanState.SUBMITTED)
    assert "Menunggu Anda" in superior.get(HOME).text
    assert send(superior, f"{PLAN}/return", reason="").status_code == 422
    send(superior, f"{PLAN}/return", reason="Target terlalu rendah")
    assert "Target terlalu rendah" in person.get(PLAN).text

    send(person, INDICATOR, target="97")
    press(person, f"{PLAN}/submit", page=PLAN)
    agreed = press(superior, f"{PLAN}/agree", page=PLAN)

    assert "SKP disepakati" in agreed.text
    assert plan_of(app).latest.state is PlanState.RUNNING


def test_a_running_plan_is_amended_by_both_and_the_versions_stand_side_by_side(
    app: Flask, scene: PlanScene, person: FlaskClient, superior: FlaskClient
) -> None:
    bring(app, scene, PlanState.RUNNING)
    send(superior, f"{PLAN}/amend", reason="Tugas bertambah")
    send(person, INDICATOR, target="80")
    press(person, f"{PLAN}/submit", page=PLAN)
    waiting = superior.get(PLAN).text
    press(superior, f"{PLAN}/agree", page=PLAN)

    # Who agrees is told that a target asks less than now; what was agreed is no news.
    assert "Satu target lebih ringan daripada sekarang" in waiting
    assert "95 % → 80 %" in waiting
    assert "lebih ringan daripada" not in superior.get(PLAN).text
    page = person.get(f"{PLAN}/versions").text
    assert page.count("lebih ringan") == 1

    assert "95 %" in page
    assert "80 %" in page
    assert [each.state for each in plan_of(app).versions] == [PlanState.AMENDED, PlanState.RUNNING]
    assert person.get(f"{PLAN}?version=1").status_code == 200


def test_a_plan_is_ended_early_with_a_day_within_it(
    app: Flask, scene: PlanScene, person: FlaskClient, superior: FlaskClient
) -> None:
    bring(app, scene, PlanState.RUNNING)
    end = f"{PLAN}/end"
    assert send(superior, end, ends_on="2027-01-01", reason="Pindah").status_code == 422
    assert send(superior, end, ends_on="2026-06-30", reason="Pindah").status_code == 302

    assert "Buat SKP berikutnya" in person.get(HOME).text
    assert 'value="2026-07-01"' in person.get(NEW).text


def test_once_the_leader_has_a_plan_the_person_links_each_result(
    app: Flask, scene: PlanScene, person: FlaskClient
) -> None:
    bring(app, scene, PlanState.AGREED_CONDITIONALLY)
    leader = replace(scene, person=scene.superior, superior=scene.leader)
    theirs = bring(app, leader, PlanState.RUNNING).latest.results[0]

    linked = press(person, f"{PLAN}/results/1/serves/{theirs.id}", page=PLAN)

    assert "Sudah dihubungkan" in linked.text
    assert person.post(f"{PLAN}/results/2/serves/9999").status_code in {400, 404}


def test_what_is_done_to_a_plan_is_in_the_audit_log_without_its_texts(
    app: Flask, scene: PlanScene, superior: FlaskClient
) -> None:
    bring(app, scene, PlanState.SUBMITTED)
    send(superior, f"{PLAN}/return", reason="Rahasia alasan")
    superior.get(PLAN)
    superior.get(PLAN)

    with app.app_context():
        logged = [str(each) for each in entries(db.session())]
    assert sum("person.look" in each for each in logged) == 1
    assert sum("performance.return" in each for each in logged) == 1
    assert not any("Rahasia" in each for each in logged)


def test_the_own_plan_is_nobodys_look(app: Flask, scene: PlanScene, person: FlaskClient) -> None:
    bring(app, scene, PlanState.RUNNING)
    person.get(PLAN)

    with app.app_context():
        assert not any("person.look" in str(each) for each in entries(db.session()))


def test_first_screens_are_never_blank(client_of: ClientOf, app: Flask, scene: PlanScene) -> None:
    assert "belum terikat" in client_of(None, Role.MODERATOR).get(HOME).text
    assert "Buat SKP" in client_of(scene.stranger).get(HOME).text
    assert "SKP di kota ini" in client_of(None, Role.PERFORMANCE_OFFICE).get(HOME).text
    coordinator = client_of(None, Role.PERFORMANCE_COORDINATOR).get(HOME).text
    assert "SKP di instansi saya" in coordinator


def test_the_number_of_the_official_record_is_kept_in_any_state(
    app: Flask, scene: PlanScene, person: FlaskClient
) -> None:
    bring(app, scene, PlanState.RUNNING)

    send(person, f"{PLAN}/official", number="SKP-2026-0007")

    assert "SKP-2026-0007" in person.get(PLAN).text
    assert send(person, f"{PLAN}/official", number="x" * 61).status_code == 422


def test_a_plan_says_post_and_unit_as_they_were_when_it_was_made(
    app: Flask, person: FlaskClient
) -> None:
    send(person, NEW)

    assert plan_of(app).post == "Pengelola Layanan Operasional"
    assert plan_of(app).unit == "Dinas dukcapil"
