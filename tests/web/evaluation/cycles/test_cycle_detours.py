"""A cycle is opened once, with rules that can stand together, in a year that there is."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.evaluation.cycles import queries, routes
from portal.evaluation.cycles.domain import OpenMatter
from portal.evaluation.rules.states import CycleState
from portal.web.extensions import db
from tests.web.evaluation.cycles.test_cycle_pages import CYCLES, FIRST, RULES, state_of
from tests.web.evaluation.forms import press, send


def something_is_left(*_: object) -> tuple[OpenMatter, ...]:
    return (OpenMatter("plans", 3),)


pytestmark = pytest.mark.usefixtures("scene")


def test_a_year_that_nobody_evaluates_is_refused_beside_its_field(office: FlaskClient) -> None:
    page = send(
        office,
        f"{CYCLES}/new",
        starts_on="2019-01-01",
        ends_on="2019-12-31",
        period_ends="31/12/2019",
    )

    assert page.status_code == 422
    assert 'id="starts_on-error"' in page.text
    assert "Tahun ini tidak dapat dipakai." in page.text


def test_rules_that_contradict_each_other_are_refused_and_kept_on_the_page(
    app: Flask, office: FlaskClient
) -> None:
    page = send(
        office,
        f"{RULES}/change",
        reason="uji coba",
        **{"result.cuts.meets_from": "99", "result.cuts.above_beyond": "60"},
    )

    assert page.status_code == 422
    assert "Aturan saling bertentangan" in page.text
    assert "uji coba" in page.text
    with app.app_context():
        assert queries.newest_rules(db.session()).version == 1


def test_an_open_cycle_is_not_opened_again(app: Flask, office: FlaskClient) -> None:
    assert office.get(f"{FIRST}/open").location == FIRST

    assert state_of(app, 1) is CycleState.OPEN


def test_what_has_to_be_settled_keeps_a_cycle_from_opening(
    app: Flask, office: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(office, f"{CYCLES}/new")
    monkeypatch.setattr(routes, "conditions", lambda _: (something_is_left,))

    page = press(office, f"{CYCLES}/2/open", page=f"{CYCLES}/2/open")

    assert page.status_code == 409
    assert state_of(app, 2) is CycleState.DRAFT
