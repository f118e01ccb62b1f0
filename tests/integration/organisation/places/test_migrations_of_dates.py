"""What places are, offer and ask, across the migrations that dated it, with dated rows in them."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import text

from portal.app import create_app
from portal.organisation.places.catalogue import AgencyKind
from portal.organisation.places.models import UnitRow
from portal.organisation.places.queries import arrangement
from portal.organisation.places.service import (
    DatedChange,
    DatedState,
    correct_questions,
    date_category,
    date_offers,
    date_questions,
    date_unit,
)
from portal.survey.elements import Element
from portal.tables import MIGRATIONS
from portal.web.extensions import db
from tests.conftest import close, settings_for
from tests.factories.organisation import add
from tests.factories.ratings import SmallCity, make_small_city

TODAY = date(2026, 3, 20)
BEFORE_DATES = "0028"
COST, PRODUCT = frozenset({Element.COST}), frozenset({Element.PRODUCT})


@pytest.fixture
def app(tmp_path: Path, database_url: str) -> Iterator[Flask]:
    app = create_app(settings_for(tmp_path, database_url))
    with app.app_context():
        yield app
        db.session.remove()
    close(app)


def make_dated_city() -> tuple[SmallCity, int]:
    """Make a city where everything that is dated has changed twice; return it and its new unit."""
    session = db.session()
    city = make_small_city(session)
    units = [
        add(session, UnitRow(agency_id=city.agency_id, code=code, name=code)).id
        for code in ("barat", "timur")
    ]
    (ktp, kk), desk = city.service_ids, city.desk_ids[0]
    for month, kind, unit in zip(
        ("2026-02", "2026-04"), (AgencyKind.BADAN, AgencyKind.HOSPITAL), units, strict=True
    ):
        dates = DatedChange(month, TODAY)
        date_category(session, dates, agency_id=city.agency_id, kind=kind)
        date_unit(session, dates, desk_id=desk, unit_id=unit)
    date_questions(session, DatedChange("2026-02", TODAY), service_id=ktp, left_out=COST)
    date_questions(session, DatedChange("2026-04", TODAY), service_id=ktp, left_out=PRODUCT)
    correct_questions(session, [DatedState("2026-01", COST)], service_id=kk, today=TODAY)
    date_offers(session, DatedChange("2026-02", TODAY), desk_id=desk, services=())
    date_offers(session, DatedChange("2026-04", TODAY), desk_id=desk, services=(ktp,))
    session.commit()
    return city, units[1]


def test_what_was_decided_last_outlives_the_dates(app: Flask) -> None:
    city, unit = make_dated_city()
    (ktp, kk), (desk, other) = city.service_ids, city.desk_ids
    db.session.remove()

    downgrade(directory=str(MIGRATIONS), revision=BEFORE_DATES)
    offered = db.session.execute(text("SELECT desk_id, service_id FROM desk_service"))
    assert {tuple(row) for row in offered} == {(desk, ktp), (other, ktp), (other, kk)}
    left_out = db.session.execute(text("SELECT service_id, element FROM left_out_element"))
    assert {tuple(row) for row in left_out} == {(ktp, "product"), (kk, "cost")}
    assert db.session.scalar(text("SELECT kind FROM agency")) == "hospital"
    db.session.remove()
    upgrade(directory=str(MIGRATIONS))

    dated = arrangement(db.session())
    for month in ("2025-01", "2026-03", "2026-09"):
        assert dated.categories[city.agency_id].in_month(month) is AgencyKind.HOSPITAL
        assert dated.questions[ktp].in_month(month) == PRODUCT
        assert dated.questions[kk].in_month(month) == COST
        assert dated.units[desk].in_month(month) == unit
        assert dated.offered(desk, month=month) == {ktp}
        assert dated.offered(other, month=month) == {ktp, kk}


def test_dates_survive_the_migrations_that_came_after_them(app: Flask) -> None:
    make_dated_city()
    before = arrangement(db.session())
    db.session.remove()

    downgrade(directory=str(MIGRATIONS), revision="0022")
    upgrade(directory=str(MIGRATIONS))

    assert arrangement(db.session()) == before
