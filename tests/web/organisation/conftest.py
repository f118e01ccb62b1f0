"""A small city with two agencies, and people of every role who are signed in to it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from portal.accounts.audit_log.queries import entries
from portal.organisation.places import catalogue_queries
from portal.organisation.places.catalogue import RecordKind
from portal.organisation.records import queries as records_queries
from portal.organisation.records import service as records_service
from portal.organisation.records.record_types import Record
from portal.time import clock
from portal.web.access import Role
from portal.web.extensions import db
from tests.factories.records import START, TODAY, WHOLE
from tests.staff import signed_in
from tests.web.accounts.forms import hidden_fields

PAGES = "/admin/organisation"


@dataclass(frozen=True, slots=True)
class City:
    """The city's app, and what tests ask it."""

    app: Flask
    agency_ids: dict[str, int]

    def client(
        self, role: Role, agency: str | None = None, *, is_fresh: bool = True
    ) -> FlaskClient:
        """Return the browser of somebody new with ``role``, perhaps at an agency."""
        agency_id = None if agency is None else self.agency_ids[agency]
        return signed_in(self.app, role, agency_id=agency_id, is_fresh=is_fresh).client

    def record(self, kind: str, key: str) -> Any:
        """Return a record as it is now, or None."""
        with self.app.app_context():
            return records_queries.structure(db.session()).get((RecordKind(kind), key))

    def change(self, *records: Record) -> None:
        """Carry out ``records``."""
        self.run(
            lambda session: records_service.change_records(session, records, today=clock_today())
        )

    def run(self, act: Callable[[Session], Any]) -> Any:
        """Return what ``act`` returns when it is given a session."""
        with self.app.app_context():
            return act(db.session())

    def acts(self) -> list[tuple[str, str]]:
        """Return what the audit log says was done, and to what."""
        with self.app.app_context():
            return [(each.entry.action, each.entry.subject) for each in entries(db.session())]


def clock_today() -> Any:
    return clock.today("Asia/Jakarta")


@pytest.fixture
def city(app: Flask) -> City:
    with app.app_context():
        records_service.change_records(db.session(), WHOLE, today=START)
        found = catalogue_queries.catalogue(db.session(), on=TODAY)
    return City(app, {code: agency.id for code, agency in found.agencies_by_code.items()})


@pytest.fixture
def administrator(city: City) -> FlaskClient:
    return city.client(Role.ADMINISTRATOR)


@pytest.fixture
def head(city: City) -> FlaskClient:
    """The head of the health office."""
    return city.client(Role.AGENCY_HEAD, "dinkes")


def send(client: FlaskClient, path: str, **fields: Any) -> TestResponse:
    """Open a page's form and send it with ``fields``."""
    page = client.get(f"{PAGES}{path}")
    assert page.status_code == 200, (path, page.status_code)
    data = {**hidden_fields(page.text), **fields}
    return client.post(f"{PAGES}{path}", data=data)


def post(client: FlaskClient, path: str, **fields: Any) -> TestResponse:
    """Send a form that has no page of its own, with a token from the first page."""
    token = hidden_fields(client.get(f"{PAGES}/").text)["csrf_token"]
    return client.post(f"{PAGES}{path}", data={"csrf_token": token, **fields})


def text_of(client: FlaskClient, path: str, status: int = 200) -> str:
    """Return the page at ``path``."""
    answer = client.get(f"{PAGES}{path}")
    assert answer.status_code == status, (path, answer.status_code)
    return answer.text
