"""What makes a plan that cannot be sent is said where it is mended, and nothing typed is lost."""

from flask import Flask
from flask.testing import FlaskClient

from portal.evaluation.rules.states import PlanState
from tests.web.evaluation.forms import fields_of, press, send
from tests.web.evaluation.plans.test_plan_pages import INDICATOR, NEW, PLAN, plan_of


def make_draft(person: FlaskClient) -> None:
    """Begin a plan from the template with its three targets."""
    send(person, NEW)
    for number in (1, 2, 3):
        send(person, f"{PLAN}/results/{number}/indicators/{number}", target="95")


def test_weights_that_do_not_sum_to_100_are_named_and_the_plan_stays(
    app: Flask, person: FlaskClient
) -> None:
    make_draft(person)
    assert send(person, INDICATOR, weight="41", target="95").status_code == 302

    refused = press(person, f"{PLAN}/submit", page=PLAN)

    assert "Bobot semua indikator yang terukur harus berjumlah 100." in refused.text
    plan = plan_of(app)
    assert plan.latest.state is PlanState.DRAFT
    assert plan.latest.results[0].indicators[0].weight == 41


def test_an_indicator_without_a_source_is_named_beside_the_field(
    app: Flask, person: FlaskClient
) -> None:
    make_draft(person)
    assert send(person, INDICATOR, source="", method="dihitung tiap bulan").status_code == 302

    press(person, f"{PLAN}/submit", page=PLAN)
    page = person.get(f"{INDICATOR}?check=y").text

    beside = page.partition('id="source-error"')[2].partition("<")[0]
    assert "Tulis dari mana angkanya diambil." in beside
    assert fields_of(page)["method"] == "dihitung tiap bulan"
    assert plan_of(app).latest.state is PlanState.DRAFT
