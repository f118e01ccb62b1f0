"""No format tells more than another: charts hold nothing that their tables do not."""

import random
from collections.abc import Iterator
from typing import Any

import pytest

from portal.publication.figures.known_figures import FIGURES_ADDRESS
from tests.factories.released_city import ReleasedCity, released_city

STYLING = {"layout", "marker", "line", "margin"}


@pytest.fixture(scope="module")
def city() -> ReleasedCity:
    return released_city(random.Random(8), agencies=2, desks=4)


def numbers(value: Any) -> Iterator[float]:
    if isinstance(value, dict):
        for key, part in value.items():
            if key not in STYLING:
                yield from numbers(part)
    elif isinstance(value, list):
        for part in value:
            yield from numbers(part)
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        yield float(value)


def figures(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield document["headline"]
    yield from document["trend"]
    yield from (entry["figure"] for entry in document["elements"])
    yield from (row["figure"] for row in document["rows"])


def estimates(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for place in (document, *document["rows"]):
        if place["estimate"]:
            yield place["estimate"]


def allowed(document: dict[str, Any]) -> set[float]:
    """Return the values of a document, and the distances to the ends of their intervals."""
    known = {
        float(share["percent"]) for entry in document["distributions"] for share in entry["shares"]
    }
    for figure in figures(document):
        if figure["value"] is not None:
            known.add(float(figure["value"]))
            if figure["interval"]:
                known.add(figure["interval"]["upper"] - figure["value"])
                known.add(figure["value"] - figure["interval"]["lower"])
    for estimate in estimates(document):
        known.add(float(estimate["value"]))
        known.add(estimate["interval"]["upper"] - estimate["value"])
        known.add(estimate["value"] - estimate["interval"]["lower"])
    return known


def test_charts_hold_only_numbers_of_their_document(city: ReleasedCity) -> None:
    drawn = 0
    for documents in city.documents.values():
        for address, charts in documents.items():
            if address.startswith("charts/"):
                found = set(numbers(charts))
                drawn += len(found)
                assert found <= allowed(documents[address.removeprefix("charts/")])

    assert drawn > 50


def test_the_flat_table_says_of_each_place_what_its_document_says(city: ReleasedCity) -> None:
    for documents in city.documents.values():
        table = documents[FIGURES_ADDRESS]
        for values in table["rows"]:
            row = dict(zip(table["columns"], values, strict=True))
            if row["kind"] == "other":
                continue
            document = documents[row["address"]]
            said = {"month": (document["headline"], document["open"], document["elements"])} | {
                each["kind"]: (each["figure"], each["open"], each["elements"])
                for each in document["closed"]
            }
            headline, beside, elements = said[row["series"]]
            found = [
                figure
                for figure in (headline, beside)
                if figure and row["element"] == "" and figure["channels"] == row["channels"]
            ] or [entry["figure"] for entry in elements if entry["element"] == row["element"]]
            assert (row["n"], row["ikm"], row["suppressed"]) == (
                found[0]["n"],
                found[0]["value"],
                found[0]["suppressed"],
            )


def test_an_interval_follows_from_published_numbers_alone(city: ReleasedCity) -> None:
    from decimal import Decimal

    from portal.publication.building.measures import Measures
    from portal.statistics.classes import Spread

    seen = 0
    for documents in city.documents.values():
        for address, document in documents.items():
            if "headline" not in document or not document["headline"]["interval"]:
                continue
            method, figure = document["method"], document["headline"]
            again = Measures(method["within_variance"], method["icc"], method["desks"]).interval(
                Decimal(str(figure["value"])),
                n=figure["n"],
                step=Decimal(str(figure["step"])),
                spread=Spread(figure["spread"]),
            )
            assert (float(again.lower), float(again.upper)) == (
                figure["interval"]["lower"],
                figure["interval"]["upper"],
            ), address
            seen += 1

    assert seen > 10
