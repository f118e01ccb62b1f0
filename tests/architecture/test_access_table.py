"""Every endpoint is decided once, and the app agrees with the table."""

from pathlib import Path

from flask import Flask

from portal.app import create_app
from portal.web.access import access_of
from tests.architecture.endpoints import ENDPOINTS
from tests.architecture.who_may import PUBLIC
from tests.conftest import settings_for


def marks(app: Flask) -> dict[str, object]:
    found: dict[str, object] = {}
    for endpoint in app.view_functions:
        access = access_of(app, endpoint)
        assert access is not None, f"nobody decided who may open {endpoint}"
        found[endpoint] = PUBLIC if access.is_public else frozenset(map(str, access.roles))
    return found


def test_every_endpoint_stands_in_the_table_with_its_roles(tmp_path: Path) -> None:
    app = create_app(settings_for(tmp_path, f"sqlite:///{tmp_path / 'portal.db'}"))

    assert marks(app) == ENDPOINTS


def test_a_view_nobody_decided_about_is_refused(app: Flask) -> None:
    app.add_url_rule("/stray", "stray", lambda: "never seen")

    assert app.test_client().get("/stray").status_code == 403
