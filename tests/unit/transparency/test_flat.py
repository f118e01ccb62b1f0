"""The table that a spreadsheet opens holds every figure of the document and no formula."""

import csv
import io
import json
from dataclasses import replace
from typing import Any

import pytest

from portal.publication.figures.encoding import to_json
from portal.transparency.domain.flat import COLUMNS, place_table
from portal.transparency.domain.tables import OpenTable, TableForm
from tests.factories import published as made


def written(document: Any) -> str:
    return place_table(document).written(TableForm.CSV).decode()


def table_of(document: Any) -> list[dict[str, str]]:
    text = written(json.loads(to_json(document)))
    return list(csv.DictReader(io.StringIO(text)))


def rows_of(table: list[dict[str, str]], section: str) -> list[dict[str, str]]:
    return [row for row in table if row["section"] == section]


def test_the_headline_says_value_interval_n_period_channels_and_grade() -> None:
    (headline,) = rows_of(table_of(made.city()), "headline")

    assert (headline["value"], headline["lower"], headline["upper"]) == ("88", "86", "90")
    assert (headline["n"], headline["period"], headline["grade"]) == ("1240", "2026-10", "B")
    assert headline["channels"] == "ticket presence"
    assert headline["verified"] == "true"


def test_unverified_ratings_are_marked_as_such() -> None:
    (unverified,) = rows_of(table_of(made.city()), "open")

    assert (unverified["verified"], unverified["channels"]) == ("false", "open")


def test_hidden_figures_have_no_value_but_their_reason() -> None:
    hidden = [row for row in rows_of(table_of(made.city()), "place") if row["code"] == "dinsos"]

    assert [(row["value"], row["suppressed"]) for row in hidden] == [("", "few_officers")]


@pytest.mark.parametrize(
    ("section", "count"),
    [
        ("element", 9),
        ("element_previous", 9),
        ("distribution", 7 * 3 + 1 + 1),
        ("trend", 4),
        ("place", 4 + 3),
        ("place_response", 4),
        ("sex", 2),
        ("age", 1),
        ("reasons", 1),
        ("exclusion", 2),
        ("moderation", 3),
        ("earlier", 1),
        ("response", 1),
    ],
)
def test_every_figure_of_the_page_is_a_row(section: str, count: int) -> None:
    assert len(rows_of(table_of(made.city()), section)) == count


def test_a_bound_is_not_written_as_an_exact_share() -> None:
    bounded = [row for row in rows_of(table_of(made.city()), "distribution") if row["lower"]]

    assert [(row["element"], row["value"], row["lower"]) for row in bounded] == [
        ("cost", "95", "95")
    ]


def test_absent_parts_leave_no_rows() -> None:
    bare = replace(made.city(), open=None, previous=None, elements=made.elements()[:1])
    bare = replace(bare, elements=(replace(bare.elements[0], previous=None),))

    table = table_of(bare)

    assert rows_of(table, "open") == rows_of(table, "element_previous") == []


def test_demonstration_figures_say_so_in_every_row() -> None:
    assert {row["note"] for row in table_of(made.city(is_demo=True))} == {"DATA CONTOH"}
    assert {row["note"] for row in table_of(made.city())} == {""}


def test_a_name_is_never_taken_for_a_formula() -> None:
    names = {row["name"] for row in table_of(made.agency())}

    assert "'=Loket 3" in names
    assert "=Loket 3" not in names


def test_the_columns_stand_in_a_fixed_order() -> None:
    heading = OpenTable(COLUMNS, []).written(TableForm.CSV).decode().strip()

    assert heading.split(",") == list(COLUMNS)


def test_what_a_release_closed_stands_there_with_elements_and_what_lies_beside() -> None:
    document = json.loads(to_json(made.city()))
    figure = document["headline"]
    closed = {
        "kind": "quarter",
        "figure": figure,
        "open": document["open"],
        "elements": [{"element": "cost", "figure": figure}],
    }
    table = list(csv.DictReader(io.StringIO(written(document | {"closed": [closed]}))))

    (whole,) = rows_of(table, "closed_quarter")
    (beside,) = rows_of(table, "closed_quarter_open")
    (element,) = rows_of(table, "closed_quarter_element")
    assert (whole["value"], whole["verified"]) == ("88", "true")
    assert beside["verified"] == "false"
    assert (element["element"], element["value"]) == ("cost", "88")


def test_a_span_without_ratings_beside_it_has_no_row_for_them() -> None:
    document = json.loads(to_json(made.city()))
    closed = {"kind": "year", "figure": document["headline"], "open": None, "elements": []}

    table = list(csv.DictReader(io.StringIO(written(document | {"closed": [closed]}))))

    assert [row["value"] for row in rows_of(table, "closed_year")] == ["88"]
    assert rows_of(table, "closed_year_open") == []


def test_an_estimate_beside_a_hidden_figure_of_a_place_is_a_row_with_that_place() -> None:
    document = json.loads(to_json(made.city()))
    hidden = next(row for row in document["rows"] if row["place"]["code"] == "dinsos")
    hidden["estimate"] = {
        "n_from": 10,
        "n_to": 29,
        "value": "81",
        "interval": {"lower": "70", "upper": "90"},
    }

    (row,) = rows_of(list(csv.DictReader(io.StringIO(written(document)))), "place_estimate")

    assert (row["code"], row["level"], row["value"]) == ("dinsos", "10-29", "81")
    assert (row["measure"], row["lower"], row["upper"]) == ("ikm_estimate", "70", "90")
