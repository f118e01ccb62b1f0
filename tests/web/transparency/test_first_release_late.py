"""Before anything is published, the city's page says when the first release is held or late."""

import random
from datetime import UTC, date, datetime

import pytest
from flask import Flask

from portal.publication.releases.publishing import Hold, hold_release
from portal.time import clock
from portal.web.extensions import db
from tests.factories.drafted_city import prepare
from tests.factories.organisation import make_agency, make_desk, make_service, make_unit
from tests.factories.random_city import make_random_city, rate

LATE = "Terbitan Januari 2026 terlambat sejak 5 Februari 2026"


@pytest.fixture
def rated(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """A city that was rated for the first time in January; it is 6 February."""
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 2, 6, 5, tzinfo=UTC))
    with app.app_context():
        dice = random.Random(7)
        city = make_random_city(db.session(), dice, agencies=1, desks=2)
        rate(db.session(), city, month="2026-01", dice=dice, busy=(60,))
    return app


@pytest.mark.parametrize("address", ["/", "/agencies/dinas-0", "/desks/loket-0-0"])
def test_the_first_release_is_late_although_no_job_ever_ran(rated: Flask, address: str) -> None:
    page = rated.test_client().get(address).text

    assert "Belum ada angka yang diterbitkan di sini" in page
    assert LATE in page


def test_a_hold_of_the_first_release_is_shown_with_its_reason(rated: Flask) -> None:
    with rated.app_context():
        prepare(db.session(), "2026-01", today=date(2026, 2, 1))
        hold = Hold(by="Ratna", reason="Data kunjungan belum lengkap.", days=3)
        hold_release(db.session(), "2026-01", hold=hold, today=date(2026, 2, 4))

    page = rated.test_client().get("/").text

    assert "ditahan sampai 8 Februari 2026. Alasan: Data kunjungan belum lengkap." in page
    assert LATE not in page


def test_a_city_that_nobody_rated_is_not_late(app: Flask) -> None:
    assert "terlambat" not in app.test_client().get("/").text


def test_before_the_first_release_places_are_listed(app: Flask) -> None:
    with app.app_context():
        session = db.session()
        agency, other = make_agency(session, "dukcapil"), make_agency(session, "dishub")
        unit = make_unit(session, agency, "kel-melati", name="Kelurahan Melati")
        service = make_service(session, agency, "ktp", name="KTP-el baru")
        make_desk(session, agency, "ktp-1", name="Loket 1", services=(service,), unit_id=unit.id)
        make_desk(session, other, "uji-1", name="Loket uji")
        make_desk(session, agency, "lama", name="Loket lama", retired_on=date(2025, 1, 1))
        session.commit()
    client = app.test_client()

    city, page = client.get("/").text, client.get("/agencies/dukcapil").text

    assert 'href="/agencies/dukcapil"' in city
    assert 'href="/agencies/dishub"' in city
    assert "Loket 1" not in city
    for address in ("units/kel-melati", "services/ktp", "desks/ktp-1"):
        assert f'href="/{address}"' in page
    assert "Kelurahan Melati - Loket 1" in page
    assert "Loket uji" not in page
    assert "Loket lama" not in page
