"""Every field of every public document has a declared meaning."""

import random
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import pytest

from portal.disclosure.meaning import Fields, Many, NamedMeaning, Schema
from portal.disclosure.meanings import SCHEMAS, schema_of, without_meaning
from portal.publication.figures.documents import PlaceDocument, TodayDocument
from portal.publication.figures.encoding import json_name
from portal.publication.figures.known_figures import FlatDocument
from portal.publication.figures.revisions import RevisedDocument, RevisionDocument
from tests.factories.released_city import ReleasedCity, released_city
from tests.factories.revised_city import change_at_random, revise

pytestmark = pytest.mark.slow

TYPES = {
    "city/today": TodayDocument,
    "desks/kia-1": PlaceDocument,
    "data/figures": FlatDocument,
    "revisions/2026": RevisionDocument,
    "revisions/2026/desks/kia-1": RevisedDocument,
}


@cache
def city() -> ReleasedCity:
    return released_city(random.Random(8), agencies=2, desks=3)


def test_every_field_of_released_documents_has_a_meaning() -> None:
    silent = {
        (address, path)
        for documents in city().documents.values()
        for address, document in documents.items()
        for path in without_meaning(document, address=address)
    }

    assert silent == set()


def test_every_field_of_a_revision_has_a_meaning() -> None:
    revised = revise(change_at_random(random.Random(6), city()))
    silent = {
        (address, path)
        for address, document in revised.documents.items()
        for path in without_meaning(document, address=address)
    }

    assert len(revised.documents) > 2
    assert silent == set()


@pytest.mark.parametrize("address", sorted(TYPES))
def test_every_field_that_a_document_can_have_has_a_meaning(address: str) -> None:
    schema = schema_of(address)
    assert schema is not None

    assert list(missing(TYPES[address], schema)) == []


def missing(kind: Any, schema: Schema, path: str = "") -> Iterator[str]:
    """Give the fields of a type, whatever a document may leave empty, that no meaning has."""
    for each in parts(kind):
        if is_dataclass(each):
            if not isinstance(schema, Fields):
                yield path
                continue
            hints = get_type_hints(each)
            for field in fields(each):
                name = json_name(field.name)
                if name not in schema.fields:
                    yield f"{path}.{name}"
                else:
                    yield from missing(hints[field.name], schema.fields[name], f"{path}.{name}")
        elif get_origin(each) is tuple and isinstance(schema, Many):
            yield from missing(get_args(each)[0], schema.item, f"{path}[]")


def parts(kind: Any) -> tuple[Any, ...]:
    """Return the kinds that an optional or joined type allows, without None."""
    if get_origin(kind) in (Union, UnionType):
        return tuple(each for each in get_args(kind) if each is not type(None))
    text = str(kind)
    return () if text.endswith(("MonthRange'>", "date'>")) else (kind,)


def test_a_field_that_nobody_declared_is_found_wherever_it_stands() -> None:
    document = next(
        body for address, body in city().documents["2026-12"].items() if address == "city"
    )
    leaky = {
        **document,
        "visitors": [17],
        "headline": {**document["headline"], "exact": 41},
        "trend": [{**each, "sum": 1} for each in document["trend"]],
        "rows": [{**document["rows"][0], "figure": 3}],
    }

    assert set(without_meaning(leaky, address="city")) == {
        "visitors",
        "headline.exact",
        "trend[].sum",
        "rows[].figure",
    }


def test_a_column_and_a_document_that_nobody_declared_are_found() -> None:
    table = city().documents["2026-12"]["data/figures"]
    leaky = {**table, "columns": [*table["columns"], "exact"]}

    assert list(without_meaning(leaky, address="data/figures")) == ["columns.exact"]
    assert list(without_meaning({}, address="data/exact")) == ["the whole document"]


def test_every_meaning_says_why() -> None:
    def whys(schema: Schema) -> Iterator[str]:
        if isinstance(schema, Fields):
            for inner in schema.fields.values():
                yield from whys(inner)
        elif isinstance(schema, Many | NamedMeaning):
            yield from whys(schema.item)
        else:
            yield schema.why

    assert all(len(why) > 4 for schema in SCHEMAS.values() for why in whys(schema))
