"""A city whose January is published and whose February is prepared; it is 2 March, noon."""

import shutil
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.app import create_app
from portal.time import clock
from portal.web.access import Role
from portal.web.extensions import db
from tests.conftest import close, settings_for
from tests.factories.drafted_city import make_drafted_city
from tests.staff import signed_in
from tests.web.publication.releases.acting import Moment


@pytest.fixture(autouse=True)
def moment(monkeypatch: pytest.MonkeyPatch) -> Moment:
    stopped = Moment()
    monkeypatch.setattr(clock, "now", lambda: stopped.now)
    return stopped


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Path:
    """A database with January published and February prepared."""
    folder = tmp_path_factory.mktemp("drafted")
    shutil.copy(sqlite_template, folder / "portal.db")
    app = create_app(settings_for(folder, f"sqlite:///{folder / 'portal.db'}"))
    with app.app_context():
        make_drafted_city(db.session())
    close(app)
    return folder / "portal.db"


@pytest.fixture
def database_url(template: Path, tmp_path: Path) -> str:
    shutil.copy(template, tmp_path / "portal.db")
    return f"sqlite:///{tmp_path / 'portal.db'}"


@pytest.fixture
def administrator(app: Flask) -> FlaskClient:
    return signed_in(app, Role.ADMINISTRATOR).client
