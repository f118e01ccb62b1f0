"""A line of people in an open cycle, and the browsers they sit at, on 12 January 2026."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.time import clock
from portal.web.access import Role
from portal.web.extensions import db
from tests.factories.plans import PlanScene, make_plan_scene
from tests.staff import signed_in

JANUARY = datetime(2026, 1, 12, 3, tzinfo=UTC)
ClientOf = Callable[..., FlaskClient]


@pytest.fixture(autouse=True)
def january(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: JANUARY)


@pytest.fixture
def scene(app: Flask) -> PlanScene:
    with app.app_context():
        return make_plan_scene(db.session())


@pytest.fixture
def client_of(app: Flask, scene: PlanScene) -> ClientOf:
    """Sign somebody in: ``client_of(scene.person)``, ``client_of(None, Role.AUDITOR)``."""

    def sign_in(person: int | None, role: Role = Role.OFFICER) -> FlaskClient:
        return signed_in(app, role, agency_id=scene.agency_id, officer_id=person).client

    return sign_in


@pytest.fixture
def person(client_of: ClientOf, scene: PlanScene) -> FlaskClient:
    return client_of(scene.person)


@pytest.fixture
def superior(client_of: ClientOf, scene: PlanScene) -> FlaskClient:
    return client_of(scene.superior)


@pytest.fixture
def office(client_of: ClientOf) -> FlaskClient:
    return client_of(None, Role.PERFORMANCE_OFFICE)
