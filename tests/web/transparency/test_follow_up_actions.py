"""What citizens said and what was done stands beside the figures, kept or not."""

from datetime import date
from typing import Any

import pytest
from flask import Flask

from portal.complaints.intake.course_models import PromisedAction
from portal.web.extensions import db
from tests.factories import organisation


def promise(city: Flask, **fields: Any) -> None:
    """Note a promise of the only agency that is registered."""
    defaults: dict[str, Any] = {
        "agency_id": 1,
        "theme": "waiting_time",
        "said": "Antrean terlalu lama",
        "text": "Loket ketiga dibuka pagi hari",
        "promised_on": date(2026, 10, 1),
        "due_on": date(2026, 12, 1),
    }
    with city.app_context():
        db.session.add(PromisedAction(**(defaults | fields)))
        db.session.commit()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "Dijanjikan paling lambat 1 Desember 2026"),
        ({"done_on": date(2026, 11, 2)}, "Selesai 2 November 2026"),
        ({"due_on": date(2026, 11, 1)}, "Terlambat: dijanjikan 1 November 2026"),
    ],
    ids=["promised", "done", "late"],
)
@pytest.mark.parametrize("address", ["/", "/agencies/disdukcapil"])
def test_a_promise_says_whether_it_was_kept(
    city: Flask, address: str, fields: dict[str, Any], words: str
) -> None:
    promise(city, **fields)

    page = city.test_client().get(address).get_data(as_text=True)

    assert "Antrean terlalu lama" in page
    assert words in page


def test_the_city_names_whose_promise_it_is(city: Flask) -> None:
    promise(city)

    assert "Dinas Kependudukan</span><br>" in city.test_client().get("/").get_data(as_text=True)


@pytest.mark.parametrize(
    "address", ["/desks/disdukcapil-2", "/agencies/dinkes"], ids=["a desk", "another agency"]
)
def test_other_places_do_not_boast_with_it(city: Flask, address: str) -> None:
    promise(city)

    page = city.test_client().get(address).get_data(as_text=True)

    assert "Antrean terlalu lama" not in page


def test_a_promise_that_was_withdrawn_is_gone_and_only_the_newest_are_shown(city: Flask) -> None:
    with city.app_context():
        organisation.make_agency(db.session(), "dinkes", name="Dinas Kesehatan")
        db.session.commit()
    promise(city, said="Ditarik kembali", is_withdrawn=True, promised_on=date(2026, 11, 1))
    for day in range(1, 6):
        promise(city, said=f"Keluhan ke-{day}", promised_on=date(2026, 10, day))

    page = city.test_client().get("/").get_data(as_text=True)

    assert "Ditarik kembali" not in page
    assert [f"Keluhan ke-{day}" in page for day in range(1, 6)] == [False, False, True, True, True]
