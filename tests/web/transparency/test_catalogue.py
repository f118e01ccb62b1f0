"""The catalogue names every data set completely, in both forms, to harvesters that read DCAT."""

from datetime import date
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from rdflib import DCAT, DCTERMS, RDF, Graph, URIRef
from rdflib.compare import isomorphic

from portal.transparency.domain.turtle import turtle
from portal.web.extensions import db
from tests.factories import published

# The reader of JSON-LD in rdflib warns of its own old ways.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
NEEDED = (
    DCTERMS.identifier,
    DCTERMS.title,
    DCTERMS.description,
    DCTERMS.publisher,
    DCTERMS.language,
    DCTERMS.spatial,
    DCTERMS.temporal,
    DCTERMS.accrualPeriodicity,
    DCTERMS.issued,
    DCTERMS.modified,
    DCTERMS.license,
    DCAT.contactPoint,
    DCAT.theme,
    DCAT.landingPage,
    DCAT.distribution,
)
NEEDED_OF_A_FILE = (DCTERMS.license, DCAT.accessURL, DCAT.downloadURL, DCAT.mediaType)


@pytest.fixture
def harvested(reader: FlaskClient) -> Graph:
    """What a harvester that reads JSON-LD knows."""
    return Graph().parse(data=reader.get("/data/dcat.jsonld").text, format="json-ld")


def test_each_data_set_says_all_that_a_catalogue_needs(harvested: Graph) -> None:
    sets = list(harvested.subjects(RDF.type, DCAT.Dataset))

    assert len(sets) == 2
    assert [
        (found, needed) for found in sets for needed in NEEDED if not harvested.value(found, needed)
    ] == []


def test_each_file_can_be_opened_where_it_says(harvested: Graph, reader: FlaskClient) -> None:
    files = list(harvested.subjects(RDF.type, DCAT.Distribution))

    assert len(files) == 4
    for file in files:
        assert all(harvested.value(file, needed) for needed in NEEDED_OF_A_FILE)
        answer = reader.get(urlsplit(str(harvested.value(file, DCAT.downloadURL))).path)
        kind = str(harvested.value(file, DCAT.mediaType)).partition("media-types/")[2]
        assert (answer.status_code, answer.mimetype) == (200, kind)


def test_both_forms_say_the_same_with_whole_addresses(
    harvested: Graph, reader: FlaskClient
) -> None:
    answer = reader.get("/data/dcat.ttl")
    turtle = Graph().parse(data=answer.text, format="turtle")

    assert answer.mimetype == "text/turtle"
    assert isomorphic(harvested, turtle)
    addresses = {each for line in turtle for each in line if isinstance(each, URIRef)}
    assert [each for each in addresses if not urlsplit(str(each)).netloc] == []


def test_the_days_covered_and_changed_are_those_of_the_releases(app: Flask) -> None:
    with app.app_context():
        for period, day in (("2026-09", date(2026, 10, 5)), ("2026-11", date(2026, 11, 19))):
            published.publish(db.session(), published.city(), period=period, published_on=day)
    text = app.test_client().get("/data/dcat.jsonld").text
    found = Graph().parse(data=text, format="json-ld")

    (months,) = [
        each for each in found.subjects(RDF.type, DCAT.Dataset) if str(each)[-4:] == "#ikm"
    ]
    span = found.value(months, DCTERMS.temporal)
    assert [str(found.value(span, end)) for end in (DCAT.startDate, DCAT.endDate)] == [
        "2026-09-01",
        "2026-11-30",
    ]
    assert str(found.value(months, DCTERMS.modified)) == "2026-11-19"


def test_before_the_first_release_the_catalogue_is_empty_and_valid(client: FlaskClient) -> None:
    found = Graph().parse(data=client.get("/data/dcat.ttl").text, format="turtle")

    assert list(found.subjects(RDF.type, DCAT.Catalog))
    assert not list(found.subjects(RDF.type, DCAT.Dataset))


def test_the_same_catalogue_is_written_the_same_way(reader: FlaskClient) -> None:
    """Whatever order the triples come in, so that two workers answer alike."""
    document = reader.get("/data/dcat.jsonld").get_json()
    turned = {key: document[key] for key in reversed(document)}

    assert turtle(document) == turtle(turned) == reader.get("/data/dcat.ttl").text
