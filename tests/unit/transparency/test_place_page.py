"""A document is arranged without adding or losing anything."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from portal.publication.figures.documents import Place, PlaceKind, Row
from portal.publication.figures.encoding import to_json
from portal.transparency.domain.datapackage import place_metadata
from portal.transparency.domain.place_page import delay, place_page
from tests.factories import published as made


def read(document: Any) -> Any:
    return json.loads(to_json(document))


@pytest.mark.parametrize(
    ("sort", "codes"),
    [
        ("name", ["disdukcapil", "dinkes", "dinsos", "rsud"]),
        ("ikm", ["rsud", "disdukcapil", "dinkes", "dinsos"]),
        ("n", ["disdukcapil", "dinkes", "rsud", "dinsos"]),
    ],
)
def test_agencies_stand_in_the_order_the_reader_chose(sort: str, codes: list[str]) -> None:
    (table,) = place_page(read(made.city()), sort=sort).tables

    assert [row.entry["place"]["code"] for row in table.rows] == codes


def test_places_of_each_kind_have_a_table_of_their_own() -> None:
    page = place_page(read(made.agency()))

    assert [table.kind for table in page.tables] == ["unit", "service", "desk"]
    assert [table.chart for table in page.tables] == ["units", "services", "desks"]


def test_an_element_stands_beside_how_its_answers_are_spread() -> None:
    rows = {row.entry["element"]: row for row in place_page(read(made.city())).elements}

    assert len(rows) == 9
    assert len(rows["requirements"].parts) == 3
    assert rows["facilities"].parts == ()
    assert rows["cost"].mark is None


def test_an_element_without_a_distribution_has_none() -> None:
    document = {**read(made.city()), "distributions": []}

    assert {row.distribution for row in place_page(document).elements} == {None}


def test_pooled_neighbours_end_the_table_of_their_family() -> None:
    def pooled(family: str) -> Row:
        place = Place(PlaceKind.OTHER, family, "", f"agencies/disdukcapil/other/{family}")
        return made.row(place, made.figure(80), band=None)

    agency = made.agency()
    page = place_page(
        read(replace(agency, rows=(*agency.rows, pooled("places"), pooled("services")))), sort="ikm"
    )

    last = {table.kind: table.rows[-1].entry["place"]["code"] for table in page.tables}
    assert last == {"unit": "kel-melati", "service": "services", "desk": "places"}


@pytest.mark.parametrize(
    ("today", "since"),
    [(date(2026, 12, 5), None), (date(2026, 12, 6), date(2026, 12, 5))],
)
def test_a_release_is_late_from_the_day_after_it_was_due(today: date, since: date | None) -> None:
    found = delay("2026-11", today=today)

    assert (found.late_since if found else None) == since


def test_a_held_release_is_late_only_after_its_hold() -> None:
    held = delay("2026-11", today=date(2026, 12, 8), held_days=3, reason="data belum lengkap")
    late = delay("2026-11", today=date(2026, 12, 9), held_days=3, reason="data belum lengkap")

    assert held is not None
    assert (held.held_until, held.late_since) == (date(2026, 12, 8), None)
    assert held.reason == "data belum lengkap"
    assert late is not None
    assert late.late_since == date(2026, 12, 8)


def test_search_engines_learn_licence_period_and_downloads() -> None:
    found: Any = place_metadata(
        read(made.city()), public_url="https://loket.example", path="/", languages=["id"]
    )

    assert found["license"].endswith("/by/4.0/")
    assert found["temporalCoverage"] == "2026-07/2026-10"
    assert [file["contentUrl"] for file in found["distribution"]] == [
        "https://loket.example/city.csv",
        "https://loket.example/city.json",
    ]


def test_a_place_without_trend_is_dated_by_its_headline() -> None:
    document = {**read(made.city()), "trend": []}

    found = place_metadata(document, public_url="", path="/", languages=["id", "en"])

    assert found["temporalCoverage"] == "2026-10/2026-10"
