"""A small city with one release, and readers of its pages."""

from collections.abc import Callable
from datetime import UTC, datetime, time

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.time import clock
from portal.web.extensions import db
from tests.factories import organisation, published

NOW = datetime(2026, 11, 20, 3, tzinfo=UTC)


@pytest.fixture(autouse=True)
def still_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is 20 November 2026, ten in the morning in Jakarta."""
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def city(app: Flask) -> Flask:
    """The app with an organisation and everything published about it."""
    with app.app_context():
        session = db.session()
        agency = organisation.make_agency(session, "disdukcapil", name="Dinas Kependudukan")
        service = organisation.make_service(session, agency, "ktp-baru", name="KTP-el baru")
        organisation.make_unit(session, agency, "kel-melati", name="Kelurahan Melati")
        desk = organisation.make_desk(
            session, agency, "disdukcapil-2", services=(service,), name="Loket 2 - Pendaftaran"
        )
        organisation.make_desk(session, agency, "disdukcapil-7", name="Loket 7")
        organisation.make_hours(session, desk.id, opens=time(7, 30), closes=time(16))
        session.commit()
        published.publish(session, *published.every_place())
    return app


@pytest.fixture
def reader(city: Flask) -> FlaskClient:
    return city.test_client()


@pytest.fixture
def read(reader: FlaskClient) -> Callable[[str], str]:
    """Open a page that must be there, and return what it says."""

    def page(address: str) -> str:
        answer = reader.get(address)
        assert answer.status_code == 200, address
        return answer.get_data(as_text=True)

    return page
