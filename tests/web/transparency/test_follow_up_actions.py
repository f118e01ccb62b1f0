"""What citizens said and what was done stands beside the figures, kept or not."""

from datetime import date
from typing import Any

import pytest
from flask import Flask

from portal.web.extensions import db
from tests.factories import organisation
from tests.factories.complaints import make_promise


def promise(city: Flask, **fields: Any) -> None:
    """Note a promise of the only agency that is registered."""
    defaults: dict[str, Any] = {
        "agency_id": 1,
        "said": "Antrean terlalu lama",
        "due_on": date(2026, 12, 1),
    }
    with city.app_context():
        make_promise(db.session(), **(defaults | fields))


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


def test_what_was_done_stands_first_with_how_many_stand_how(city: Flask) -> None:
    with city.app_context():
        organisation.make_agency(db.session(), "dinkes", name="Dinas Kesehatan")
        db.session.commit()
    promise(city, said="Ditarik kembali", is_withdrawn=True, promised_on=date(2026, 11, 1))
    for day in range(1, 6):
        promise(city, said=f"Keluhan ke-{day}", done_on=date(2026, 10, day))
    promise(city, said="Kata pasien", agency_id=2)

    page = city.test_client().get("/").get_data(as_text=True)

    assert "Ditarik kembali" not in page
    assert [f"Keluhan ke-{day}" in page for day in range(1, 6)] == [False, False, True, True, True]
    assert "Sudah dilakukan: 5 · Dijanjikan: 1" in " ".join(page.split())
    own = city.test_client().get("/agencies/disdukcapil").get_data(as_text=True)
    assert "Kata pasien" not in own
