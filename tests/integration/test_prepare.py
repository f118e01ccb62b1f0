"""What `make run` says about the way in, on both databases."""

import re
from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient

from portal.time import clock
from portal.web.access import Role
from portal.web.extensions import current_settings, db
from scripts.demo_people import add_demo_people
from scripts.prepare import directions, other_ways_in, reachable, way_in
from tests.factories.figure_city import City, everyone, make_figure_city
from tests.journeys.test_first_sign_in import enrol, link_of
from tests.staff import add_account
from tests.web.accounts.forms import fill_in

ADDRESS = "http://127.0.0.1:8000"
AUTHENTICATOR = "/admin/sign-in/authenticator"
PASSWORD = "kuda-terbang-di-atas-sungai"
MakeApp = Callable[..., Flask]


def link(app: Flask) -> str:
    with app.app_context():
        words = way_in(app, current_settings())
    before, _, found = words.partition(", once: ")
    assert before == "choose a password for admin@kota.example"
    return found.removeprefix(ADDRESS)


def test_a_demonstration_without_administrator_gives_a_link_that_works(make_app: MakeApp) -> None:
    app = make_app(DEMO="1")

    first, second = link(app), link(app)

    assert first != second
    assert app.test_client().get(second).status_code == 200


def test_a_real_portal_makes_no_account_by_itself(make_app: MakeApp) -> None:
    app = make_app(DEMO="0")
    with app.app_context():
        words = directions(app, current_settings(), address=ADDRESS)

    assert "first: .venv/bin/flask --app wsgi accounts create-admin EMAIL" in words
    assert "No desks yet" in words
    assert f"Staff         {ADDRESS}/admin/" in words


def test_whoever_listens_on_one_address_is_reached_there() -> None:
    assert reachable("127.0.0.1") == "127.0.0.1"
    assert reachable("::1") == "[::1]"
    assert reachable("0.0.0.0").count(".") == 3


def city_with_people(app: Flask) -> City:
    city = make_figure_city(app)
    city.publish(*everyone(city))
    with app.app_context():
        add_demo_people(db.session(), now=clock.now())
    return city


def links_of_people(app: Flask) -> list[str]:
    with app.app_context():
        words = other_ways_in(app, current_settings())
    return [each.partition(", once: ")[2].removeprefix(ADDRESS) for each in words]


def entered(app: Flask, address: str, *, email: str) -> FlaskClient:
    """Return the browser of somebody who chose a password by the link and signed in."""
    client = app.test_client()
    assert fill_in(client, address, password=PASSWORD).status_code == 302
    answer = fill_in(client, "/admin/sign-in", identity=email, password=PASSWORD)
    assert answer.status_code == 302
    return client


def test_a_demonstrations_head_and_officer_look_at_their_figures(make_app: MakeApp) -> None:
    app = make_app(DEMO="1")
    city_with_people(app)
    first, second, *others = links_of_people(app)
    head = entered(app, first, email="kepala@kota.example")
    enrol(head)
    officer = entered(app, second, email="petugas@kota.example")

    assert "Petugas 1000" in head.get("/admin/figures/agencies", follow_redirects=True).text
    assert officer.get("/admin/figures/agencies").status_code == 403
    assert 'class="number"' in officer.get("/admin/figures").text
    assert len(links_of_people(app)) == len(others) == 2


def test_the_administrators_link_does_not_mind_who_else_is_waiting(make_app: MakeApp) -> None:
    app = make_app(DEMO="1")
    city_with_people(app)

    assert app.test_client().get(link(app)).status_code == 200


def test_who_is_asked_for_an_apps_code_reads_one_on_the_page_of_a_demonstration(
    make_app: MakeApp,
) -> None:
    app = make_app(DEMO="1")
    city_with_people(app)
    head = entered(app, links_of_people(app)[0], email="kepala@kota.example")

    page = head.get(AUTHENTICATOR).text
    code = re.search(r"Kode untuk saat ini: (\d{6})\.", page)

    assert code is not None
    assert fill_in(head, AUTHENTICATOR, code=code[1]).status_code == 200
    assert "Selamat datang" in head.get("/admin/").text


def test_a_real_portal_shows_no_code(make_app: MakeApp) -> None:
    app = make_app(DEMO="0")
    with app.app_context():
        add_account(db.session(), Role.AUDITOR, email="auditor@kota.example")
        db.session.commit()
    address = link_of(app, "rescue", "auditor@kota.example")
    auditor = entered(app, address, email="auditor@kota.example")

    page = auditor.get(AUTHENTICATOR).text

    assert 'class="secret"' in page
    assert "Kode untuk saat ini" not in page


def test_a_real_portal_lets_nobody_in_as_one_of_them(make_app: MakeApp) -> None:
    app = make_app(DEMO="0")
    city_with_people(app)

    assert links_of_people(app) == []


def test_where_no_officer_was_rated_there_are_no_such_people(make_app: MakeApp) -> None:
    app = make_app(DEMO="1")
    make_figure_city(app)
    with app.app_context():
        add_demo_people(db.session(), now=clock.now())

    assert links_of_people(app) == []
