"""A city that starts from zero is led, on its administrator's first page, to its first release."""

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.organisation.staff_pages.pending_tasks import quiet_desks
from portal.web.access import Role
from portal.web.extensions import db, today
from portal.web.navigation import set_up_steps
from tests.factories.drafted_city import make_drafted_city
from tests.factories.organisation import make_agency, make_desk, make_hours, make_visits
from tests.staff import signed_in

GUIDE = "Sampai terbitan pertama"


@pytest.fixture
def administrator(app: Flask) -> FlaskClient:
    return signed_in(app, Role.ADMINISTRATOR).client


def states(app: Flask) -> dict[int, bool]:
    """Return whether each step is done, by its order."""
    with app.test_request_context():
        return {step.order: step.is_done for step in set_up_steps(db.session())}


def test_an_empty_city_has_everything_before_it(app: Flask, administrator: FlaskClient) -> None:
    page = administrator.get("/admin/").text

    assert GUIDE in page
    assert [order for order, is_done in states(app).items() if is_done] == [50]
    assert sorted(states(app)) == [10, 15, 20, 30, 40, 50, 60, 70, 80, 90, 100, 200]


def test_every_step_leads_to_a_page_that_is_there(app: Flask, administrator: FlaskClient) -> None:
    with app.test_request_context():
        from flask import url_for

        addresses = [url_for(step.endpoint, **step.values) for step in set_up_steps(db.session())]

    assert [administrator.get(address).status_code for address in addresses] == [200] * 12


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.AUDITOR])
def test_only_administrators_are_led(app: Flask, role: Role) -> None:
    assert GUIDE not in signed_in(app, role).client.get("/admin/").text


def test_hours_are_done_when_every_desk_has_some(app: Flask) -> None:
    with app.app_context():
        session = db.session()
        agency = make_agency(session)
        first, second = make_desk(session, agency, "ktp-1"), make_desk(session, agency, "ktp-2")
        make_hours(session, first.id)
        session.commit()
        before = states(app)
        make_hours(session, second.id)
        session.commit()

    assert (before[10], before[20]) == (True, False)
    assert states(app)[20] is True


def test_an_inspectorate_is_decided_by_its_variable_too(make_app: Callable[..., Flask]) -> None:
    assert states(make_app(INSPECTORATE=""))[50] is False
    assert states(make_app(INSPECTORATE="-"))[50] is True


def test_quiet_desks_are_told_by_what_a_year_of_visits_would_be(app: Flask) -> None:
    on = date(2026, 11, 21)
    with app.app_context():
        session = db.session()
        agency = make_agency(session)
        # 30 ratings are the least of a mean: 29 visits a year are too few, 30 may be enough.
        for code, visits in (("few", (2, 2, 3)), ("enough", (2, 3)), ("unknown", ())):
            desk = make_desk(session, agency, code, name=f"Loket {code}")
            for month, count in enumerate(visits, start=8):
                make_visits(session, desk.id, f"2026-{month:02d}", count)
        session.commit()

        assert quiet_desks(session, on=on, least_mean=30) == ["Loket few, Dinas dukcapil"]


def test_the_guide_ends_with_the_first_release(app: Flask, administrator: FlaskClient) -> None:
    with app.app_context():
        make_drafted_city(db.session())
        assert today() is not None

    assert GUIDE not in administrator.get("/admin/").text
