"""What comes too late for a round is said and not kept; what is not there does not exist."""

import pytest
from flask import Flask

from portal.evaluation.peer_feedback import service
from portal.evaluation.peer_feedback.queries import folded_figures
from portal.evaluation.peer_feedback.round_decisions import RoundNotOpen
from portal.evaluation.peer_feedback.service import AnsweredAlready
from portal.web.access import Role
from portal.web.extensions import db
from tests.factories.colleagues_city import OPENS_ON, ColleaguesScene
from tests.staff import signed_in
from tests.web.evaluation.forms import fields_of
from tests.web.evaluation.peer_feedback.test_colleague_pages import (
    ASKED,
    FIRST,
    At,
    as_person,
    at,
    boxes,
    moment,
    open_unit,
    send_first,
    unit,
)

__all__ = ["at", "open_unit", "unit"]


@pytest.mark.parametrize(("error", "told"), [(AnsweredAlready, "stands"), (RoundNotOpen, "closed")])
def test_an_answer_that_comes_too_late_is_said_to_and_not_kept(
    app: Flask,
    open_unit: ColleaguesScene,
    monkeypatch: pytest.MonkeyPatch,
    error: type[Exception],
    told: str,
) -> None:
    """Two tabs send at once, or the round closes between page and button."""

    def late(*_: object, **__: object) -> None:
        raise error("late")

    client = as_person(app, open_unit.people[0])
    monkeypatch.setattr(service, "answer", late)

    answer = send_first(client)

    assert answer.headers["Location"].endswith(f"?done={told}")  # type: ignore[attr-defined] # a response
    assert boxes(app) == 0


def test_nobody_is_struck_once_the_round_runs(app: Flask, at: At, unit: ColleaguesScene) -> None:
    one, other, *_ = unit.people
    client = as_person(app, one)
    address = f"{ASKED}/strike"
    fields = fields_of(client.get(address).text)
    at(moment(OPENS_ON))

    late = as_person(app, one).post(address, data=fields | {"struck": str(other)})

    assert late.status_code in {302, 400}
    assert boxes(app) == 0


def test_more_than_two_are_not_struck(app: Flask, unit: ColleaguesScene) -> None:
    one, *others = unit.people
    client = as_person(app, one)
    address = f"{ASKED}/strike"
    fields = fields_of(client.get(address).text)

    page = client.post(address, data=fields | {"struck": [str(each) for each in others[:3]]})

    assert page.status_code == 422
    assert "Coret paling banyak dua." in page.text
    assert boxes(app) == 0


def test_a_round_that_is_not_there_is_neither_asked_nor_made_longer(app: Flask, at: At) -> None:
    office = signed_in(app, Role.PERFORMANCE_OFFICE, agency_id=None).client

    for address in ("cycles/99/colleagues", "cycles/99/colleagues/longer"):
        assert office.get(f"/admin/performance/{address}").status_code == 404
    person = signed_in(app, Role.OFFICER).client
    assert person.get(FIRST).status_code == 404


def test_a_cycle_without_a_round_is_not_made_longer_and_has_no_figures(
    app: Flask, unit: ColleaguesScene
) -> None:
    with app.app_context():
        assert folded_figures(db.session(), unit.cycle_id) == {}
        assert folded_figures(db.session(), 99) == {}
