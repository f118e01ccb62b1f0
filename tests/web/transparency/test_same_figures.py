"""Page, JSON and CSV of one address say the same."""

import csv
import io
import json
import re

import pytest
from flask.testing import FlaskClient

ADDRESSES = ("city", "agencies/disdukcapil", "units/kel-melati", "desks/disdukcapil-2")


def page_of(reader: FlaskClient, address: str) -> str:
    path = "/" if address == "city" else f"/{address}"
    page = reader.get(f"{path}?lang=en").get_data(as_text=True).replace("&asymp;", "")
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def table_of(reader: FlaskClient, address: str) -> list[dict[str, str]]:
    text = reader.get(f"/{address}.csv").get_data(as_text=True)
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_headline_is_the_same_everywhere(reader: FlaskClient, address: str) -> None:
    document = reader.get(f"/{address}.json").get_json()
    (row,) = [row for row in table_of(reader, address) if row["section"] == "headline"]
    figure = document["headline"]

    assert row["value"] == str(figure["value"])
    assert row["n"] == str(figure["n"])
    assert f"{figure['value']} {figure['grade']['letter']} Good" in page_of(reader, address)


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_place_of_a_table_is_the_same_everywhere(reader: FlaskClient, address: str) -> None:
    document = reader.get(f"/{address}.json").get_json()
    page = page_of(reader, address)
    rows = {row["code"]: row for row in table_of(reader, address) if row["section"] == "place"}

    for entry in document["rows"]:
        shown = entry["figure"]["value"]
        assert rows[entry["place"]["code"]]["value"] == ("" if shown is None else str(shown))
        assert rows[entry["place"]["code"]]["suppressed"] == (entry["figure"]["suppressed"] or "")
        if shown is not None:
            low = entry["figure"]["interval"]["lower"]
            high = entry["figure"]["interval"]["upper"]
            assert f"{entry['place']['name']} {shown} {low}&ndash;{high}" in page


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_element_is_the_same_everywhere(reader: FlaskClient, address: str) -> None:
    document = reader.get(f"/{address}.json").get_json()
    page = page_of(reader, address)
    rows = {r["element"]: r for r in table_of(reader, address) if r["section"] == "element"}

    for entry in document["elements"]:
        value, nrr = entry["figure"]["value"], entry["nrr"]
        assert rows[entry["element"]]["value"] == ("" if value is None else str(value))
        if value is not None:
            assert f" {value} {nrr} " in page


def test_the_json_is_the_document_as_it_was_published(reader: FlaskClient) -> None:
    answer = reader.get("/city.json")

    assert answer.mimetype == "application/json"
    assert json.loads(answer.data)["place"]["name"] == "Kota Contoh"
    assert reader.get("/.json").data == answer.data
    assert reader.get("/.csv").data == reader.get("/city.csv").data


def test_a_hidden_figure_is_null_with_its_reason(reader: FlaskClient) -> None:
    rows = reader.get("/city.json").get_json()["rows"]
    hidden = [row["figure"] for row in rows if row["place"]["code"] == "dinsos"]

    assert [(figure["value"], figure["suppressed"]) for figure in hidden] == [
        (None, "few_officers")
    ]
    assert set(hidden[0]) >= {"n", "period", "channels"}


def test_chart_figures_lie_beside_the_page(reader: FlaskClient) -> None:
    for address in ADDRESSES:
        assert reader.get(f"/{address}.charts.json").get_json() == {}
