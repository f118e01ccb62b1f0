"""What `make run` says about the way in, on both databases."""

from collections.abc import Callable

from flask import Flask

from portal.extensions import current_settings
from scripts.prepare import directions, reachable, way_in

ADDRESS = "http://127.0.0.1:8000"
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
