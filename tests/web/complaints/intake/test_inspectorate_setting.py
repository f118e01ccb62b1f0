"""A code that no agency has is refused before serving, and said while serving."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from portal.app import check_before_serving, create_app
from portal.complaints.intake.inspectorate import INSPECTORATE_PROBE
from portal.settings import InvalidSetting
from portal.web.extensions import db
from tests.conftest import close, settings_for
from tests.factories.ratings import make_small_city

SERVING = {"SERVER_SOFTWARE": "gunicorn/25"}
MakeApp = Callable[..., Flask]


def city_with(make_app: MakeApp, code: str) -> Flask:
    app = make_app(INSPECTORATE=code)
    with app.app_context():
        make_small_city(db.session())
    return app


def state_of(app: Flask) -> tuple[bool, str]:
    with app.app_context():
        result = INSPECTORATE_PROBE.check()
    return result.is_ok, result.state


def test_an_unknown_code_is_refused_before_serving(make_app: MakeApp) -> None:
    app = city_with(make_app, "inspektorat")

    with pytest.raises(InvalidSetting, match=r"^PORTAL_INSPECTORATE names no agency in service"):
        check_before_serving(app, environ=SERVING)

    assert state_of(app) == (False, "unknown code")


def test_commands_which_could_mend_it_are_let_through(make_app: MakeApp) -> None:
    app = city_with(make_app, "inspektorat")

    check_before_serving(app)

    assert app.test_cli_runner().invoke(args=["desks", "list"]).exit_code == 0


@pytest.mark.parametrize("code", ["dukcapil", ""])
def test_the_code_of_an_agency_or_none_is_well(make_app: MakeApp, code: str) -> None:
    app = city_with(make_app, code)

    check_before_serving(app, environ=SERVING)

    assert state_of(app) == (True, "ok")


def test_a_city_that_is_being_set_up_may_serve(make_app: MakeApp) -> None:
    app = make_app(INSPECTORATE="inspektorat")

    check_before_serving(app, environ=SERVING)

    assert state_of(app) == (True, "ok")


def test_a_database_that_is_away_says_nothing_of_a_setting(tmp_path: Path) -> None:
    nowhere = "postgresql+psycopg://city@127.0.0.1:1/portal"
    app = create_app(settings_for(tmp_path, nowhere, INSPECTORATE="inspektorat"))

    check_before_serving(app, environ=SERVING)
    close(app)

    assert app.extensions


def test_an_element_that_the_survey_has_not_is_refused(make_app: MakeApp) -> None:
    with pytest.raises(InvalidSetting, match=r"^PORTAL_NOT_EXPERIENCED names no element"):
        make_app(NOT_EXPERIENCED="colour")
