"""A city with two agencies, and people of every role in it."""

import pytest
from flask import Flask

from portal.web.extensions import db
from tests.factories.organisation import (
    make_agency,
    make_desk,
    make_officer,
    make_posting,
    make_unit,
)


@pytest.fixture
def city(app: Flask) -> dict[str, int]:
    """Two agencies; the first has a unit with a desk and a desk beside it, the second one desk."""
    with app.app_context():
        session = db.session()
        first, second = make_agency(session, "dukcapil"), make_agency(session, "dishub")
        unit = make_unit(session, first, "dukcapil-utara", name="Cabang Utara")
        desk = make_desk(session, first, "dukcapil-1", unit_id=unit.id)
        make_desk(session, first, "dukcapil-2")
        make_desk(session, second, "dishub-1")
        officer = make_officer(session)
        make_posting(session, officer, desk)
        session.commit()
        numbers = {"first": first.id, "second": second.id, "officer": officer.id, "desk": desk.id}
        db.session.remove()
    return numbers
